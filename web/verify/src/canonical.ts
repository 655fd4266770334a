// Canonical lines (section 2), checked on the bytes in one pass.
//
// The scanner writes what it finds on a tape, so that neither a check of form nor the reading of a field has to make
// an object for each of a million lines. Entry i of the tape is a value: its kind, the bytes it takes (of a text
// without its quotes), and the entry that follows it and all that is in it. In an object, keys and values alternate.

import { compareRanges, textOf } from "./bytes.js";

export const OBJECT = 1;
export const ARRAY = 2;
export const TEXT = 3;
export const ESCAPED = 4; // a text in which something is escaped
export const INTEGER = 5;
export const TRUE = 6;
export const FALSE = 7;

const DEEPEST = 32;
const LARGEST = "9007199254740991";

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a, MINUS = 0x2d;
const OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d, OPEN_ARRAY = 0x5b, CLOSE_ARRAY = 0x5d;

/** Bytes that are no canonical line, and where. */
export class NotCanonical extends Error {
  constructor(readonly reason: string, readonly at: number) {
    super(reason);
  }
}

function keyByte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f);
}

function digit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

export class Tape {
  bytes: Uint8Array = new Uint8Array(0);
  kind = new Int32Array(256);
  from = new Int32Array(256);
  to = new Int32Array(256);
  next = new Int32Array(256);
  length = 0;
  private at = 0;
  private end = 0;

  /** Reads one canonical line; throws NotCanonical. Entry 0 is its object. */
  scan(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.length = 0;
    if (from < to && bytes[from] !== OPEN_OBJECT) this.fail("a line begins with {");
    this.value(1);
    if (this.at !== to) this.fail("something follows the object");
  }

  private fail(reason: string, at = this.at): never {
    throw new NotCanonical(at >= this.end ? "the line ends too early" : reason, at);
  }

  private push(kind: number, from: number, to: number): number {
    if (this.length === this.kind.length) this.grow();
    const entry = this.length++;
    this.kind[entry] = kind;
    this.from[entry] = from;
    this.to[entry] = to;
    this.next[entry] = entry + 1;
    return entry;
  }

  private grow(): void {
    const wider = (old: Int32Array) => {
      const array = new Int32Array(2 * old.length);
      array.set(old);
      return array;
    };
    this.kind = wider(this.kind);
    this.from = wider(this.from);
    this.to = wider(this.to);
    this.next = wider(this.next);
  }

  private byte(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1;
  }

  private value(depth: number): void {
    switch (this.byte()) {
      case QUOTE: return this.text();
      case OPEN_OBJECT: return this.object(depth);
      case OPEN_ARRAY: return this.array(depth);
      case 0x74: return this.word("true", TRUE);
      case 0x66: return this.word("false", FALSE);
      default: return this.integer();
    }
  }

  private word(word: string, kind: number): void {
    const from = this.at;
    for (let i = 0; i < word.length; i++, this.at++) {
      if (this.byte() !== word.charCodeAt(i)) this.fail("a value is expected");
    }
    this.push(kind, from, this.at);
  }

  private object(depth: number): void {
    if (depth > DEEPEST) this.fail("nested too deep");
    const entry = this.push(OBJECT, this.at, this.at);
    this.at++;
    if (this.byte() !== CLOSE_OBJECT) {
      for (let before = -1; ; this.at++) {
        before = this.key(before);
        if (this.byte() !== COLON) this.fail("a colon is expected");
        this.at++;
        this.value(depth + 1);
        if (this.byte() === CLOSE_OBJECT) break;
        if (this.byte() !== COMMA) this.fail("a comma or } is expected");
      }
    }
    this.close(entry);
  }

  private array(depth: number): void {
    if (depth > DEEPEST) this.fail("nested too deep");
    const entry = this.push(ARRAY, this.at, this.at);
    this.at++;
    if (this.byte() !== CLOSE_ARRAY) {
      for (; ; this.at++) {
        this.value(depth + 1);
        if (this.byte() === CLOSE_ARRAY) break;
        if (this.byte() !== COMMA) this.fail("a comma or ] is expected");
      }
    }
    this.close(entry);
  }

  private close(entry: number): void {
    this.at++;
    this.to[entry] = this.at;
    this.next[entry] = this.length;
  }

