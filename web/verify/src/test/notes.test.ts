// Notes and checkpoints (sections 24.3 and 24.4): what is one, wherever it stands.

import assert from "node:assert/strict";
import { test } from "node:test";
import { concat, hex, utf8 } from "../bytes.js";
import { cosignatures, readCheckpoint } from "../checkpoint.js";
import { LOG_KEY, verifierKey, WITNESS_KEY } from "../keys.js";
import { Refusal } from "../refusal.js";
import { sha256 } from "../sha256.js";
import { checkpoint } from "./ceremonies.js";
import { vector } from "./support.js";

const b64 = (length: number) => Buffer.from(new Uint8Array(length).fill(7)).toString("base64");
const line = (name = "a.example", encoded = b64(68)) => `\u2014 ${name} ${encoded}\n`;
const note = (lines: string, size = "5", root = b64(32)) => `log.example\n${size}\n${root}\n\n${lines}`;

function read(text: string | Uint8Array): string {
  try {
    readCheckpoint(typeof text === "string" ? utf8(text) : text, "x");
    return "ok";
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
}

test("how many signatures a note has, and of which form", () => {
  for (const [text, expected] of [
    [note(line()), "ok"],
    [note(line().repeat(100)), "ok"],
    [note(line().repeat(101)), "checkpoint-form"],
    [note(""), "checkpoint-form"],
    [note("\n"), "checkpoint-form"],
    [note(line("a", b64(5))), "ok"],
    [note(line("a", b64(4))), "checkpoint-form"],
    [note(line("a", b64(68).replace(/=+$/, ""))), "checkpoint-form"],
    [note(line("a", b64(68).replace(/.=$/, "f="))), "checkpoint-form"],
    [note(line("a") + "\n" + line("b")), "checkpoint-form"],
    [note(line().replace("\u2014 ", "\u2014  ")), "checkpoint-form"],
    [note(line().replace("\n", " \n")), "checkpoint-form"],
    [note(line().replace("\u2014", "-")), "checkpoint-form"],
    [note(line().slice(0, -1)), "checkpoint-form"],
    [note(line().replace("\n", "\r\n")), "checkpoint-form"],
    [concat(utf8(note(line())).subarray(0, 20), new Uint8Array([0xff]), utf8(note(line())).subarray(20)), "checkpoint-form"],
  ] as [string | Uint8Array, string][]) assert.equal(read(text), expected, JSON.stringify(String(text).slice(-60)));
});

test("names are those of keys", () => {
  const names: [string, boolean][] = [
    ["a", true], ["見證.example/\u00e9", true], ["x".repeat(255), true], ["x".repeat(256), false], ["é".repeat(127), true], ["é".repeat(128), false],
    ["a+b", false], ["a\u00a0b", false], ["a\u3000b", false], ["a\u2028b", false], ["a\u0085b", false], ["a\u007fb", false], ["a\tb", false],
  ];
  const bytes = concat(new Uint8Array([LOG_KEY]), new Uint8Array(32).fill(9));
  const key = (name: string) => `${name}+${hex(sha256(utf8(`${name}\n`), bytes)).slice(0, 8)}+${Buffer.from(bytes).toString("base64")}`;
  for (const [name, good] of names) {
    assert.equal(read(note(line(name))), good ? "ok" : "checkpoint-form", JSON.stringify(name.slice(0, 9)));
    assert.equal(verifierKey(key(name), LOG_KEY) !== null, good, JSON.stringify(name.slice(0, 9)));
  }
  assert.equal(verifierKey(key(""), LOG_KEY), null);
});

test("sizes, roots and length", () => {
  for (const [text, expected] of [
    [note(line(), "0"), "ok"], [note(line(), "9007199254740991"), "ok"], [note(line(), "9007199254740992"), "checkpoint-form"],
    [note(line(), "9007199254740993"), "checkpoint-form"], [note(line(), "05"), "checkpoint-form"], [note(line(), "+5"), "checkpoint-form"], [note(line(), ""), "checkpoint-form"],
    [note(line(), "5", b64(31)), "checkpoint-form"], [note(line(), "5", b64(33)), "checkpoint-form"], [note(line(), "5", b64(32).replace(/.=$/, "d=")), "checkpoint-form"],
    [note(line(), "5", `${b64(32)}\nmore`), "checkpoint-form"],
  ] as const) assert.equal(read(text), expected, text.slice(0, 80));
  // One long signature fills it up: three letters too many for a checkpoint.
  const empty = note(line("a", "")).length;
  const filled = (length: number) => note(line("a", b64(length)));
  const most = 3 * Math.floor((65536 - empty - 2) / 4);
  assert.ok(utf8(filled(most)).length <= 65536 && utf8(filled(most + 3)).length > 65536);
  assert.deepEqual([read(filled(most)), read(filled(most + 3))], ["ok", "checkpoint-long"]);
});

test("a witness's time is from 1 to 2^53 - 1", () => {
  const witness = verifierKey(vector("ceremony/keys.json").witnesses[0].verifier_key, WITNESS_KEY)!;
  const entries = [utf8("one"), utf8("two")];
  const largest = 2n ** 53n - 1n;
  for (const [time, good] of [[1n, true], [1772000000n, true], [largest, true], [0n, false], [largest + 1n, false], [2n ** 63n, false], [2n ** 64n - 1n, false]] as const) {
    const read = () => cosignatures(readCheckpoint(utf8(checkpoint(entries, time)), "x"), [witness], "x");
    if (good) assert.deepEqual(read(), [{ key: witness, time: Number(time) }]);
    else assert.throws(read, /checkpoint-cosignature/, String(time));
  }
});
