// Draws held as a ceremony: the vectors, and what must fail where.

import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, hex, utf8 } from "../bytes.js";
import type { Options } from "../context.js";
import { sha256 } from "../sha256.js";
import { MemorySource } from "../source.js";
import { verify } from "../verify.js";
import { why } from "../why.js";
import { filesIn, Held, keyByte, POLICY, signature, type AnyEvent } from "./ceremonies.js";
import { linesOf, writeManifest, type Files } from "./support.js";

const check = async (files: Files, options: Options = {}) => (await verify(new MemorySource(files), options)).verdict;
const bundle = () => new Held(filesIn("ceremony/bundle")).build();
const wholeLog = () => new MemorySource(filesIn("ceremony/log"));

test("the vectors: grades, states, who signed", async () => {
  for (const [name, grade, anchored, state, later, checks] of [
    ["void", "operator-only", "operator-only", "void", "void", 14],
    ["announcement", "attested", "anchored", "announced", "finished", 14],
    ["bundle", "attested", "anchored", "finished", "finished", 25],
  ] as const) {
    const files = filesIn(`ceremony/${name}`);
    const alone = await check(files);
    assert.deepEqual([alone.failed, alone.grade, alone.state, alone.results.length], [undefined, grade, state, checks], name);
    const known = await check(files, { policy: POLICY(), log: wholeLog(), today: "2030-01-01" });
    assert.deepEqual([known.failed, known.grade, known.state, known.overdue], [undefined, anchored, later, false], name);
    if (name === "void") assert.match(known.voidReason!, /名单/);
    else assert.deepEqual([known.attested?.map((one) => one.label), known.witnesses, known.quorumTime],
      [["市场监管局", "消防大队"], [{ name: "witness-a.example", time: 1772000000 }], 1772000000]);
  }
  const today = async (day: string) => (await check(filesIn("ceremony/announcement"), { today: day })).overdue;
  assert.deepEqual([await today("2020-01-01"), await today("2030-01-01")], [false, true]);
  assert.equal((await check(filesIn("ceremony/bundle"), { require: "anchored" })).failed?.check, "grade");
});

test("the vectors: a third attempt, and a beacon's draw that was void before its close", async () => {
  const third = await check(filesIn("ceremony/third"), { policy: POLICY() });
  assert.deepEqual([third.failed, third.state], [undefined, "announced"]);
  const previous = linesOf(filesIn("ceremony/third").get("evidence/previous.jsonl")!).map((line) => JSON.parse(line).event);
  assert.deepEqual(previous.map(({ draw, event }) => `${draw} ${event}`),
    ["COUNTY/1/1 announce", "COUNTY/1/1 close", "COUNTY/1/1 void", "COUNTY/1/2 announce", "COUNTY/1/2 void"]);
  const beacon = await check(filesIn("ceremony/beacon"));
  const events = linesOf(filesIn("ceremony/beacon").get("evidence/events.jsonl")!).map((line) => JSON.parse(line).event);
  assert.ok(events[0].round > 0);
  assert.deepEqual([beacon.failed, beacon.beaconSignatureChecked], [undefined, false]);
});

test("why: the same answer for all before the outcome", async () => {
  for (const name of ["void", "announcement"]) {
    const { context } = await verify(new MemorySource(filesIn(`ceremony/${name}`)));
    const answers = ["E01", "E02", "NOBODY"].map((id) => JSON.stringify(why(context, id)));
    assert.equal(new Set(answers).size, 1);
    assert.ok(!answers[0]!.includes("E01"));
  }
});

test("the test office makes the same bundle", async () => {
  for (const name of ["bundle", "announcement"]) {
    const held = new Held(filesIn(`ceremony/${name}`));
    const before = new Map(held.files);
    held.build();
    for (const [file, bytes] of held.files) assert.deepEqual(Buffer.from(bytes), Buffer.from(before.get(file)!), file);
  }
});

type Change = (events: AnyEvent[], held: Held) => void;
const find = (events: AnyEvent[], name: string, k = 0) => events.filter((event) => event["event"] === name)[k]!;
const replace = (k: number, change: (event: AnyEvent) => void, by?: string): Change => (events, held) => {
  const event = find(events, "replace", k);
  change(event);
  if (by) held.resign(event, by);
};

