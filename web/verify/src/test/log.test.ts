// A copy of the log beside a bundle, and what cosignatures and beacons are worth.

import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, utf8 } from "../bytes.js";
import type { Options } from "../context.js";
import { checkOrder, gradeOf } from "../grade.js";
import { unfinishedIn, voidedIn } from "../log_copy.js";
import { KEYS_NOTE, LATER_NOTE, ONCE_NOTE, ROOM_NOTE, superiorSentence, unfinishedSentence, voidedSentence } from "../messages_verdict.js";
import { NamesInOrder } from "../names_in_order.js";
import { MemorySource, Unreadable, type Source } from "../source.js";
import type { CeremonyEvent } from "../types_events.js";
import type { Plan } from "../types.js";
import { verify } from "../verify.js";
import { checkpoint, filesIn, Held, logFolder, POLICY } from "./ceremonies.js";
import { goodBundle, writeManifest, type Files } from "./support.js";

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
  const lagging = logFolder([...hidden.entries, entry("roll"), entry("draw")]);
  assert.equal((await check(hidden.files, { log: lagging })).state, "sealed");
});

test("a copy of the log: its files", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  const files = held.build();
  const all = held.entries;
  const { length } = all;
  const tile = (name: string, entries: readonly Uint8Array[], more = 0): [string, Uint8Array] =>
    [`tile/entries/${name}`, concat(...entries.flatMap((one) => [new Uint8Array([one.length >> 8, one.length & 255]), one]), new Uint8Array(more))];
  const folder = (...parts: [string, Uint8Array][]): Source => new MemorySource(new Map(parts));
  const note: [string, Uint8Array] = ["checkpoint", utf8(checkpoint(all))];
  const own = tile(`000.p/${length}`, all);
  const code = async (log: Source) => (await check(files, { log })).failed?.code;
  assert.equal(await code(folder(note, own)), undefined);
  // What the checkpoint does not need is not looked at.
  const junk = new Uint8Array([1, 2, 3]);
  assert.equal(await code(folder(note, own, ["tile/0/000.p/19", junk], ["tile/entries/000", junk], ["tile/entries/000.p/200", junk], ["tile/entries/000.p/3", junk], ["more", junk])), undefined);
  for (const parts of [[own], [note], [note, tile("000", all)], [note, tile(`000.p/${length + 1}`, all)], [note, tile(`000.p/${length - 1}`, all)], []]) {
    await assert.rejects(check(files, { log: folder(...parts as [string, Uint8Array][]) }), Unreadable);
  }
  assert.equal(await code(folder(note, tile(`000.p/${length}`, all, 1))), "copy-file");
  assert.equal(await code(folder(note, tile(`000.p/${length}`, [...all, all[0]!]))), "copy-file");
  assert.equal(await code(folder(note, tile(`000.p/${length}`, all.slice(1)))), "copy-file");
  assert.equal(await code(folder(note, [own[0], own[1].subarray(0, -1)])), "copy-file");
  assert.equal(await code(folder(note, [own[0], new Uint8Array(0)])), "copy-file");
  assert.equal(await code(folder(note, [own[0], concat(own[1], new Uint8Array(256 * 65537))])), "copy-file");
});

