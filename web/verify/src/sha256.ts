// SHA-256 (FIPS 180-4), written out so that nothing outside this folder has to be trusted.
// No object is made per message on the hot paths: a million tickets and leaves are hashed.

const K = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

const START = new Int32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

const W = new Int32Array(64);

function big0(x: number): number {
  return ((x >>> 2) | (x << 30)) ^ ((x >>> 13) | (x << 19)) ^ ((x >>> 22) | (x << 10));
}

function big1(x: number): number {
  return ((x >>> 6) | (x << 26)) ^ ((x >>> 11) | (x << 21)) ^ ((x >>> 25) | (x << 7));
}

function expandMessage(view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) W[i] = view.getInt32(at + 4 * i, false);
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15]!;
    const y = W[i - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16]! + s0 + W[i - 7]! + s1) | 0;
  }
}

/** One block of 64 bytes of `view` at `at` enters `state`. Eight rounds a turn: no variable changes its name. */
function compress(state: Int32Array, view: DataView, at: number): void {
  expandMessage(view, at);
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!;
  let e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
  for (let i = 0; i < 64; i += 8) {
    h = (h + big1(e) + (g ^ (e & (f ^ g))) + K[i]! + W[i]!) | 0;
    d = (d + h) | 0;
    h = (h + big0(a) + ((a & b) | (c & (a | b)))) | 0;
    g = (g + big1(d) + (f ^ (d & (e ^ f))) + K[i + 1]! + W[i + 1]!) | 0;
    c = (c + g) | 0;
    g = (g + big0(h) + ((h & a) | (b & (h | a)))) | 0;
    f = (f + big1(c) + (e ^ (c & (d ^ e))) + K[i + 2]! + W[i + 2]!) | 0;
    b = (b + f) | 0;
    f = (f + big0(g) + ((g & h) | (a & (g | h)))) | 0;
    e = (e + big1(b) + (d ^ (b & (c ^ d))) + K[i + 3]! + W[i + 3]!) | 0;
    a = (a + e) | 0;
    e = (e + big0(f) + ((f & g) | (h & (f | g)))) | 0;
    d = (d + big1(a) + (c ^ (a & (b ^ c))) + K[i + 4]! + W[i + 4]!) | 0;
    h = (h + d) | 0;
    d = (d + big0(e) + ((e & f) | (g & (e | f)))) | 0;
    c = (c + big1(h) + (b ^ (h & (a ^ b))) + K[i + 5]! + W[i + 5]!) | 0;
    g = (g + c) | 0;
    c = (c + big0(d) + ((d & e) | (f & (d | e)))) | 0;
    b = (b + big1(g) + (a ^ (g & (h ^ a))) + K[i + 6]! + W[i + 6]!) | 0;
    f = (f + b) | 0;
    b = (b + big0(c) + ((c & d) | (e & (c | d)))) | 0;
    a = (a + big1(f) + (h ^ (f & (g ^ h))) + K[i + 7]! + W[i + 7]!) | 0;
    e = (e + a) | 0;
    a = (a + big0(b) + ((b & c) | (d & (b | c)))) | 0;
  }
  state[0] = state[0]! + a; state[1] = state[1]! + b; state[2] = state[2]! + c; state[3] = state[3]! + d;
  state[4] = state[4]! + e; state[5] = state[5]! + f; state[6] = state[6]! + g; state[7] = state[7]! + h;
}

/** A message in a buffer of its own, padded in place: hashing it makes no object. */
export class Message {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly state = new Int32Array(8);

  constructor(longest: number) {
    this.bytes = new Uint8Array(((longest + 9 + 63) >> 6) << 6);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Hashes the first `length` bytes of the buffer into eight words of `out` at `at`. What follows them is lost. */
  hashInto(length: number, out: Int32Array, at: number): void {
    this.state.set(START);
    this.finish(length, length, out, at);
  }

  /** The same for one byte and, after it, those of `view` from `from` to `to`. Whole blocks are not copied. The buffer is lost. */
  hashAfterInto(first: number, view: DataView, from: number, to: number, out: Int32Array, at: number): void {
    this.state.set(START);
    this.bytes[0] = first;
    let length = 1;
    let p = from;
    if (to - from >= 63) {
      while (length < 64) this.bytes[length++] = view.getUint8(p++);
      compress(this.state, this.view, 0);
      for (; p + 64 <= to; p += 64) compress(this.state, view, p);
      length = 0;
    }
    while (p < to) this.bytes[length++] = view.getUint8(p++);
    this.finish(length, 1 + to - from, out, at);
  }

  /** The last `length` of `total` bytes are in the buffer, the others in the state. */
  private finish(length: number, total: number, out: Int32Array, at: number): void {
    const end = ((length + 9 + 63) >> 6) << 6;
    this.bytes[length] = 0x80;
    this.bytes.fill(0, length + 1, end - 8);
    this.view.setUint32(end - 8, Math.floor(total / 0x20000000), false);
    this.view.setUint32(end - 4, (total << 3) >>> 0, false);
    for (let p = 0; p < end; p += 64) compress(this.state, this.view, p);
    for (let i = 0; i < 8; i++) out[at + i] = this.state[i]!;
  }
}

/** SHA-256 of a stream of pieces. */
export class Sha256 {
  private readonly state = new Int32Array(START);
  private readonly rest = new Uint8Array(128);
  private readonly restView = new DataView(this.rest.buffer);
  private restLength = 0;
  private total = 0;

  update(bytes: Uint8Array): this {
    let at = 0;
    const length = bytes.length;
    this.total += length;
    if (this.restLength > 0) {
      const take = Math.min(64 - this.restLength, length);
      this.rest.set(bytes.subarray(0, take), this.restLength);
      this.restLength += take;
      at = take;
      if (this.restLength < 64) return this;
      compress(this.state, this.restView, 0);
      this.restLength = 0;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    for (; at + 64 <= length; at += 64) compress(this.state, view, at);
    this.rest.set(bytes.subarray(at), 0);
    this.restLength = length - at;
    return this;
  }

  digest(): Uint8Array {
    const end = this.restLength + 9 <= 64 ? 64 : 128;
    this.rest[this.restLength] = 0x80;
    this.rest.fill(0, this.restLength + 1, end - 8);
    this.restView.setUint32(end - 8, Math.floor(this.total / 0x20000000), false);
    this.restView.setUint32(end - 4, (this.total << 3) >>> 0, false);
    compress(this.state, this.restView, 0);
    if (end === 128) compress(this.state, this.restView, 64);
    return wordsToBytes(this.state, 0);
  }
}

/** The 32 bytes of a digest that stands as eight words in `words` at `at`. */
export function wordsToBytes(words: Int32Array, at: number): Uint8Array {
  const out = new Uint8Array(32);
  const view = new DataView(out.buffer);
  for (let i = 0; i < 8; i++) view.setInt32(4 * i, words[at + i]!, false);
  return out;
}

export function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
