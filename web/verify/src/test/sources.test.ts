// Folders and archives; who answers; why; the command and its exit codes.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { archiveSource } from "../archive.js";
import { hex } from "../bytes.js";
import { sha256 } from "../sha256.js";
import type { Json } from "../serialize.js";
import { Unreadable } from "../source.js";
import { verify } from "../verify.js";
import { why } from "../why.js";
import { slicesOf, tar, zip } from "./archives.js";
import { filesIn } from "./ceremonies.js";
import { applyEdit } from "./edits.js";
import { goodBundle, rebuild, VECTORS, verifyFiles, writeManifest, type Files } from "./support.js";

const scratch = mkdtempSync(join(tmpdir(), "mq1-"));
after(() => rmSync(scratch, { recursive: true }));

function toFolder(files: Files, name: string): string {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(scratch, name, path)), { recursive: true });
    writeFileSync(join(scratch, name, path), bytes);
  }
  return join(scratch, name);
}

const MAIN = join(dirname(fileURLToPath(import.meta.url)), "../node/main.js");

function command(...args: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], (error, out) => resolve({ code: error ? Number(error.code) : 0, out }));
  });
}

test("archives: tar, zip stored and deflated, with and without a folder", async () => {
  const files = goodBundle("tiny");
  for (const folder of ["", "bundle/"]) {
    for (const bytes of [tar(files, folder || "./"), zip(files, folder, false), zip(files, folder, true)]) {
      const { verdict } = await verify(await archiveSource(slicesOf(bytes)));
      assert.equal(verdict.ok, true, JSON.stringify(verdict.failed));
    }
  }
});

test("archives: links, files twice, and damage", async () => {
  const files = goodBundle("tiny");
  const linked = await verify(await archiveSource(slicesOf(tar(files, "b/", ["extra"]))));
  assert.equal(linked.verdict.failed?.code, "file-irregular");
  const twice = tar(new Map([["a", new Uint8Array(1)]]), "");
  const both = new Uint8Array([...twice.slice(512, 1536), ...twice.slice(512)]);
  await assert.rejects(archiveSource(slicesOf(both)), Unreadable);
  await assert.rejects(archiveSource(slicesOf(new Uint8Array(2000))), Unreadable);
  const packed = zip(files, "", true);
  const damaged = packed.slice();
  for (let k = 200; k < 260; k++) damaged[k] = damaged[k]! ^ 0xff;
  const outcome = await verify(await archiveSource(slicesOf(damaged))).then(({ verdict }) => verdict.ok, () => false);
  assert.equal(outcome, false);
  await assert.rejects(archiveSource(slicesOf(packed.slice(0, packed.length - 30))), Unreadable);
});

test("who answers: program if replay agrees, else office", async () => {
  const files = goodBundle("tiny");
  applyEdit(files, { file: "draw/visits.jsonl", line: 5, pointer: "/days/1", remove: true });
  rebuild(files, "all");
  const { verdict } = await verifyFiles(files);
  assert.deepEqual([verdict.failed?.check, verdict.failed?.who], ["dates", "office"]);
});

test("lists of the record are those of the plan", async () => {
  const files = goodBundle("tiny");
  applyEdit(files, { file: "draw/record.json", pointer: "/lists/items/count", set: 4 });
  writeManifest(files);
  assert.equal((await verifyFiles(files)).verdict.failed?.code, "record-lists");
});

test("why: every outcome", async () => {
  const { context } = await verifyFiles(goodBundle("tiny"));
  const outcome = (id: string, task: string) => why(context, id).tasks.find((answer) => answer.task === task)!;
  const drawn = outcome("E10", "MARKET");
  assert.deepEqual([drawn.outcome, drawn.rank, drawn.n, drawn.stratum], ["drawn", 1, 2, "NORTH"]);
  const k = context.keys.k[0]!;
  assert.equal(drawn.shell, `printf '%s' '${k}E10' | sha256sum`);
  assert.equal(drawn.ticket, hex(sha256(new TextEncoder().encode(`${k}E10`))));
  assert.equal(why(context, "E10").visit?.state, "dated");
  assert.deepEqual([outcome("E08", "MARKET").outcome, outcome("E08", "MARKET").rank], ["reserve", 3]);
  assert.deepEqual([outcome("E03", "MARKET").outcome, outcome("E03", "MARKET").reason], ["excluded", "closed"]);
  assert.equal(outcome("E01", "FIRE").outcome, "outside");
  const former = why(context, "OLD-4");
  assert.deepEqual([former.status, former.of], ["former code", "E04"]);
  assert.equal(why(context, "NOBODY").status, "not in the list");
  const tight = await verifyFiles(goodBundle("tight"));
  assert.equal(why(tight.context, "PAPER").visit?.state, "unpaired");
});

test("command: exit codes and JSON", async () => {
  const good = toFolder(goodBundle("tiny"), "good");
  const verified = await command("verify", good, "--json");
  const verdict = JSON.parse(verified.out);
  assert.deepEqual([verified.code, verdict.ok, verdict.grade], [0, true, "rehearsal"]);
  assert.equal(verdict.digest, hex(sha256(goodBundle("tiny").get("manifest.json")!)));
  assert.equal((await command("verify", good, "--expect", verdict.digest)).code, 0);
  const other = await command("verify", good, "--json", "--expect", "0".repeat(64));
  assert.deepEqual([other.code, JSON.parse(other.out).check], [3, "manifest"]);
  assert.equal((await command("verify", good, "--require", "attested")).code, 3);
  assert.equal((await command("verify", good, "--require", "rehearsal")).code, 0);
  const answer = await command("why", good, "E08", "--json");
  assert.deepEqual([answer.code, JSON.parse(answer.out).answer.tasks.length], [0, 3]);
  assert.equal((await command("why", good, "E08")).code, 0);
  assert.equal((await command("verify", join(scratch, "nothing"))).code, 1);
  for (const args of [[], ["verify"], ["why", good], ["verify", good, "--nonsense"], ["verify", good, "--expect", "x"]]) {
    assert.equal((await command(...args)).code, 2, args.join(" "));
  }
});

