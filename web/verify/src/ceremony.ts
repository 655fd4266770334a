// The check `ceremony` (sections 8, 15 and 22.3): what was said and cast, as files and events tell it, and the capsules.

import { hex, utf8 } from "./bytes.js";
import type { Contents } from "./contents.js";
import { allOf, oneOf } from "./events.js";
import { checkFinalValue, sourceId } from "./final.js";
import { CAPSULES_FILE, EVENTS_FILE, SEALED } from "./kinds.js";
import { refuse, same } from "./refusal.js";
import { closeOf } from "./seed.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Ceremony, Plan } from "./types.js";

function checkSaid(plan: Plan, ceremony: Ceremony): void {
  const where = { file: "draw/ceremony.json" };
  let before = -1;
  for (const { label, value } of ceremony.contributions) {
    const place = plan.participants.indexOf(label);
    if (place <= before) refuse("ceremony-label", { got: label, expected: "participants in the plan's order, each once", where });
    before = place;
    const length = utf8(value).length;
    if (length < 1 || length > 1024) refuse("ceremony-value", { got: `${label}: ${length} bytes`, expected: "1 to 1024 bytes", where });
  }
  same("ceremony-source", ceremony.final.source, sourceId(plan.final), where);
  checkFinalValue(plan.final, ceremony.final.value, where);
}

/** The file tells what the events tell. */
function checkAgainstEvents(plan: Plan, ceremony: Ceremony, events: readonly CeremonyEvent[]): void {
  const where = { file: "draw/ceremony.json" };
  const values = new Map([...allOf(events, "contribution"), ...allOf(events, "reveal")].map((one) => [one.label, one.value]));
  const told = plan.participants.filter((label) => values.has(label)).map((label) => JSON.stringify([label, values.get(label)]));
  const got = ceremony.contributions.map(({ label, value }) => JSON.stringify([label, value]));
  same("ceremony-events", got.join(", "), told.join(", "), where);
  same("ceremony-roll", ceremony.final.value, oneOf(events, "roll")!.value, where);
}

/** As far as the events go: an announcement may not have come to its close. */
function checkHeld(plan: Plan, P: Uint8Array, events: readonly CeremonyEvent[]): void {
  const at = (event: CeremonyEvent) => ({ file: EVENTS_FILE, line: events.indexOf(event) + 1 });
  const roll = oneOf(events, "roll");
  if (roll !== undefined) {
    checkFinalValue(plan.final, roll.value, at(roll));
    for (const { recorder, value } of roll.records) same("ceremony-records", `${recorder}: ${value}`, `${recorder}: ${roll.value}`, at(roll));
  }
  const close = oneOf(events, "close");
  if (close !== undefined) same("ceremony-close", close.close, hex(closeOf(plan, P, events)), at(close));
}

/** Names of the capsules of a plan, in their order. */
function capsuleNames(plan: Plan): string[] {
  const names = plan.days.map((day) => `day/${day}`);
  for (const { task, stratum, n, reserves } of plan.populations) {
    for (let rank = n + 1; rank <= n + reserves; rank++) names.push(`reserve/${task}/${stratum}/${rank}`);
  }
  return [...names, "superior"];
}

/** Capsules are named as 22.3 says, and are those of the event `draw`. */
export function checkCapsules(plan: Plan, contents: Contents, events: readonly CeremonyEvent[]): void {
  const { capsules, capsulesRoot } = contents.evidence!;
  if (capsules === null) return;
  const names = capsuleNames(plan);
  for (let i = 0; i < Math.max(names.length, capsules.length); i++) {
    same("capsule-name", capsules[i]?.name ?? "no line", names[i] ?? "no further line", { file: CAPSULES_FILE, line: i + 1 });
  }
  const announced = oneOf(events, "draw")!.capsules!;
  same("capsule-count", announced.count, capsulesRoot!.count, { file: EVENTS_FILE });
  same("capsule-root", capsulesRoot!.root, announced.root, { file: CAPSULES_FILE });
}

export function checkCeremony(plan: Plan, P: Uint8Array, kind: string, contents: Contents, events: readonly CeremonyEvent[]): void {
  if (contents.ceremony !== null) checkSaid(plan, contents.ceremony);
  if (events.length === 0) return;
  checkHeld(plan, P, events);
  if (contents.ceremony !== null) checkAgainstEvents(plan, contents.ceremony, events);
  if (kind === SEALED) checkCapsules(plan, contents, events);
}
