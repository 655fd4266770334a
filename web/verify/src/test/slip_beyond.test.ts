// Slips with replacements that a bundle at hand does not reach (section 25, `slip-draw`): who approved them is checked.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compareBytes, hex, unhex, utf8 } from "../bytes.js";
import { checkFile, type FileOptions, type FileVerdict } from "../check_file.js";
import { entryOf } from "../check_log.js";
import type { Context } from "../context.js";
import { entryLine } from "../events.js";
import { leafData } from "../leaves.js";
import { APPROVAL_UNKNOWN, OTHER_SIZE, REACH_UNKNOWN, TURN_UNKNOWN } from "../messages_files.js";
import { canonical, type Json } from "../serialize.js";
import { MemorySource } from "../source.js";
import { verify } from "../verify.js";
import { checkpoint, filesIn, Held, inclusion, treeOf, type AnyEvent } from "./ceremonies.js";
import { linesOf, vector, VECTORS } from "./support.js";

const KEY = vector("ceremony/keys.json").log.verifier_key;
const jsonOf = (path: string): any => JSON.parse(readFileSync(join(VECTORS, path), "utf8"));
const check = (slip: any, options: FileOptions = {}): Promise<FileVerdict> => checkFile(utf8(canonical(slip as Json) + "\n"), options);

/** The sealed draw, as far as its bundle goes, and what the office logs after that. */
const held = new Held(filesIn("sealed/sealed"), "sealed/log/tile/entries/000.p/41");
held.build();
const bundle = await (async (): Promise<Context> => {
  const { verdict, context } = await verify(new MemorySource(held.files));
  assert.equal(verdict.failed, undefined);
  return context;
})();
const size = held.entries.length;

/** A slip of the vectors with these replacements, each signed by who approves it unless `by_key` says who did, or null: nobody. */
function slip(path: string, events: AnyEvent[]): any {
  const signed = events.map(({ by_key, ...event }) => {
    if (by_key === null) return event as AnyEvent;
    held.resign(event, by_key ?? event["approved_by"]);
    return event as AnyEvent;
  });
  const entries = [...held.entries, ...signed.map((event) => entryLine(entryOf(event as any)))];
  const at = (index: number) => ({ hashes: inclusion(index, entries), index });
  const { log, ...rest } = jsonOf(path);
  const replaced = signed.map((event, i) => ({ event, ...at(size + i) }));
  return { ...rest, log: { checkpoint: checkpoint(entries), ...at(log.index) }, ...(replaced.length > 0 && { replaced }) };
}

const VISIT = "sealed/slips/sealed.json";
const RESERVE = "sealed/slips/reserve.json";
/** Of whom nobody is in the team of E03, by department. */
const outside = (department: string): string[] => linesOf(held.files.get("lists/inspectors.jsonl")!).map((line) => JSON.parse(line))
  .filter((one) => one.department === department && !jsonOf(VISIT).leaf.visit.seats.some((seat: any) => seat.inspector === one.id)).map((one) => one.id);
const [known, second, third] = outside("市场监管局") as [string, string, string];
const [fire, fire2] = outside("消防大队") as [string, string];
const [sits, beside] = jsonOf(VISIT).leaf.visit.seats.map((seat: any) => seat.inspector) as [string, string];
const base = { date: "2026-03-02", draw: "COUNTY/2/1", event: "replace", nonce: "00".repeat(32), reason: "ill" };
const swap = (more: object = {}): AnyEvent => ({ ...base, approved_by: "市场监管局", kind: "inspector", seat: 0, skipped: [], visit: "E03", by: known, ...more });
const gone = (more: object = {}): AnyEvent => ({ ...base, approved_by: "superior", kind: "entity", rank: 2, reason: "moved", skipped: [], stratum: "SOUTH", task: "MARKET", ...more });
const call = (more: object = {}): AnyEvent => ({
  ...base, approved_by: "消防大队", by: 3, days: ["2026-03-04"], kind: "entity", rank: 1, reason: "moved", skipped: [[], []], stratum: "NORTH", task: "MARKET",
  team: [known, second], visit: "E05", ...more,
});
/** A reserve of the other task at the place of the slip's reserve, as far as the slip shows: two days, a seat of each pool. */
const FIRE_CALL = { task: "FIRE", stratum: "ALL", rank: 1, by: 3, visit: "E05", days: ["2026-03-04", "2026-03-05"], team: [known, fire], skipped: [[], []] };
const ill = { inspector: second, reason: "ill" };
const SUPERIOR = { approved_by: "superior" };

