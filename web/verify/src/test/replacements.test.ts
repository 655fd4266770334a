// Sections 23.2 to 23.4 on the bundle of an open draw: where nothing is left, from which day on, and who stands aside.

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../bytes.js";
import { Remaining } from "../remaining.js";
import { MemorySource } from "../source.js";
import { verify, type CheckResult } from "../verify.js";
import { filesIn, Held, type AnyEvent } from "./ceremonies.js";
import { linesOf } from "./support.js";

type Change = (replacements: AnyEvent[]) => AnyEvent[];

/** What is wrong with the bundle if its replacements are these, each signed by who approves it. */
async function judged(change: Change): Promise<CheckResult | undefined> {
  const held = new Held(filesIn("ceremony/bundle"));
  const changed = change(held.events.filter((one) => one["event"] === "replace").map((one) => structuredClone(one)));
  for (const event of changed) held.resign(event, event["approved_by"]);
  const first = held.events.findIndex((one) => one["event"] === "replace");
  const rest = held.events.filter((one) => one["event"] !== "replace");
  held.events.splice(0, Infinity, ...rest.slice(0, first), ...changed, ...rest.slice(first));
  const selected = linesOf(held.files.get("draw/selected.jsonl")!).map((line) => JSON.parse(line));
  const taken = changed.flatMap((event) => selected.filter((one) => one.task === event["task"] && one.stratum === event["stratum"] && one.rank === event["by"]));
  const lines = linesOf(held.files.get("evidence/openings.jsonl")!).filter((line) => taken.some((one) => line.includes(`"id":"${one.entity}"`)));
  if (lines.length === 0) held.files.delete("evidence/openings.jsonl");
  else held.files.set("evidence/openings.jsonl", utf8(lines.map((line) => line + "\n").join("")));
  return (await verify(new MemorySource(held.build()))).verdict.failed;
}

const code = async (change: Change) => (await judged(change))?.code;

/** The event with the substitute, or days and team, that the rules give: the refusal names them. */
async function lawful(before: AnyEvent[], event: AnyEvent): Promise<AnyEvent> {
  const failed = await judged(() => [...before, { ...event, approved_by: "superior" }]);
  if (failed?.code === "replace-by") return { ...event, by: failed.expected };
  if (failed?.code !== "replace-team") return event;
  const [days, team] = JSON.parse(String(failed.expected));
  return { ...event, days, team };
}

const events = () => new Held(filesIn("ceremony/bundle")).events.filter((one) => one["event"] === "replace");
const swap = (visit: string, seat: number, more: object = {}): AnyEvent => ({
  approved_by: "市场监管局", by: "I-0000000000", date: "2026-03-02", draw: "COUNTY/1/2", event: "replace", kind: "inspector", nonce: "00".repeat(32),
  reason: "ill", seat, skipped: [], visit, ...more,
});

test("what is left at a place", () => {
  const at = (rank: number) => ({ task: "T", stratum: "S", rank });
  const remaining = new Remaining([{ id: "P", draws: [{ entity: "E1", ...at(1) }, { entity: "E2", ...at(2) }] }] as any);
  const told = [remaining.isAny("P")];
  const then = (act: () => void) => { act(); told.push(remaining.isAny("P")); };
  then(() => remaining.left(at(1)));
  then(() => remaining.left(at(2)));
  then(() => remaining.came(at(5), "P"));
  then(() => remaining.came(at(6), "Q"));
  then(() => remaining.left(at(5)));
  assert.deepEqual([told, remaining.isAny("Q"), remaining.isAny("R")], [[true, true, false, true, true, false], true, false]);
});

test("23.2: nobody is replaced in a visit of which nothing is left", async () => {
  const [, , first, , second] = events() as [AnyEvent, AnyEvent, AnyEvent, AnyEvent, AnyEvent];
  // E08 was drawn for two tasks; both go to reserves elsewhere.
  const one = await lawful([first], swap("E08", 0));
  assert.equal(await code(() => [first, one]), undefined);
  assert.equal(await code(() => [first, second, one]), "replace-over");
  assert.equal(await code(() => [first, one, second]), undefined);
});

