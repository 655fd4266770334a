// Trust policies: groups, quorums, the time at which they are met, and what is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, hex, utf8 } from "../bytes.js";
import { tileName } from "../log_files.js";
import { quorumTime, readPolicy, WrongPolicy } from "../policy.js";
import { checkFile } from "../check_file.js";
import { sha256 } from "../sha256.js";
import { MemorySource } from "../source.js";
import { verify } from "../verify.js";
import { goodBundle } from "./support.js";

function key(name: string, type: number, byte: number): string {
  const bytes = concat(new Uint8Array([type]), new Uint8Array(32).fill(byte));
  return `${name}+${hex(sha256(utf8(`${name}\n`), bytes)).slice(0, 8)}+${Buffer.from(bytes).toString("base64")}`;
}

const LOG = `log ${key("log", 1, 1)}`;
const WITNESSES = [1, 2, 3, 4].map((i) => `witness w${i}\t${key(`name${i}`, 4, 10 + i)}  https://example.org`);
const text = (...lines: string[]) => ["# policy", "", LOG, ...WITNESSES, ...lines].map((line) => line + "\n").join("");

test("groups and quorums: when they are met", () => {
  const cases: [string[], number | null][] = [
    [["quorum none"], null],
    [["quorum w2"], 20],
    [["quorum w4"], null],
    [["group g any w3 w1 w2", "quorum g"], 10],
    [["group g all w3 w1 w2", "quorum g"], 30],
    [["group g all w1 w4", "quorum g"], null],
    [["group g 2 w1 w2 w3 w4", "quorum g"], 20],
    [["group g 4 w1 w2 w3 w4", "quorum g"], null],
    [["group a all w2 w3", "group b any w1 w4", "group c all a b", "quorum c"], 30],
  ];
  for (const [lines, expected] of cases) {
    const policy = readPolicy(text(...lines));
    const at = (i: number, time: number) => ({ key: policy.witnesses[i]!.key, time });
    const signed = [at(2, 30), at(0, 40), at(1, 20), at(0, 10)];
    assert.equal(quorumTime(policy, signed), expected, lines.join("; "));
  }
});

test("what is no policy", () => {
  for (const lines of [
    [], ["quorum w1", "quorum w1"], ["quorum w9"], ["group g any", "quorum g"], ["group g any w9", "quorum g"], ["group g any w1 w1", "quorum g"],
    ["group g 0 w1", "quorum g"], ["group g 2 w1", "quorum g"], ["group g most w1", "quorum g"], ["group w1 any w2", "quorum w1"],
    ["quorum g", "group g any w1"], ["trust w1", "quorum w1"], ["quorum"], [`witness w5 ${key("log", 1, 1)}`, "quorum w5"],
    [`log ${key("x", 4, 1)}`, "quorum w1"], [`witness w5 ${key("again", 4, 11)}`, "quorum w5"], [`witness w1 ${key("name9", 4, 19)}`, "quorum w1"],
  ]) assert.throws(() => readPolicy(text(...lines)), WrongPolicy, lines.join("; "));
  assert.throws(() => readPolicy("quorum none\n"), /no log/);
});

const BASE = utf8(text("quorum none"));
const before = (...first: (string | number[])[]) => concat(...first.map((one) => (typeof one === "string" ? utf8(one) : new Uint8Array(one))), BASE);

test("bytes: size, ends of lines, byte order marks, comments", () => {
  const filled = (length: number) => before(`#${"x".repeat(length - BASE.length - 2)}\n`);
  assert.deepEqual([filled(1048576).length, filled(1048577).length], [1048576, 1048577]);
  for (const [bytes, good] of [
    [BASE, true], [filled(1048576), true], [filled(1048577), false],
    [BASE.subarray(0, -1), false], [concat(BASE, utf8("\n")), true], [concat(BASE, utf8(" ")), false], [new Uint8Array(0), false], [utf8("\n"), false],
    [before("\r\n"), false], [before("# x\r\n"), false], [before("#\r#\n"), false], [utf8(new TextDecoder().decode(BASE).replaceAll("\n", "\r\n")), false],
    [before([0xef, 0xbb, 0xbf]), false], [before([0xef, 0xbb, 0xbf], "\n"), false], [before("# \ufeff\n"), true],
    [before("#", [0xff, 0xc0, 0x80], "\n"), true], [before(" \t #", [0xff], "\n"), true], [before(" \t \n"), true],
    [before([0xff], "\n"), false], [before(" ", [0xff], "#\n"), false], [before("\u000b\n"), false], [before("\u00a0\n"), false], [before("\u0000\n"), false],
  ] as [Uint8Array, boolean][]) {
    if (good) readPolicy(bytes);
    else assert.throws(() => readPolicy(bytes), WrongPolicy, JSON.stringify(new TextDecoder().decode(bytes.subarray(0, 30))));
  }
  // A line that is not UTF-8, though a word of it might have been.
  const address = (...bytes: number[]) => concat(BASE, utf8(`log ${key("other", 1, 2)} `), new Uint8Array([...bytes, 0x0a]));
  readPolicy(address(0xe4, 0xb8, 0xad));
  assert.throws(() => readPolicy(address(0xe4, 0xb8)), WrongPolicy);
});

