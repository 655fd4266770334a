// What the command writes: never a control, direction or invisible character of a file; and files given as what they are not.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { utf8 } from "../bytes.js";
import { checkFile } from "../check_file.js";
import { clean, cleanJson, moment, quoted } from "../clean.js";
import { canonical, type Json } from "../serialize.js";
import { filesIn, Held, signature } from "./ceremonies.js";
import { goodBundle, VECTORS, writeManifest, type Files } from "./support.js";

const MAIN = join(dirname(fileURLToPath(import.meta.url)), "../node/main.js");
const scratch = mkdtempSync(join(tmpdir(), "mq1-terminal-"));
after(() => rmSync(scratch, { recursive: true }));

interface Written { code: number; out: string; err: string }

function command(...args: string[]): Promise<Written> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }));
  });
}

const PARTS = ["\u001b[2K", "\u0007", "\u009b", "\u2028", "\u202e", "\u2066", "\u061c", "\u200b", "\u2060", "\ufeff"];
const EVIL = `甲${PARTS.join("")}乙`;
// eslint-disable-next-line no-control-regex -- that is what is looked for
const HIDDEN = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b-\u200d\u2060\ufeff]/;

/** Everything was written, and nothing of it as it must not be. */
function assertClean({ out, err }: Written, what: RegExp): void {
  assert.match(out + err, what);
  assert.doesNotMatch(out + err, HIDDEN);
}