const CHANGES: readonly [string, string, Change][] = [
  ["events", "another plan", (e) => { find(e, "announce")["plan"] = "00".repeat(32); }],
  ["events", "a contribution of nobody", (e) => { find(e, "contribution")["label"] = "路人"; }],
  ["events", "a contribution twice", (e) => { e.splice(2, 0, e[1]!); }],
  ["events", "a contribution after the close", (e) => { e.splice(4, 0, ...e.splice(1, 1)); }],
  ["events", "no close", (e) => { e.splice(3, 1); }],
  ["events", "a signature of somebody else", (e, h) => { find(e, "sign")["signature"] = signature(0x04, "mq1/attest", h.P, h.close); }],
  ["events", "signed twice", (e) => { e.splice(5, 0, find(e, "sign")); }],
  ["events", "one recorder", (e) => { find(e, "roll")["records"].pop(); }],
  ["events", "the same recorder twice", (e) => { for (const one of find(e, "roll")["records"]) one.recorder = "甲"; }],
  ["events", "another draw", (e) => { find(e, "finish")["draw"] = "COUNTY/1/3"; }],
  ["events", "something after the finish", (e) => { e.push({ ...find(e, "replace") }); }],
  ["events", "no finish", (e) => { e.pop(); e.pop(); }],
  ["events", "sealed keys in an open draw", (e) => { find(e, "finish")["secret"] = "11".repeat(32); }],
  ["format", "an unknown key", (e) => { find(e, "finish")["note"] = "x"; }],
  ["format", "an unknown event", (e) => { find(e, "finish")["event"] = "end"; }],
  ["log", "closed after the roll", (_, h) => { h.closedAt = 12; }],
  ["log", "closed before the close", (_, h) => { h.closedAt = 8; }],
  ["ceremony", "another D", (e, h) => {
    find(e, "close")["close"] = "00".repeat(32);
    for (const [k, label] of ["市场监管局", "消防大队"].entries()) find(e, "sign", k)["signature"] = signature(keyByte(label), "mq1/attest", h.P, h.close);
  }],
  ["record", "another record", (e) => { find(e, "finish")["record"] = "00".repeat(32); }],
  ["format", "a signature in upper case", (e) => { find(e, "sign")["signature"] = find(e, "sign")["signature"].toUpperCase(); }],
  ["format", "a signature too short", (e) => { find(e, "sign")["signature"] = find(e, "sign")["signature"].slice(2); }],
  ["format", "a signature of a replacement in upper case", replace(0, (e) => { e["signature"] = e["signature"].toUpperCase(); })],
  ["format", "a signature of a replacement that is empty", replace(0, (e) => { e["signature"] = ""; })],
  ["replacements", "joins a visit that a replacement made, not by the superior", replace(4, (e) => { e["approved_by"] = "消防大队"; }, "消防大队")],
  ["replacements", "a reason that is none", replace(0, (e) => { e["reason"] = "tired"; }, "市场监管局")],
  ["replacements", "another substitute", replace(0, (e) => { e["by"] = "I-7CF5606C8C"; }, "市场监管局")],
  ["replacements", "nobody though there is somebody", replace(0, (e) => { delete e["by"]; }, "市场监管局")],
  ["replacements", "after the visit", replace(0, (e) => { e["date"] = "2026-03-06"; }, "市场监管局")],
  ["replacements", "a seat that there is not", replace(0, (e) => { e["seat"] = 7; }, "市场监管局")],
  ["replacements", "a visit that there is not", replace(0, (e) => { e["visit"] = "E99"; }, "市场监管局")],
  ["replacements", "a replacement that is not signed", replace(0, (e) => { delete e["signature"]; })],
  ["replacements", "signed by another", replace(0, () => undefined, "消防大队")],
  ["replacements", "approved by nobody", replace(0, (e) => { e["approved_by"] = ""; }, "superior")],
  ["replacements", "the second not by the superior", replace(1, (e) => { e["approved_by"] = "市场监管局"; }, "市场监管局")],
  ["replacements", "skipped without reason", replace(1, (e) => { e["skipped"][0]["reason"] = "lazy"; }, "superior")],
  ["replacements", "nobody skipped", replace(1, (e) => { e["skipped"] = []; }, "superior")],
  ["replacements", "approved by somebody without a key", replace(2, (e) => { e["approved_by"] = "分管领导"; }, "superior")],
  ["replacements", "another place of the reserve", replace(2, (e) => { e["visit"] = "E99"; }, "市场监管局")],
  ["replacements", "no place of the reserve", replace(4, (e) => { delete e["visit"]; }, "superior")],
  ["replacements", "after the last day, not by the superior", replace(4, (e) => { Object.assign(e, { approved_by: "消防大队", date: "2026-03-09" }); }, "消防大队")],
  ["replacements", "dated before the one before it in its visit", replace(1, (e) => { e["date"] = "2026-03-01"; }, "superior")],
  ["replacements", "dated before the one before it in its stratum", replace(3, (e) => { e["date"] = "2026-03-01"; }, "superior")],
  ["replacements", "other days", replace(2, (e) => { e["days"] = ["2026-03-04"]; })],
  ["replacements", "a team turned round", replace(2, (e) => { e["team"].reverse(); })],
  ["replacements", "the next reserve but one", replace(2, (e) => { e["by"] = 4; })],
  ["replacements", "a rank that was not drawn", replace(2, (e) => { e["rank"] = 4; })],
  ["replacements", "replaced twice", replace(3, (e) => { e["rank"] = 1; }, "superior")],
  ["replacements", "joins with days", replace(4, (e) => { e["days"] = ["2026-03-04"]; e["team"] = ["I-817442FC83"]; }, "superior")],
];

