// A small language for the form of a canonical line: which fields there are and of which type.
// Shapes are checked on the tape of the scanner, so that long lists are never made into objects.

import { ARRAY, ESCAPED, FALSE, INTEGER, OBJECT, TEXT, TRUE, type Tape } from "./canonical.js";
import { compareRanges, utf8 } from "./bytes.js";
import { isDay } from "./days.js";

/** What a value is not, and the entry of the tape. */
export interface Misshapen {
  readonly entry: number;
  readonly expected: string;
}

export interface Shape {
  check(tape: Tape, entry: number): Misshapen | null;
}

function simple(expected: string, holds: (tape: Tape, entry: number) => boolean): Shape {
  return { check: (tape, entry) => (holds(tape, entry) ? null : { entry, expected }) };
}

function isText(tape: Tape, entry: number): boolean {
  return tape.kind[entry] === TEXT || tape.kind[entry] === ESCAPED;
}

/** Any text, also an empty one. */
export const anyText = simple("a text", isText);

/** A text that is not empty: what is empty is left out (section 2). */
export const text = simple("a text that is not empty", (tape, entry) =>
  isText(tape, entry) && tape.to[entry]! > tape.from[entry]!);

export const bool = simple("true or false", (tape, entry) =>
  tape.kind[entry] === TRUE || tape.kind[entry] === FALSE);

export const day = simple("a day, YYYY-MM-DD", (tape, entry) =>
  tape.kind[entry] === TEXT && isDay(tape.bytes, tape.from[entry]!, tape.to[entry]!));

/** `[0-9A-Z][0-9A-Z._-]{0,63}` */
export const id = simple("an id: 1 to 64 of 0-9 A-Z . _ -, the first of 0-9 A-Z", (tape, entry) => {
  const from = tape.from[entry]!;
  const length = tape.to[entry]! - from;
  if (tape.kind[entry] !== TEXT || length < 1 || length > 64) return false;
  for (let i = 0; i < length; i++) {
    const byte = tape.bytes[from + i]!;
    const first = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a);
    if (!first && (i === 0 || (byte !== 0x2e && byte !== 0x5f && byte !== 0x2d))) return false;
  }
  return true;
});

export function digits(count: number): Shape {
  return simple(`${count} lower-case hexadecimal digits`, (tape, entry) => {
    const from = tape.from[entry]!;
    if (tape.kind[entry] !== TEXT || tape.to[entry]! - from !== count) return false;
    for (let i = from; i < from + count; i++) {
      const byte = tape.bytes[i]!;
      if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
    }
    return true;
  });
}

export const digest = digits(64);
export const halfDigest = digits(32);

function integerUpTo(largest: number, name: string): Shape {
  return simple(`an integer from 0 to ${name}`, (tape, entry) => {
    if (tape.kind[entry] !== INTEGER) return false;
    const value = tape.integerAt(entry);
    return value >= 0 && value <= largest;
  });
}

export const integer = integerUpTo(4294967295, "2^32 - 1");
export const large = integerUpTo(9007199254740991, "2^53 - 1");

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** `[n,d]` in lowest terms, 0 ≤ n ≤ d, d ≥ 1. */
export const ratio = simple("a ratio [n,d] in lowest terms, at most 1", (tape, entry) => {
  if (tape.kind[entry] !== ARRAY || tape.next[entry] !== entry + 3) return false;
  if (tape.kind[entry + 1] !== INTEGER || tape.kind[entry + 2] !== INTEGER) return false;
  const n = tape.integerAt(entry + 1);
  const d = tape.integerAt(entry + 2);
  return n >= 0 && d >= 1 && n <= d && commonDivisor(n, d) === 1;
});

/** One of these texts. */
export function word(...words: string[]): Shape {
  return simple("one of: " + words.join(", "), (tape, entry) =>
    isText(tape, entry) && words.includes(tape.textAt(entry)));
}

/** An array, also an empty one. */
export function array(of: Shape): Shape {
  return {
    check(tape, entry) {
      if (tape.kind[entry] !== ARRAY) return { entry, expected: "an array" };
      const end = tape.next[entry]!;
      for (let e = entry + 1; e < end; e = tape.next[e]!) {
        const fault = of.check(tape, e);
        if (fault !== null) return fault;
      }
      return null;
    },
  };
}

/** An array of at least one element: an empty one is left out. */
export function some(of: Shape): Shape {
  const any = array(of);
  return {
    check(tape, entry) {
      if (tape.kind[entry] === ARRAY && tape.next[entry] === entry + 1) {
        return { entry, expected: "an array that is not empty" };
      }
      return any.check(tape, entry);
    },
  };
}

