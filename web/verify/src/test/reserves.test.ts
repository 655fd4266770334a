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