for (const [name, what, change] of CHANGES) {
  test(`${name}: ${what}`, async () => {
    const held = new Held(filesIn("ceremony/bundle"));
    change(held.events, held);
    const verdict = await check(held.build(), { policy: POLICY() });
    assert.equal(verdict.failed?.check, name, JSON.stringify(verdict.failed));
  });
}

test("an announcement whose D is another, and one with a later last event", async () => {
  const held = new Held(filesIn("ceremony/announcement"));
  held.events.splice(4);
  held.events[3]!["close"] = "00".repeat(32);
  assert.equal((await check(held.build())).failed?.code, "ceremony-close");
  const late = new Held(filesIn("ceremony/announcement"));
  late.events.push(find(new Held(filesIn("ceremony/bundle")).events, "roll"));
  assert.equal((await check(late.build())).failed?.code, "event-last");
});

function edited(file: string, change: (text: string) => string): Files {
  const files = bundle();
  files.set(file, utf8(change(new TextDecoder().decode(files.get(file)))));
  writeManifest(files);
  return files;
}

test("log: signatures, origins, cosignatures, policy", async () => {
  const other = (letter: string) => (letter === "A" ? "B" : "A");
  const flip = (name: string) => (text: string) => text.replace(new RegExp(`(— ${name}\\S* .{30})(.)`), (_, a, b) => a + other(b));
  const code = async (files: Files, options: Options = {}) => (await check(files, options)).failed?.code;
  assert.equal(await code(edited("evidence/checkpoint", flip("log"))), "checkpoint-signature");
  assert.equal(await code(edited("evidence/checkpoint", (text) => text.replace(/— log/, "— lag"))), "checkpoint-unsigned");
  assert.equal(await code(edited("evidence/checkpoint", (text) => text.replace(/^log/, "lag"))), "checkpoint-origin");
  assert.equal(await code(edited("evidence/checkpoint", (text) => text.replace("\n19\n", "\n019\n"))), "checkpoint-form");
  assert.equal(await code(edited("evidence/checkpoint", () => "x".repeat(70000))), "checkpoint-long");
  const forged = edited("evidence/closed", flip("witness-a"));
  assert.equal(await code(forged), undefined);
  assert.equal(await code(forged, { policy: POLICY() }), "checkpoint-cosignature");
  const key = concat(new Uint8Array([1]), new Uint8Array(32).fill(9));
  const id = hex(sha256(utf8("example.org/x\n"), key)).slice(0, 8);
  const elsewhere = (digits: string) => POLICY().replace(/log log\S*/, `log example.org/x+${digits}+${Buffer.from(key).toString("base64")}`);
  assert.equal(await code(bundle(), { policy: elsewhere(id) }), "log-policy");
  await assert.rejects(check(bundle(), { policy: elsewhere("00000000") }), /policy, line 2/);
});

test("files: what the events ask for", async () => {
  const unreadable = edited("evidence/events.jsonl", (text) => text.replace("{", "{ "));
  assert.equal((await check(unreadable)).failed?.check, "format");
  unreadable.delete("draw/record.json");
  writeManifest(unreadable);
  assert.equal((await check(unreadable)).failed?.check, "files");
  const without = bundle();
  without.delete("evidence/openings.jsonl");
  writeManifest(without);
  assert.equal((await check(without)).failed?.code, "opening-file");
  const surplus = filesIn("ceremony/announcement");
  surplus.set("sealed/capsules.jsonl", new Uint8Array(0));
  writeManifest(surplus, "mq1/announcement");
  assert.equal((await check(surplus)).failed?.code, "file-extra");
  const asSealed = filesIn("ceremony/announcement");
  writeManifest(asSealed, "mq1/sealed");
  assert.equal((await check(asSealed)).failed?.code, "file-kind");
});
