// Splits a file that comes piece by piece into lines.

import { concat } from "./bytes.js";

const LF = 0x0a;
const NOTHING = new Uint8Array(0);

/** A line, without its line feed, and its number from 1. */
export type OnLine = (bytes: Uint8Array, from: number, to: number, line: number) => void;

export class Lines {
  count = 0;
  /** What came after the last line feed. */
  rest: Uint8Array = NOTHING;

  add(piece: Uint8Array, onLine: OnLine): void {
    let from = 0;
    let to = piece.indexOf(LF);
    if (to >= 0 && this.rest.length > 0) {
      const joined = concat(this.rest, piece.subarray(0, to));
      this.rest = NOTHING;
      onLine(joined, 0, joined.length, ++this.count);
      from = to + 1;
      to = piece.indexOf(LF, from);
    }
    for (; to >= 0; to = piece.indexOf(LF, from)) {
      onLine(piece, from, to, ++this.count);
      from = to + 1;
    }
    // A copy: the piece may be given away.
    this.rest = concat(this.rest, piece.subarray(from));
  }
}