test("the vectors: who approved is checked, and said to be all that is", async () => {
  for (const path of ["sealed/slips/replaced.json", RESERVE]) {
    const beside = await check(jsonOf(path), { bundle });
    assert.deepEqual([beside.failed, beside.teamNotes, beside.notes], [undefined, [TURN_UNKNOWN], [REACH_UNKNOWN, OTHER_SIZE]], path);
    const alone = await check(jsonOf(path), { key: KEY });
    assert.deepEqual([alone.failed, alone.teamNotes], [undefined, [APPROVAL_UNKNOWN]], path);
    // The outcome reaches them.
    const { context } = await verify(new MemorySource(filesIn("sealed/bundle")));
    const after = await check(jsonOf(path), { bundle: context });
    assert.deepEqual([after.failed, after.teamNotes], [undefined, []], path);
  }
  assert.deepEqual((await check(jsonOf(VISIT), { key: KEY })).teamNotes, []);
});

for (const [what, path, events, expected] of [
  ["nothing", VISIT, [], undefined],
  ["by a label", VISIT, [swap()], undefined],
  ["by a holder with a key", VISIT, [swap({ approved_by: "司法局" })], undefined],
  ["by the superior", VISIT, [swap(SUPERIOR)], undefined],
  ["nobody comes, by a label", VISIT, [swap({ by: undefined })], "replace-approved"],
  ["nobody comes, by the superior", VISIT, [swap({ by: undefined, ...SUPERIOR })], undefined],
  ["the seat is empty already", VISIT, [swap({ by: undefined, ...SUPERIOR }), swap(SUPERIOR)], "replace-seat"],
  ["the other seat is not", VISIT, [swap({ by: undefined, ...SUPERIOR }), swap({ seat: 1, ...SUPERIOR })], undefined],
  ["by is in the team", VISIT, [swap({ by: beside })], "replace-by"],
  ["by sits in this seat", VISIT, [swap({ by: sits })], "replace-by"],
  ["by was in the team", VISIT, [swap(), swap({ by: sits, ...SUPERIOR })], "replace-by"],
  ["by came before", VISIT, [swap(), swap({ by: second, ...SUPERIOR }), swap({ seat: 1, by: known, ...SUPERIOR })], "replace-by"],
  ["one after another", VISIT, [swap(), swap({ by: second, ...SUPERIOR }), swap({ seat: 1, by: third, ...SUPERIOR })], undefined],
  ["by is of another department", VISIT, [swap({ by: fire })], "replace-department"],
  ["signed by another", VISIT, [swap({ by_key: "消防大队" })], "replace-signature"],
  ["signed by nobody", VISIT, [swap({ by_key: null })], "replace-signature"],
  ["for the superior by another", VISIT, [swap({ ...SUPERIOR, by_key: "市场监管局" })], "replace-signature"],
  ["by somebody without a key", VISIT, [swap({ approved_by: "分管领导", by_key: "superior" })], "replace-approved"],
  ["by nobody", VISIT, [swap({ approved_by: "", by_key: "superior" })], "replace-approved"],
  ["a reason of entities", VISIT, [swap({ reason: "moved" })], "replace-reason"],
  ["a reason that is none", VISIT, [swap({ reason: "tired" })], "replace-reason"],
  ["somebody skipped, by a label", VISIT, [swap({ skipped: [ill] })], "replace-approved"],
  ["somebody skipped, by the superior", VISIT, [swap({ skipped: [ill], ...SUPERIOR })], undefined],
  ["skipped without reason", VISIT, [swap({ skipped: [{ ...ill, reason: "lazy" }], ...SUPERIOR })], "replace-reason"],
  ["the second by a label", VISIT, [swap(), swap({ seat: 1, by: second })], "replace-approved"],
  ["the second by the superior", VISIT, [swap(), swap({ seat: 1, by: second, ...SUPERIOR })], undefined],
  ["before the plan", VISIT, [swap({ date: "2026-02-23" })], "replace-date"],
  ["on the day of the plan", VISIT, [swap({ date: "2026-02-24" })], undefined],
  ["on the last day", VISIT, [swap({ date: "2026-03-05" })], undefined],
  ["after the last day", VISIT, [swap({ date: "2026-03-06", ...SUPERIOR })], "replace-date"],
  ["by is not in the list", VISIT, [swap({ by: "I-0000000000" })], "replace-inspector"],
  ["the entity is not visited, no reserve left", VISIT, [gone()], undefined],
  ["the entity is not visited, no reserve left, by a label", VISIT, [gone({ approved_by: "消防大队" })], "replace-approved"],
  ["a reserve elsewhere", VISIT, [gone({ by: 3, visit: "E06", approved_by: "消防大队" })], undefined],
  ["twice", VISIT, [gone({ by: 3, visit: "E06" }), gone()], "replace-twice"],
  ["a reserve above all", VISIT, [gone({ by: 4, visit: "E06" })], "replace-by"],
  ["a reserve that was drawn", VISIT, [gone({ by: 2, visit: "E06" })], "replace-by"],
  ["a reserve that was drawn, behind who is replaced", VISIT, [gone({ stratum: "NORTH", rank: 1, by: 2, visit: "E03" })], "replace-by"],
  ["a rank above all, that joins", VISIT, [gone({ rank: 4, by: 3, visit: "E03" })], "replace-rank"],
  ["a stratum that there is not", VISIT, [gone({ rank: 1, by: 3, stratum: "WEST", visit: "E03" })], "replace-rank"],
  ["a rank of others, that joins", VISIT, [gone({ rank: 1, by: 3, visit: "E03" })], undefined],
  ["a reserve for one behind it", VISIT, [gone({ stratum: "NORTH", rank: 4, by: 3, visit: "E03" })], "replace-by"],
  ["a reserve for itself", VISIT, [gone({ stratum: "NORTH", rank: 3, by: 3, visit: "E03" })], "replace-by"],
  ["reserves that go up", VISIT, [gone({ stratum: "NORTH", rank: 1, by: 3, visit: "E03" }), gone({ stratum: "NORTH", rank: 2, by: 5, visit: "E03" })], undefined],
  ["a reserve twice", VISIT, [gone({ stratum: "NORTH", rank: 1, by: 3, visit: "E03" }), gone({ stratum: "NORTH", rank: 2, by: 3, visit: "E03" })], "replace-by"],
  ["reserves that go down", VISIT, [gone({ stratum: "NORTH", rank: 1, by: 5, visit: "E03" }), gone({ stratum: "NORTH", rank: 2, by: 4, visit: "E03" })], "replace-by"],
  ["the same ranks of another stratum", VISIT, [gone({ by: 3, visit: "E06" }), gone({ stratum: "NORTH", rank: 2, by: 3, visit: "E03" })], undefined],
  ["the entity is not visited, before the plan", VISIT, [gone({ date: "2026-02-23" })], "replace-date"],
  ["on the last day, by a label", VISIT, [gone({ by: 3, visit: "E06", approved_by: "消防大队", date: "2026-03-05" })], undefined],
  ["later than the last day, by a label", VISIT, [gone({ by: 3, visit: "E06", approved_by: "消防大队", date: "2026-03-06" })], "replace-approved"],
  ["later than the last day, by the superior", VISIT, [gone({ by: 3, visit: "E06", date: "2026-03-06" })], undefined],
  ["a rank that is not on the slip, late: the outcome shows when", VISIT, [gone({ rank: 1, by: 3, visit: "E03", approved_by: "消防大队", date: "2026-03-20" })], undefined],
  ["a reason of inspectors", VISIT, [gone({ reason: "ill" })], "replace-reason"],
  ["one of each kind", VISIT, [swap(), gone()], undefined],
  ["a reserve that makes a visit", RESERVE, [call()], undefined],
  ["a reserve above all, which nobody has", RESERVE, [call({ rank: 6 })], "replace-rank"],
  ["a reserve, on a day that is none", RESERVE, [call({ days: ["2026-03-07"] })], "replace-days"],
  ["a reserve, on the day of the decision", RESERVE, [call({ days: ["2026-03-02"] })], "replace-days"],
  ["a reserve, on the day after it", RESERVE, [call({ days: ["2026-03-03"] })], undefined],
  ["a reserve, on two days", RESERVE, [call({ days: ["2026-03-04", "2026-03-05"] })], "replace-days"],
  ["a reserve, a team of one", RESERVE, [call({ team: [known] })], "replace-team"],
  ["a reserve, a team of three", RESERVE, [call({ team: [known, second, third] })], "replace-team"],
  ["a reserve, one twice", RESERVE, [call({ team: [known, known] })], "replace-team"],
  ["a reserve, one of another department", RESERVE, [call({ team: [known, fire] })], "replace-department"],
  ["a reserve that joins a visit with seats has no days", VISIT, [gone({ ...FIRE_CALL, visit: "E03" })], "replace-visit"],
  ["a reserve that joins it without days", VISIT, [gone({ ...FIRE_CALL, visit: "E03", days: undefined, team: undefined, skipped: [] })], undefined],
  ["a reserve elsewhere that makes a visit", VISIT, [gone({ by: 3, visit: "E06", days: ["2026-03-06"], team: [known, second], skipped: [[], []] })], undefined],
  ["dated before the one before it in its visit", VISIT, [swap({ date: "2026-03-03" }), swap({ seat: 1, by: second, ...SUPERIOR })], "replace-date"],
  ["on the day of the one before it in its visit", VISIT, [swap({ date: "2026-03-03" }), swap({ seat: 1, by: second, date: "2026-03-03", ...SUPERIOR })], undefined],
  ["dated before one of the other kind", VISIT, [swap({ date: "2026-03-03" }), gone({ by: 3, visit: "E06" })], undefined],
  ["dated before the one before it in its stratum", VISIT, [gone({ stratum: "NORTH", rank: 1, by: 3, visit: "E03", date: "2026-03-03" }), gone({ stratum: "NORTH", rank: 2, by: 5, visit: "E03" })], "replace-date"],
  ["dated before one of another stratum", VISIT, [gone({ by: 3, visit: "E06", date: "2026-03-03" }), gone({ stratum: "NORTH", rank: 2, by: 3, visit: "E03" })], undefined],
  ["a reserve that joined, which has no day, replaced by a label", VISIT, [gone({ stratum: "NORTH", rank: 1, by: 3, visit: "E03" }), gone({ stratum: "NORTH", rank: 3, by: 5, visit: "E06", approved_by: "消防大队" })], "replace-approved"],
  ["a reserve, two days for two", RESERVE, [call(), gone(FIRE_CALL)], undefined],
  ["a reserve, one day for two", RESERVE, [call(), gone({ ...FIRE_CALL, days: ["2026-03-04"] })], "replace-days"],
  ["a reserve, two days with one between", RESERVE, [call(), gone({ ...FIRE_CALL, days: ["2026-03-04", "2026-03-06"] })], "replace-days"],
  ["a reserve, two days turned round", RESERVE, [call(), gone({ ...FIRE_CALL, days: ["2026-03-05", "2026-03-04"] })], "replace-days"],
  ["a reserve, pools turned round", RESERVE, [call(), gone({ ...FIRE_CALL, team: [fire, known] })], "replace-department"],
  ["a reserve, two of one department", RESERVE, [call(), gone({ ...FIRE_CALL, team: [fire, fire2] })], "replace-department"],
  ["a reserve, an empty seat again", RESERVE, [call(), swap({ visit: "E05", by: undefined, ...SUPERIOR }), swap({ visit: "E05", by: third, ...SUPERIOR })], "replace-seat"],
  ["a reserve, its team again", RESERVE, [call(), swap({ visit: "E05", by: second })], "replace-by"],
  ["a reserve, another of its team", RESERVE, [call(), swap({ visit: "E05", by: third })], undefined],
  ["a reserve, another department in its team", RESERVE, [call(), swap({ visit: "E05", by: fire })], "replace-department"],
  ["a reserve, and a team member not in the list", RESERVE, [call({ team: [known, "I-0000000000"] })], "replace-inspector"],
  ["a reserve, somebody skipped by a label", RESERVE, [call({ skipped: [[], [ill]] })], "replace-approved"],
  ["a reserve, somebody skipped by the superior", RESERVE, [call({ skipped: [[], [ill]], ...SUPERIOR })], undefined],
  ["a reserve, skipped with a reason of entities", RESERVE, [call({ skipped: [[], [{ ...ill, reason: "moved" }]], ...SUPERIOR })], "replace-reason"],
  ["a reserve, replaced in its turn by a label", RESERVE, [call(), call({ rank: 3, by: 4, visit: "E06", days: undefined, team: undefined, skipped: [] })], "replace-approved"],
  ["a reserve, replaced in its turn by the superior", RESERVE, [call(), call({ rank: 3, by: 4, visit: "E06", ...SUPERIOR })], undefined],
  ["a reserve's team, on its last day", RESERVE, [call(), swap({ visit: "E05", by: third, date: "2026-03-04" })], undefined],
  ["a reserve's team, after its last day", RESERVE, [call(), swap({ visit: "E05", date: "2026-03-05" })], "replace-date"],
] as [string, string, AnyEvent[], string | undefined][]) {
  test(`beyond the bundle: ${what}`, async () => {
    const made = slip(path, events);
    const beside = await check(made, { bundle });
    assert.deepEqual([beside.failed?.check, beside.failed?.code], [expected === undefined ? undefined : "slip-draw", expected]);
    if (expected === undefined) assert.deepEqual(beside.teamNotes, events.length > 0 ? [TURN_UNKNOWN] : []);
    // Without the bundle nobody's key is known.
    const alone = await check(made, { key: KEY });
    assert.deepEqual([alone.failed, alone.teamNotes], [undefined, events.length > 0 ? [APPROVAL_UNKNOWN] : []]);
  });
}

