// A copy of the log beside a bundle, and what cosignatures and beacons are worth.

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../bytes.js";
import type { Options } from "../context.js";
import { checkOrder, gradeOf } from "../grade.js";
import { unfinishedIn } from "../log_copy.js";
import { KEYS_NOTE, LATER_NOTE, ROOM_NOTE } from "../messages_verdict.js";
import { MemorySource } from "../source.js";
import type { CeremonyEvent } from "../types_events.js";
import type { Plan } from "../types.js";
import { verify } from "../verify.js";
import { checkpoint, filesIn, Held, logFolder, POLICY } from "./ceremonies.js";
import { writeManifest, type Files } from "./support.js";

const check = async (files: Files, options: Options = {}) => (await verify(new MemorySource(files), options)).verdict;

test("a copy of the log", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  const files = held.build();
  const entry = (event: string, draw = "COUNTY/1/2") => utf8(`{"draw":"${draw}","event":"${event}","hash":"${"ab".repeat(32)}"}`);
  const given = async (entries: Uint8Array[]) => check(files, { log: logFolder(entries) });
  const code = async (entries: Uint8Array[]) => (await given(entries)).failed?.code;
  const all = held.entries;
  assert.equal(await code(all), undefined);
  assert.equal(await code([...all, entry("announce", "COUNTY/2/1")]), undefined);
  assert.equal(await code([...all, entry("announce", "OTHER/9/9")]), "copy-authority");
  assert.equal(await code([...all, entry("announce", "COUNTYX/2/1")]), "copy-authority");
  const shorter = await given(all.slice(0, 12));
  assert.equal(shorter.failed, undefined);
  assert.ok(shorter.notes.some((note) => /lacks the last 7 entries/.test(note.en)));
  const swapped = all.slice();
  swapped[2] = entry("sign", "COUNTY/1/1");
  assert.equal(await code(swapped), "copy-other");
  const moved = all.slice(0, 12);
  moved[7] = entry("contribution");
  assert.equal(await code(moved), "copy-events");
  assert.equal(await code([...all, entry("replace")]), "copy-order");
  assert.equal(await code([...all, utf8("{}")]), "copy-entry");
  assert.equal(await code([...all, entry("close", "COUNTY/2/1")]), "copy-order");
  assert.equal(await code([...all, entry("announce", "COUNTY/02/1")]), "copy-draw");
  assert.equal(await code([...all, entry("party", "COUNTY/1/2")]), "copy-event");
  for (const draw of ["COUNTY/3/1", "COUNTY/1/4", "COUNTY/1/1"]) {
    const { failed } = await given([...all, entry("announce", draw)]);
    assert.equal(failed?.check, "numbers", draw);
  }
  const twice = [...all, entry("announce", "COUNTY/2/1"), entry("announce", "COUNTY/2/1")];
  assert.equal(await code(twice), "copy-announced");
  const hidden = new Held(filesIn("ceremony/announcement"));
  hidden.build();
  const lagging = logFolder([...hidden.entries, entry("draw")]);
  assert.equal((await check(hidden.files, { log: lagging })).state, "sealed");
  const broken = new MemorySource(new Map([["checkpoint", utf8(checkpoint(all))]]));
  assert.equal((await check(files, { log: broken })).failed?.code, "copy-file");
});

test("an event that the log has and the bundle hides", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  held.build();
  const all = held.entries;
  held.events.splice(9, 1);
  const files = held.build();
  assert.equal((await check(files, { log: logFolder(all) })).failed?.check, "log");
});

test("earlier draws that have not ended are named, and fail nothing", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  const files = held.build();
  const given = async (entries: Uint8Array[]) => check(files, { log: logFolder(entries) });
  const ended = await given(held.entries);
  const announced = held.before.map((line) => JSON.parse(new TextDecoder().decode(line))).filter((one) => one.event === "announce").map((one) => one.draw);
  assert.deepEqual([ended.failed, ended.unfinished, announced], [undefined, [], ["COUNTY/1/1"]]);
  // The same draw as the fourth of its office, whose earlier ones ended in different ways.
  const entry = (event: string, draw: string) => JSON.stringify({ draw, event, hash: "ab".repeat(32) });
  const lines = [entry("announce", "A/1/1"), entry("finish", "A/1/1"), entry("announce", "A/2/1"), entry("announce", "A/3/1"), entry("announce", "A/4/1"), entry("void", "A/3/1"), entry("announce", "A/5/1")];
  assert.deepEqual(unfinishedIn(lines.map((line) => JSON.parse(line)), 4), ["A/2/1"]);
});

test("grade: both checkpoints, and what is said beside it", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  held.laterAt = undefined;
  const alone = await check(held.build(), { policy: POLICY() });
  assert.deepEqual([alone.failed, alone.grade, alone.notes.includes(LATER_NOTE), alone.notes.includes(ROOM_NOTE)], [undefined, "attested", true, false]);
  assert.equal((await check(held.files, { policy: POLICY(), require: "anchored" })).failed?.check, "grade");
  held.laterAt = 1772100000;
  const both = await check(held.build(), { policy: POLICY() });
  assert.deepEqual([both.failed, both.grade, both.notes.includes(LATER_NOTE), both.notes.includes(ROOM_NOTE)], [undefined, "anchored", false, true]);
  assert.deepEqual([both.quorumTime, both.attested!.map((one) => one.key.slice(0, 4))], [1772000000, ["ed49", "ca93"]]);
  assert.ok(both.notes.includes(KEYS_NOTE));
  const forged = new TextDecoder().decode(held.files.get("evidence/checkpoint")).replace(/(— witness-a\S* .{30})(.)/, (_, a, b) => a + (b === "A" ? "B" : "A"));
  held.files.set("evidence/checkpoint", utf8(forged));
  writeManifest(held.files);
  assert.equal((await check(held.files, { policy: POLICY() })).failed?.code, "checkpoint-cosignature");
  const without = await check(held.files);
  assert.deepEqual([without.failed, without.notes.includes(LATER_NOTE)], [undefined, false]);
});

test("order and grade of a beacon", () => {
  const plan = (round: number, purpose = "official") => ({ purpose, final: { source: "drand", round }, keys: [] }) as unknown as Plan;
  const time = 1692803367 + 3000;
  checkOrder(plan(1201), time);
  checkOrder(plan(1), null);
  assert.throws(() => checkOrder(plan(1200), time), /order-beacon/);
  const roll = [{ event: "roll" }] as unknown as CeremonyEvent[];
  const grades = [
    gradeOf(plan(1201), [], { time, confirmed: false }), gradeOf(plan(1201), roll, { time, confirmed: true }), gradeOf(plan(1201), roll, { time, confirmed: false }),
    gradeOf(plan(1), roll, { time: null, confirmed: true }), gradeOf(plan(1, "rehearsal"), [], { time, confirmed: true }),
  ];
  assert.deepEqual(grades, ["anchored", "anchored", "operator-only", "operator-only", "rehearsal"]);
});