test("24.6: the names of each draw's entries are in order; numbers announced twice are told as such", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  const files = held.build();
  const entry = (name: string, draw = "COUNTY/2/1") => utf8(`{"draw":"${draw}","event":"${name}","hash":"${"ab".repeat(32)}"}`);
  const given = async (...names: string[]) => {
    const { failed } = await check(files, { log: logFolder([...held.entries, ...names.map((name) => (name.includes("/") ? entry("announce", name) : entry(name)))]) });
    return failed === undefined ? "ok" : `${failed.check} ${failed.code}`;
  };
  const whole = ["announce", "share", "contribution", "close", "sign", "roll", "draw", "open", "replace", "open", "finish"];
  for (const [names, expected] of [
    [whole, "ok"], [whole.slice(0, 4), "ok"], [["announce", "void"], "ok"], [["announce", "close", "roll", "void"], "ok"],
    [["announce", "commitment", "contribution", "reveal"], "ok"],
    [["close"], "log copy-order"], [["announce", "sign"], "log copy-order"], [["announce", "roll"], "log copy-order"], [["announce", "close", "draw"], "log copy-order"],
    [["announce", "close", "close"], "log copy-order"], [["announce", "close", "contribution"], "log copy-order"], [["announce", "reveal", "commitment"], "log copy-order"],
    [["announce", "close", "roll", "sign"], "log copy-order"], [["announce", "close", "roll", "replace"], "log copy-order"], [["announce", "close", "roll", "finish"], "log copy-order"],
    [[...whole, "void"], "log copy-order"], [["announce", "void", "finish"], "log copy-order"], [["announce", "void", "void"], "log copy-order"],
    [["announce", "announce"], "numbers copy-announced"], [["announce", "void", "announce"], "numbers copy-announced"],
    [["announce", "announce", "sign"], "log copy-order"], [["announce", "announce", "party"], "log copy-event"],
    [["COUNTY/4294967295/1"], "numbers copy-numbers"], [["COUNTY/4294967296/1"], "log copy-draw"], [["COUNTY/2/4294967296"], "log copy-draw"],
    [["COUNTY/2/99999999999"], "log copy-draw"], [["COUNTY/2/1/1"], "log copy-draw"], [["COUNTY/+2/1"], "log copy-draw"],
  ] as [string[], string][]) assert.equal(await given(...names), expected, names.join());
  // As far as the names go, whatever stands between.
  const told = (...names: string[]) => {
    const order = new NamesInOrder();
    return names.map((name) => (order.next(name) === null ? "+" : "-")).join("");
  };
  assert.deepEqual([told(...whole), told("announce", "void"), told("share"), told("announce", "announce"), told("announce", "finish"), told("void")], ["+".repeat(11), "++", "-", "+-", "+-", "-"]);
});

test("without a copy of the log the verdict says what only a copy shows; it names the superior, and draws void after their close", async () => {
  for (const name of ["ceremony/bundle", "ceremony/announcement", "ceremony/void", "sealed/sealed", "sealed/bundle"]) {
    const files = filesIn(name);
    const { superior } = JSON.parse(new TextDecoder().decode(files.get("plan.json")));
    const log = new MemorySource(filesIn(`${name.split("/")[0]}/log`));
    const [alone, beside] = [await check(files), await check(files, { log })];
    assert.deepEqual([alone.failed, beside.failed, alone.superior, alone.voided, alone.unfinished], [undefined, undefined, superior, undefined, undefined], name);
    assert.deepEqual([alone, beside].map(({ notes }) => notes.includes(ONCE_NOTE)), [true, false], name);
    for (const { notes } of [alone, beside]) assert.ok(notes.some(({ en }) => en === superiorSentence(superior.name, superior.key).en), name);
    const voided = name === "ceremony/void" ? [] : ["COUNTY/1/1"];
    assert.deepEqual([beside.voided, beside.notes.some(({ zh }) => zh === voidedSentence(["COUNTY/1/1"]).zh)], [voided, voided.length > 0], name);
  }
  const plain = await verify(new MemorySource(goodBundle("tiny")));
  assert.deepEqual([plain.verdict.superior, plain.verdict.notes], [undefined, []]);
  const entry = (event: string, draw: string) => ({ draw, event });
  const entries = [
    entry("announce", "A/1/1"), entry("close", "A/1/1"), entry("void", "A/1/1"), entry("announce", "A/2/1"), entry("void", "A/2/1"), entry("announce", "A/3/1"),
    entry("announce", "A/4/1"), entry("announce", "A/5/1"), entry("close", "A/3/1"), entry("void", "A/3/1"), entry("close", "A/5/1"), entry("void", "A/5/1"),
  ];
  // Also those that were void later; none announced later.
  assert.deepEqual(voidedIn(entries, 6), ["A/1/1", "A/3/1"]);
  assert.deepEqual(unfinishedIn(entries, 7), ["A/4/1"]);
  assert.ok(unfinishedSentence(["A/4/1"]).en.includes("A/4/1"));
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
