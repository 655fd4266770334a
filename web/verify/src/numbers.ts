// The check `numbers` (section 20.4): what must have been announced or voided before this draw.

import { hex, unhex } from "./bytes.js";
import { checkSignature } from "./check_events.js";
import { entryOf } from "./check_log.js";
import type { Checkpoint } from "./checkpoint.js";
import { checkVoidOfEarlier } from "./event_members.js";
import { entryLine } from "./events.js";
import { ENTRIES_FILE, PREVIOUS_FILE } from "./kinds.js";
import { refuse, same } from "./refusal.js";
import { leafHash, rootFrom } from "./tree_proofs.js";
import type { CeremonyEvent, Entry, Evidence, Logged, Previous } from "./types_events.js";
import type { Plan } from "./types.js";

/** Draw and event that must stand in the log before the first event of a draw, or null. */
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

/** Which events of the attempt before are there: its announcement, its close if it had one, its void. */
function eventsOf(draw: string, previous: readonly Previous[]): CeremonyEvent[] {
  const events = previous.map((line, i) => ("event" in line ? line.event : refuse("previous-form", { got: "an entry", expected: "an event", where: whereOf(i) })));
  const got = events.map((one) => `${one.event} of ${one.draw}`).join(", ") || "none";
  const named = (...names: string[]) => names.map((name) => `${name} of ${draw}`).join(", ");
  const [plain, closed] = [named("announce", "void"), named("announce", "close", "void")];
  if (got !== plain && got !== closed) refuse("previous-events", { got, expected: `${closed} (close if it had one)`, where: { file: PREVIOUS_FILE } });
  return events;
}

/** A void after a close is the superior's: nobody else can make room for a further attempt. */
function checkVoid(plan: Plan, events: readonly CeremonyEvent[]): void {
  const [announce, close] = events;
  const last = events[events.length - 1]!;
  const where = whereOf(events.length - 1);
  if (announce?.event !== "announce" || last.event !== "void") throw new Error("the events were looked at before");
  checkVoidOfEarlier(last, close?.event === "close", where);
  if (close?.event !== "close") return;
  checkSignature(plan.superior!.key, last.signature!, where, "mq1/void", unhex(announce.plan), unhex(close.close), last.reason);
}

const SHOWN = ["announce", "close", "void"];

/** No close and no void of the attempt before is kept back: what the log has of them is what is shown. */
function checkNothingElse(draw: string, previous: readonly Previous[], entries: readonly Entry[]): void {
  const text = (entry: Entry, index: number) => `${index}: ${entry.event} ${entry.hash}`;
  const first = previous[0]!.index;
  const got = entries.flatMap((entry, i) => (entry.draw === draw && SHOWN.includes(entry.event) ? [text(entry, first + i)] : []));
  const expected = previous.map((line) => text(entryIn(line), line.index));
  same("previous-entries", got.join(", "), expected.join(", "), { file: ENTRIES_FILE });
}

/** Only after the check `log`, which has checked the entries. */
export function checkNumbers(plan: Plan, { entries, previous }: Evidence, logged: readonly Logged[], checkpoint: Checkpoint): void {
  const { attempt, authority, sequence } = plan;
  const file = PREVIOUS_FILE;
  const wanted = predecessor(authority.id, sequence, attempt);
  if (attempt > 1) checkVoid(plan, eventsOf(wanted!.draw, previous));
  else {
    same("previous-count", previous.length, wanted === null ? 0 : 1, { file });
    const [line] = previous;
    if (line !== undefined && !("entry" in line)) refuse("previous-form", { got: "an event", expected: "an entry", where: whereOf(0) });
    if (line !== undefined) same("previous-entry", `${entryIn(line).event} of ${entryIn(line).draw}`, `${wanted!.event} of ${wanted!.draw}`, whereOf(0));
  }
  checkPlaces(previous, logged[0]!.index, checkpoint);
  if (attempt > 1) checkNothingElse(wanted!.draw, previous, entries);
}
