// Proofs of single entities: the vector, proofs made here of every id of small bundles, and everything that can be wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hex, utf8 } from "../bytes.js";
import { checkFile, type FileOptions, type FileVerdict } from "../check_file.js";
import { recordDigest } from "../compare.js";
import type { Context } from "../context.js";
import { PROOF_ALONE, QUORUM_NOT_MET, RECORD_ONLY } from "../messages_files.js";
import { canonical, type Json } from "../serialize.js";
import { sha256 } from "../sha256.js";
import { why } from "../why.js";
import { checkpoint, filesIn, Held, inclusion, POLICY } from "./ceremonies.js";
import { goodBundle, linesOf, vector, VECTORS, verifyFiles, type Files } from "./support.js";

const FILES = ["lists/entities.jsonl", "lists/exclusions.jsonl", "lists/selection.jsonl", "lists/strata.jsonl", "draw/strata.jsonl", "draw/selected.jsonl", "draw/visits.jsonl"];

/** The proof of an id, made as section 25 says, from the answer of `why`. */
function proofOf(files: Files, context: Context, id: string): any {
  const answer = why(context, id);
  const current = answer.of ?? id;
  const leaves: object[] = [];
  for (const file of FILES) {
    if (!files.has(file)) continue;
    const lines = linesOf(files.get(file)!);
    const bytes = lines.map(utf8);
    const all = lines.map((line) => JSON.parse(line));
    let wanted = (one: any, i: number) => one.id === current && i >= 0;
    if (answer.status === "not in the list") {
      const next = all.findIndex((one) => one.id > id);
      const at = next < 0 ? all.length : next;
      wanted = (_, i) => file === "lists/entities.jsonl" && (i === at || i === at - 1);
    } else if (file === "lists/selection.jsonl" && !all.some((one) => one.id === current)) {
      const next = all.findIndex((one) => one.id > current);
      const at = next < 0 ? all.length : next;
      wanted = (_, i) => i === at || i === at - 1;
    } else if (file === "draw/strata.jsonl") {
      wanted = (one) => answer.tasks.some((task) => task.task === one.task && task.stratum === one.stratum && task.outcome !== "excluded");
    } else if (file === "draw/selected.jsonl") wanted = (one) => one.entity === current;
    else if (file === "draw/visits.jsonl") wanted = (one) => one.draws.some((draw: any) => draw.entity === current);
    all.forEach((line, index) => {
      if (wanted(line, index)) leaves.push({ file, hashes: inclusion(index, bytes), index, line });
    });
  }
  return { format: "mq1/proof", id, leaves, plan: context.plan, record: context.record };
}

const check = (proof: any, options: FileOptions): Promise<FileVerdict> => checkFile(utf8(canonical(proof as Json) + "\n"), options);

for (const base of ["tiny", "rules", "tight"]) {
  test(`proofs of all ids: ${base}`, async () => {
    const files = goodBundle(base);
    const { context } = await verifyFiles(files);
    const ids = linesOf(files.get("lists/entities.jsonl")!).flatMap((line) => [JSON.parse(line).id, ...(JSON.parse(line).former_ids ?? [])]);
    for (const id of [...ids, "0", "E045", "ZZZZ"]) {
      const verdict = await check(proofOf(files, context, id), { bundle: context });
      assert.deepEqual(verdict.failed, undefined, id);
      assert.deepEqual(sorted(verdict.answer), sorted(why(context, id)), id);
    }
  });
}

function sorted(value: any): any {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => [key, sorted(value[key])]));
}

const other = (digits: string) => (digits[0] === "0" ? "1" : "0") + digits.slice(1);
type Edit = (proof: any, of: (file: string) => any[]) => void;

