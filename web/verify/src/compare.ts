// The checks `replay` and `record`: what was recomputed is what was published.

import { hex, utf8 } from "./bytes.js";
import type { Contents } from "./contents.js";
import { checkRoot } from "./lists.js";
import { refuse, same } from "./refusal.js";
import type { Result } from "./replay.js";
import { canonical, type Json } from "./serialize.js";
import { sha256 } from "./sha256.js";
import type { CeremonyEvent } from "./types_events.js";
import type { DrawRecord, Pairing, Plan } from "./types.js";

const PARTS: readonly (keyof Pairing)[] = [
  "relaxations", "relaxed", "set_aside", "attempts", "repeats", "proofs", "undated",
];

export function checkReplay(contents: Contents, result: Result): void {
  contents.visits.forEach((visit, i) => {
    if (visit.seats === undefined) return;
    const where = { file: "draw/visits.jsonl", line: i + 1 };
    const team = visit.seats.map((seat) => seat.inspector ?? "nobody").join(", ");
    const wanted = (result.teams.get(visit.id) ?? visit.seats.map(() => "nobody")).join(", ");
    if (team !== wanted) refuse("replay-seats", { got: `${visit.id}: ${team}`, expected: wanted, where });
    const days = (visit.days ?? []).join(", ");
    const wantedDays = (result.days.get(visit.id) ?? []).join(", ");
    if (days !== wantedDays) refuse("replay-dates", { got: `${visit.id}: ${days || "no date"}`, expected: wantedDays || "no date", where });
    const state = result.days.has(visit.id) ? "dated" : result.teams.has(visit.id) ? "undated" : "unseated";
    if (visit.state !== state) refuse("replay-dates", { got: `${visit.id}: ${visit.state}`, expected: state, where });
  });
  for (const part of PARTS) {
    const got = canonical(contents.pairing![part] as unknown as Json);
    const expected = canonical(result.pairing[part] as unknown as Json);
    if (got !== expected) {
      refuse("replay-record", { got: `${part}: ${got}`, expected, where: { file: "draw/pairing.json" } });
    }
  }
}

/** The lists of the outcome are those of which the record holds the roots, and the record is the one of the events. */
export function checkRecord(plan: Plan, contents: Contents, record: DrawRecord, events: readonly CeremonyEvent[]): void {
  const got = Object.keys(record.roots).sort().join(", ");
  const names = Object.keys(contents.drawRoots).sort();
  const where = { file: "draw/record.json" };
  if (got !== names.join(", ")) refuse("record-roots", { got, expected: names.join(", "), where });
  const lists = canonical(record.lists as unknown as Json);
  same("record-lists", lists, canonical(plan.roots as unknown as Json), where);
  for (const name of names) checkRoot(name, contents.drawRoots[name]!, record.roots[name]!, `draw/${name}.jsonl`);
  const digest = recordDigest(record);
  for (const event of events) {
    const announced = event.event === "draw" || event.event === "finish" || event.event === "void" ? event.record : undefined;
    if (announced !== undefined) same("record-event", digest, announced, where);
  }
}

/** SHA-256 of the file `draw/record.json`. */
export function recordDigest(record: DrawRecord): string {
  return hex(sha256(utf8(canonical(record as unknown as Json) + "\n")));
}
