// Proofs of single entities: the vector, proofs made here of every id of small bundles, and everything that can be wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hex, utf8 } from "../bytes.js";
import { checkFile, type FileOptions, type FileVerdict } from "../check_file.js";
import { recordDigest } from "../compare.js";
import type { Context } from "../context.js";
import { NOT_WHOLE, PROOF_ALONE, QUORUM_NOT_MET, RECORD_ONLY } from "../messages_files.js";
import { canonical, type Json } from "../serialize.js";
import { sha256 } from "../sha256.js";
import { why } from "../why.js";
import { checkpoint, filesIn, Held, inclusion, POLICY } from "./ceremonies.js";
import { goodBundle, linesOf, rootOf, vector, VECTORS, verifyFiles, type Files } from "./support.js";

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
  assert.deepEqual([alone.failed, alone.notes], [undefined, [PROOF_ALONE, RECORD_ONLY, NOT_WHOLE]]);
  assert.deepEqual((await check(good, { record })).notes, [RECORD_ONLY, NOT_WHOLE]);
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
  for (const [given, notes] of [[{ key }, [RECORD_ONLY, NOT_WHOLE]], [{ policy: POLICY() }, [RECORD_ONLY, NOT_WHOLE, QUORUM_NOT_MET]], [{ bundle: context }, []]] as const) {
    const verdict = await check(proof, given);
    assert.deepEqual([verdict.failed, verdict.notes, verdict.log], [undefined, notes, "log.example/COUNTY"]);
  }
  assert.deepEqual([(await check(proof, {})).ok, (await check(proof, {})).notes], [true, [PROOF_ALONE, RECORD_ONLY, NOT_WHOLE]]);
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
  assert.deepEqual((await checkFile(bytes)).notes, [PROOF_ALONE, RECORD_ONLY, NOT_WHOLE]);
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

/** Lines of published files, rightly proved, put in their place. */
function putAll(proof: any, files: Files, file: string, holds: (line: any, i: number) => boolean): void {
  const order = (one: any) => 1000 * FILES.indexOf(one.file) + one.index;
  const lines = linesOf(files.get(file)!);
  lines.map((line) => JSON.parse(line)).forEach((line, index) => {
    if (holds(line, index)) proof.leaves.push({ file, hashes: inclusion(index, lines.map(utf8)), index, line });
  });
  proof.leaves.sort((a: any, b: any) => order(a) - order(b));
}

test("beside a bundle a proof keeps nothing back; without one it can, and that is said", async () => {
  const told = { reserve: 0, excluded: 0, former: 0 };
  for (const base of ["tiny", "rules", "tight"]) {
    const files = goodBundle(base);
    const { context } = await verifyFiles(files);
    const record = recordDigest(context.record);
    const hides = async (proof: any, what: keyof typeof told) => {
      const alone = await check(proof, { record });
      // Where the ticket is not above the threshold, the proof contradicts itself.
      if (alone.failed !== undefined) return assert.equal(alone.failed.check, "proof-answer");
      assert.ok(alone.notes.includes(NOT_WHOLE));
      assert.equal((await check(proof, { bundle: context })).failed?.check, "proof-answer", `${what} ${proof.id}`);
      told[what]++;
    };
    for (const entity of linesOf(files.get("lists/entities.jsonl")!).map((line) => JSON.parse(line))) {
      const whole = proofOf(files, context, entity.id);
      const without = (holds: (one: any) => boolean) => ({ ...whole, leaves: whole.leaves.filter((one: any) => !holds(one)) });
      for (const one of whole.leaves.filter(({ file, line }: any) => file === "draw/selected.jsonl" && line.reserve)) await hides(without((other) => other === one), "reserve");
      if (whole.leaves.some((one: any) => one.file === "lists/exclusions.jsonl")) {
        const proof = without((one) => one.file === "lists/exclusions.jsonl" || one.file === "draw/strata.jsonl");
        putAll(proof, files, "draw/strata.jsonl", (line) => why(context, entity.id).tasks.some(({ task, stratum }) => task === line.task && stratum === line.stratum));
        await hides(proof, "excluded");
      }
      for (const id of entity.former_ids ?? []) {
        const ids = linesOf(files.get("lists/entities.jsonl")!).map((line) => JSON.parse(line).id);
        const next = ids.findIndex((one) => one > id);
        const at = next < 0 ? ids.length : next;
        const proof = { ...whole, id, leaves: [] };
        putAll(proof, files, "lists/entities.jsonl", (_, i) => i === at || i === at - 1);
        // A neighbour that had the id says so itself.
        if (!proof.leaves.some((one: any) => one.line.id === entity.id)) await hides(proof, "former");
        assert.equal((await check({ ...whole, id }, { bundle: context })).answer?.of, entity.id);
      }
    }
  }
  assert.ok(told.reserve > 0 && told.excluded > 0 && told.former > 0, JSON.stringify(told));
});

