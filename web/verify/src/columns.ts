// Columns for long lists: one number or text a line, in typed arrays, so that a million lines take little room.

import { compareRanges, textOf, unhexInto } from "./bytes.js";

export class IntColumn {
  length = 0;
  private values = new Int32Array(1024);

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(2 * this.values.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index]!;
  }
}

/** Short pieces of bytes, one after another. */
export class TextColumn {
  length = 0;
  bytes = new Uint8Array(16384);
  private readonly ends = new IntColumn();

  push(bytes: Uint8Array, from: number, to: number): void {
    const start = this.from(this.length);
    const end = start + to - from;
    if (end > this.bytes.length) {
      const wider = new Uint8Array(Math.max(2 * this.bytes.length, end));
      wider.set(this.bytes.subarray(0, start));
      this.bytes = wider;
    }
    // Most pieces have few bytes: copying them one by one is faster than making a view.
    for (let i = from; i < to; i++) this.bytes[start + i - from] = bytes[i]!;
    this.ends.push(end);
    this.length++;
  }

  from(index: number): number {
    return index === 0 ? 0 : this.ends.at(index - 1);
  }

  to(index: number): number {
    return this.ends.at(index);
  }

  text(index: number): string {
    return textOf(this.bytes.subarray(this.from(index), this.to(index)));
  }

  slice(index: number): Uint8Array {
    return this.bytes.slice(this.from(index), this.to(index));
  }

  compare(index: number, other: TextColumn, otherIndex: number): number {
    return compareRanges(this.bytes, this.from(index), this.to(index),
      other.bytes, other.from(otherIndex), other.to(otherIndex));
  }

  /** The index of these bytes in a column that increases, or -1. */
  find(bytes: Uint8Array): number {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const order = compareRanges(this.bytes, this.from(middle), this.to(middle), bytes, 0, bytes.length);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

const DIGEST = 32;

/** Digests, as their bytes: half the room of their digits. */
export class DigestColumn {
  length = 0;
  private bytes = new Uint8Array(1024 * DIGEST);

  /** `digits` has the 64 hexadecimal digits at `from`. */
  push(digits: Uint8Array, from: number): void {
    const start = this.length * DIGEST;
    if (start === this.bytes.length) {
      const wider = new Uint8Array(2 * start);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    unhexInto(digits, from, this.bytes, start, DIGEST);
    this.length++;
  }

  at(index: number): Uint8Array {
    return this.bytes.subarray(index * DIGEST, (index + 1) * DIGEST);
  }
}
