// Sections 23.2 and 23.4, cases 4 and 5: reserves that join a visit, and whom they bar by law. The openings of a bundle are
// changed after it was verified, as the frozen lists of the vectors bar nobody who matters.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Context } from "../context.js";
import type { Contents } from "../contents.js";
import { Refusal } from "../refusal.js";
import { checkReplacements } from "../replacements.js";
import { MemorySource } from "../source.js";
import { Outcome } from "../teams.js";
import type { Logged } from "../types_events.js";
import type { Opening, Visit } from "../types.js";
import { verify } from "../verify.js";
import { filesIn, Held, type AnyEvent } from "./ceremonies.js";

class Office {
  private constructor(private readonly held: Held, readonly context: Context, private readonly roomy: boolean) {}

  static async of(path: string, roomy: boolean, log?: string): Promise<Office> {
    const { verdict, context } = await verify(new MemorySource(filesIn(path)));
    assert.equal(verdict.failed, undefined);
    return new Office(new Held(filesIn(path), log), context, roomy);
  }

  get replacements(): AnyEvent[] {
    return this.held.events.filter((one) => one["event"] === "replace").map((one) => structuredClone(one));
  }

  visit(id: string): string[] {
    return this.context.contents.visits.find((one) => one.id === id)!.seats!.map((seat) => seat.inspector!);
  }