test("command: policy, copy of the log, today; proofs, slips and shares", async () => {
  const at = (path: string) => join(VECTORS, path);
  const policy = ["--policy", at("ceremony/policy.txt")];
  const full = await command("verify", at("ceremony/announcement"), ...policy, "--log", at("ceremony/log"), "--today", "2030-01-01", "--json");
  const verdict = JSON.parse(full.out);
  assert.deepEqual([full.code, verdict.grade, verdict.state, verdict.overdue, verdict.kind], [0, "anchored", "finished", false, "mq1/announcement"]);
  const late = await command("verify", at("ceremony/announcement"), "--today", "2030-01-01");
  assert.match(late.out, /OVERDUE/);
  assert.equal((await command("verify", at("ceremony/bundle"), "--policy", at("ceremony/README.md"))).code, 1);
  assert.equal((await command("check", at("sealed/proofs/drawn.json"), ...policy)).code, 0);
  assert.match((await command("check", at("sealed/proofs/drawn.json"))).out, /does not contradict itself/);
  assert.equal((await command("check", at("sealed/slips/sealed.json"), "--bundle", at("sealed/sealed"), "--json")).code, 0);
  assert.equal((await command("check", at("sealed/shares/1.json"), "--bundle", at("sealed/announcement"))).code, 0);
  // A file that says nothing of what it is is as good as a malformed one.
  for (const path of ["sealed/README.md", "ceremony/keys.json"]) {
    const bare = await command("check", at(path));
    assert.deepEqual([bare.code, /neither a proof nor a slip nor a share/.test(bare.out)], [3, true]);
    const told = await command("check", at(path), "--json");
    assert.deepEqual([told.code, JSON.parse(told.out).ok], [3, false]);
  }
  const slip = at("sealed/slips/sealed.json");
  assert.equal((await command("check", slip, "--bundle", join(scratch, "nothing"))).code, 1);
  assert.equal((await command("check", join(scratch, "nothing"))).code, 1);
  assert.equal((await command("check", slip, "--record", "zz")).code, 2);
  assert.equal((await command("check", slip, "--plan", at("sealed/README.md"))).code, 2);
  assert.equal((await command("check", slip, "--plan", join(scratch, "nothing"))).code, 1);
  assert.equal((await command("check", at("sealed/proofs/drawn.json"), "--plan", at("ceremony/bundle/plan.json"))).code, 3);
  assert.equal((await command("check", at("sealed/proofs/drawn.json"), "--plan", at("sealed/bundle/plan.json"))).code, 0);
  // A copy of the log without checkpoint or entries is none, whatever the bundle is.
  const bundle = at("ceremony/bundle");
  const copy = new Map([...filesIn("ceremony/log")]);
  const without = (name: string) => toFolder(new Map([...copy].filter(([path]) => path !== name)), `log-${name.replaceAll("/", "-")}`);
  const entries = [...copy.keys()].find((path) => path.startsWith("tile/entries/"))!;
  assert.equal((await command("verify", bundle, "--log", without(""))).code, 0);
  for (const name of ["checkpoint", entries]) assert.equal((await command("verify", bundle, "--log", without(name))).code, 1, name);
  const damaged = goodBundle("tiny");
  damaged.set("plan.json", new Uint8Array(0));
  assert.equal((await command("verify", toFolder(damaged, "damaged"), "--log", without("checkpoint"))).code, 1);
  const more = new Map(copy).set(entries, new Uint8Array([...copy.get(entries)!, 0]));
  assert.equal((await command("verify", bundle, "--log", toFolder(more, "log-more"))).code, 3);
  assert.equal((await command("check", at("sealed/shares/1.json"), "--today", "2030-01-01")).code, 2);
});

test("command: a link in a folder, and a failed bundle tells nothing of an entity", async () => {
  const folder = toFolder(goodBundle("tiny"), "linked");
  symlinkSync("plan.json", join(folder, "other.json"));
  const result = await command("why", folder, "E08", "--json");
  const { check, answer } = JSON.parse(result.out);
  assert.deepEqual([result.code, check, answer], [3, "files", undefined]);
});

test("other kinds: an announcement needs a log; a plan with a log gets no verdict, as its events are not checked yet", async () => {
  const files = goodBundle("tiny");
  applyEdit(files, { file: "manifest.json", pointer: "/format", set: "mq1/announcement" });
  assert.equal((await verifyFiles(files)).verdict.failed?.code, "file-kind");
  const held = goodBundle("tiny");
  const key = new Uint8Array(33).fill(1);
  const id = hex(sha256(new TextEncoder().encode("example.org/log\n"), key)).slice(0, 8);
  const set = (pointer: string, value: Json) => applyEdit(held, { file: "plan.json", pointer, set: value });
  set("/log", `example.org/log+${id}+${btoa(String.fromCharCode(...key))}`);
  set("/superior", { key: "00".repeat(32), name: "市" });
  set("/replacement", { entity: [], inspector: ["ill"] });
  for (const name of ["checkpoint", "entries.jsonl", "events.jsonl", "previous.jsonl"]) held.set(`evidence/${name}`, new Uint8Array(0));
  writeManifest(held);
  assert.equal((await verifyFiles(held)).verdict.failed?.check, "events");
  set("/log", `example.org/log+00000000+${btoa(String.fromCharCode(...key))}`);
  writeManifest(held);
  assert.equal((await verifyFiles(held)).verdict.failed?.code, "plan-log");
});
