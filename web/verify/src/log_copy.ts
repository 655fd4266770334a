// With a copy of the whole log (section 24.6): nothing of its authority was left out, repeated, or out of order.

import { compareBytes, hex, textOf } from "./bytes.js";
import { NotCanonical, Tape } from "./canonical.js";
import { checkSigned, type Checkpoint } from "./checkpoint.js";
import { entryLine } from "./events.js";
import { entryOf, logKey } from "./check_log.js";
import { CHECKPOINT_FILE, EVENTS_FILE } from "./kinds.js";
import { inLog, readLog, rootOfSpan } from "./log_files.js";
import { predecessor } from "./numbers.js";
import { drawName } from "./plan.js";
import { Refusal, refuse, type Where } from "./refusal.js";
import { anyEntryShape, EVENTS } from "./shapes_events.js";
import type { Source } from "./source.js";
import type { Entry, Logged } from "./types_events.js";
import type { Plan } from "./types.js";

export interface Copy {
  readonly size: number;
  /** Names of the events of this draw that come after the last event of the bundle. */
  readonly later: readonly string[];
  /** How many entries of the bundle's tree the copy does not have. */
  readonly missing: number;
  /** Draws announced before this one that have not ended, in the log's order. */
  readonly unfinished: readonly string[];
  /** Numbers out of order: the check `numbers` tells it. */
  readonly numbers: Refusal | null;
}

function parse(entries: readonly Uint8Array[]): Entry[] {
  const tape = new Tape();
  return entries.map((bytes, i) => {
    const wrong = (expected: string) => refuse("copy-entry", { got: new TextDecoder().decode(bytes).slice(0, 200), expected, where: inLog(`entry ${i}`) });
    try {
      tape.scan(bytes, 0, bytes.length);
    } catch (error) {
      if (error instanceof NotCanonical) wrong(`a canonical line: ${error.message}`);
      throw error;
    }
    const fault = anyEntryShape.check(tape, 0);
    if (fault !== null) wrong(fault.expected);
    return JSON.parse(textOf(bytes)) as Entry;
  });
}

/** The bundle's tree is that of the first entries of the copy; a shorter copy can't be compared. */
function checkSameLog(raw: readonly Uint8Array[], evidence: Checkpoint): void {
  if (evidence.size > raw.length || compareBytes(rootOfSpan(raw, 0, evidence.size), evidence.root) === 0) return;
  refuse("copy-other", { got: hex(evidence.root), expected: "a tree of the same log", where: { file: CHECKPOINT_FILE } });
}

/** The entries of this draw are the events of the bundle, at their places; returns the names of those that come later. */
function checkOwn(plan: Plan, entries: readonly Entry[], logged: readonly Logged[]): string[] {
  const own = entries.flatMap((entry, index) => (entry.draw === drawName(plan) ? [{ index, entry }] : []));
  const within = logged.filter((line) => line.index < entries.length);
  for (const [i, { event, index }] of within.entries()) {
    const wanted = `${index}: ${new TextDecoder().decode(entryLine(entryOf(event)))}`;
    const found = own[i];
    const got = found === undefined ? "no entry" : `${found.index}: ${new TextDecoder().decode(entryLine(found.entry))}`;
    if (got !== wanted) refuse("copy-events", { got, expected: wanted, where: { file: EVENTS_FILE, line: i + 1 } });
  }
  return own.slice(within.length).map(({ entry }) => entry.event);
}

const ONCE = ["close", "roll", "draw", "finish", "void"];

/** Draws whose announcement stands before place `before`, and that have no end anywhere in the copy. */
export function unfinishedIn(entries: readonly Entry[], before: number): string[] {
  const ended = new Set(entries.filter(({ event }) => event === "finish" || event === "void").map(({ draw }) => draw));
  const announced = entries.slice(0, before).filter(({ event }) => event === "announce").map(({ draw }) => draw);
  return [...new Set(announced)].filter((draw) => !ended.has(draw));
}

type Draws = ReadonlyMap<string, ReadonlySet<string>>;

/** What is wrong with announcing this draw here, if anything. */
function numberFault(plan: Plan, draws: Draws, now: { draw: string; sequence: number; attempt: number }, where: Where): Refusal | null {
  const got = `announce of ${now.draw}`;
  if (draws.has(now.draw)) return new Refusal("copy-announced", { got: `${got} again`, expected: "once", where });
  const wanted = predecessor(plan.authority.id, now.sequence, now.attempt);
  if (wanted === null || draws.get(wanted.draw)?.has(wanted.event)) return null;
  return new Refusal("copy-numbers", { got, expected: `${wanted.event} of ${wanted.draw} before it`, where });
}

/** Whether another event of a draw may stand here. */
function checkStep(seen: ReadonlySet<string> | undefined, event: string, got: string, where: Where): void {
  if (seen === undefined) return refuse("copy-order", { got, expected: "its announcement before it", where });
  if (seen.has("finish") || seen.has("void")) refuse("copy-order", { got, expected: "nothing after its end", where });
  if (ONCE.includes(event) && seen.has(event)) refuse("copy-order", { got: `${got} again`, expected: "once", where });
}

/** The rules for all entries; what is wrong with the numbers is returned. */
function checkDraws(plan: Plan, entries: readonly Entry[]): Refusal | null {
  const draws = new Map<string, Set<string>>();
  let numbers: Refusal | null = null;
  const authority = `${plan.authority.id}/`;
  entries.forEach(({ draw, event }, i) => {
    const got = `${event} of ${draw}`;
    const where = inLog(`entry ${i}`);
    // A log is of one authority: in another's draws something of this one could be hidden.
    if (!draw.startsWith(authority)) return refuse("copy-authority", { got, expected: `a draw of ${plan.authority.id}`, where });
    const found = /^([1-9][0-9]{0,9})\/([1-9][0-9]{0,9})$/.exec(draw.slice(authority.length));
    if (found === null) return refuse("copy-draw", { got, expected: "a sequence number and an attempt", where });
    if (!EVENTS.includes(event)) refuse("copy-event", { got, expected: "an event of section 20.1", where });
    const seen = draws.get(draw);
    if (event === "announce") {
      numbers ??= numberFault(plan, draws, { draw, sequence: Number(found[1]), attempt: Number(found[2]) }, where);
    } else checkStep(seen, event, got, where);
    draws.set(draw, (seen ?? new Set<string>()).add(event));
  });
  return numbers;
}

export async function checkCopy(plan: Plan, source: Source, logged: readonly Logged[], evidence: Checkpoint): Promise<Copy> {
  const { checkpoint, entries: raw } = await readLog(source);
  const { file } = inLog("checkpoint");
  checkSigned(checkpoint, logKey(plan), file);
  const root = rootOfSpan(raw, 0, raw.length);
  if (compareBytes(root, checkpoint.root) !== 0) {
    refuse("copy-root", { got: hex(root), expected: hex(checkpoint.root), where: { file } });
  }
  checkSameLog(raw, evidence);
  const entries = parse(raw);
  const later = checkOwn(plan, entries, logged);
  const numbers = checkDraws(plan, entries);
  const unfinished = unfinishedIn(entries, logged[0]!.index);
  return { size: raw.length, later, missing: Math.max(0, evidence.size - raw.length), unfinished, numbers };
}