/** A sealed draw of which this is the leaf at place 0, without anything after it; and the bundle, of which only the event is changed. */
async function withLeaf(leaf: any, events: AnyEvent[] = [], log = true): Promise<FileVerdict> {
  const office = new Held(filesIn("sealed/sealed"), "sealed/log/tile/entries/000.p/41");
  const data = leafData(unhex("5a".repeat(32)), leaf);
  const event = office.events.find((one) => one["event"] === "draw")!;
  event["leaves"] = { count: 1, root: hex(treeOf([data])) };
  const { verdict, context } = await verify(new MemorySource(office.build()));
  assert.equal(verdict.failed, undefined);
  const signed = events.map((one) => ({ ...one }) as AnyEvent);
  for (const one of signed) office.resign(one, one["approved_by"]);
  const entries = [...office.entries, ...signed.map((one) => entryLine(entryOf(one as any)))];
  const at = (index: number) => ({ hashes: inclusion(index, entries), index });
  const replaced = signed.map((one, i) => ({ event: one, ...at(office.entries.length + i) }));
  const place = office.entries.findIndex((line) => compareBytes(line, entryLine(entryOf(event as any))) === 0);
  return check({
    draw: event["draw"], event, format: "mq1/slip", hashes: [], index: 0, leaf, salt: "5a".repeat(32),
    ...(log && { log: { checkpoint: checkpoint(entries), ...at(place) } }), ...(replaced.length > 0 && { replaced }),
  }, { bundle: context });
}

