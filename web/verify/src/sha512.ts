// SHA-512 (FIPS 180-4), for signatures only: short messages, so that numbers of 64 bits may be BigInts.

import { concat } from "./bytes.js";

const MASK = (1n << 64n) - 1n;

/** floor of the k-th root of n, by Newton's method from above. */
function floorRoot(n: bigint, k: bigint): bigint {
  let x = 1n << (BigInt(n.toString(2).length) / k + 1n);
  for (;;) {
    const next = ((k - 1n) * x + n / x ** (k - 1n)) / k;
    if (next >= x) return x;
    x = next;
  }
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((p) => n % p !== 0n)) found.push(n);
  return found;
}

// The standard defines its constants as the first 64 bits of the fractions of roots of primes; so are they made here.
const K = primes(80).map((p) => floorRoot(p << 192n, 3n) & MASK);
const START = primes(8).map((p) => floorRoot(p << 128n, 2n) & MASK);

function turn(x: bigint, by: bigint): bigint {
  return ((x >> by) | (x << (64n - by))) & MASK;
}

function schedule(view: DataView, at: number): bigint[] {
  const w: bigint[] = [];
  for (let i = 0; i < 16; i++) w.push(view.getBigUint64(at + 8 * i, false));
  for (let i = 16; i < 80; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
    const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
    w.push((w[i - 16]! + s0 + w[i - 7]! + s1) & MASK);
  }
  return w;
}

function compress(state: bigint[], view: DataView, at: number): bigint[] {
  const w = schedule(view, at);
  let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  for (let i = 0; i < 80; i++) {
    const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
    const t1 = h + s1 + (g ^ (e & (f ^ g))) + K[i]! + w[i]!;
    const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
    const t2 = s0 + ((a & b) | (c & (a | b)));
    h = g; g = f; f = e; e = (d + t1) & MASK;
    d = c; c = b; b = a; a = (t1 + t2) & MASK;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]!) & MASK);
}

export function sha512(...parts: Uint8Array[]): Uint8Array {
  const message = concat(...parts);
  const padded = new Uint8Array(((message.length + 17 + 127) >> 7) << 7);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, 8n * BigInt(message.length), false);
  let state = START;
  for (let at = 0; at < padded.length; at += 128) state = compress(state, view, at);
  const out = new Uint8Array(64);
  const words = new DataView(out.buffer);
  state.forEach((word, i) => words.setBigUint64(8 * i, word, false));
  return out;
}
