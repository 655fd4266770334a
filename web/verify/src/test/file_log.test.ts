// Proofs and slips beside what a reader has: policy and key, a bundle, and events of exactly their members.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { hex, unhex, utf8 } from "../bytes.js";
import { checkFile, WrongPlan, type FileOptions, type FileVerdict } from "../check_file.js";
import { readCheckpoint } from "../checkpoint.js";
import { entryOf } from "../check_log.js";
import type { Context } from "../context.js";
import { entryLine } from "../events.js";
import { NOT_WHOLE, OTHER_SIZE, PROOF_ALONE, QUORUM_NOT_MET, quorumSentence, RECORD_ONLY } from "../messages_files.js";
import { canonical, type Json } from "../serialize.js";
import { sha256 } from "../sha256.js";
import { MemorySource } from "../source.js";
import { verify } from "../verify.js";
import { checkpoint, filesIn, Held, inclusion, POLICY, signature, type AnyEvent } from "./ceremonies.js";
import { goodBundle, vector, VECTORS, verifyFiles } from "./support.js";

const KEY = vector("ceremony/keys.json").log.verifier_key;
const check = (file: any, options: FileOptions = {}): Promise<FileVerdict> => checkFile(utf8(canonical(file as Json) + "\n"), options);
const failed = async (file: any, options?: FileOptions) => (await check(file, options)).failed?.check ?? "ok";
const jsonOf = (path: string): any => JSON.parse(readFileSync(join(VECTORS, path), "utf8"));
const other = (digits: string) => (digits[0] === "0" ? "1" : "0") + digits.slice(1);

const bytes = new Uint8Array(33).fill(1);
const STRANGER = `other.example+${hex(sha256(utf8("other.example\n"), bytes)).slice(0, 8)}+${Buffer.from(bytes).toString("base64")}`;
const STRANGE_POLICY = `log ${STRANGER}\nquorum none\n`;

const held = new Held(filesIn("ceremony/bundle"));
held.build();
const contextOf = async (files: ReadonlyMap<string, Uint8Array>): Promise<Context> => {
  const { verdict, context } = await verify(new MemorySource(files));
  assert.equal(verdict.failed, undefined);
  return context;
};

/** The log part of a file, for an entry of these. */
const logOf = (entries: readonly Uint8Array[], index: number, witnessAt?: number) =>
  ({ checkpoint: checkpoint(entries, witnessAt), hashes: inclusion(index, entries), index });

const lineOf = (event: AnyEvent) => entryLine(entryOf(event as any));
const placeOf = (event: AnyEvent) => held.before.length + held.events.indexOf(event);
const eventOf = (name: string) => held.events.find((one) => one["event"] === name)!;

/** The proof of the vectors, by another event of the draw, or of other entries. */
function proof(event = eventOf("finish"), entries: readonly Uint8Array[] = held.entries, index = placeOf(event), witnessAt?: number): any {
  return { ...jsonOf("ceremony/proofs/drawn.json"), log: { ...logOf(entries, index, witnessAt), event } };
}

/** Another log of the same key, in which the event is the entry at `index`. */
function forged(event: AnyEvent, index: number, size: number): any {
  const entries = Array.from({ length: size }, (_, i) => (i === index ? lineOf(event) : utf8(`${i}`)));
  return proof(event, entries, index);
}

