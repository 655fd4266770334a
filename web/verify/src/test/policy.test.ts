// Trust policies: groups, quorums, the time at which they are met, and what is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, hex, utf8 } from "../bytes.js";
import { tileName } from "../log_files.js";
import { quorumTime, readPolicy, WrongPolicy } from "../policy.js";
import { sha256 } from "../sha256.js";

function key(name: string, type: number, byte: number): string {
  const bytes = concat(new Uint8Array([type]), new Uint8Array(32).fill(byte));
  return `${name}+${hex(sha256(utf8(`${name}\n`), bytes)).slice(0, 8)}+${Buffer.from(bytes).toString("base64")}`;
}

const LOG = `log ${key("log", 1, 1)}`;
const WITNESSES = [1, 2, 3, 4].map((i) => `witness w${i}\t${key(`name${i}`, 4, 10 + i)}  https://example.org`);
const text = (...lines: string[]) => ["# policy", "", LOG, ...WITNESSES, ...lines].join("\n");

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
  assert.throws(() => readPolicy("quorum none"), /no log/);
});

test("names of tiles", () => {
  for (const [n, name] of [[0, "000"], [999, "999"], [1000, "x001/000"], [1234067, "x001/x234/067"]] as const) assert.equal(tileName(n), name);
});