/** A proof of an office that made the files of the outcome otherwise, and the record to them. */
async function lying(base: string, id: string, file: string, edit: (line: any) => void, also: [string, (line: any) => void][] = []): Promise<string> {
  const files = goodBundle(base);
  const { context } = await verifyFiles(files);
  const record = structuredClone(context.record) as any;
  for (const [name, change] of [[file, edit], ...also] as const) {
    const lines = linesOf(files.get(`draw/${name}.jsonl`)!).map((line) => {
      const one = JSON.parse(line);
      change(one);
      return canonical(one as Json) + "\n";
    });
    files.set(`draw/${name}.jsonl`, utf8(lines.join("")));
    record.roots[name] = rootOf(files.get(`draw/${name}.jsonl`)!);
  }
  return (await check({ ...proofOf(files, context, id), record }, {})).failed?.check ?? "ok";
}

test("ranks and threshold, and the visit", async () => {
  const { context } = await verifyFiles(goodBundle("tiny"));
  const { selected, strata } = context.contents;
  const north = strata.find((one) => one.task === "MARKET" && one.stratum === "NORTH")!;
  const at = (rank: number) => selected.find((one) => one.task === "MARKET" && one.stratum === "NORTH" && one.rank === rank)!;
  assert.ok(north.n === 2 && at(3).reserve && at(1).ticket < at(2).ticket && at(2).ticket === north.threshold);
  const isNorth = (one: any) => one.task === "MARKET" && one.stratum === "NORTH";
  const threshold = (digits: string) => (one: any) => { if (isNorth(one)) one.threshold = digits; };
  const up = (digits: string) => digits.slice(0, -1) + (digits.endsWith("f") ? "0" : (parseInt(digits.slice(-1), 16) + 1).toString(16));
  const ranked = (from: number, to: number) => (one: any) => { if (isNorth(one) && one.entity === at(from).entity) { one.rank = to; one.reserve = to > 2; } };
  for (const [rank, digits, expected] of [
    [2, north.threshold, "ok"], [1, north.threshold, "ok"], [3, north.threshold, "ok"],
    // Rank n's ticket is the threshold.
    [2, up(north.threshold!), "proof-answer"], [2, at(1).ticket, "proof-answer"], [1, up(north.threshold!), "ok"], [1, at(1).ticket, "ok"],
    [3, up(north.threshold!), "ok"], [1, "00".repeat(32), "proof-answer"],
    // A reserve's ticket may be the threshold's, but not below it.
    [3, at(3).ticket, "ok"], [3, up(at(3).ticket), at(3).ticket < up(at(3).ticket) ? "proof-answer" : "ok"], [3, "ff".repeat(32), "proof-answer"],
  ] as [number, string, string][]) assert.equal(await lying("tiny", at(rank).entity, "strata", threshold(digits)), expected, `${rank} ${digits}`);
  assert.equal(await lying("tiny", at(1).entity, "selected", ranked(1, 2)), "proof-answer");
  // Drawn at last, as rank 1 of two: then its own visit names that rank, too.
  const also = (from: number, to: number): [string, (line: any) => void] => ["visits", (visit) => {
    for (const one of visit.draws) if (isNorth(one) && one.entity === at(from).entity) one.rank = to;
  }];
  assert.equal(await lying("tiny", at(1).entity, "selected", ranked(1, 2), [also(1, 2)]), "proof-answer");
  assert.equal(await lying("tiny", at(2).entity, "selected", ranked(2, 1), [also(2, 1)]), "ok");
  const visits = context.contents.visits;
  const dated = visits.find((one) => one.state === "dated")!;
  const of = (change: (visit: any) => void) => lying("tiny", dated.draws[0]!.entity, "visits", (visit) => { if (visit.id === dated.id) change(visit); });
  assert.equal(await of(() => undefined), "ok");
  assert.equal(await of((visit) => { visit.days = ["2026-12-31"]; }), "proof-answer");
  assert.equal(await of((visit) => { visit.days = [...visit.days, "2026-03-07"]; }), "proof-answer");
  assert.equal(await of((visit) => { visit.state = "unpaired"; }), "proof-answer");
  assert.equal(await of((visit) => { visit.state = "undated"; }), "ok");
  const tight = (await verifyFiles(goodBundle("tight"))).context.contents.visits.find((one) => one.state === "unpaired")!;
  const unpaired = (state: string) => lying("tight", tight.draws[0]!.entity, "visits", (visit) => { if (visit.id === tight.id) visit.state = state; });
  assert.deepEqual([await unpaired("unpaired"), await unpaired("undated"), await unpaired("dated")], ["ok", "proof-answer", "proof-answer"]);
});