test("proof: the record has the keys of the plan's tasks, in their order, and the roots that there are", async () => {
  const good = jsonOf("ceremony/proofs/drawn.json");
  assert.equal(await failed(good), "ok");
  for (const edit of [
    (p: any) => { p.record.keys.reverse(); },
    (p: any) => { p.record.keys.pop(); },
    (p: any) => { p.record.keys.push(p.record.keys[0]); },
    (p: any) => { p.record.keys[0].task = "OTHER"; },
    (p: any) => { p.record.keys[0].k = p.record.keys[0].k.toUpperCase(); },
    (p: any) => { p.record.keys[0].k += "0"; },
    (p: any) => { p.record.seed = p.record.seed.slice(1); },
    (p: any) => { p.record.seed_hash += "00"; },
    (p: any) => { p.record.roots.more = p.record.roots.visits; },
    (p: any) => { delete p.record.roots.openings; },
    (p: any) => { delete p.record.roots.visits; },
    (p: any) => { delete p.record.roots.apart; },
    (p: any) => { p.record.lists.more = p.record.lists.items; },
    (p: any) => { delete p.record.lists.barred; },
    (p: any) => { delete p.record.lists.apart; },
    (p: any) => { delete p.record.lists.exclusions; },
    (p: any) => { p.record.final = p.record.final.toUpperCase(); },
    (p: any) => { p.leaves[0].line.more = "x"; },
    (p: any) => { p.leaves[0].hashes[0] = p.leaves[0].hashes[0].toUpperCase(); },
  ]) {
    const changed = structuredClone(good);
    edit(changed);
    assert.equal(await failed(changed), "proof-format", String(edit));
    // Without a plan nobody knows which tasks there are; the rest is the record's own.
    if (/keys\.(reverse|pop|push)|keys\[0\]\.task/.test(String(edit))) continue;
    delete changed.plan;
    assert.equal(await failed(changed), "proof-format", String(edit));
  }
  // Neither list, and neither root: that the plan has them is another matter.
  const without = structuredClone(good);
  for (const name of ["barred", "apart"]) delete without.record.lists[name];
  for (const name of ["openings", "apart"]) delete without.record.roots[name];
  assert.equal(await failed(without), "proof-record");
});

test("proof: which events have a record, and their members", async () => {
  assert.deepEqual([await failed(proof()), await failed(proof(eventOf("draw")))], ["ok", "ok"]);
  const { record } = eventOf("finish");
  const reason = "名单";
  const voided = { draw: "COUNTY/1/2", event: "void", reason, record, signature: signature(0x02, "mq1/void", held.P, held.close, reason) };
  const told = await check(forged(voided, 3, 5));
  assert.deepEqual([told.failed, /名单/.test(told.answer!.void!.zh)], [undefined, true]);
  const secret = "11".repeat(32);
  const root = { count: 1, root: "00".repeat(32) };
  for (const [event, expected] of [
    [eventOf("draw"), "ok"],
    [{ ...eventOf("draw"), seed_hash: secret }, "proof-format"],
    [{ ...eventOf("draw"), leaves: root }, "proof-format"],
    [{ ...eventOf("draw"), record: undefined }, "proof-format"],
    [{ ...eventOf("draw"), record: other(record) }, "proof-record"],
    [{ ...eventOf("draw"), draw: "COUNTY/1/1" }, "proof-record"],
    [{ ...eventOf("finish"), secret }, "proof-format"],
    [{ ...voided, secret }, "proof-format"],
    [{ ...voided, record: undefined }, "proof-format"],
    [{ ...voided, signature: undefined }, "proof-format"],
    [{ ...voided, reason: "" }, "proof-format"],
    [{ ...voided, signature: voided.signature.toUpperCase() }, "proof-format"],
    [{ ...voided, signature: voided.signature.slice(2) }, "proof-format"],
    [{ ...voided, signature: `${voided.signature}00` }, "proof-format"],
    [{ ...voided, record: other(record) }, "proof-record"],
    [eventOf("close"), "proof-format"],
    [eventOf("replace"), "proof-format"],
  ] as [AnyEvent, string][]) assert.equal(await failed(forged(event, 3, 5)), expected, canonical(event as Json));
  // Of a sealed draw: only finish and void, with the secret.
  const sealed = jsonOf("sealed/proofs/drawn.json");
  const of = (event: AnyEvent) => {
    const entries = [utf8("0"), lineOf(event)];
    return { ...sealed, log: { ...logOf(entries, 1), event } };
  };
  const finish = sealed.log.event;
  assert.equal(await failed(of(finish)), "ok");
  assert.equal(await failed(of({ ...finish, secret: undefined })), "proof-format");
  assert.equal(await failed(of({ draw: finish.draw, event: "draw", record: finish.record })), "proof-format");
  assert.equal(await failed(of({ draw: finish.draw, event: "draw", capsules: root, leaves: root, seed_hash: secret })), "proof-format");
  assert.equal(await failed(of({ ...voided, draw: finish.draw, record: finish.record, secret })), "ok");
});

