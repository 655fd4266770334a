// The group edwards25519 (RFC 8032, section 5.1), on BigInts. Nothing here is secret, so nothing has to take equal time.

const P = 2n ** 255n - 19n;

/** The order of the base point. */
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. */
export interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

export const NEUTRAL: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

function mod(x: bigint): bigint {
  const rest = x % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let out = 1n;
  for (const bit of exponent.toString(2)) {
    out = (out * out) % P;
    if (bit === "1") out = (out * base) % P;
  }
  return out;
}

function inverse(x: bigint): bigint {
  // Euclid is much faster than a power here.
  let [a, b, u, v] = [mod(x), P, 1n, 0n];
  while (a !== 0n) {
    const q = b / a;
    [a, b] = [b - q * a, a];
    [u, v] = [v - q * u, u];
  }
  return mod(v);
}

const D = mod(-121665n * inverse(121666n));
const TWICE_D = (2n * D) % P;
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

export function add(a: Point, b: Point): Point {
  const A = ((a.Y - a.X) * (b.Y - b.X)) % P;
  const B = ((a.Y + a.X) * (b.Y + b.X)) % P;
  const C = (((a.T * TWICE_D) % P) * b.T) % P;
  const G = (2n * a.Z * b.Z) % P;
  const [E, F, H, I] = [B - A, G - C, B + A, G + C];
  return { X: (E * F) % P, Y: (I * H) % P, Z: (F * I) % P, T: (E * H) % P };
}

export function double(a: Point): Point {
  const A = (a.X * a.X) % P;
  const B = (a.Y * a.Y) % P;
  const C = (2n * a.Z * a.Z) % P;
  const H = A + B;
  const sum = a.X + a.Y;
  const E = H - ((sum * sum) % P);
  const G = A - B;
  const F = C + G;
  return { X: (E * F) % P, Y: (G * H) % P, Z: (F * G) % P, T: (E * H) % P };
}

export function negate(a: Point): Point {
  return { X: -a.X, Y: a.Y, Z: a.Z, T: -a.T };
}

export function equal(a: Point, b: Point): boolean {
  return mod(a.X * b.Z - b.X * a.Z) === 0n && mod(a.Y * b.Z - b.Y * a.Z) === 0n;
}

/** [8]a. */
export function cleared(a: Point): Point {
  return double(double(double(a)));
}

export function smallOrder(a: Point): boolean {
  return equal(cleared(a), NEUTRAL);
}

/** Whether a is in the group of the base point, and not neutral. */
export function inBaseGroup(a: Point): boolean {
  return !smallOrder(a) && equal(sumOf([[L, multiples(a)]]), NEUTRAL);
}

const WINDOW = 4n;

/** [0]a … [15]a. */
function multiples(a: Point): Point[] {
  const out = [NEUTRAL, a];
  while (out.length < 16) out.push(add(out[out.length - 1]!, a));
  return out;
}

/** The sum of [k]a over the given pairs, k below 2^256; the doublings are shared. */
function sumOf(pairs: readonly (readonly [bigint, readonly Point[]])[]): Point {
  let out = NEUTRAL;
  for (let shift = 252n; shift >= 0n; shift -= WINDOW) {
    if (shift < 252n) out = double(double(double(double(out))));
    for (const [k, table] of pairs) {
      const digit = Number((k >> shift) & 15n);
      if (digit !== 0) out = add(out, table[digit]!);
    }
  }
  return out;
}

function rootOf(u: bigint, v: bigint): bigint | null {
  const v3 = (((v * v) % P) * v) % P;
  const v7 = (((v3 * v3) % P) * v) % P;
  const x = (((u * v3) % P) * power((u * v7) % P, (P - 5n) / 8n)) % P;
  const square = (v * ((x * x) % P)) % P;
  if (square === u) return x;
  return square === mod(-u) ? (x * ROOT_OF_MINUS_ONE) % P : null;
}

/** A number of 32 bytes, little-endian. */
export function littleEndian(bytes: Uint8Array): bigint {
  let out = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) out = (out << 8n) | BigInt(bytes[i]!);
  return out;
}

/** The point of an encoding, or null if there is none or it is not the canonical one. */
export function decode(bytes: Uint8Array): Point | null {
  if (bytes.length !== 32) return null;
  const whole = littleEndian(bytes);
  const y = whole & ((1n << 255n) - 1n);
  const odd = whole >> 255n;
  if (y >= P) return null;
  const y2 = (y * y) % P;
  const root = rootOf(mod(y2 - 1n), (D * y2 + 1n) % P);
  if (root === null || (root === 0n && odd === 1n)) return null;
  const x = (root & 1n) === odd ? root : P - root;
  return { X: x, Y: y, Z: 1n, T: (x * y) % P };
}

export function encode(a: Point): Uint8Array {
  const z = inverse(a.Z);
  let whole = mod(a.Y * z) | ((mod(a.X * z) & 1n) << 255n);
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++, whole >>= 8n) out[i] = Number(whole & 255n);
  return out;
}

const BASE_Y = mod(4n * inverse(5n));
const BASE_X = ((root: bigint) => ((root & 1n) === 0n ? root : P - root))(
  rootOf(mod(BASE_Y * BASE_Y - 1n), (D * BASE_Y * BASE_Y + 1n) % P)!);

export const BASE: Point = { X: BASE_X, Y: BASE_Y, Z: 1n, T: (BASE_X * BASE_Y) % P };

const BASE_MULTIPLES = multiples(BASE);

/** [k]B. */
export function timesBase(k: bigint): Point {
  return sumOf([[k, BASE_MULTIPLES]]);
}

/** [s]B + [k]a. */
export function timesBaseAnd(s: bigint, k: bigint, a: Point): Point {
  return sumOf([[s, BASE_MULTIPLES], [k, multiples(a)]]);
}

/** [k]a for a small number k: as few steps as it has digits. */
export function timesSmall(k: number, a: Point): Point {
  let out = NEUTRAL;
  for (const bit of k.toString(2)) {
    out = double(out);
    if (bit === "1") out = add(out, a);
  }
  return out;
}