function write(name: string, text: string | Uint8Array): string {
  const path = join(scratch, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function folder(files: Files, name: string): string {
  for (const [file, bytes] of files) write(join(name, file), bytes);
  return join(scratch, name);
}

test("every hidden character becomes one that is seen", () => {
  for (const [from, to] of [[0x00, 0x1f], [0x7f, 0x9f], [0x2028, 0x2029], [0x61c, 0x61c], [0x200b, 0x200f], [0x202a, 0x202e], [0x2066, 0x2069], [0x2060, 0x2060], [0xfeff, 0xfeff]] as const) {
    for (let code = from; code <= to; code++) assert.equal(clean(`a${String.fromCharCode(code)}b`), "a\ufffdb", code.toString(16));
  }
  for (const code of [0x20, 0x7e, 0xa0, 0x61b, 0x61d, 0x200a, 0x2010, 0x2027, 0x202f, 0x205f, 0x2061, 0x2065, 0x206a, 0xfefe, 0xff00]) {
    assert.equal(clean(String.fromCharCode(code)), String.fromCharCode(code), code.toString(16));
  }
  assert.equal(clean("甲乙 abc…—“”🎲"), "甲乙 abc…—“”🎲");
  assert.equal(cleanJson({ a: EVIL }).match(HIDDEN), null);
  assert.deepEqual(JSON.parse(cleanJson({ a: EVIL })), { a: EVIL });
  assert.equal(quoted('a"。Verified.'), '"a\\"。Verified."');
  assert.deepEqual([moment(0), moment(2 ** 60)], ["1970-01-01T00:00:00.000Z", `${2 ** 60} s`]);
});

test("command: names, labels, reasons, draws, origins and excerpts of files", async () => {
  const slip = JSON.parse(readFileSync(join(VECTORS, "ceremony/slips/open.json"), "utf8"));
  slip.names[0].private.name = EVIL;
  const named = write("slip.json", canonical(slip) + "\n");
  assertClean(await command("check", named), /甲\ufffd\[2K|甲\\u001b\[2K/);
  const json = await command("check", named, "--json");
  assertClean(json, /\\u202e/);
  assert.equal(JSON.parse(json.out).slip.names[0].private.name, EVIL);
  const origin = structuredClone(slip);
  origin.log.checkpoint = origin.log.checkpoint.replace(/^log/, "\u202elog");
  assertClean(await command("check", write("origin.json", canonical(origin) + "\n"), "--policy", join(VECTORS, "ceremony/policy.txt")), /FAILED slip-log[^]*got: \ufffdlog/);
  const proof = JSON.parse(readFileSync(join(VECTORS, "ceremony/proofs/drawn.json"), "utf8"));
  proof.record.draw = EVIL;
  delete proof.log;
  assertClean(await command("check", write("proof.json", canonical(proof) + "\n")), /got: 甲/);
  const broken = write("broken.json", `{"format":"mq1/slip","draw":"${EVIL}"}\n`);
  const failed = await command("check", broken);
  assert.equal(failed.code, 3);
  assertClean(failed, /FAILED slip-format/);
  assertClean(await command("check", write(`named-${EVIL}.txt`, "x")), /neither/);
  assertClean(await command("check", join(scratch, `not-there-${EVIL}`)), /can't be read: .*not-there-甲/);
  assertClean(await command("check", named, "--policy", write("policy.txt", `log ${EVIL}\n`)), /policy: a control character/);
  assertClean(await command("check", named, `--${EVIL}`), /甲/);
});

test("command: bundles with such names", async () => {
  const extra = goodBundle("tiny");
  extra.set(`documents/${EVIL}.txt`, utf8("x"));
  writeManifest(extra);
  const listed = await command("verify", folder(extra, "extra"));
  assert.equal(listed.code, 3);
  assertClean(listed, /甲/);
  const held = new Held(filesIn("ceremony/announcement"));
  held.events.push({ draw: "COUNTY/1/2", event: "void", reason: EVIL, signature: signature(0x02, "mq1/void", held.P, held.close, EVIL) });
  const voided = folder(held.build(), "void");
  const told = await command("verify", voided);
  assert.equal(told.code, 0);
  assertClean(told, /作废理由："甲/);
  assertClean(await command("why", voided, "E01", "--json"), /作废理由：\\"甲/);
  const torn = goodBundle("tiny");
  torn.set("lists/entities.jsonl", utf8(`{"${EVIL}`));
  writeManifest(torn);
  assertClean(await command("verify", folder(torn, "torn")), /FAILED format/);
  assertClean(await command("why", folder(goodBundle("tiny"), "good"), EVIL), /甲\ufffd/);
});

test("a file that is none, given as a proof or a slip, fails by name", async () => {
  const empty = write("empty.json", "");
  const bytes = write("bytes.json", new Uint8Array([0xff, 0, 1, 2]));
  const slip = join(VECTORS, "ceremony/slips/open.json");
  const key = JSON.parse(readFileSync(join(VECTORS, "ceremony/keys.json"), "utf8")).log.verifier_key;
  for (const kind of ["proof", "slip", "share"] as const) {
    for (const path of [empty, bytes, write("lf.json", "\n"), write("text.json", "{}\n"), scratch, join(scratch, "nothing")]) {
      const { code, out } = await command("check", path, "--as", kind, "--json");
      assert.deepEqual([code, JSON.parse(out).check, JSON.parse(out).kind], [3, `${kind}-format`, kind], path);
    }
    const { code, out } = await command("check", slip, "--as", kind, "--key", key);
    assert.deepEqual([code, out.includes(`FAILED ${kind}-format`)], kind === "slip" ? [0, false] : [3, true]);
    assert.equal((await checkFile(new Uint8Array(0), { as: kind })).failed?.check, `${kind}-format`);
  }
  for (const [path, expected] of [[empty, 3], [bytes, 3], [scratch, 1]] as const) assert.equal((await command("check", path)).code, expected);
  assert.equal((await command("check", slip, "--as", "bundle")).code, 2);
  assert.equal((await command("verify", slip, "--as", "slip")).code, 2);
  // A line without its line feed, as in a QR code, and no other end.
  const { log: _, names: __, ...bare } = JSON.parse(readFileSync(slip, "utf8"));
  const line = canonical(bare as Json);
  for (const [end, expected] of [["", undefined], ["\n", undefined], ["\n\n", "slip-format"], ["\r\n", "slip-format"], [" ", "slip-format"]] as const) {
    assert.equal((await checkFile(utf8(line + end))).failed?.check, expected, JSON.stringify(end));
  }
});