test("proof: what is no checkpoint fails the log", async () => {
  const good = proof();
  const extra = (length: number) => `\u2014 somebody ${Buffer.alloc(length, 7).toString("base64")}\n`;
  for (const [edit, expected] of [
    [(text: string) => text + extra(60), "ok"],
    [(text: string) => text + extra(60).repeat(99), "ok"],
    [(text: string) => text + extra(60).repeat(100), "proof-log"],
    [(text: string) => text + extra(50000), "proof-log"],
    [(text: string) => text.replace("\n\n", "\nmore\n\n"), "proof-log"],
  ] as const) assert.equal(await failed({ ...good, log: { ...good.log, checkpoint: edit(good.log.checkpoint) } }, { key: KEY }), expected);
});

test("proof: a policy and a key are both asked for, and then there must be a log", async () => {
  for (const [options, expected] of [
    [{ key: KEY, policy: POLICY() }, "ok"], [{ key: STRANGER }, "proof-log"], [{ policy: STRANGE_POLICY }, "proof-log"],
    [{ key: KEY, policy: STRANGE_POLICY }, "proof-log"], [{ key: STRANGER, policy: POLICY() }, "proof-log"],
    // A policy may have logs beside this one.
    [{ policy: `log ${STRANGER}\n${POLICY()}` }, "ok"],
  ] as [FileOptions, string][]) assert.equal(await failed(proof(), options), expected, JSON.stringify(options));
  // The plan's own log is asked for in any case.
  const unsigned = proof();
  unsigned.log.checkpoint = unsigned.log.checkpoint.replace(/\u2014 \S+/, "\u2014 somebody");
  assert.equal(await failed(unsigned), "proof-log");
  const tiny = goodBundle("tiny");
  const { context } = await verifyFiles(tiny);
  const { record } = context;
  const bare = { format: "mq1/proof", id: "0", leaves: [firstOf(tiny)], plan: context.plan, record };
  assert.deepEqual([await failed(bare), (await check(bare)).notes], ["ok", [PROOF_ALONE, RECORD_ONLY, NOT_WHOLE]]);
  assert.deepEqual([await failed(bare, { key: KEY }), await failed(bare, { policy: POLICY() })], ["proof-log", "proof-log"]);
});

/** The neighbour of an id that is before all others. */
function firstOf(files: ReadonlyMap<string, Uint8Array>): object {
  const file = "lists/entities.jsonl";
  const lines = new TextDecoder().decode(files.get(file)).split("\n").slice(0, -1);
  return { file, hashes: inclusion(0, lines.map(utf8)), index: 0, line: JSON.parse(lines[0]!) };
}

test("proof: beside a bundle, the event at its place, of one tree as far as sizes show it; the quorum", async () => {
  const bundle = await contextOf(held.files);
  const size = held.entries.length;
  const own = await check(proof(), { bundle });
  assert.deepEqual([own.failed, own.notes, own.quorumMet], [undefined, [], undefined]);
  // A larger log of the same beginning.
  const larger = [...held.entries, utf8("more")];
  const longer = await check(proof(eventOf("finish"), larger), { bundle });
  assert.deepEqual([longer.failed, longer.notes], [undefined, [OTHER_SIZE]]);
  // The same event elsewhere, or at its place in another tree: a log that says two things.
  const finish = eventOf("finish");
  const at = placeOf(finish);
  assert.equal(at, size - 1);
  for (const [file, expected] of [[forged(finish, at, size), "file-root"], [forged(finish, at - 1, size + 1), "file-event"], [forged(finish, at, size + 1), undefined]] as const) {
    assert.equal(await failed(file, { key: KEY }), "ok");
    const beside = await check(file, { bundle });
    assert.deepEqual([beside.failed?.check, beside.failed?.code], expected === undefined ? [undefined, undefined] : ["proof-log", expected]);
  }
  const time = 1772000123;
  const met = await check(proof(finish, held.entries, at, time), { policy: POLICY(), bundle });
  assert.deepEqual([met.failed, met.notes, met.quorumMet], [undefined, [quorumSentence(time)], true]);
  const unmet = await check(proof(), { policy: POLICY(), bundle });
  assert.deepEqual([unmet.failed, unmet.notes, unmet.quorumMet], [undefined, [QUORUM_NOT_MET], false]);
  const never = await check(proof(finish, held.entries, at, time), { policy: POLICY().replace(/^quorum .*$/m, "quorum none") });
  assert.deepEqual([never.notes, never.quorumMet], [[RECORD_ONLY, NOT_WHOLE, QUORUM_NOT_MET], false]);
  assert.ok(met.notes[0]!.en.includes("2026-02-25T"));
  const wrong = proof(finish, held.entries, at, time);
  wrong.log.checkpoint = wrong.log.checkpoint.replace(/(\u2014 witness-a\S* .{30})(.)/, (_: string, a: string, b: string) => a + (b === "A" ? "B" : "A"));
  assert.deepEqual([await failed(wrong, { policy: POLICY() }), await failed(wrong, { key: KEY })], ["proof-log", "ok"]);
});