const E03 = jsonOf(VISIT).leaf.visit;
const undated = { ...E03, days: undefined, state: "undated" };
const visitWith = (more: object) => ({ visit: { ...E03, ...more } });
const reserveWith = (more: object) => ({ reserve: { entity: "E99", rank: 3, stratum: "NORTH", task: "MARKET", ...more } });
const drawn = (more: object) => visitWith({ draws: E03.draws.map((one: any) => ({ ...one, ...more })) });

test("the leaf is one that this draw can have", async () => {
  const { plan } = bundle;
  const north = plan.populations.find((one) => one.task === "MARKET" && one.stratum === "NORTH")!;
  const own = plan.populations.find((one) => one.task === E03.draws[0].task && one.stratum === E03.draws[0].stratum)!;
  assert.ok(E03.seats.length === 2 && E03.draws.length === 1 && north.n === 2 && north.reserves > 0);
  const [first, last] = [plan.days[0]!, plan.days[plan.days.length - 1]!];
  const run = (from: number, count: number) => plan.days.slice(from, from + count);
  for (const [leaf, expected] of [
    [visitWith({}), undefined], [visitWith({ duration: 3, days: run(1, 3) }), undefined], [visitWith({ duration: 1, days: [last] }), undefined],
    [visitWith({ draws: [] }), "slip-leaf"], [drawn({ task: "NOTHING" }), "slip-leaf"], [drawn({ stratum: "WEST" }), "slip-leaf"],
    [drawn({ rank: 0 }), "slip-leaf"], [drawn({ rank: own.n }), undefined], [drawn({ rank: own.n + 1 }), "slip-leaf"],
    [visitWith({ seats: E03.seats.map((one: any) => ({ ...one, pool: "NOTHING" })) }), "slip-leaf"], [visitWith({ seats: undefined }), "slip-leaf"],
    [visitWith({ seats: E03.seats.map((one: any) => ({ ...one, pool: plan.pools.find(({ id }) => !plan.tasks.find((task) => task.id === own.task)!.seats.some(({ pool }) => pool === id))!.id })) }), "slip-leaf"],
    [visitWith({ seats: [E03.seats[0], { ...E03.seats[1], inspector: E03.seats[0].inspector }] }), "slip-leaf"],
    [visitWith({ seats: [E03.seats[0], { ...E03.seats[1], inspector: "I-0000000000" }] }), "slip-leaf"],
    [visitWith({ seats: E03.seats.map(({ inspector: _, ...one }: any) => one), days: undefined, state: "unseated" }), undefined],
    [visitWith({ days: undefined }), "slip-leaf"], [{ visit: undated }, undefined], [visitWith({ state: "undated" }), "slip-leaf"], [visitWith({ state: "unpaired" }), "slip-leaf"],
    [visitWith({ duration: 2, days: [first] }), "slip-leaf"], [visitWith({ duration: 1, days: run(0, 2) }), "slip-leaf"],
    [visitWith({ duration: 2, days: [plan.days[0], plan.days[2]] }), "slip-leaf"], [visitWith({ duration: 2, days: [plan.days[1], plan.days[0]] }), "slip-leaf"],
    [visitWith({ duration: 1, days: ["2026-03-07"] }), "slip-leaf"], [visitWith({ duration: 2, days: [last, "2026-12-31"] }), "slip-leaf"],
    [reserveWith({}), undefined], [reserveWith({ rank: 2 }), "slip-leaf"], [reserveWith({ rank: north.n + north.reserves }), undefined],
    [reserveWith({ rank: north.n + north.reserves + 1 }), "slip-leaf"], [reserveWith({ task: "NOTHING" }), "slip-leaf"], [reserveWith({ stratum: "WEST" }), "slip-leaf"],
  ] as [any, string | undefined][]) {
    for (const log of [true, false]) {
      const { failed } = await withLeaf(leaf, [], log);
      assert.deepEqual([failed?.check, failed?.code], [expected && "slip-draw", expected], canonical(leaf as Json));
    }
  }
});