test("words: how many, which names are defined, and which keys and witnesses are there twice", () => {
  const other = key("other", 1, 2);
  const fifth = key("name5", 4, 15);
  for (const [lines, good] of [
    [[`log ${other}`, "quorum none"], true], [[`log ${other} https://log.example/`, "quorum none"], true], [[`log ${other} https://log.example/ more`, "quorum none"], false],
    [[` \tlog\t${other} `, "quorum none"], true], [["log", "quorum none"], false], [[LOG, "quorum none"], false], [[`log ${key("log2", 1, 1)}`, "quorum none"], false],
    [[`log ${key("log", 1, 2)}`, "quorum none"], true],
    [[`witness w5 ${fifth}`, "quorum w5"], true], [[`witness w5 ${fifth} address`, "quorum w5"], true], [[`witness w5 ${fifth} address more`, "quorum w5"], false],
    [["witness w5", "quorum none"], false], [["witness", "quorum none"], false], [[`witness none ${fifth}`, "quorum none"], false],
    [[`witness w5 ${key("name5", 4, 11)}`, "quorum none"], false], [[`witness w5 ${key("name1", 4, 15)}`, "quorum none"], true],
    [["quorum w1 w2"], false], [["quorum none none"], false], [["quorum none", "quorum none"], false], [["quorum none", "quorum w1"], false],
    [["quorum any"], false], [["quorum g", "group g any w1"], false], [["quorum w1", "group g any w1"], true],
    [["group none any w1", "quorum none"], false], [["group g any none", "quorum g"], false], [["group g any g", "quorum g"], false], [["group g", "quorum none"], false],
    [["group g any w1", "group g any w2", "quorum g"], false], [["group any any w1", "quorum any"], true],
    [["group g 01 w1", "quorum g"], false], [["group g +1 w1", "quorum g"], false], [["group g 2 w1 w2", "quorum g"], true], [["group g 3 w1 w2", "quorum g"], false],
    [["group a any w1", "group b any w2", "group c all a b", "quorum c"], true],
    [["group a any w1", "group c all a w1", "quorum c"], false],
    [["group a any w1 w2", "group b any w2 w3", "group c any a b", "quorum c"], false],
    [["group a any w1", "group b any a", "group c any b", "group d any c a", "quorum d"], false],
    [["group a any w1", "group b any w1 w2", "quorum b"], false],
    [["Quorum none"], false], [["quorum\u00a0none"], false],
  ] as [string[], boolean][]) {
    if (good) readPolicy(text(...lines));
    else assert.throws(() => readPolicy(text(...lines)), WrongPolicy, lines.join("; "));
  }
});

test("what is no policy gives no verdict", async () => {
  const source = new MemorySource(goodBundle("tiny"));
  for (const policy of ["", "quorum none\n", text("quorum none").slice(0, -1)]) {
    await assert.rejects(verify(source, { policy }), WrongPolicy);
    await assert.rejects(checkFile(utf8("{}\n"), { as: "slip", policy }), WrongPolicy);
  }
  assert.equal((await checkFile(utf8("{}\n"), { as: "slip", policy: text("quorum none") })).failed?.check, "slip-format");
});

test("names of tiles", () => {
  for (const [n, name] of [[0, "000"], [999, "999"], [1000, "x001/000"], [1234067, "x001/x234/067"]] as const) assert.equal(tileName(n), name);
});