const openSlip = (): any => jsonOf("ceremony/slips/open.json");

test("slip: policy, key and bundle are all asked for; the quorum; places and roots", async () => {
  const bundle = await contextOf(held.files);
  for (const [options, expected] of [
    [{}, "ok"], [{ key: KEY, policy: POLICY(), bundle }, "ok"], [{ key: STRANGER }, "slip-log"], [{ policy: STRANGE_POLICY }, "slip-log"], [{ key: STRANGER, policy: POLICY() }, "slip-log"],
    [{ key: KEY, policy: STRANGE_POLICY }, "slip-log"], [{ bundle, key: STRANGER }, "slip-log"], [{ bundle, policy: STRANGE_POLICY }, "slip-log"],
  ] as [FileOptions, string][]) assert.equal(await failed(openSlip(), options), expected, Object.keys(options).join());
  const unsigned = openSlip();
  unsigned.log.checkpoint = unsigned.log.checkpoint.replace(/\u2014 log\S+/, "\u2014 somebody");
  assert.deepEqual([await failed(unsigned), await failed(unsigned, { bundle })], ["ok", "slip-log"]);
  const event = eventOf("draw");
  const at = placeOf(event);
  const entries = (size: number, index: number) => Array.from({ length: size }, (_, i) => (i === index ? lineOf(event) : utf8(`${i}`)));
  const slip = (size: number, index: number) => ({ ...openSlip(), log: logOf(entries(size, index), index) });
  const { length } = held.entries;
  for (const [file, expected] of [[slip(length, at), "file-root"], [slip(length + 1, at - 1), "file-event"], [slip(length + 1, at), undefined]] as const) {
    assert.equal(await failed(file, { key: KEY }), "ok");
    const beside = await check(file, { bundle });
    assert.deepEqual([beside.failed?.check, beside.failed?.code], expected === undefined ? [undefined, undefined] : ["slip-draw", expected]);
  }
  assert.deepEqual((await check(slip(length + 1, at), { bundle })).notes, [OTHER_SIZE]);
  assert.deepEqual((await check(openSlip(), { bundle })).notes, []);
  const time = 1772000123;
  const seen = { ...openSlip(), log: logOf(held.entries, at, time) };
  const met = await check(seen, { policy: POLICY(), bundle });
  assert.deepEqual([met.failed, met.notes, met.quorumMet], [undefined, [quorumSentence(time)], true]);
  const unmet = await check({ ...openSlip(), log: logOf(held.entries, at) }, { policy: POLICY(), bundle });
  assert.deepEqual([unmet.failed, unmet.notes, unmet.quorumMet], [undefined, [QUORUM_NOT_MET], false]);
});

