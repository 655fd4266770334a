// A sealed draw: the vectors, its secret, leaves and capsules, shares and slips, and what must fail where.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hex, unhex, utf8 } from "../bytes.js";
import { checkFile, type FileOptions } from "../check_file.js";
import { encode, L, littleEndian, timesBase } from "../edwards.js";
import { canonical, type Json } from "../serialize.js";
import { MemorySource } from "../source.js";
import { verify, type Verified } from "../verify.js";
import { filesIn, Held, keyByte, POLICY, signature, type AnyEvent } from "./ceremonies.js";
import { vector, VECTORS, writeManifest, type Files } from "./support.js";

const LOG = "sealed/log/tile/entries/000.p/41";
const open = (files: Files): Promise<Verified> => verify(new MemorySource(files), { policy: POLICY() });
const held = (name: string) => new Held(filesIn(`sealed/${name}`), LOG);
const bytesOf = (path: string) => new Uint8Array(readFileSync(join(VECTORS, "sealed", path)));

test("the vectors", async () => {
  for (const [name, state, checks] of [["announcement", "announced", 15], ["sealed", "sealed", 15], ["bundle", "finished", 27]] as const) {
    const { verdict } = await open(filesIn(`sealed/${name}`));
    assert.deepEqual([verdict.failed, verdict.state, verdict.grade, verdict.results.length], [undefined, state, "anchored", checks], name);
    const known = (await verify(new MemorySource(filesIn(`sealed/${name}`)), { log: new MemorySource(filesIn("sealed/log")) })).verdict;
    assert.deepEqual([known.failed, known.state], [undefined, "finished"], name);
    const remade = held(name);
    const before = new Map(remade.files);
    remade.build();
    for (const [file, bytes] of remade.files) assert.deepEqual(Buffer.from(bytes), Buffer.from(before.get(file)!), file);
  }
});

test("shares give the secret, and the leaves are those of the values", async () => {
  const shares = [2, 3].map((i) => littleEndian(unhex(JSON.parse(new TextDecoder().decode(bytesOf(`shares/${i}.json`))).share)));
  // Lagrange at 0 over the indices 2 and 3: 3 and −2.
  const s = (((3n * shares[0]! - 2n * shares[1]!) % L) + L) % L;
  const bundle = held("bundle");
  assert.equal(s, littleEndian(unhex(bundle.events[bundle.events.length - 1]!["secret"])));
  assert.equal(hex(encode(timesBase(s))), bundle.events[0]!["points"][0]);
});

type Change = (events: AnyEvent[], office: Held) => void;
const find = (events: AnyEvent[], name: string, k = 0) => events.filter((event) => event["event"] === name)[k]!;

/** Signs shares and close anew after a change of c. */
function resignAll(events: AnyEvent[], { P }: Held): void {
  const c = unhex(find(events, "announce")["commitment"]);
  const D = unhex(find(events, "close")["close"]);
  for (const event of events) {
    if (event["event"] === "share" && event["signature"]) event["signature"] = signature(keyByte(event["holder"]), "mq1/share", P, c, event["holder"]);
    if (event["event"] === "sign") event["signature"] = signature(keyByte(event["label"]), "mq1/attest", P, D);
  }
}

const SMALL = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

const CHANGES: readonly [string, string, Change][] = [
  ["events", "a share is missing", (e) => { e.splice(e.indexOf(find(e, "share")), 1); }],
  ["events", "a share that is not signed", (e) => { delete e.find((one) => one["event"] === "share" && one["signature"])!["signature"]; }],
  ["events", "a share of nobody", (e) => { find(e, "share")["holder"] = "路人"; }],
  ["events", "a reveal that opens nothing", (e) => { find(e, "reveal")["value"] = "0"; }],
  ["events", "a reveal without commitment", (e) => { e.splice(e.indexOf(find(e, "commitment")), 1); }],
  ["events", "a contribution in profile remote", (e) => { e[e.indexOf(find(e, "reveal"))] = { draw: "COUNTY/2/1", event: "contribution", label: "群众代表", value: "1" }; }],
  ["events", "a leaf opened twice", (e) => { e.splice(e.indexOf(find(e, "open")) + 1, 0, find(e, "open")); }],
  ["events", "no secret", (e) => { delete find(e, "finish")["secret"]; }],
  ["events", "no capsules", (e) => { delete find(e, "draw")["capsules"]; }],
  ["escrow", "a point too many", (e, h) => { find(e, "announce")["points"].push(find(e, "announce")["points"][0]); resignAll(e, h); }],
  ["escrow", "a point of small order", (e) => { find(e, "announce")["points"][1] = SMALL; }],
  ["escrow", "another c", (e, h) => { find(e, "announce")["commitment"] = "00".repeat(32); resignAll(e, h); }],
  ["escrow", "another secret", (e) => { find(e, "finish")["secret"] = "01" + "00".repeat(31); }],
  ["escrow", "the secret 0", (e) => { find(e, "finish")["secret"] = "00".repeat(32); }],
  ["escrow", "the secret written otherwise", (e) => {
    const s = littleEndian(unhex(find(e, "finish")["secret"])) + L;
    find(e, "finish")["secret"] = hex(Uint8Array.from({ length: 32 }, (_, i) => Number((s >> BigInt(8 * i)) & 255n)));
  }],
  ["ceremony", "another value of one recorder", (e) => { find(e, "roll")["records"][1].value += ";1"; }],
  ["seed", "another seed hash", (e) => { find(e, "draw")["seed_hash"] = "00".repeat(32); }],
  ["leaves", "another root of leaves", (e) => { find(e, "draw")["leaves"].root = "00".repeat(32); }],
  ["leaves", "another number of leaves", (e) => { find(e, "draw")["leaves"].count++; }],
  ["leaves", "an opening of no leaf", (e) => { find(e, "open")["leaf"] = "00".repeat(32); }],
  ["leaves", "another root of capsules", (e) => { find(e, "draw")["capsules"].root = "00".repeat(32); }],
];

