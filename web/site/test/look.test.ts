// Private look-ups over shards that are made here: every code of small bundles, and everything that can be wrong.

import "./vectors.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../../verify/src/bytes.js";
import { checkFile } from "../../verify/src/check_file.js";
import { sha256 } from "../../verify/src/sha256.js";
import { filesIn } from "../../verify/src/test/ceremonies.js";
import { synthetic } from "../../verify/src/test/synthetic.js";
import { goodBundle, linesOf, verifyFiles, type Files } from "../../verify/src/test/support.js";
import { why } from "../../verify/src/why.js";
import type { Context } from "../../verify/src/context.js";
import { Damaged } from "../look/damage.js";
import { Look } from "../look/folder.js";
import type { Found, OutcomeFound } from "../look/found.js";
import { codeOf, LARGEST_SHARD, shardNumber, shardPath } from "../look/shard.js";
import { edited, object, placeOf, shardsOf, type Any, type Folder } from "./shards.js";

const OUTCOMES = ["tiny", "rules", "tight", "ceremony", "sealed"];
const read = (base: string): Files => (["ceremony", "sealed"].includes(base) ? filesIn(`${base}/bundle`) : goodBundle(base));

async function of(files: Files): Promise<{ files: Files; context: Context; folder: Folder }> {
  const { context, verdict } = await verifyFiles(files);
  assert.deepEqual(verdict.failed, undefined);
  return { files, context, folder: shardsOf(files, context) };
}

/** Opens a folder and notes what is read. */
async function open({ files }: Folder): Promise<{ look: Look; asked: string[] }> {
  const asked: string[] = [];
  const look = await Look.open(async (path) => {
    asked.push(path);
    return files.get(path) ?? assert.fail(`${path} is not there`);
  });
  return { look, asked };
}

const find = async (folder: Folder, code: string): Promise<Found | null> => (await open(folder)).look.find(code);

function codesOf(files: Files): string[] {
  return linesOf(files.get("lists/entities.jsonl")!).flatMap((line) => [JSON.parse(line).id, ...(JSON.parse(line).former_ids ?? [])]);
}

function sorted(value: Any): Any {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => [key, sorted(value[key])]));
}

for (const base of OUTCOMES) {
  test(`every code of ${base}: the answer of the whole bundle, from one file`, async () => {
    const { files, context, folder } = await of(read(base));
    const { look, asked } = await open(folder);
    assert.deepEqual(asked, ["look.json", "../bundle/plan.json", "../bundle/draw/record.json"]);
    for (const code of codesOf(files)) {
      asked.length = 0;
      const found = await look.find(code) as OutcomeFound;
      assert.deepEqual(asked, [placeOf(folder, code)]);
      const { replacements: _, ...expected } = why(context, code);
      assert.deepEqual(sorted(found.answer), sorted(expected), code);
      // The file that is handed out is a proof for anybody who has the bundle, and changes nothing.
      const beside = await checkFile(found.proof, { bundle: context });
      assert.deepEqual(beside.failed, undefined, code);
    }
    for (const code of ["0", "ZZZZ", "E00.X"]) assert.equal(await look.find(code), null);
  });
}

test("replacements: who is visited by now", async () => {
  const { files, context, folder } = await of(read("ceremony"));
  const events = context.events.filter((one) => one.event === "replace") as Any[];
  let told = 0;
  for (const code of codesOf(files)) {
    const found = await find(folder, code) as OutcomeFound;
    const own = linesOf(files.get("draw/selected.jsonl")!).map((line) => JSON.parse(line)).filter((line: Any) => line.entity === found.id);
    for (const line of own) {
      let standing = line.reserve ? "reserve" : "drawn";
      for (const event of events) {
        if (event.task !== line.task || event.stratum !== line.stratum) continue;
        if (event.by === line.rank) standing = "called";
        if (event.rank === line.rank) standing = "gone";
      }
      assert.equal(found.standings.get(line.task), standing, `${code} ${line.task}`);
    }
    const called = [...found.standings.values()].includes("called");
    if (called) assert.ok(found.visits.length > 0 && found.replaced, code);
    told += found.replaced ? 1 : 0;
    if ((why(context, code).replacements ?? []).length > 0) assert.ok(found.replaced, code);
  }
  assert.ok(told >= 3);
});

