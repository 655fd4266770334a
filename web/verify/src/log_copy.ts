// With a copy of the whole log (section 24.6): nothing of its authority was left out, repeated, or out of order.

import { compareBytes, hex, textOf } from "./bytes.js";
import { NotCanonical, Tape } from "./canonical.js";
import { checkSigned, type Checkpoint } from "./checkpoint.js";
import { entryLine } from "./events.js";
import { entryOf, logKey } from "./check_log.js";
import { drawParts, type DrawParts } from "./draw_names.js";
import { CHECKPOINT_FILE, EVENTS_FILE } from "./kinds.js";
import { inLog, readLog, rootOfSpan } from "./log_files.js";
import { NamesInOrder } from "./names_in_order.js";
import { predecessor } from "./numbers.js";
import { drawName } from "./plan.js";
import { Refusal, refuse, type Where } from "./refusal.js";
import { entryShape, EVENTS } from "./shapes_events.js";
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
  /** Draws announced before this one that have a void behind their close. */
  readonly voided: readonly string[];
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
    const fault = entryShape.check(tape, 0);
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

type Named = Pick<Entry, "draw" | "event">;

/** Draws whose announcement stands before place `before`, each once, in the log's order. */
function announcedIn(entries: readonly Named[], before: number): string[] {
  return [...new Set(entries.slice(0, before).filter(({ event }) => event === "announce").map(({ draw }) => draw))];
}

/** Of those before, the ones that have no end anywhere in the copy. */
export function unfinishedIn(entries: readonly Named[], before: number): string[] {
  const ended = new Set(entries.filter(({ event }) => event === "finish" || event === "void").map(({ draw }) => draw));
  return announcedIn(entries, before).filter((draw) => !ended.has(draw));
}

/** Of those before, the ones that have a void behind their close. */
export function voidedIn(entries: readonly Named[], before: number): string[] {
  const closed = new Set<string>();
  const voided = new Set<string>();
  for (const { draw, event } of entries) {
    if (event === "close") closed.add(draw);
    if (event === "void" && closed.has(draw)) voided.add(draw);
  }
  return announcedIn(entries, before).filter((draw) => voided.has(draw));
}

type Draws = ReadonlyMap<string, NamesInOrder>;

/** What is wrong with announcing this draw here, if anything. */
function numberFault(draws: Draws, draw: string, { authority, sequence, attempt }: DrawParts, where: Where): Refusal | null {
  const got = `announce of ${draw}`;
  if (draws.has(draw)) return new Refusal("copy-announced", { got: `${got} again`, expected: "once", where });
  const wanted = predecessor(authority, sequence, attempt);
  if (wanted === null || draws.get(wanted.draw)?.has(wanted.event)) return null;
  return new Refusal("copy-numbers", { got, expected: `${wanted.event} of ${wanted.draw} before it`, where });
}

/** The rules for all entries; what is wrong with the numbers is returned. */
function checkDraws(plan: Plan, entries: readonly Entry[]): Refusal | null {
  const draws = new Map<string, NamesInOrder>();
  let numbers: Refusal | null = null;
  entries.forEach(({ draw, event }, i) => {
    const got = `${event} of ${draw}`;
    const where = inLog(`entry ${i}`);
    // A log is of one authority: in another's draws something of this one could be hidden.
    if (!draw.startsWith(`${plan.authority.id}/`)) refuse("copy-authority", { got, expected: `a draw of ${plan.authority.id}`, where });
    const parts = drawParts(draw);
    if (parts === null) return refuse("copy-draw", { got, expected: "a sequence number and an attempt", where });
    if (!EVENTS.includes(event)) refuse("copy-event", { got, expected: "an event of section 20.1", where });
    const announced = draws.get(draw);
    if (event === "announce") numbers ??= numberFault(draws, draw, parts, where);
    // What is announced twice is a matter of the numbers.
    if (event === "announce" && announced !== undefined) return;
    const names = announced ?? new NamesInOrder();
    const expected = names.next(event);
    if (expected !== null) refuse("copy-order", { got, expected, where });
    draws.set(draw, names);
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
  const before = logged[0]!.index;
  return {
    size: raw.length, later, missing: Math.max(0, evidence.size - raw.length), unfinished: unfinishedIn(entries, before),
    voided: voidedIn(entries, before), numbers,
  };
}
