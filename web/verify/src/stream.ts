// The random stream of section 12: ChaCha20 (RFC 8439) read as 64-bit little-endian words.
//
// A word is held as two halves of 32 bits; what is computed with them stays far below 2^53 and is exact.

function quarter(x: Int32Array, a: number, b: number, c: number, d: number): void {
  let t: number;
  x[a] = x[a]! + x[b]!; t = x[d]! ^ x[a]!; x[d] = (t << 16) | (t >>> 16);
  x[c] = x[c]! + x[d]!; t = x[b]! ^ x[c]!; x[b] = (t << 12) | (t >>> 20);
  x[a] = x[a]! + x[b]!; t = x[d]! ^ x[a]!; x[d] = (t << 8) | (t >>> 24);
  x[c] = x[c]! + x[d]!; t = x[b]! ^ x[c]!; x[b] = (t << 7) | (t >>> 25);
}

export class Stream {
  /** How many words were read. */
  words = 0;
  private readonly start = new Int32Array(16);
  private readonly block = new Int32Array(16);
  private counter = 0;
  private at = 16;
  private low = 0;
  private high = 0;

  constructor(key: Uint8Array) {
    this.start.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]);
    const view = new DataView(key.buffer, key.byteOffset, 32);
    for (let i = 0; i < 8; i++) this.start[4 + i] = view.getInt32(4 * i, true);
  }

  private refill(): void {
    if (this.counter > 0xffffffff) throw new Error("the random stream is exhausted");
    this.start[12] = this.counter++;
    const x = this.block;
    x.set(this.start);
    for (let round = 0; round < 10; round++) {
      quarter(x, 0, 4, 8, 12);
      quarter(x, 1, 5, 9, 13);
      quarter(x, 2, 6, 10, 14);
      quarter(x, 3, 7, 11, 15);
      quarter(x, 0, 5, 10, 15);
      quarter(x, 1, 6, 11, 12);
      quarter(x, 2, 7, 8, 13);
      quarter(x, 3, 4, 9, 14);
    }
    for (let i = 0; i < 16; i++) x[i] = x[i]! + this.start[i]!;
    this.at = 0;
  }

  private read(): void {
    if (this.at === 16) this.refill();
    this.low = this.block[this.at]! >>> 0;
    this.high = this.block[this.at + 1]! >>> 0;
    this.at += 2;
    this.words++;
  }

  /** The next word, for vectors only. */
  word(): bigint {
    this.read();
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** Uniform on 0 … n−1, for 1 ≤ n < 2^32. */
  below(n: number): number {
    for (;;) {
      this.read();
      // The words from 2^64 − (2^64 mod n) on are refused; all of them have a high half of ones.
      if (this.high !== 0xffffffff || this.low < 0x100000000 - remainder(1, 0, 0, n)) {
        return remainder(0, this.high, this.low, n);
      }
    }
  }

  shuffle(a: Int32Array): void {
    for (let i = a.length - 1; i >= 1; i--) {
      const j = this.below(i + 1);
      const kept = a[i]!;
      a[i] = a[j]!;
      a[j] = kept;
    }
  }
}

/** (top · 2^64 + high · 2^32 + low) mod n, in steps of 16 bits, so that each stays below 2^48. */
function remainder(top: number, high: number, low: number, n: number): number {
  if (n <= 0x10000) {
    let r = top % n;
    r = (((r << 16) | (high >>> 16)) >>> 0) % n;
    r = (((r << 16) | (high & 0xffff)) >>> 0) % n;
    r = (((r << 16) | (low >>> 16)) >>> 0) % n;
    return (((r << 16) | (low & 0xffff)) >>> 0) % n;
  }
  let r = top % n;
  r = (r * 0x10000 + (high >>> 16)) % n;
  r = (r * 0x10000 + (high & 0xffff)) % n;
  r = (r * 0x10000 + (low >>> 16)) % n;
  return (r * 0x10000 + (low & 0xffff)) % n;
}