test("23.2: nor in one that a replacement made, once its reserve is replaced; one that joined keeps it", async () => {
  const [, , first, next, joins] = events() as [AnyEvent, AnyEvent, AnyEvent, AnyEvent, AnyEvent];
  const one = await lawful([first], swap(first["visit"], 0));
  assert.equal(await code(() => [first, one]), undefined);
  assert.equal(await code(() => [first, next, one]), "replace-over");
  const later = await lawful([first, next, joins], swap(first["visit"], 0));
  assert.equal(await code(() => [first, next, joins, later]), undefined);
});

test("23.3: days are sought after the later of the date and the last day of who is replaced", async () => {
  const [, , first] = events() as [AnyEvent, AnyEvent, AnyEvent];
  const last = "2026-03-04";
  // The office writes any day before the last one: nothing follows from it.
  for (const date of ["2026-02-24", "2026-03-02", last]) {
    const event = await lawful([], { ...first, date });
    assert.deepEqual([event["days"], event["team"]], [first["days"], first["team"]], date);
    assert.ok(event["days"][0] > last);
    assert.equal(await code(() => [event]), undefined);
  }
  assert.equal(await code(() => [{ ...first, days: ["2026-03-03"] }]), "replace-team");
  assert.equal(await code(() => [{ ...first, days: [last] }]), "replace-team");
  const late = await lawful([], { ...first, date: "2026-03-05", approved_by: "superior" });
  assert.deepEqual([late["days"], await code(() => [late]), await code(() => [{ ...late, approved_by: "市场监管局" }])], [["2026-03-06"], undefined, "replace-approved"]);
});

test("23.4, case 6: who stands aside for what he gained leads to the superior", async () => {
  const [, , first] = events() as [AnyEvent, AnyEvent, AnyEvent];
  const visits = linesOf(filesIn("ceremony/bundle").get("draw/visits.jsonl")!).map((line) => JSON.parse(line));
  const told: (string | undefined)[] = [];
  for (const { id, seats } of visits) {
    for (let seat = 0; seat < seats.length; seat++) {
      const alone = await lawful([], swap(id, seat));
      const after = await lawful([first], swap(id, seat));
      assert.equal(await code(() => [alone]), undefined);
      const got = await judged(() => [first, after]);
      const aside = alone["by"] !== after["by"];
      assert.deepEqual([got?.code, /gained/.test(String(got?.expected))], aside ? ["replace-approved", true] : [undefined, false], `${id} ${seat}`);
      if (aside) assert.equal(await code(() => [first, { ...after, approved_by: "superior" }]), undefined);
      told.push(got?.code);
    }
  }
  assert.ok(told.includes(undefined) && told.includes("replace-approved"), told.join());
});

test("23.4, case 6: days and team of a reserve", async () => {
  const [, , first] = events() as [AnyEvent, AnyEvent, AnyEvent];
  // Whoever of the team was given another visit before, on one of these days, is not in it any more.
  const visits = linesOf(filesIn("ceremony/bundle").get("draw/visits.jsonl")!).map((line) => JSON.parse(line));
  const told: (string | undefined)[] = [];
  for (const { id, days, seats } of visits) {
    if (!days.includes(first["days"][0])) continue;
    for (let seat = 0; seat < seats.length; seat++) {
      const before = await lawful([], swap(id, seat));
      const event = await lawful([before], first);
      const aside = JSON.stringify([event["days"], event["team"]]) !== JSON.stringify([first["days"], first["team"]]);
      const got = await code(() => [before, event]);
      assert.equal(got, aside ? "replace-approved" : undefined, `${id} ${seat}`);
      if (aside) assert.equal(await code(() => [before, { ...event, approved_by: "superior" }]), undefined);
      told.push(got);
    }
  }
  assert.ok(told.includes("replace-approved"), told.join());
});

test("23.4: dates ascend within a visit, or within a stratum and task, and nowhere else", async () => {
  const all = events();
  const dated = (k: number, date: string): Change => (list) => list.map((event, i) => (i === k ? { ...event, date } : event));
  assert.equal(await code(() => all), undefined);
  for (const [k, expected] of [[0, undefined], [1, "replace-date"], [2, undefined], [3, "replace-date"], [4, undefined]] as const) {
    assert.equal(await code(dated(k, "2026-02-28")), expected, String(k));
    assert.equal(await code(dated(k, "2026-02-23")), "replace-date", String(k));
  }
});
