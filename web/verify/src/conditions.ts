// Conditions on entities (section 5), on the bytes of a scanned line.
//
// Texts are compared as they are written in a canonical line. That is the same as comparing what they say: each
// character has one way to be written, and none is the beginning of another.

import { utf8, startsWith, textOf } from "./bytes.js";
import type { Tape } from "./canonical.js";
import { entityShape } from "./shapes_lists.js";
import type { Condition, Plan } from "./types.js";

/** The fields that a published condition may name, and what they hold. */
export const FIELDS: ReadonlyMap<string, "text" | "array" | "day"> = new Map([
  ["id", "text"], ["code", "text"], ["name", "text"], ["kind", "text"], ["area", "text"], ["industry", "text"],
  ["scale", "text"], ["established", "day"], ["status", "text"], ["tags", "array"], ["licences", "array"],
  ["licence_until", "day"], ["scope", "text"],
]);

type Test = (tape: Tape, slots: Int32Array) => boolean;

const SLOTS = new Map(entityShape.names().map((name, slot) => [name, slot]));

/** The slot of a field of an entity. */
export function slotOf(field: string): number {
  return SLOTS.get(field)!;
}

function written(text: string): Uint8Array {
  return utf8(JSON.stringify(text).slice(1, -1));
}

function equals(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  return to - from === text.length && startsWith(bytes, from, to, text);
}

/** The beginning of a text, or the whole of it. */
type Match = (bytes: Uint8Array, from: number, to: number, text: Uint8Array) => boolean;

function someValue(condition: Condition, given: readonly string[], match: Match): Test {
  const slot = slotOf(condition.field);
  const texts = given.map(written);
  const matches = (bytes: Uint8Array, from: number, to: number) => texts.some((text) => match(bytes, from, to, text));
  if (FIELDS.get(condition.field) === "array") {
    return (tape, slots) => {
      const entry = slots[slot]!;
      if (entry < 0) return false;
      for (let e = entry + 1; e < tape.next[entry]!; e++) {
        if (matches(tape.bytes, tape.from[e]!, tape.to[e]!)) return true;
      }
      return false;
    };
  }
  const missing = utf8(condition.field === "status" ? "active" : "");
  const whenMissing = matches(missing, 0, missing.length);
  return (tape, slots) => {
    const entry = slots[slot]!;
    return entry < 0 ? whenMissing : matches(tape.bytes, tape.from[entry]!, tape.to[entry]!);
  };
}

function compile(condition: Condition): Test {
  if (condition.any) return someValue(condition, condition.any, equals);
  if (condition.prefix) return someValue(condition, condition.prefix, startsWith);
  if (condition.none) {
    const any = someValue(condition, condition.none, equals);
    return (tape, slots) => !any(tape, slots);
  }
  const slot = slotOf(condition.field);
  const from = condition.from ?? "";
  const until = condition.until ?? "9999-12-31";
  return (tape, slots) => {
    const entry = slots[slot]!;
    if (entry < 0) return false;
    const day = textOf(tape.bytes.subarray(tape.from[entry]!, tape.to[entry]!));
    return day >= from && day <= until;
  };
}

/** For each task, the index of the first stratum whose conditions and whose scope hold; -1: none, or labelled. */
export class Conditions {
  private readonly tasks: { scope: Test[]; strata: Test[][] }[];

  constructor(plan: Plan) {
    this.tasks = plan.tasks.map((task) => ({
      scope: task.scope.map(compile),
      strata: task.labelled ? [] : task.strata.map((stratum) => (stratum.when ?? []).map(compile)),
    }));
  }

  stratum(task: number, tape: Tape, slots: Int32Array): number {
    const { scope, strata } = this.tasks[task]!;
    const holds = (test: Test) => test(tape, slots);
    return scope.every(holds) ? strata.findIndex((tests) => tests.every(holds)) : -1;
  }
}