  /** Reads a key, which must come after the key of entry `before`. */
  private key(before: number): number {
    if (this.byte() !== QUOTE) this.fail("a key is expected");
    const from = ++this.at;
    while (this.at < this.end && keyByte(this.bytes[this.at])) this.at++;
    if (this.byte() !== QUOTE || this.at === from) this.fail("a key has only a-z, 0-9 and _");
    const entry = this.push(TEXT, from, this.at);
    if (before >= 0) {
      const order = compareRanges(this.bytes, this.from[before]!, this.to[before]!, this.bytes, from, this.at);
      if (order >= 0) this.fail(order === 0 ? "a key comes twice" : "keys are out of order", from);
    }
    this.at++;
    return entry;
  }

  private integer(): void {
    const from = this.at;
    if (this.byte() === MINUS) this.at++;
    const first = this.at;
    while (this.at < this.end && digit(this.bytes[this.at])) this.at++;
    const length = this.at - first;
    if (length === 0) this.fail("a value is expected");
    if (this.bytes[first] === 0x30 && (length > 1 || first > from)) this.fail("a number is written otherwise", first);
    if (length >= LARGEST.length && this.tooLarge(first, length)) this.fail("a number is too large", first);
    const after = this.byte();
    if (after === 0x2e || after === 0x65 || after === 0x45) this.fail("a number is not an integer");
    this.push(INTEGER, from, this.at);
  }

  private tooLarge(first: number, length: number): boolean {
    if (length > LARGEST.length) return true;
    for (let i = 0; i < length; i++) {
      const difference = this.bytes[first + i]! - LARGEST.charCodeAt(i);
      if (difference !== 0) return difference > 0;
    }
    return false;
  }

  private text(): void {
    const from = ++this.at;
    const bytes = this.bytes;
    const end = this.end;
    let kind = TEXT;
    let at = from;
    for (;;) {
      if (at >= end) this.fail("", end);
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte < 0x20) this.fail("a control character is not escaped", at);
      if (byte === BACKSLASH) {
        kind = ESCAPED;
        at = this.escape(at);
      } else if (byte < 0x80) at++;
      else at = this.wide(at, byte);
    }
    this.at = at + 1;
    this.push(kind, from, at);
  }

  /** Passes over an escape; only those that RFC 8785 writes are allowed. */
  private escape(at: number): number {
    const byte = at + 1 < this.end ? this.bytes[at + 1]! : -1;
    if (byte === QUOTE || byte === BACKSLASH) return at + 2;
    if (byte === 0x62 || byte === 0x74 || byte === 0x6e || byte === 0x66 || byte === 0x72) return at + 2; // b t n f r
    if (byte !== 0x75 || at + 6 > this.end) this.fail("an escape is written otherwise", at + 1);
    const text = String.fromCharCode(...this.bytes.subarray(at + 2, at + 6));
    const ok = /^00[01][0-9a-f]$/.test(text) && !/^00(08|09|0a|0c|0d)$/.test(text);
    if (!ok) this.fail("an escape is written otherwise", at + 1);
    return at + 6;
  }

  /** Passes over a character of two to four bytes of UTF-8. */
  private wide(at: number, byte: number): number {
    const second = at + 1 < this.end ? this.bytes[at + 1]! : 0;
    let length = 0;
    let low = 0x80;
    let high = 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) length = 2;
    else if (byte >= 0xe0 && byte <= 0xef) {
      length = 3;
      if (byte === 0xe0) low = 0xa0; // written too long
      if (byte === 0xed) high = 0x9f; // a surrogate
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      length = 4;
      if (byte === 0xf0) low = 0x90;
      if (byte === 0xf4) high = 0x8f; // above U+10FFFF
    }
    if (length === 0 || second < low || second > high) this.fail("this is not UTF-8", at);
    for (let i = 2; i < length; i++) {
      const more = at + i < this.end ? this.bytes[at + i]! : 0;
      if (more < 0x80 || more > 0xbf) this.fail("this is not UTF-8", at);
    }
    return at + length;
  }

  /** The text of an entry. */
  textAt(entry: number): string {
    const raw = textOf(this.bytes.subarray(this.from[entry]!, this.to[entry]!));
    return this.kind[entry] === ESCAPED ? (JSON.parse(`"${raw}"`) as string) : raw;
  }

  /** The number of an entry. */
  integerAt(entry: number): number {
    return Number(textOf(this.bytes.subarray(this.from[entry]!, this.to[entry]!)));
  }
}