for (const path of ["ceremony/announcement", "ceremony/void", "sealed/announcement", "sealed/sealed"]) {
  test(`before the outcome, ${path}: what the list says, and nothing of the draw`, async () => {
    const { files, folder } = await of(filesIn(path));
    const exclusions = linesOf(files.get("lists/exclusions.jsonl")!).map((line) => JSON.parse(line));
    const { look, asked } = await open(folder);
    assert.deepEqual(asked, ["look.json", "../bundle/plan.json"]);
    for (const code of codesOf(files)) {
      const found = await look.find(code);
      assert.ok(found?.kind === "early");
      assert.deepEqual(found.excluded, exclusions.find((one) => one.id === found.id)?.tasks ?? []);
      assert.equal(found.sealed, path === "sealed/sealed");
    }
    assert.equal(await look.find("ZZZZ"), null);
    // All of one bundle are alike: a line that is changed leads to no root.
    const [code] = codesOf(files) as [string];
    const lie = edited(folder, placeOf(folder, code), (shard) => { for (const row of shard.rows) row.leaves[0].line.name = "别名"; });
    await assert.rejects(find(lie, code), Damaged);
  });
}

const other = (digits: string) => (digits[0] === "0" ? "1" : "0") + digits.slice(1);
const rowOf = (shard: Any, code: string) => shard.rows.find((row: Any) => (row.former ?? row.id) === code);

test("shards of which one thing is changed give no answer", async () => {
  const { files, folder } = await of(read("ceremony"));
  const former = linesOf(files.get("lists/entities.jsonl")!).map((line) => JSON.parse(line)).find((line) => line.former_ids !== undefined);
  const drawn = JSON.parse(linesOf(files.get("draw/selected.jsonl")!)[0]!).entity as string;
  const cases: [string, string, (shard: Any) => void][] = [
    ["an edited line", drawn, (s) => { rowOf(s, drawn).leaves[0].line.name = "别名"; }],
    ["another path", drawn, (s) => { rowOf(s, drawn).leaves[0].path.reverse(); }],
    ["a shorter path", drawn, (s) => { rowOf(s, drawn).leaves[0].path.pop(); }],
    ["a path out of its nodes", drawn, (s) => { rowOf(s, drawn).leaves[0].path[0] = s.nodes.length; }],
    ["another node", drawn, (s) => { s.nodes[rowOf(s, drawn).leaves[0].path[0]] = Buffer.alloc(32).toString("base64"); }],
    ["a node that is no hash", drawn, (s) => { s.nodes[rowOf(s, drawn).leaves[0].path[0]] = "AAAA"; }],
    ["rows out of order", drawn, (s) => { s.rows.reverse(); }],
    ["a row twice", drawn, (s) => { s.rows.push(s.rows[s.rows.length - 1]); }],
    ["the row of somebody else", drawn, (s) => { rowOf(s, drawn).id = "E99"; }],
    ["a former code that nobody had", drawn, (s) => { rowOf(s, former.former_ids[0]).former = "NEVER"; }],
    ["a former code of somebody else", drawn, (s) => { rowOf(s, former.former_ids[0]).leaves[0].line.former_ids = ["NEVER"]; }],
    ["a row without lines", drawn, (s) => { rowOf(s, drawn).leaves = []; }],
    ["a drawn one passed off as not drawn", drawn, (s) => { rowOf(s, drawn).leaves = rowOf(s, drawn).leaves.filter((leaf: Any) => !/selected|visits/.test(leaf.file)); }],
    ["a stratum kept back", drawn, (s) => { rowOf(s, drawn).leaves = rowOf(s, drawn).leaves.filter((leaf: Any) => leaf.file !== "draw/strata.jsonl"); }],
    ["a stratum that there is not", drawn, (s) => { rowOf(s, drawn).leaves.find((leaf: Any) => leaf.file === "draw/strata.jsonl").index = 99; }],
    ["a field that nobody knows", drawn, (s) => { rowOf(s, drawn).note = "x"; }],
    ["an earlier rank", drawn, (s) => { rowOf(s, drawn).leaves.find((leaf: Any) => leaf.file === "draw/selected.jsonl").line.rank = 9; }],
  ];
  for (const [name, code, edit] of cases) await assert.rejects(find(edited(folder, placeOf(folder, code), edit), code), Damaged, name);
  const shuffled = edited(folder, placeOf(folder, drawn), () => undefined, (shard) => utf8(JSON.stringify({ rows: shard.rows, nodes: shard.nodes }) + "\n"));
  await assert.rejects(find(shuffled, drawn), Damaged, "another order of keys");
  const endless = edited(folder, placeOf(folder, drawn), () => undefined, (shard) => utf8(JSON.stringify(shard)));
  await assert.rejects(find(endless, drawn), Damaged, "no line feed at the end");
  // A row that is left out is told as a code that the site does not have, and never as one that was not drawn.
  const without = edited(folder, placeOf(folder, drawn), (s) => { s.rows = s.rows.filter((row: Any) => row !== rowOf(s, drawn)); });
  assert.equal(await find(without, drawn), null);
});