test("slip: events of exactly their members, names of theirs, and a checkpoint that is one", async () => {
  const root = { count: 1, root: "00".repeat(32) };
  const of = (path: string) => (edit: (slip: any) => void) => {
    const slip = jsonOf(path);
    edit(slip);
    return failed(slip);
  };
  const open = of("ceremony/slips/open.json");
  const reserve = of("ceremony/slips/reserve.json");
  const replaced = of("ceremony/slips/replaced.json");
  const sealed = of("sealed/slips/sealed.json");
  for (const one of [open, reserve, replaced, sealed]) assert.equal(await one(() => undefined), "ok");
  const cases: [(edit: (slip: any) => void) => Promise<string>, (slip: any) => void][] = [
    [open, (s) => { s.event.seed_hash = "00".repeat(32); }],
    [open, (s) => { s.event.capsules = root; }],
    [open, (s) => { delete s.event.record; }],
    [open, (s) => { s.record.roots.more = root; }],
    [open, (s) => { delete s.record.roots.strata; }],
    [open, (s) => { s.record.lists.more = root; }],
    [open, (s) => { delete s.record.roots.openings; }],
    [open, (s) => { delete s.record.roots.apart; }],
    [open, (s) => { delete s.record.lists.barred; }],
    [open, (s) => { delete s.record.lists.apart; }],
    [open, (s) => { delete s.record.lists.items; }],
    [open, (s) => { s.record.keys[0].k = s.record.keys[0].k.toUpperCase(); }],
    [open, (s) => { s.record.keys[0].k += "0"; }],
    [open, (s) => { s.record.seed = s.record.seed.slice(1); }],
    [replaced, (s) => { s.replaced[0].event.signature = s.replaced[0].event.signature.toUpperCase(); }],
    [replaced, (s) => { s.replaced[0].event.signature += "00"; }],
    [replaced, (s) => { s.replaced[0].event.signature = ""; }],
    [replaced, (s) => { s.replaced[0].event.signature = 7; }],
    [open, (s) => { s.names.push(s.names[s.names.length - 1]); }],
    [open, (s) => { s.names[0].private.phone = "1"; }],
    [open, (s) => { s.names[0].private.name = ""; }],
    [open, (s) => { s.names[0].private.work_no = 7; }],
    [open, (s) => { s.names[0].salt = s.names[0].salt.slice(2); }],
    [open, (s) => { s.log.checkpoint += `\u2014 somebody ${Buffer.alloc(50000, 7).toString("base64")}\n`; }],
    [open, (s) => { s.log.checkpoint += `\u2014 somebody ${Buffer.alloc(9, 7).toString("base64")}\n`.repeat(100); }],
    [open, (s) => { s.log.checkpoint = s.log.checkpoint.replace(/\n\d+\n/, "\n9007199254740992\n"); }],
    [sealed, (s) => { delete s.event.seed_hash; }],
    [sealed, (s) => { delete s.event.capsules; }],
    [sealed, (s) => { s.event.record = "00".repeat(32); }],
    [replaced, (s) => { s.replaced[0].event.signature = s.replaced[0].event.signature.slice(2); }],
    [replaced, (s) => { s.replaced[0].event.days = ["2026-03-02"]; }],
    [replaced, (s) => { delete s.replaced[0].event.approved_by; }],
    [replaced, (s) => { delete s.replaced[0].event.skipped; }],
    [replaced, (s) => { s.replaced[0].event.nonce = "00"; }],
    [reserve, (s) => { s.replaced[0].event.rank = 0; }],
    [reserve, (s) => { s.replaced[0].event.by = 0; }],
    [reserve, (s) => { s.replaced[1].event.rank = 0; }],
    [reserve, (s) => { const { event } = s.replaced[1]; for (const key of ["by", "days", "team", "visit"]) delete event[key]; event.rank = 0; event.skipped = []; }],
    ...["", "log example", "log\u00a0example", "log\u2028example", "log\u2029example", "log\u0085example", "log\u007fexample", "log\u3000", "log+example", "x".repeat(256), "log\texample"].map((origin) =>
      [open, (s: any) => { s.log.checkpoint = s.log.checkpoint.replace(/^[^\n]*/, origin); }] as (typeof cases)[number]),
    [reserve, (s) => { delete s.replaced[0].event.visit; }],
    [reserve, (s) => { delete s.replaced[0].event.by; }],
    [reserve, (s) => { delete s.replaced[0].event.team; }],
    [reserve, (s) => { delete s.replaced[0].event.days; }],
    [reserve, (s) => { const { event } = s.replaced[1]; for (const key of ["by", "days", "team", "visit"]) delete event[key]; }],
    [reserve, (s) => { const { event } = s.replaced[1]; for (const key of ["by", "days", "team"]) delete event[key]; event.skipped = []; }],
  ];
  for (const [of, edit] of cases) assert.equal(await of(edit), "slip-format", String(edit));
});