test("a proof of which one thing is changed", async () => {
  const files = goodBundle("tiny");
  const { context } = await verifyFiles(files);
  const record = recordDigest(context.record);
  const order = (one: any) => 1000 * FILES.indexOf(one.file) + one.index;
  /** A line of the published files, rightly proved, that does not belong here. */
  const put = (proof: any, file: string, index: number) => {
    const lines = linesOf(files.get(file)!);
    proof.leaves.push({ file, hashes: inclusion(index, lines.map(utf8)), index, line: JSON.parse(lines[index]!) });
    proof.leaves.sort((a: any, b: any) => order(a) - order(b));
  };
  const cases: [string, string, Edit][] = [
    ["E10", "proof-format", (p) => { p.leaves.reverse(); }],
    ["E10", "proof-format", (p) => { p.leaves.push(p.leaves[p.leaves.length - 1]); }],
    ["E10", "proof-format", (p) => { p.leaves[0].line.private = {}; }],
    ["E10", "proof-format", (p) => { p.leaves[0].file = "lists/items.jsonl"; }],
    ["E10", "proof-record", (p) => { p.record.seed = other(p.record.seed); }],
    ["E10", "proof-format", (p) => { p.plan.participants = []; }],
    ["E10", "proof-record", (p) => { delete p.plan; }],
    ["E10", "proof-record", (p) => { p.plan.campaign += "x"; }],
    ["E10", "proof-record", (p) => { p.record.draw += "1"; }],
    ["E10", "proof-record", (p) => { p.record.lists.items.count++; }],
    ["E10", "proof-leaves", (p) => { p.leaves[0].line.name = "别名"; }],
    ["E10", "proof-leaves", (p) => { p.leaves[0].index++; }],
    ["E10", "proof-leaves", (p) => { p.leaves[0].hashes[0] = other(p.leaves[0].hashes[0]); }],
    ["E10", "proof-answer", (p) => { p.id = "E11"; }],
    ["E10", "proof-answer", (p, of) => { p.leaves = p.leaves.filter((one: any) => !of("draw/visits.jsonl").includes(one)); }],
    ["E10", "proof-answer", (p, of) => { p.leaves.splice(p.leaves.indexOf(of("draw/selected.jsonl")[0]), 1); }],
    ["E10", "proof-answer", (p, of) => { p.leaves.splice(p.leaves.indexOf(of("draw/strata.jsonl")[0]), 1); }],
    ["E10", "proof-answer", (p, of) => { p.leaves.splice(p.leaves.indexOf(of("lists/strata.jsonl")[0]), 1); }],
    ["E10", "proof-answer", (p, of) => { p.leaves = p.leaves.filter((one: any) => !of("lists/selection.jsonl").includes(one)); }],
    ["E10", "proof-answer", (p) => { put(p, "lists/exclusions.jsonl", 0); }],
    ["E10", "proof-answer", (p, of) => { p.leaves = p.leaves.filter((one: any) => !of("draw/strata.jsonl").includes(one)); put(p, "draw/strata.jsonl", 1); }],
    ["E10", "proof-answer", (p, of) => { p.leaves = p.leaves.filter((one: any) => !of("lists/entities.jsonl").includes(one)); put(p, "lists/entities.jsonl", 0); }],
    ["ZZZZ", "proof-answer", (p) => { put(p, "draw/strata.jsonl", 0); }],
    ["ZZZZ", "proof-answer", (p) => { p.id = "0"; }],
    ["E045", "proof-answer", (p) => { p.leaves.pop(); }],
    ["E045", "proof-answer", (p) => { p.leaves = []; }],
  ];
  for (const [id, expected, edit] of cases) {
    const proof = structuredClone(proofOf(files, context, id));
    edit(proof, (file) => proof.leaves.filter((one: any) => one.file === file));
    assert.equal((await check(proof, { record })).failed?.check, expected, `${id} ${edit}`);
  }
  const good = proofOf(files, context, "E10");
  const alone = await check(good, {});
  assert.deepEqual([alone.failed, alone.notes], [undefined, [PROOF_ALONE, RECORD_ONLY]]);
  assert.deepEqual((await check(good, { record })).notes, [RECORD_ONLY]);
  assert.equal((await check(good, { record: other(record) })).failed?.check, "proof-record");
});