test("a large draw: one small file for each code; a row in another file is of no use there, nor missed here", async () => {
  const { files, context, folder } = await of(await synthetic({ entities: 3000, inspectors: 40, oneIn: 20, seats: 2, days: 60, areas: 5 }));
  const sizes = [...folder.files].filter(([path]) => path.startsWith("s/")).map(([, bytes]) => bytes.length);
  assert.ok(folder.description.bits >= 6 && Math.max(...sizes) <= LARGEST_SHARD);
  console.log(`# ${sizes.length} shards, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length)} bytes on average, at most ${Math.max(...sizes)}`);
  const { look, asked } = await open(folder);
  const codes = codesOf(files).filter((_, i) => i % 60 === 7);
  for (const code of codes) {
    asked.length = 0;
    const found = await look.find(code) as OutcomeFound;
    assert.deepEqual([sorted(found.answer), asked], [sorted(why(context, code)), [placeOf(folder, code)]], code);
  }
  const [code, far] = [codes[0]!, codes.find((one) => placeOf(folder, one) !== placeOf(folder, codes[0]!))!];
  let row: Any;
  const taken = edited(folder, placeOf(folder, code), (s) => { row = rowOf(s, code); s.rows = s.rows.filter((one: Any) => one !== row); });
  const moved = edited(taken, placeOf(folder, far), (s) => { s.rows.push(row); });
  await assert.rejects(find(moved, far), Damaged);
  assert.equal(await find(moved, code), null);
  const empty = { ...folder, files: new Map([...folder.files, [placeOf(folder, code), object({ nodes: [], rows: [] })]]) };
  assert.equal(await find(empty, code), null);
});

test("look.json, plan and record of which one thing is changed", async () => {
  const { folder } = await of(read("ceremony"));
  const cases: [string, string, (value: Any) => void][] = [
    ["another K", "look.json", (l) => { l.k = other(l.k); }],
    ["a K too short", "look.json", (l) => { l.k = ""; }],
    ["another plan's digest", "look.json", (l) => { l.plan.digest = other(l.plan.digest); }],
    ["another record's digest", "look.json", (l) => { l.record.digest = other(l.record.digest); }],
    ["another draw", "look.json", (l) => { l.draw += "1"; }],
    ["a path to another host", "look.json", (l) => { l.plan.path = "//example.org/plan.json"; }],
    ["a path that goes up in its middle", "look.json", (l) => { l.plan.path = "a/../plan.json"; }],
    ["too many bits", "look.json", (l) => { l.bits = 21; }],
    ["another format", "look.json", (l) => { l.format = "mingqian/look/2"; }],
    ["a kind that it is not", "look.json", (l) => { l.kind = "mq1/announcement"; }],
    ["no record", "look.json", (l) => { delete l.record; }],
    ["no strata", "look.json", (l) => { delete l.strata; }],
    ["replacements without a log", "look.json", (l) => { delete l.log; }],
    ["replacements in another order", "look.json", (l) => { l.replaced.reverse(); }],
    ["another replacement", "look.json", (l) => { l.replaced[0].event.date = "2026-03-03"; }],
    ["another plan", "../bundle/plan.json", (p) => { p.campaign += "x"; }],
    ["another record", "../bundle/draw/record.json", (r) => { r.seed = other(r.seed); }],
  ];
  for (const [name, path, edit] of cases) await assert.rejects(open(edited(folder, path, edit)), Damaged, name);
});

test("a log that is not the plan's, a threshold that is not the record's", async () => {
  const { files, folder } = await of(read("ceremony"));
  const drawn = JSON.parse(linesOf(files.get("draw/selected.jsonl")!)[0]!).entity as string;
  for (const edit of [
    (l: Any) => { l.log.checkpoint = l.log.checkpoint.replace(/\n\n— \S+/, "\n\n— x"); delete l.replaced; },
    (l: Any) => { for (const one of l.strata) one.line.threshold = "ff".repeat(32); },
  ]) await assert.rejects(find(edited(folder, "look.json", edit), drawn), Damaged);
});

test("a record that somebody has made anew, plan and all, is another bundle's: what it says is told with its own digest", async () => {
  const { context, folder } = await of(read("tiny"));
  const { look } = await open(folder);
  assert.equal(look.description.bundle, context.digest);
});

test("codes as people type them, and where they are", () => {
  assert.equal(codeOf(" 9161 0113 ma6u\t"), "91610113MA6U");
  assert.equal(codeOf("Ｅ１０"), "E10");
  for (const typed of ["", "-1", "E 10/../x", "x".repeat(65), "企业", "E10?", "E10\u202e"]) assert.equal(codeOf(typed), null, typed);
  assert.deepEqual([shardPath(0), shardPath(255), shardPath(256), shardPath(0xfffff)], ["s/0/00.json", "s/0/ff.json", "s/1/00.json", "s/fff/ff.json"]);
  const [a, b, c] = sha256(utf8("E10")) as unknown as [number, number, number];
  assert.equal(shardNumber("", "E10", 20), (a << 12) | (b << 4) | (c >> 4));
  assert.equal(shardNumber("", "E10", 0), 0);
  assert.equal(LARGEST_SHARD, 65536);
});