test("slip: the event is of the slip's draw", async () => {
  const slip = openSlip();
  const event = { ...slip.event, draw: "COUNTY/1/1" };
  const entries = held.entries.map((line, i) => (i === slip.log.index ? lineOf(event) : line));
  const forged = { ...slip, event, log: logOf(entries, slip.log.index) };
  assert.deepEqual([await failed(forged), await failed(forged, { bundle: await contextOf(held.files) })], ["slip-event", "slip-event"]);
  const other = { ...slip, draw: "COUNTY/1/1" };
  assert.equal(await failed(other), "slip-leaf");
  // Without a log only a bundle tells.
  const bare = { ...forged, log: undefined, replaced: undefined };
  assert.deepEqual([await failed(bare), await failed(bare, { bundle: await contextOf(held.files) })], ["ok", "slip-draw"]);
});

test("24.3: the origin of a checkpoint has the form of a log's name", async () => {
  for (const [origin, expected] of [
    ["log.example/COUNTY", undefined], ["\u200b", undefined], ["\u200e", undefined], ["\ufeff", undefined], ["x".repeat(255), undefined], ["\u65e5\u5fd7", undefined], ["\u180e", undefined],
    ...["", " ", "a b", "a+b", "x".repeat(256), "\u65e5".repeat(86), "a\u007f", "a\u0080", "a\u0085", "a\u009f", "a\u00a0", "a\u1680", "a\u2000", "a\u200a", "a\u2028", "a\u2029", "a\u202f", "a\u205f", "a\u3000"]
      .map((one) => [one, "checkpoint-form"]),
  ] as [string, string | undefined][]) {
    const { checkpoint: note } = logOf(held.entries, 0);
    const changed = note.replace(/^[^\n]*/, origin);
    const read = () => readCheckpoint(utf8(changed), "x");
    if (expected === undefined) assert.equal(read().origin, origin);
    else assert.throws(read, new RegExp(expected), JSON.stringify(origin));
    const made = proof();
    assert.equal(await failed({ ...made, log: { ...made.log, checkpoint: changed } }), origin === "log.example/COUNTY" ? "ok" : "proof-log");
  }
});

test("proof: seed, seed hash and keys agree; draw and plan are one", async () => {
  const bundle = await contextOf(held.files);
  const good = proof();
  // Whoever makes a record makes its event and its log, too.
  const with_ = (edit: (record: any) => void) => {
    const record = structuredClone(good.record);
    edit(record);
    const digest = hex(sha256(utf8(canonical(record) + "\n")));
    const event = { ...eventOf("finish"), record: digest };
    return { ...forged(event, 3, 5), record };
  };
  assert.equal(await failed(with_(() => undefined)), "ok");
  for (const edit of [
    (r: any) => { r.seed = other(r.seed); }, (r: any) => { r.seed_hash = other(r.seed_hash); }, (r: any) => { r.keys[0].k = other(r.keys[0].k); },
    (r: any) => { r.keys[r.keys.length - 1].k = other(r.keys[r.keys.length - 1].k); },
    (r: any) => { r.seed = other(r.seed); r.seed_hash = hex(sha256(unhex(r.seed))); },
  ]) assert.equal(await failed(with_(edit)), "proof-record", String(edit));
  const away = forged({ ...eventOf("finish"), draw: "COUNTY/1/1" }, 3, 5);
  assert.deepEqual([await failed(away), await failed(away, { bundle })], ["proof-record", "proof-record"]);
  // A plan beside one that has its own is the same.
  const planOf = (edit: (plan: any) => void = () => undefined) => {
    const plan = structuredClone(good.plan);
    edit(plan);
    return utf8(canonical(plan) + "\n");
  };
  assert.deepEqual([await failed(good, { plan: planOf() }), await failed(good, { plan: planOf(), bundle })], ["ok", "ok"]);
  assert.equal(await failed(good, { plan: planOf((plan) => { plan.campaign += "x"; }) }), "proof-record");
  const { plan: _, ...bare } = good;
  assert.deepEqual([await failed(bare, { plan: planOf() }), await failed(bare), await failed(bare, { bundle })], ["ok", "proof-record", "ok"]);
  assert.equal(await failed(bare, { plan: planOf((plan) => { plan.campaign += "x"; }), bundle }), "proof-record");
  for (const plan of [utf8(""), utf8("{}\n"), planOf().subarray(0, -1)]) await assert.rejects(check(good, { plan }), WrongPlan);
});
