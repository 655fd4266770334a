// The check `numbers` (section 20.4): what must have been announced or voided before this draw.

import { hex, unhex } from "./bytes.js";
import { checkVoidSignature } from "./check_events.js";
import { entryOf } from "./check_log.js";
import type { Checkpoint } from "./checkpoint.js";
import { checkAnnounceMembers, checkVoidMembers } from "./event_members.js";
import { entryLine } from "./events.js";
import { ENTRIES_FILE, PREVIOUS_FILE } from "./kinds.js";
import { NamesInOrder } from "./names_in_order.js";
import { refuse, same } from "./refusal.js";
import { leafHash, rootFrom } from "./tree_proofs.js";
import type { Announce, CeremonyEvent, Close, Entry, Evidence, Logged, Previous, Void } from "./types_events.js";
import type { Plan } from "./types.js";

/** Draw and event of which the entry must stand in the log before the first event of a draw, or null. */
export function predecessor(authority: string, sequence: number, attempt: number): { draw: string; event: string } | null {
  if (attempt > 1) return { draw: `${authority}/${sequence}/${attempt - 1}`, event: "void" };
  return sequence > 1 ? { draw: `${authority}/${sequence - 1}/1`, event: "announce" } : null;
}

const whereOf = (i: number) => ({ file: PREVIOUS_FILE, line: i + 1 });

function entryIn(line: Previous): Entry {
  return "entry" in line ? line.entry : entryOf(line.event);
}

/** The places go up to that of the announcement, and the entries stand there. */
function checkPlaces(previous: readonly Previous[], announced: number, { size, root }: Checkpoint): void {
  previous.forEach((line, i) => {
    const where = whereOf(i);
    const { hashes, index } = line;
    const before = previous[i - 1]?.index ?? -1;
    if (index <= before) refuse("previous-index", { got: `${index} after ${before}`, expected: "indices that go up", where });
    if (index >= announced) refuse("previous-index", { got: index, expected: `less than ${announced}, where this draw begins`, where });
    const got = rootFrom(leafHash(entryLine(entryIn(line))), index, size, hashes.map(unhex));
    if (got !== null && hex(got) === hex(root)) return;
    refuse("previous-inclusion", { got: "a proof that does not hold", expected: `its entry at ${index} of ${size}`, where });
  });
}

/** The lines of one earlier attempt: its announcement, its close if it had one, its void; and their places in the file. */
interface Attempt {
  readonly draw: string;
  readonly announce: Announce;
  readonly close?: Close;
  readonly void: Void;
  /** The first of its lines, from 0; they stand one after another. */
  readonly line: number;
}

/** Takes the lines of each of the attempts 1 … k − 1 from the file, in their order. */
class Attempts {
  private at = 0;

  constructor(private readonly previous: readonly Previous[]) {}

  private event(): CeremonyEvent | undefined {
    const line = this.previous[this.at];
    if (line === undefined || "event" in line) return line?.event;
    return refuse("previous-form", { got: "an entry", expected: "an event", where: whereOf(this.at) });
  }

  private take<Name extends "announce" | "close" | "void">(draw: string, name: Name): Extract<CeremonyEvent, { event: Name }> {
    const event = this.event();
    if (event?.event !== name || event.draw !== draw) {
      const got = event === undefined ? "no further line" : `${event.event} of ${event.draw}`;
      refuse("previous-events", { got, expected: `${name} of ${draw}`, where: whereOf(this.at) });
    }
    this.at++;
    return event as Extract<CeremonyEvent, { event: Name }>;
  }

  next(draw: string): Attempt {
    const line = this.at;
    const announce = this.take(draw, "announce");
    const close = this.event()?.event === "close" ? this.take(draw, "close") : undefined;
    return { draw, line, announce, ...(close && { close }), void: this.take(draw, "void") };
  }

