// The check `plan`: bounds of days and end, a beacon before the plan was made, and holders without keys (section 5).

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../days.js";
import { beaconFault, beaconTime } from "../final.js";
import { checkPlan } from "../plan.js";
import { Refusal } from "../refusal.js";
import { vector } from "./support.js";

function fault(base: string, edit: (plan: any) => void): string {
  const plan = vector(`${base}/plan.json`);
  edit(plan);
  try {
    checkPlan(plan);
    return "ok";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const daysFrom = (first: string, count: number) => Array.from({ length: count }, (_, i) => new Date(86400000 * (dayNumber(first) + i)).toISOString().slice(0, 10));

/** A sealed plan whose holders all have keys. */
function withKeys(plan: any): void {
  plan.keys = plan.escrow.holders.map(({ label }: any, i: number) => ({ department: label, key: String(i).repeat(64), label }));
  plan.keys.sort((a: any, b: any) => (Buffer.from(a.label) < Buffer.from(b.label) ? -1 : 1));
}

test("numbers of days, and the last day", () => {
  const long = (count: number) => (plan: any) => {
    plan.days = daysFrom("2026-03-02", count);
    plan.period = { from: "2026-03-02", until: plan.days[count - 1] };
    plan.finish_by = plan.period.until;
  };
  assert.deepEqual([fault("ceremony/bundle", long(1000)), fault("ceremony/bundle", long(1001))], ["ok", "plan-days"]);
  const end = (day: string) => fault("ceremony/bundle", (plan) => { plan.finish_by = day; });
  assert.deepEqual(["2026-03-05", "2026-03-06", "2027-03-07", "2027-03-08"].map(end), ["plan-finish", "ok", "ok", "plan-finish"]);
});

test("a beacon's round does not begin before the day of the plan in China", () => {
  const begins = Date.UTC(2026, 1, 23, 16) / 1000;
  const round = Math.ceil((begins - beaconTime(1)) / 3) + 1;
  assert.ok(beaconTime(round) >= begins && beaconTime(round - 1) < begins);
  const of = (r: number) => beaconFault({ source: "drand", round: r }, "2026-02-24") === null;
  assert.deepEqual([of(round), of(round - 1), of(1), of(2 ** 53 - 1)], [true, false, false, true]);
  const use = (r: number) => fault("ceremony/bundle", (plan) => { plan.final = { source: "drand", round: r }; });
  assert.deepEqual([use(round), use(round - 1)], ["ok", "plan-final"]);
});

test("codes of replacements: none is empty, sorted, without repetition", () => {
  for (const [codes, expected] of [[[], "ok"], [["a", "b"], "ok"], [[""], "plan-empty"], [["", "a"], "plan-empty"], [["b", "a"], "plan-order"], [["a", "a"], "plan-order"]] as const) {
    for (const kind of ["entity", "inspector"]) assert.equal(fault("ceremony/bundle", (plan) => { plan.replacement[kind] = codes; }), expected);
  }
});

test("every holder has a key", () => {
  assert.equal(fault("sealed/bundle", withKeys), "ok");
  assert.equal(fault("sealed/bundle", (plan) => { withKeys(plan); plan.keys.pop(); }), "plan-keys");
  assert.equal(fault("sealed/bundle", (plan) => { delete plan.keys; }), "plan-keys");
});