/** An array of exactly two. */
export function pair(of: Shape): Shape {
  const any = array(of);
  return {
    check(tape, entry) {
      const fault = any.check(tape, entry);
      if (fault !== null) return fault;
      let count = 0;
      for (let e = entry + 1; e < tape.next[entry]!; e = tape.next[e]!) count++;
      return count === 2 ? null : { entry, expected: "an array of two" };
    },
  };
}

/** An object with any keys, all values of one shape. */
export function mapOf(of: Shape): Shape {
  return {
    check(tape, entry) {
      if (tape.kind[entry] !== OBJECT) return { entry, expected: "an object" };
      for (let e = entry + 1; e < tape.next[entry]!; e = tape.next[e + 1]!) {
        const fault = of.check(tape, e + 1);
        if (fault !== null) return fault;
      }
      return null;
    },
  };
}

/** A value that has one of these shapes; told is the fault of the first. */
export function either(first: Shape, second: Shape): Shape {
  return {
    check(tape, entry) {
      const fault = first.check(tape, entry);
      return fault === null || second.check(tape, entry) === null ? null : fault;
    },
  };
}

/** An object whose text in the field `by` says which of these shapes it has. */
export function variant(by: string, shapes: Readonly<Record<string, Shape>>): Shape {
  const key = utf8(by);
  return {
    check(tape, entry) {
      if (tape.kind[entry] !== OBJECT) return { entry, expected: "an object" };
      for (let e = entry + 1; e < tape.next[entry]!; e = tape.next[e + 1]!) {
        if (compareRanges(key, 0, key.length, tape.bytes, tape.from[e]!, tape.to[e]!) !== 0) continue;
        const name = isText(tape, e + 1) ? tape.textAt(e + 1) : "";
        if (Object.hasOwn(shapes, name)) return shapes[name]!.check(tape, entry);
        return { entry: e + 1, expected: `one of: ${Object.keys(shapes).join(", ")}` };
      }
      return { entry, expected: `a field ${by}` };
    },
  };
}

export interface Optional {
  readonly optional: Shape;
}

/** A field that may be missing. */
export function maybe(shape: Shape): Optional {
  return { optional: shape };
}

interface Field {
  readonly name: string;
  readonly key: Uint8Array;
  readonly shape: Shape;
  readonly required: boolean;
}

/** An object with exactly these fields. */
export class ObjectShape implements Shape {
  private readonly fields: Field[];

  constructor(fields: Record<string, Shape | Optional>) {
    this.fields = Object.keys(fields).sort().map((name) => {
      const field = fields[name]!;
      const required = !("optional" in field);
      return { name, key: utf8(name), shape: "optional" in field ? field.optional : field, required };
    });
  }

  /** The names of the fields, in the order of their slots. */
  names(): string[] {
    return this.fields.map((field) => field.name);
  }

  /** Where `slots` is given, slot k gets the entry of field k, or -1. */
  check(tape: Tape, entry: number, slots?: Int32Array): Misshapen | null {
    if (tape.kind[entry] !== OBJECT) return { entry, expected: "an object" };
    const end = tape.next[entry]!;
    const fields = this.fields;
    let f = 0;
    for (let e = entry + 1; e < end; e = tape.next[e + 1]!) {
      // Both go up by bytes, so one walk through both is enough.
      let order = -1;
      while (f < fields.length) {
        const key = fields[f]!.key;
        order = compareRanges(key, 0, key.length, tape.bytes, tape.from[e]!, tape.to[e]!);
        if (order >= 0) break;
        if (fields[f]!.required) return { entry, expected: `a field ${fields[f]!.name}` };
        if (slots) slots[f] = -1;
        f++;
      }
      if (order !== 0) return { entry: e, expected: "no field of this name" };
      const fault = fields[f]!.shape.check(tape, e + 1);
      if (fault !== null) return fault;
      if (slots) slots[f] = e + 1;
      f++;
    }
    for (; f < fields.length; f++) {
      if (fields[f]!.required) return { entry, expected: `a field ${fields[f]!.name}` };
      if (slots) slots[f] = -1;
    }
    return null;
  }
}

export function object(fields: Record<string, Shape | Optional>): ObjectShape {
  return new ObjectShape(fields);
}

/** The form of a line of a list: its fields are found by name, where it has any that count. */
export interface LineShape {
  names(): string[];
  check(tape: Tape, entry: number, slots?: Int32Array): Misshapen | null;
}

/** Lines of either form, of which no field is looked for. */
export function eitherLine(first: ObjectShape, second: ObjectShape): LineShape {
  return { names: () => [], check: (tape, entry) => either(first, second).check(tape, entry) };
}
