// Reads list files line by line and object files whole (section 2), and checks that each line is canonical, has its
// shape, and follows in order of id.

import { compareRanges, hex, textOf } from "./bytes.js";
import { NotCanonical, Tape } from "./canonical.js";
import { here } from "./hasher.js";
import { Refusal, refuse, type Where } from "./refusal.js";
import { readAll, type Source } from "./source.js";
import { Lines } from "./split.js";
import type { LineShape, Misshapen, ObjectShape } from "./shape.js";
import type { Root } from "./types.js";

const LONGEST_LINE = 1048576;
const LARGEST_OBJECT = 268435456;
const LF = 0x0a;

/** Some text around a place, for a message. */
function around(bytes: Uint8Array, at: number, from: number, to: number): string {
  const piece = bytes.subarray(Math.max(from, at - 20), Math.min(to, at + 40));
  return new TextDecoder().decode(piece);
}

/** `line`: of a list. Where it is, is made an object only for a fault: there are a million lines. */
function scan(tape: Tape, bytes: Uint8Array, from: number, to: number, file: string, line?: number): void {
  try {
    tape.scan(bytes, from, to);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    const got = `…${around(bytes, error.at, from, to)}… (byte ${error.at - from + 1})`;
    throw new Refusal("format-canonical", { got, expected: `a canonical line: ${error.message}`, where: whereOf(file, line) });
  }
}

function whereOf(file: string, line: number | undefined): Where {
  return line === undefined ? { file } : { file, line };
}

function refuseShape(tape: Tape, fault: Misshapen, where: Where): never {
  const got = new TextDecoder().decode(tape.bytes.subarray(tape.from[fault.entry]!, tape.to[fault.entry]!));
  refuse("format-shape", { got: got.slice(0, 200), expected: fault.expected, where });
}

/** Checks that ids strictly increase. */
class Order {
  private readonly last = new Uint8Array(64);
  private length = 0;

  next(tape: Tape, entry: number, file: string, line: number): void {
    const from = tape.from[entry]!;
    const to = tape.to[entry]!;
    if (compareRanges(this.last, 0, this.length, tape.bytes, from, to) >= 0) {
      const before = textOf(this.last.subarray(0, this.length));
      refuse("format-order", { got: `${tape.textAt(entry)} after ${before}`, expected: "ids that go up", where: { file, line } });
    }
    this.length = to - from;
    for (let i = 0; i < this.length; i++) this.last[i] = tape.bytes[from + i]!;
  }
}

type OnRow = (tape: Tape, slots: Int32Array, line: number) => void;

/** Reads a list: `onRow` gets each line on the tape, with the entries of its fields. Returns its count and root. */
export async function readList(source: Source, file: string, shape: LineShape, onRow: OnRow): Promise<Root> {
  const tape = new Tape();
  const names = shape.names();
  const slots = new Int32Array(names.length);
  const id = names.indexOf("id");
  const order = new Order();
  const lines = new Lines();
  const root = (source.hasher ?? here).start("root");
  const checkLength = (length: number, line: number) => {
    if (length > LONGEST_LINE) refuse("format-long", { expected: LONGEST_LINE, where: { file, line } });
  };
  for await (const piece of source.chunks(file)) {
    lines.add(piece, (bytes, from, to, line) => {
      checkLength(to - from, line);
      scan(tape, bytes, from, to, file, line);
      const fault = shape.check(tape, 0, slots);
      if (fault !== null) refuseShape(tape, fault, { file, line });
      if (id >= 0) order.next(tape, slots[id]!, file, line);
      onRow(tape, slots, line);
    });
    checkLength(lines.rest.length, lines.count + 1);
    await root.add(piece);
  }
  if (lines.rest.length > 0) refuse("format-line-end", { expected: "a line feed at the end", where: { file, line: lines.count + 1 } });
  return { count: lines.count, root: hex(await root.end()) };
}

/** Reads a list as objects. */
export async function readObjects<T>(source: Source, file: string, shape: LineShape): Promise<{ rows: T[]; root: Root }> {
  const rows: T[] = [];
  const root = await readList(source, file, shape, (tape) => {
    rows.push(JSON.parse(textOf(tape.bytes.subarray(tape.from[0]!, tape.to[0]!))) as T);
  });
  return { rows, root };
}

/** The line of an object file, without its line feed. */
export async function readObject<T>(source: Source, file: string, shape: ObjectShape): Promise<{ value: T; line: Uint8Array }> {
  const bytes = await readAll(source, file, LARGEST_OBJECT);
  const where = { file };
  if (bytes === null) refuse("format-long", { expected: LARGEST_OBJECT, where });
  if (bytes[bytes.length - 1] !== LF) refuse("format-line-end", { expected: "a line feed at the end", where });
  const tape = new Tape();
  const line = bytes.subarray(0, bytes.length - 1);
  scan(tape, line, 0, line.length, file);
  const fault = shape.check(tape, 0);
  if (fault !== null) refuseShape(tape, fault, where);
  return { value: JSON.parse(textOf(line)) as T, line };
}