  end(): void {
    const event = this.event();
    if (event !== undefined) refuse("previous-events", { got: `${event.event} of ${event.draw}`, expected: "no further line", where: whereOf(this.at) });
  }
}

/**
 * All members of 20.1, as far as the attempt's own events tell; and a void that asks for the superior is signed by the one
 * who was announced.
 */
function checkMembers({ announce, close, void: ended, line }: Attempt, rolled: boolean): void {
  const sealed = announce.commitment !== undefined;
  const beacon = announce.round !== undefined;
  const where = whereOf(line + (close === undefined ? 1 : 2));
  checkAnnounceMembers(announce, sealed, beacon, whereOf(line));
  checkVoidMembers(ended, { sealed, beacon, closed: close !== undefined, rolled }, where);
  checkVoidSignature(announce.superior, unhex(announce.plan), close?.close, ended, where);
}

const SHOWN = ["announce", "close", "void"];

interface Placed {
  readonly entry: Entry;
  readonly index: number;
}

/** Whether the entries of an attempt are in order, and none before its turn. `after`: where the one before it was void. */
function checkNames(entries: readonly Placed[], after: number, first: number): boolean {
  const names = new NamesInOrder();
  for (const { entry: { draw, event }, index } of entries) {
    const where = { file: ENTRIES_FILE, line: index - first + 1 };
    if (index <= after) refuse("previous-order", { got: `${event} of ${draw} at ${index}`, expected: `behind ${after}, where the attempt before it is void`, where });
    const expected = names.next(event);
    if (expected !== null) refuse("previous-order", { got: `${event} of ${draw}`, expected, where });
  }
  return names.has("roll");
}

/** The attempts before, from the first: none is hidden, and each was ended by whom it had to be. */
function checkAttempts({ authority, sequence, attempt }: Plan, { entries, previous }: Evidence): void {
  const first = previous[0]?.index ?? 0;
  const byDraw = new Map<string, Placed[]>();
  entries.forEach((entry, i) => {
    const list = byDraw.get(entry.draw) ?? [];
    list.push({ entry, index: first + i });
    byDraw.set(entry.draw, list);
  });
  const attempts = new Attempts(previous);
  let after = -1;
  for (let k = 1; k < attempt; k++) {
    const one = attempts.next(`${authority.id}/${sequence}/${k}`);
    const logged = byDraw.get(one.draw) ?? [];
    const rolled = checkNames(logged, after, first);
    const lines = previous.slice(one.line, one.line + (one.close === undefined ? 2 : 3));
    const text = ({ entry, index }: Placed) => `${index}: ${entry.event} ${entry.hash}`;
    const got = logged.filter(({ entry }) => SHOWN.includes(entry.event)).map(text).join(", ");
    const expected = lines.map((line) => text({ entry: entryIn(line), index: line.index })).join(", ");
    same("previous-entries", got, expected, { file: ENTRIES_FILE });
    checkMembers(one, rolled);
    after = lines[lines.length - 1]!.index;
  }
  attempts.end();
}

/** Only after the check `log`, which has checked the entries. */
export function checkNumbers(plan: Plan, evidence: Evidence, logged: readonly Logged[], checkpoint: Checkpoint): void {
  const { attempt, authority, sequence } = plan;
  const { previous } = evidence;
  const file = PREVIOUS_FILE;
  if (attempt === 1) {
    const wanted = predecessor(authority.id, sequence, attempt);
    same("previous-count", previous.length, wanted === null ? 0 : 1, { file });
    const [line] = previous;
    if (line !== undefined && !("entry" in line)) refuse("previous-form", { got: "an event", expected: "an entry", where: whereOf(0) });
    if (line !== undefined) same("previous-entry", `${entryIn(line).event} of ${entryIn(line).draw}`, `${wanted!.event} of ${wanted!.draw}`, whereOf(0));
  }
  checkPlaces(previous, logged[0]!.index, checkpoint);
  if (attempt > 1) checkAttempts(plan, evidence);
}
