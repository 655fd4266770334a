// Section 23.4 on a small fixture: who must approve a replacement, and when it may be dated.

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../bytes.js";
import { Approvals } from "../approvals.js";
import { LastDays } from "../last_days.js";
import { Refusal } from "../refusal.js";
import { canonical, type Json } from "../serialize.js";
import type { EntityReplacement, ReplaceEvent } from "../types_events.js";
import type { Plan, Visit } from "../types.js";
import { keyByte, signature } from "./ceremonies.js";
import { vector } from "./support.js";

const KEYS = vector("ceremony/keys.json");
const P = new Uint8Array(32).fill(7);
const plan = {
  created: "2026-02-24", period: { from: "2026-03-02", until: "2026-03-20" }, superior: { key: KEYS.superior.public, name: "市" },
  keys: KEYS.participants.map((one: any) => ({ department: one.name, key: one.public, label: one.name })),
} as unknown as Plan;
const seated = [{ id: "T", seats: [{ pool: "A", count: 2, lead: true }] }, { id: "U", seats: [{ pool: "A", count: 2, lead: true }] }, { id: "N", seats: [] }];
Object.assign(plan, { tasks: seated });
const at = (rank: number, task = "T") => ({ entity: `E${rank}`, rank, stratum: "S", task });
const visits = [
  { id: "V", days: ["2026-03-03", "2026-03-04"], draws: [at(1), at(2)] }, { id: "W", draws: [at(3)] }, { id: "Z", draws: [at(1, "N")] },
] as unknown as Visit[];

interface Given { [key: string]: unknown; by_key?: string }

function made({ by_key, ...given }: Given): ReplaceEvent {
  const plain = { draw: "A/1/1", event: "replace", nonce: "00".repeat(32), reason: "ill", date: "2026-03-03", skipped: [], approved_by: "市场监管局", ...given };
  const signer = by_key ?? (keyByteOf(plain.approved_by) !== undefined ? plain.approved_by : "superior");
  return { ...plain, signature: signature(keyByte(signer), "mq1/replacement", P, utf8(canonical(plain as Json))) } as unknown as ReplaceEvent;
}
const keyByteOf = (name: string): number | undefined => keyByte(name) as number | undefined;

const inspector = (given: Given = {}) => made({ kind: "inspector", seat: 0, visit: "V", by: "I-1", ...given });
const entity = (rank: number, given: Given = {}) => made({ kind: "entity", rank, stratum: "S", task: "T", by: rank + 10, visit: "X", skipped: [[], []], ...given });

/** `found`: of the last one. */
function run(found: string | null, ...events: ReplaceEvent[]): string | undefined {
  const approvals = new Approvals(plan, P, new LastDays(visits));
  try {
    events.forEach((event, i) => approvals.check(event, i === events.length - 1 ? found : null, { file: "events", line: i + 1 }));
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? `${error.code} ${error.details.where?.line}` : String(error);
  }
}

const SUPERIOR = { approved_by: "superior" };
const SKIPPED = { inspector: "I-2", reason: "ill" };

for (const [what, events, expected] of [
  ["a label", [inspector()], undefined],
  ["the superior at once", [inspector(SUPERIOR)], undefined],
  ["a name without a key", [inspector({ approved_by: "分管领导" })], "replace-approved 1"],
  ["nobody", [inspector({ approved_by: "" })], "replace-approved 1"],
  ["another's key", [inspector({ by_key: "消防大队" })], "replace-signature 1"],
  ["the second of a visit", [inspector(), inspector({ seat: 1 })], "replace-approved 2"],
  ["the second of a visit, by the superior", [inspector(), inspector({ seat: 1, ...SUPERIOR })], undefined],
  ["the first of another visit", [inspector(), inspector({ visit: "W" })], undefined],
  ["the first of a stratum after one of a visit", [inspector({ visit: "X" }), entity(1)], undefined],
  ["the second of a stratum", [entity(1), entity(2)], "replace-approved 2"],
  ["one of another task", [entity(1), entity(1, { task: "N" })], undefined],
  ["nobody takes the seat", [inspector({ by: undefined })], "replace-approved 1"],
  ["nobody takes the seat, by the superior", [inspector({ by: undefined, ...SUPERIOR })], undefined],
  ["no reserve is left", [entity(1, { by: undefined, visit: undefined, skipped: [] })], "replace-approved 1"],
  ["no reserve is left, by the superior", [entity(1, { by: undefined, visit: undefined, skipped: [], ...SUPERIOR })], undefined],
  ["somebody skipped", [inspector({ skipped: [SKIPPED] })], "replace-approved 1"],
  ["somebody skipped, by the superior", [inspector({ skipped: [SKIPPED], ...SUPERIOR })], undefined],
  ["somebody skipped for a reserve", [entity(1, { skipped: [[], [SKIPPED]] })], "replace-approved 1"],
  ["on the last day", [entity(1, { date: "2026-03-04" })], undefined],
  ["after the last day", [entity(1, { date: "2026-03-05" })], "replace-approved 1"],
  ["after the last day, by the superior", [entity(1, { date: "2026-03-05", ...SUPERIOR })], undefined],
  ["without days, in a task with seats", [entity(3)], "replace-approved 1"],
  ["without days, in a task with seats, by the superior", [entity(3, SUPERIOR)], undefined],
  ["without days, in a task without seats", [entity(1, { task: "N", date: "2026-03-20" })], undefined],
  ["before the plan", [inspector({ date: "2026-02-23" })], "replace-date 1"],
  ["on the plan's day", [inspector({ date: "2026-02-24" })], undefined],
  ["before the one before in its visit", [inspector({ date: "2026-03-04" }), inspector(SUPERIOR)], "replace-date 2"],
  ["on the day of the one before in its visit", [inspector(), inspector(SUPERIOR)], undefined],
  ["before the one before in its stratum", [entity(1, { date: "2026-03-04" }), entity(2, SUPERIOR)], "replace-date 2"],
  ["before one of another kind", [inspector({ date: "2026-03-04" }), entity(1)], undefined],
  ["before one of another visit", [inspector({ date: "2026-03-04" }), inspector({ visit: "W" })], undefined],
  ["before one of another task", [entity(1, { date: "2026-03-04" }), entity(1, { task: "N" })], undefined],
] as [string, ReplaceEvent[], string | undefined][]) test(`approval: ${what}`, () => assert.equal(run(null, ...events), expected));

test("approval: as the outcome shows it", () => {
  for (const event of [inspector, (given: Given = {}) => entity(1, given)]) {
    assert.equal(run("aside", event()), "replace-approved 1");
    assert.equal(run("aside", event(SUPERIOR)), undefined);
  }
});

test("approval: a reserve's last day is that of the event that took it", () => {
  const approvals = (days: string[] | undefined, date: string) => {
    const last = new LastDays(visits);
    last.took(entity(1, { by: 4, ...(days && { days, team: ["I-1", "I-2"] }) }) as EntityReplacement);
    try {
      // As the first of its stratum, so that only the day can ask for the superior.
      new Approvals(plan, P, last).check(entity(4, { date, by: 5 }), null, { file: "events" });
      return "ok";
    } catch (error) {
      return (error as Refusal).code;
    }
  };
  assert.deepEqual(
    [approvals(["2026-03-10"], "2026-03-10"), approvals(["2026-03-10"], "2026-03-11"), approvals(undefined, "2026-03-03")],
    ["ok", "replace-approved", "replace-approved"],
  );
});