for (const [name, what, change] of CHANGES) {
  test(`${name}: ${what}`, async () => {
    const office = held("bundle");
    change(office.events, office);
    const { verdict } = await open(office.build());
    assert.equal(verdict.failed?.check, name, JSON.stringify(verdict.failed));
  });
}

test("a sealed bundle: names and root of the capsules", async () => {
  const change = async (edit: (text: string) => string) => {
    const files = filesIn("sealed/sealed");
    files.set("sealed/capsules.jsonl", utf8(edit(new TextDecoder().decode(files.get("sealed/capsules.jsonl")))));
    writeManifest(files, "mq1/sealed");
    return (await open(files)).verdict.failed;
  };
  assert.equal((await change((text) => text.replace("day/", "tag/")))?.code, "capsule-name");
  assert.equal((await change((text) => text.slice(0, text.lastIndexOf("{"))))?.code, "capsule-name");
  assert.equal((await change((text) => text.replace(/"sha256":"[0-9a-f]{4}/, `"sha256":"0000`)))?.code, "capsule-root");
});

type Edit = (file: any) => void;

async function checked(path: string, edit: Edit, options: FileOptions): Promise<string> {
  const file = JSON.parse(new TextDecoder().decode(bytesOf(path)));
  edit(file);
  const verdict = await checkFile(utf8(canonical(file as Json) + "\n"), options);
  return verdict.failed?.check ?? "ok";
}

const other = (digits: string) => (digits[0] === "0" ? "1" : "0") + digits.slice(1);

test("shares", async () => {
  const announcement = (await open(filesIn("sealed/announcement"))).context;
  for (const [edit, expected] of [
    [() => undefined, "ok"],
    [(f) => { f.index = 0; }, "share-format"],
    [(f) => { f.more = 1; }, "share-format"],
    [(f) => { f.points[1] = SMALL; }, "share-points"],
    [(f) => { f.commitment = other(f.commitment); }, "share-commitment"],
    [(f) => { f.share = other(f.share); }, "share-value"],
    [(f) => { f.index = 3; }, "share-value"],
    [(f) => { f.holder = "路人"; }, "share-announcement"],
    [(f) => { f.draw = "COUNTY/2/2"; }, "share-announcement"],
  ] as [Edit, string][]) {
    assert.equal(await checked("shares/2.json", edit, { announcement }), expected);
    if (expected === "share-announcement") assert.equal(await checked("shares/2.json", edit, {}), "ok");
  }
});

test("slips", async () => {
  const bundle = (await open(filesIn("sealed/sealed"))).context;
  const key = vector("ceremony/keys.json").log.verifier_key;
  assert.equal(await checked("slips/sealed.json", () => undefined, {}), "ok");
  for (const [given, notes] of [[{ key }, 3], [{ policy: POLICY() }, 4], [{ bundle }, 1]] as const) {
    const verdict = await checkFile(bytesOf("slips/sealed.json"), given);
    assert.deepEqual([verdict.failed, verdict.notes.length, verdict.slip?.names?.length], [undefined, notes, 2]);
  }
  for (const [edit, expected] of [
    [(f) => { f.salt = other(f.salt); }, "slip-leaf"],
    [(f) => { f.leaf.visit.days.push("2026-03-06"); }, "slip-leaf"],
    [(f) => { f.index++; }, "slip-leaf"],
    [(f) => { f.hashes.pop(); }, "slip-leaf"],
    [(f) => { delete f.salt; }, "slip-format"],
    [(f) => { f.draw = "COUNTY/1/2"; }, "slip-event"],
    [(f) => { f.draw = "COUNTY/1/2"; delete f.log; }, "slip-draw"],
    [(f) => { f.names.reverse(); }, "slip-format"],
    [(f) => { f.event.seed_hash = other(f.event.seed_hash); }, "slip-event"],
    [(f) => { f.log.index--; }, "slip-event"],
    [(f) => { f.log.checkpoint = f.log.checkpoint.replace(/— log(\S+) (.{50})./, "— log$1 $2_"); }, "slip-format"],
    [(f) => { f.log.checkpoint = f.log.checkpoint.replace(/— log(\S+) (.{50})(.)/, (_: string, a: string, b: string, c: string) => `— log${a} ${b}${c === "A" ? "B" : "A"}`); }, "slip-log"],
    [(f) => { f.names[0].private.name = "别人"; }, "slip-draw"],
    [(f) => { f.names[0].inspector = "I-0000000000"; }, "slip-format"],
  ] as [Edit, string][]) assert.equal(await checked("slips/sealed.json", edit, { bundle }), expected);
});