test("an entity of an undated leaf is replaced by the superior only, if its task has seats", async () => {
  const event = (more: object) => gone({ by: 3, visit: "E06", ...more });
  assert.deepEqual([(await withLeaf({ visit: undated }, [event({})])).failed, (await withLeaf({ visit: undated }, [event({ approved_by: "消防大队" })])).failed?.code], [undefined, "replace-approved"]);
  // Who sits in it can't be replaced: it is not dated.
  assert.equal((await withLeaf({ visit: undated }, [swap(SUPERIOR)])).failed?.code, "replace-visit");
});

test("an open outcome that has not ended reaches none", async () => {
  const open = new Held(filesIn("ceremony/bundle"));
  open.events.splice(13 - open.before.length);
  open.files.delete("evidence/openings.jsonl");
  const { verdict, context } = await verify(new MemorySource(open.build()));
  assert.equal(verdict.failed, undefined);
  const slipOf = (by: string) => {
    const made = jsonOf("ceremony/slips/replaced.json");
    const [, next] = made.replaced;
    Object.assign(next.event, { approved_by: by, skipped: [] });
    open.resign(next.event, by);
    const whole = new Held(filesIn("ceremony/bundle"));
    whole.events[placeOf(whole, "E01", 1)] = next.event;
    whole.build();
    const at = (index: number) => ({ hashes: inclusion(index, whole.entries), index });
    return { ...made, log: { checkpoint: checkpoint(whole.entries), ...at(12) }, replaced: [{ event: made.replaced[0].event, ...at(13) }, { event: next.event, ...at(14) }] };
  };
  const [good, bad] = [await check(slipOf("superior"), { bundle: context }), await check(slipOf("市场监管局"), { bundle: context })];
  assert.deepEqual([good.failed, good.teamNotes, bad.failed?.code], [undefined, [TURN_UNKNOWN], "replace-approved"]);
});

function placeOf({ events }: Held, visit: string, seat: number): number {
  return events.findIndex((event) => event["visit"] === visit && event["seat"] === seat);
}
