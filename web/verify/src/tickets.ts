// Tickets (section 10): SHA-256 of K and the id, for every entity of a list.

import { hex, utf8 } from "./bytes.js";
import type { TextColumn } from "./columns.js";
import { Message, wordsToBytes } from "./sha256.js";

const LONGEST_ID = 64;

export class Tickets {
  /** Eight words a row. */
  readonly words: Int32Array;

  constructor(readonly k: string, ids: TextColumn) {
    const key = utf8(k);
    this.words = new Int32Array(8 * ids.length);
    const message = new Message(key.length + LONGEST_ID);
    for (let row = 0; row < ids.length; row++) {
      // Padding overwrote what followed the last message, but not the key before it.
      if (row === 0) message.bytes.set(key);
      const from = ids.from(row);
      const length = ids.to(row) - from;
      for (let i = 0; i < length; i++) message.bytes[key.length + i] = ids.bytes[from + i]!;
      message.hashInto(key.length + length, this.words, 8 * row);
    }
  }

  hex(row: number): string {
    return hex(wordsToBytes(this.words, 8 * row));
  }

  /** The first 16 bits of a ticket. */
  top(row: number): number {
    return this.words[8 * row]! >>> 16;
  }

  /** By ticket, then by id: rows are in the order of ids. */
  compare(a: number, b: number): number {
    for (let i = 0; i < 8; i++) {
      const x = this.words[8 * a + i]! >>> 0;
      const y = this.words[8 * b + i]! >>> 0;
      if (x !== y) return x < y ? -1 : 1;
    }
    return a - b;
  }
}

const BUCKETS = 65536;

/**
 * The first `wanted` of `rows` by ticket. They are dealt into buckets by the first 16 bits, and only the buckets that
 * are needed are sorted: for a million entities that is much faster than sorting them all.
 */
export function firstByTicket(rows: Int32Array, tickets: Tickets, wanted: number): Int32Array {
  const ends = new Int32Array(BUCKETS);
  for (const row of rows) ends[tickets.top(row)]!++;
  for (let b = 1; b < BUCKETS; b++) ends[b] = ends[b]! + ends[b - 1]!;
  const dealt = new Int32Array(rows.length);
  const next = new Int32Array(BUCKETS);
  for (let b = 1; b < BUCKETS; b++) next[b] = ends[b - 1]!;
  for (const row of rows) dealt[next[tickets.top(row)]!++] = row;
  for (let b = 0, from = 0; b < BUCKETS && from < wanted; from = ends[b]!, b++) {
    dealt.subarray(from, ends[b]!).sort((x, y) => tickets.compare(x, y));
  }
  return dealt.subarray(0, wanted);
}