test("a line that was drawn can't be passed off as not drawn, whoever it is", async () => {
  const files = goodBundle("rules");
  const { context } = await verifyFiles(files);
  for (const line of linesOf(files.get("draw/selected.jsonl")!).map((text) => JSON.parse(text)).filter((one) => !one.reserve)) {
    const proof = proofOf(files, context, line.entity);
    proof.leaves = proof.leaves.filter((one: any) => one.file !== "draw/selected.jsonl" && one.file !== "draw/visits.jsonl");
    assert.equal((await check(proof, { bundle: context })).failed?.check, "proof-answer");
  }
});

test("proofs of a draw with a log: who vouches for it, and what has become of it since", async () => {
  const held = new Held(filesIn("ceremony/bundle"));
  const files = held.build();
  const { context } = await verifyFiles(files);
  const index = held.entries.length - 1;
  const log = { checkpoint: checkpoint(held.entries), event: held.events[held.events.length - 1], hashes: inclusion(index, held.entries), index };
  const key = vector("ceremony/keys.json").log.verifier_key;
  const of = (id: string) => ({ ...proofOf(files, context, id), log });
  for (let i = 1; i <= 12; i++) {
    const id = `E${String(i).padStart(2, "0")}`;
    const verdict = await check(of(id), { bundle: context });
    assert.deepEqual([verdict.failed, sorted(verdict.answer)], [undefined, sorted(why(context, id))], id);
  }
  const proof = of("E10");
  for (const [given, notes] of [[{ key }, [RECORD_ONLY]], [{ policy: POLICY() }, [RECORD_ONLY, QUORUM_NOT_MET]], [{ bundle: context }, []]] as const) {
    const verdict = await check(proof, given);
    assert.deepEqual([verdict.failed, verdict.notes, verdict.log], [undefined, notes, "log.example/COUNTY"]);
  }
  assert.deepEqual([(await check(proof, {})).ok, (await check(proof, {})).notes], [true, [PROOF_ALONE, RECORD_ONLY]]);
  const bytes = new Uint8Array(33).fill(1);
  const stranger = `other.example+${hex(sha256(utf8("other.example\n"), bytes)).slice(0, 8)}+${Buffer.from(bytes).toString("base64")}`;
  assert.equal((await check(proof, { key: stranger })).failed?.check, "proof-log");
  assert.equal((await check(proof, { key, record: "00".repeat(32) })).failed?.check, "proof-record");
  assert.equal((await check({ ...proof, log: undefined }, { key })).failed?.check, "proof-record");
  assert.equal((await check({ ...proof, log: { ...log, event: held.events[0] } }, { key })).failed?.check, "proof-format");
  assert.equal((await check({ ...proof, log: { ...log, index: index - 1 } }, { key })).failed?.check, "proof-log");
  const { context: announcement } = await verifyFiles(filesIn("ceremony/announcement"));
  assert.equal((await check(proof, { bundle: announcement })).failed?.code, "proof-bundle");
});

test("the vector, with the log", async () => {
  const bytes = new Uint8Array(readFileSync(join(VECTORS, "sealed/proofs/drawn.json")));
  const key = vector("ceremony/keys.json").log.verifier_key;
  for (const given of [{ key }, { policy: POLICY() }]) assert.equal((await checkFile(bytes, given)).ok, true);
  assert.deepEqual((await checkFile(bytes)).notes, [PROOF_ALONE, RECORD_ONLY]);
  for (const edit of [
    (p: any) => { p.log.event.secret = other(p.log.event.secret); },
    (p: any) => { p.log.index--; },
    (p: any) => { p.log.checkpoint = p.log.checkpoint.replace(/\n\n— \S+/, "\n\n— x"); },
  ]) {
    const proof = JSON.parse(new TextDecoder().decode(bytes));
    edit(proof);
    assert.equal((await check(proof, { key })).failed?.check, "proof-log");
  }
  const begun = process.cpuUsage();
  for (let k = 0; k < 10; k++) await checkFile(bytes, { key });
  const each = process.cpuUsage(begun).user / 10000;
  console.log(`# one proof: ${each.toFixed(1)} ms`);
  assert.ok(each < 50);
  await assert.rejects(checkFile(utf8("{}\n")), /neither/);
});
