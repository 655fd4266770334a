// The check `seed` (sections 7 to 9): from what was said and cast to the keys of the draw.

import { concat, hex, unhex } from "./bytes.js";
import { allOf, oneOf, secretOf } from "./events.js";
import { sourceId } from "./final.js";
import { expand, extract, H } from "./hash.js";
import { EVENTS_FILE } from "./kinds.js";
import { drawName } from "./plan.js";
import { same } from "./refusal.js";
import { sha256 } from "./sha256.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Ceremony, DrawRecord, Plan } from "./types.js";

const NONE = new Uint8Array(0);

/** What one participant gave: an empty part where there is nothing. */
export interface Said {
  readonly label: string;
  readonly commitment: Uint8Array;
  readonly reveal: string;
}

export function planDigest(line: Uint8Array): Uint8Array {
  return H("mq1/plan", line);
}

/** D: `said` of all participants in the plan's order, also of those who said nothing. */
export function closeDigest(plan: Uint8Array, c: Uint8Array, said: readonly Said[]): Uint8Array {
  return H("mq1/close", plan, c, ...said.flatMap((one) => [one.label, one.commitment, one.reveal]));
}

export function finalDigest(source: string, value: string): Uint8Array {
  return H("mq1/final", source, value);
}

/** `s` is empty in open mode. */
export function seedOf(plan: Uint8Array, s: Uint8Array, close: Uint8Array, final: Uint8Array): Uint8Array {
  return expand(extract(plan, concat(s, close, final)), "mq1/seed");
}

/** What a select key is called in print: its first 16 bytes. */
export function printedKey(key: Uint8Array): string {
  return hex(key.subarray(0, 16));
}

/** What each participant gave, by the events; in the plan's order. */
function saidIn(plan: Plan, events: readonly CeremonyEvent[]): Said[] {
  const values = new Map([...allOf(events, "contribution"), ...allOf(events, "reveal")].map((one) => [one.label, one.value]));
  const made = new Map(allOf(events, "commitment").map((one) => [one.label, unhex(one.commitment)]));
  return plan.participants.map((label) => ({ label, commitment: made.get(label) ?? NONE, reveal: values.get(label) ?? "" }));
}

/** D of a draw that was held as a ceremony. */
export function closeOf(plan: Plan, P: Uint8Array, events: readonly CeremonyEvent[]): Uint8Array {
  const c = oneOf(events, "announce")?.commitment;
  return closeDigest(P, c === undefined ? NONE : unhex(c), saidIn(plan, events));
}

export interface Keys {
  readonly plan: Uint8Array;
  readonly close: Uint8Array;
  readonly final: Uint8Array;
  readonly seed: Uint8Array;
  /** K of each task, in the plan's order. */
  readonly k: readonly string[];
  readonly pair: Uint8Array;
  readonly schedule: Uint8Array;
  readonly seal: Uint8Array;
  readonly replace: Uint8Array;
}

function closeWithoutEvents(plan: Plan, P: Uint8Array, ceremony: Ceremony): Uint8Array {
  const values = new Map(ceremony.contributions.map((one) => [one.label, one.value]));
  return closeDigest(P, NONE, plan.participants.map((label) => ({ label, commitment: NONE, reveal: values.get(label) ?? "" })));
}

/** K of each task, in the plan's order. */
export function selectKeys(plan: Plan, seed: Uint8Array): string[] {
  const common = expand(seed, "mq1/select");
  return plan.tasks.map((task) => printedKey(plan.coordination === "independent" ? expand(seed, "mq1/select", task.id) : common));
}

export function keysOf(plan: Plan, planLine: Uint8Array, ceremony: Ceremony, events: readonly CeremonyEvent[] = []): Keys {
  const P = planDigest(planLine);
  const close = events.length === 0 ? closeWithoutEvents(plan, P, ceremony) : closeOf(plan, P, events);
  const final = finalDigest(sourceId(plan.final), ceremony.final.value);
  const secret = secretOf(events);
  const seed = seedOf(P, secret === undefined ? NONE : unhex(secret), close, final);
  const key = (name: string) => expand(seed, `mq1/${name}`);
  return {
    plan: P, close, final, seed, k: selectKeys(plan, seed),
    pair: key("pair"), schedule: key("schedule"), seal: key("seal"), replace: key("replace"),
  };
}

export function checkSeed(plan: Plan, keys: Keys, record: DrawRecord, events: readonly CeremonyEvent[]): void {
  const where = { file: "draw/record.json" };
  const seedHash = hex(sha256(keys.seed));
  same("seed-draw", record.draw, drawName(plan), where);
  same("seed-plan", record.plan, hex(keys.plan), where);
  same("seed-close", record.close, hex(keys.close), where);
  same("seed-final", record.final, hex(keys.final), where);
  same("seed-seed", record.seed, hex(keys.seed), where);
  same("seed-hash", record.seed_hash, seedHash, where);
  const got = record.keys.map((key) => `${key.task} ${key.k}`).join(", ");
  same("seed-keys", got, plan.tasks.map((task, t) => `${task.id} ${keys.k[t]}`).join(", "), where);
  const announced = oneOf(events, "draw")?.seed_hash;
  if (announced !== undefined) same("seed-announced", announced, seedHash, { file: EVENTS_FILE });
}
