// A reserve that comes in: what section 23.3 says where no team can be found.

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../bytes.js";
import { MemorySource } from "../source.js";
import { verify, type Verdict } from "../verify.js";
import { filesIn, Held, type AnyEvent } from "./ceremonies.js";
import { linesOf } from "./support.js";

/** The bundle without what comes after its third replacement, and without the openings that this needed. */
async function runReplacement(change: (event: AnyEvent) => void): Promise<Verdict> {
  const held = new Held(filesIn("ceremony/bundle"));
  const event = held.events.filter((one) => one["event"] === "replace")[2]!;
  held.events.splice(held.events.indexOf(event) + 1, 2);
  // The superior may approve anything, at any date.
  event["approved_by"] = "superior";
  change(event);
  held.resign(event, "superior");
  const taken = linesOf(held.files.get("draw/selected.jsonl")!).map((line) => JSON.parse(line))
    .find((line) => line.task === event["task"] && line.stratum === event["stratum"] && line.rank === event["by"])!.entity;
  const lines = linesOf(held.files.get("evidence/openings.jsonl")!).filter((line) => line.includes(`"id":"${taken}"`));
  held.files.set("evidence/openings.jsonl", utf8(lines.map((line) => line + "\n").join("")));
  return (await verify(new MemorySource(held.build()))).verdict;
}

test("a reserve for whom there are no days, or not enough people", async () => {
  const without = (event: AnyEvent) => { delete event["days"]; delete event["team"]; };
  const none = (skipped: unknown) => (event: AnyEvent) => { without(event); Object.assign(event, { date: "2026-12-31", skipped }); };
  assert.equal((await runReplacement(none([]))).failed, undefined);
  assert.equal((await runReplacement(none([[], []]))).failed?.code, "replace-skipped");
  const skipped: { inspector: string; reason: string }[] = [];
  const [first] = new Held(filesIn("ceremony/bundle")).events.filter((one) => one["event"] === "replace")[2]!["team"];
  for (let team: string[] = [first]; team.length > 0;) {
    skipped.push({ inspector: team[0]!, reason: "ill" });
    const verdict = await runReplacement((event) => { without(event); event["skipped"] = [skipped, []]; });
    if (verdict.ok) {
      assert.ok(skipped.length > 1);
      const more = await runReplacement((event) => { without(event); event["skipped"] = [skipped, skipped.slice(0, 1)]; });
      assert.equal(more.failed?.code, "replace-skipped");
      return;
    }
    const [days, next] = JSON.parse(String(verdict.failed!.expected));
    assert.equal((await runReplacement((event) => Object.assign(event, { days, team: next, skipped: [skipped, []] }))).failed, undefined);
    team = next;
  }
});

test("16: a reserve that another task drew is opened already, and no further file is there", async () => {
  const judged = async (openings: string | undefined, ...taken: object[]) => {
    const held = new Held(filesIn("sealed/bundle"), "sealed/log/tile/entries/000.p/41");
    const at = held.events.findIndex((one) => one["event"] === "replace" && one["kind"] === "entity");
    const base = { ...held.events[at]!, approved_by: "superior", stratum: "ALL", task: "FIRE", skipped: [] };
    const events = taken.map((more) => ({ ...base, ...more }) as AnyEvent);
    for (const event of events) held.resign(event, "superior");
    held.events.splice(at, 1, ...events);
    if (openings === undefined) held.files.delete("evidence/openings.jsonl");
    else held.files.set("evidence/openings.jsonl", utf8(openings));
    const { failed } = (await verify(new MemorySource(held.build()))).verdict;
    return failed === undefined ? "ok" : `${failed.check} ${failed.code}`;
  };
  const files = filesIn("sealed/bundle");
  const own = linesOf(files.get("evidence/openings.jsonl")!).map((line) => line + "\n").join("");
  const drawn = linesOf(files.get("draw/openings.jsonl")!).find((line) => line.includes('"id":"E08"'))! + "\n";
  assert.ok(own.includes("LIFT-2"));
  // E08 is the third of the one task, and was drawn for the other.
  const e08 = { rank: 1, by: 3, visit: "E08" };
  const lift2 = { rank: 2, by: 4, visit: "E05" };
  assert.equal(await judged(undefined, e08), "ok");
  for (const text of ["", own, drawn]) assert.equal(await judged(text, e08), "openings opening-file");
  // One who was not is opened, and nobody else.
  assert.equal(await judged(undefined, e08, lift2), "openings opening-file");
  assert.equal(await judged(drawn, e08, lift2), "openings opening-extra");
  assert.equal(await judged(drawn + own, e08, lift2), "openings opening-extra");
  assert.equal(await judged("", e08, lift2), "openings opening-missing");
  const both = await judged(own, e08, lift2);
  assert.ok(!both.startsWith("openings"), both);
});