  /** What is wrong with these events, each signed by who approves it, if `entity` bars these by law. */
  fault(events: AnyEvent[], entity?: string, law: string[] = [], visits: (visit: Visit) => Visit = (visit) => visit): Refusal | undefined {
    for (const event of events) this.held.resign(event, event["approved_by"]);
    const { plan, contents, keys } = this.context;
    const opened = (list: readonly Opening[] | null) => (list ?? []).map((one) => (one.id === entity ? { ...one, law: { ...one.law, inspectors: law } } : one));
    const salt = "00".repeat(32);
    const own = opened(contents.evidence!.openings);
    const missing = entity !== undefined && ![...own, ...contents.openings!].some((one) => one.id === entity);
    const openings = missing ? [...own, { id: entity, law: { inspectors: law, salt }, rotation: { inspectors: [], salt } }] : own;
    // Everybody has time enough for one more visit: else in so small a draw hardly anybody could take a place.
    const inspectors = contents.inspectors!.map((one) => ({ ...one, daily_max: one.daily_max + 1, quota_max: one.quota_max + 1 }));
    const changed = { ...contents, inspectors: this.roomy ? inspectors : contents.inspectors, visits: contents.visits.map(visits), evidence: { ...contents.evidence!, openings } } as Contents;
    try {
      checkReplacements(plan, changed, new Outcome(plan, changed), keys, events.map((event, index) => ({ event, hashes: [], index })) as unknown as Logged[]);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  told(events: AnyEvent[], entity?: string, law?: string[], visits?: (visit: Visit) => Visit): string {
    const fault = this.fault(events, entity, law, visits);
    return fault === undefined ? "ok" : `${fault.code}: ${fault.details.expected}`;
  }
}

const sealed = await Office.of("sealed/bundle", true, "sealed/log/tile/entries/000.p/41");
/** LIFT-2 joins the visit of E05, which the draw made: the first replacement of its stratum. */
const joins = (by = "消防大队"): AnyEvent => ({ ...sealed.replacements.find((one) => one["kind"] === "entity")!, approved_by: by });
const gives = (more: object = {}): AnyEvent => ({
  approved_by: "superior", by: "I-0000000000", date: "2026-03-02", draw: "COUNTY/2/1", event: "replace", kind: "inspector", nonce: "00".repeat(32),
  reason: "ill", seat: 0, skipped: [], visit: "E05", ...more,
});

test("23.4, case 5: somebody of the team that a reserve joins is barred by it", () => {
  assert.equal(joins()["visit"], "E05");
  const team = sealed.visit("E05");
  assert.equal(sealed.told([joins()]), "ok");
  for (const id of team) {
    assert.match(sealed.told([joins()], "LIFT-2", [id]), /^replace-approved: superior: .*barred/);
    assert.equal(sealed.told([joins("superior")], "LIFT-2", [id]), "ok");
  }
  const others = sealed.context.contents.inspectors!.map((one) => one.id).filter((id) => !team.includes(id));
  assert.equal(sealed.told([joins()], "LIFT-2", others), "ok");
  // Another entity's openings say nothing of this visit.
  assert.equal(sealed.told([joins()], "E06", team), "ok");
});

test("23.4, case 5: the team as it is then", () => {
  const [first] = sealed.visit("E05") as [string];
  const swap = gives({ by: sealed.fault([gives()])!.details.expected });
  assert.equal(sealed.told([swap]), "ok");
  assert.equal(sealed.told([swap, joins()], "LIFT-2", [first]), "ok");
  assert.match(sealed.told([swap, joins()], "LIFT-2", [swap["by"]]), /^replace-approved: superior/);
});

test("23.4, case 5: a visit without days, over by then, too short, or with too few seats", () => {
  const e05 = sealed.context.contents.visits.find((one) => one.id === "E05")!;
  const last = e05.days!.at(-1)!;
  const told = (change: (visit: Visit) => Visit, more: object = {}, by = "消防大队") =>
    sealed.told([{ ...joins(by), ...more }], undefined, undefined, (visit) => (visit.id === "E05" ? change(visit) : visit));
  const same = (visit: Visit) => visit;
  const with_ = (more: object) => (visit: Visit) => ({ ...visit, ...more });
  const days = (...list: string[]) => with_({ days: list });
  const { date } = joins();
  assert.equal(told(same), "ok");
  for (const [change, expected] of [
    [({ days: _, ...rest }: Visit) => ({ ...rest, state: "undated" }), "no days"],
    [days(date), "last day is not later"],
    [days("2026-02-27", date), "last day is not later"],
    [days(date, last), undefined],
    [with_({ duration: 0 }), "fewer days"],
    [with_({ duration: 1 }), undefined],
    [with_({ seats: e05.seats!.slice(1) }), "fewer seats of a pool"],
    [with_({ seats: e05.seats!.filter((one) => one.pool === "FIRE") }), "fewer seats of a pool"],
    [with_({ seats: e05.seats!.filter((one) => one.pool === "MARKET") }), undefined],
  ] as [(visit: Visit) => Visit, string | undefined][]) {
    const got = told(change);
    if (expected === undefined) assert.equal(got, "ok", String(change));
    else assert.match(got, new RegExp(`^replace-approved: superior: .*${expected}`), String(change));
    assert.equal(told(change, {}, "superior"), "ok", String(change));
  }
});

test("23.4, case 6: whom a reserve that joined bars has not stood aside without the superior", () => {
  const swap = { approved_by: "市场监管局" };
  const first = sealed.fault([joins(), gives()])!.details.expected as string;
  const next = sealed.fault([joins(), gives()], "LIFT-2", [first])!.details.expected as string;
  assert.equal(sealed.told([joins(), gives({ by: first, ...swap })]), "ok");
  assert.match(sealed.told([joins(), gives({ by: next, ...swap })], "LIFT-2", [first]), /^replace-approved: superior: somebody stands aside/);
  assert.equal(sealed.told([joins(), gives({ by: next })], "LIFT-2", [first]), "ok");
  // Whoever it bars, but whose turn it was not, changes nothing.
  assert.equal(sealed.told([joins(), gives({ by: first, ...swap })], "LIFT-2", [next]), "ok");
});

test("23.2: whom a reserve that joined bars by law is passed over, from then on", () => {
  const first = sealed.fault([joins(), gives()])!.details.expected as string;
  assert.equal(sealed.told([joins(), gives({ by: first })]), "ok");
  const next = sealed.fault([joins(), gives()], "LIFT-2", [first])!.details.expected as string;
  assert.notEqual(next, first);
  assert.equal(sealed.told([joins(), gives({ by: next })], "LIFT-2", [first]), "ok");
  assert.match(sealed.told([joins(), gives({ by: first })], "LIFT-2", [first]), /^replace-by/);
  assert.match(sealed.told([joins(), gives({ by: next })]), /^replace-by/);
  // Before it joined, and in another visit, nothing of this.
  assert.equal(sealed.told([gives({ by: first }), joins("superior")], "LIFT-2", [first]), "ok");
  // When all are barred, nobody is left; then the superior approves.
  const all = sealed.context.contents.inspectors!.map((one) => one.id);
  assert.equal(sealed.told([joins("superior"), gives({ by: undefined })], "LIFT-2", all), "ok");
  assert.match(sealed.told([joins("superior"), gives({ by: undefined, approved_by: "消防大队" })], "LIFT-2", all), /^replace-approved: superior: nobody/);
});

const open = await Office.of("ceremony/bundle", false);

test("23.4, case 5: a visit that an earlier replacement made, or wanted to make", () => {
  const [, , made, , joined] = open.replacements as [AnyEvent, AnyEvent, AnyEvent, AnyEvent, AnyEvent];
  assert.deepEqual([made["visit"], joined["visit"]], ["E10", "E10"]);
  const of = (by: string) => ({ ...joined, approved_by: by });
  assert.match(open.told([made, of("消防大队")]), /^replace-approved: superior: .*made/);
  assert.equal(open.told([made, of("superior")]), "ok");
  // So too where no days were found: on the last day of the plan there are none any more.
  const late = { ...made, date: "2026-03-06", approved_by: "superior", skipped: [], days: undefined, team: undefined };
  assert.equal(open.told([late]), "ok");
  assert.match(open.told([late, { ...of("消防大队"), date: "2026-03-02" }]), /^replace-approved: superior: .*made/);
  assert.equal(open.told([late, of("superior")]), "ok");
  // At a place of its own it needs nobody but a label: what it then has are days and a team.
  assert.match(open.told([of("消防大队")]), /^replace-(skipped|team)/);
});

test("23.4, case 4: no days for a visit of its own, and nobody left", () => {
  // Whoever is replaced on the last day of its visit, which is the last one of the plan.
  const last = { ...open.replacements[2]!, rank: 1, date: "2026-03-06", skipped: [], days: undefined, team: undefined };
  assert.equal(open.context.contents.visits.find((one) => one.draws.some((draw) => draw.stratum === "NORTH" && draw.rank === 1))!.days!.at(-1), "2026-03-06");
  assert.match(open.told([{ ...last, approved_by: "市场监管局" }]), /^replace-approved: superior: no days/);
  assert.equal(open.told([{ ...last, approved_by: "superior" }]), "ok");
  const { by: _, visit: __, days: ___, team: ____, ...gone } = open.replacements[2]!;
  const south = { ...gone, rank: 2, stratum: "SOUTH", skipped: [], approved_by: "superior" } as AnyEvent;
  assert.match(open.told([south]), /^replace-by/);
});
