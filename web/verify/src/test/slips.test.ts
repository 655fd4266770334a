// Slips of an open and of a sealed draw, made here: who goes now, and everything that can be wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, unhex, utf8 } from "../bytes.js";
import { entryOf } from "../check_log.js";
import { checkFile, type FileOptions, type FileVerdict } from "../check_file.js";
import type { Context } from "../context.js";
import { entryLine } from "../events.js";
import { leafData } from "../leaves.js";
import { DRAW_ONLY, LATER_UNKNOWN, NAMES_NOTE, SLIP_UNSIGNED, SLIP_ALONE } from "../messages_files.js";
import { canonical, type Json } from "../serialize.js";
import { MemorySource } from "../source.js";
import { verify } from "../verify.js";
import { why } from "../why.js";
import { checkpoint, filesIn, Held, inclusion, signature, treeOf, type AnyEvent } from "./ceremonies.js";
import { linesOf, vector, type Files } from "./support.js";

const KEY = vector("ceremony/keys.json").log.verifier_key;
const check = (slip: any, options: FileOptions = { key: KEY }, end = "\n"): Promise<FileVerdict> => checkFile(utf8(canonical(slip as Json) + end), options);
const failed = async (slip: any, options?: FileOptions) => (await check(slip, options)).failed?.check;
const jsonOf = (line: string): any => JSON.parse(line);

/** The bundle of an open draw, and slips of it. `own`: how many of its own events the slip's checkpoint has. */
class Open {
  readonly held = new Held(filesIn("ceremony/bundle"));
  readonly files: Files = this.held.build();

  async context(): Promise<Context> {
    const { verdict, context } = await verify(new MemorySource(this.files));
    assert.deepEqual(verdict.failed, undefined);
    return context;
  }

  slip(list: "visits" | "selected", holds: (line: any) => boolean, concerns: (event: AnyEvent) => boolean, own = this.held.events.length): any {
    const lines = linesOf(this.files.get(`draw/${list}.jsonl`)!);
    const index = lines.findIndex((line) => holds(jsonOf(line)));
    const entries = this.held.entries.slice(0, this.held.before.length + own);
    const at = (event: AnyEvent) => {
      const place = this.held.before.length + this.held.events.indexOf(event);
      return { hashes: inclusion(place, entries), index: place };
    };
    const event = this.held.events.find((one) => one["event"] === "draw")!;
    const replaced = this.held.events.slice(0, own).filter((one) => one["event"] === "replace" && concerns(one)).map((one) => ({ event: one, ...at(one) }));
    return structuredClone({
      draw: event["draw"], event, format: "mq1/slip", hashes: inclusion(index, lines.map(utf8)), index, leaf: jsonOf(lines[index]!),
      log: { checkpoint: checkpoint(entries), ...at(event) }, record: jsonOf(new TextDecoder().decode(this.files.get("draw/record.json"))),
      ...(replaced.length > 0 && { replaced }),
    });
  }
}

const draw = new Open();
const ofE01 = (event: AnyEvent) => event["visit"] === "E01";
const visitE01 = (own?: number) => draw.slip("visits", (one) => one.id === "E01", ofE01, own);
const north = (rank: number) => (one: any) => one.stratum === "NORTH" && one.rank === rank;
/** The entity of rank 3 makes a visit, is replaced in its turn, and a reserve of another task joins at its place. */
const place3 = draw.held.events.find((event) => event["kind"] === "entity" && event["by"] === 3)!["visit"];
const reserve3 = () => draw.slip("selected", north(3), (event) => event["stratum"] === "NORTH" || event["visit"] === place3);
const reserve5 = () => draw.slip("selected", north(5), () => false);

test("a slip of a visit: who goes now", async () => {
  const bundle = await draw.context();
  const slip = visitE01();
  for (const options of [{ key: KEY }, { bundle }]) {
    const { failed: fault, now } = await check(slip, options);
    assert.deepEqual(fault, undefined);
    assert.deepEqual(now!.team!.map((one) => one.inspector).slice(0, 2), ["I-817442FC83", "I-7CF5606C8C"]);
    assert.deepEqual([now!.visit, now!.days, now!.gone], ["E01", slip.leaf.days, []]);
    assert.equal(now!.sentences.length, slip.replaced.length);
  }
  // Before the replacements, on its own; with a bundle that knows of them, they are told all the same.
  const early = visitE01(8);
  assert.deepEqual((await check(early)).now!.team, early.leaf.seats);
  assert.equal((await check(early, { bundle })).now!.team![0]!.inspector, "I-817442FC83");
  const bare = { ...early, log: undefined };
  const verdict = await check(bare, {}, "");
  assert.deepEqual([verdict.failed, verdict.results.map((one) => one.check), verdict.notes], [undefined, ["slip-format", "slip-leaf"], [SLIP_ALONE, DRAW_ONLY]]);
  assert.deepEqual((await check(bare, { bundle })).results.map((one) => one.check), ["slip-format", "slip-leaf", "slip-draw"]);
  assert.equal((await check(bare, { bundle })).now!.team![0]!.inspector, "I-817442FC83");
});

test("a slip of a reserve: called up, replaced in its turn, or not called", async () => {
  const bundle = await draw.context();
  for (const options of [{ key: KEY }, { bundle }]) {
    const { failed: fault, now } = await check(reserve3(), options);
    assert.deepEqual(fault, undefined);
    const [call] = reserve3().replaced;
    assert.deepEqual([now!.called, now!.visit, now!.days, now!.team!.map((one) => one.inspector)], [true, call.event.visit, call.event.days, call.event.team]);
    assert.deepEqual([now!.draws, now!.gone.map((one) => one.rank)], [[], [3]]);
    const waiting = (await check(reserve5(), options)).now!;
    assert.deepEqual([waiting.called, waiting.visit, waiting.team], [false, undefined, undefined]);
  }
});

test("a task for which an entity is not visited any more", async () => {
  const gone = draw.held.events.find((event) => event["kind"] === "entity" && event["stratum"] === "ALL")!;
  const slip = draw.slip("visits", (one) => one.draws.some((d: any) => d.stratum === "ALL" && d.rank === 2),
    (event) => event["visit"] === slipVisit || (event["stratum"] === "ALL" && event["rank"] === 2) || (event["stratum"] === "NORTH" && event["rank"] === 2));
  const verdict = await check(slip);
  assert.deepEqual([verdict.failed, verdict.now!.gone.some((one) => one.task === gone["task"])], [undefined, true]);
  assert.equal(await failed(slip, { bundle: await draw.context() }), undefined);
});
const withRank2 = linesOf(draw.files.get("draw/visits.jsonl")!).map(jsonOf).find((one) => one.draws.some((d: any) => d.stratum === "ALL" && d.rank === 2));
const slipVisit = withRank2.id;

test("slips of which one thing is changed", async () => {
  const bundle = await draw.context();
  const other = (digits: string) => (digits[0] === "0" ? "1" : "0") + digits.slice(1);
  const cases: [() => any, string, string, (slip: any) => void][] = [
    [visitE01, "slip-format", "slip-format", (s) => { delete s.log; }],
    [visitE01, "slip-format", "slip-format", (s) => { s.replaced = []; }],
    [visitE01, "slip-format", "slip-format", (s) => { s.leaf = { visit: s.leaf }; }],
    [visitE01, "slip-format", "slip-format", (s) => { s.names = [{ inspector: "I-0000000000", private: { name: "甲" }, salt: "00".repeat(32) }]; }],
    [visitE01, "slip-leaf", "slip-leaf", (s) => { s.leaf.items.push("X"); }],
    [visitE01, "slip-leaf", "slip-leaf", (s) => { s.record.seed = other(s.record.seed); }],
    [visitE01, "slip-event", "slip-event", (s) => { s.log.index--; }],
    [visitE01, "slip-event", "slip-event", (s) => { s.replaced[0].event.by = "I-9248399D58"; }],
    [visitE01, "slip-event", "slip-event", (s) => { s.replaced.reverse(); }],
    [visitE01, "slip-event", "slip-event", (s) => { s.replaced.push(reserve3().replaced[1]); }],
    [visitE01, "ok", "slip-draw", (s) => { s.replaced.splice(1, 1); }],
    [visitE01, "ok", "slip-draw", (s) => { delete s.replaced; }],
    [reserve3, "slip-event", "slip-event", (s) => { s.replaced.shift(); }],
    [reserve3, "ok", "slip-draw", (s) => { s.replaced.pop(); }],
    [reserve3, "slip-format", "slip-format", (s) => { s.leaf.reserve = false; }],
    [reserve5, "slip-leaf", "slip-leaf", (s) => { s.leaf.rank = 3; }],
  ];
  for (const [slip, alone, beside, edit] of cases) {
    const made = slip();
    edit(made);
    assert.deepEqual([await failed(made) ?? "ok", await failed(made, { bundle }) ?? "ok"], [alone, beside], String(edit));
  }
  assert.equal(await failed(visitE01(), {}), undefined);
  assert.deepEqual((await check(visitE01(), {})).notes[0], SLIP_UNSIGNED);
  const announcement = (await verify(new MemorySource(filesIn("ceremony/announcement")))).context;
  assert.equal(await failed(visitE01(), { bundle: announcement }), "slip-draw");
  const named = visitE01();
  named.names = [{ inspector: "I-817442FC83", private: { name: "甲" }, salt: "00".repeat(32) }];
  const told = await check(named);
  assert.deepEqual([told.failed, told.namesChecked, told.notes], [undefined, false, [DRAW_ONLY, LATER_UNKNOWN, NAMES_NOTE]]);
  assert.equal(await failed(named, { bundle }), "slip-draw");
});

test("what only a bundle shows, the log's name, and a void", async () => {
  const bundle = await draw.context();
  for (const options of [{}, { key: KEY }]) {
    const alone = await check(visitE01(), options);
    assert.deepEqual([alone.log, alone.notes.includes(DRAW_ONLY), alone.notes.includes(LATER_UNKNOWN)], ["log.example/COUNTY", true, true]);
  }
  const beside = await check(visitE01(), { bundle });
  assert.deepEqual([beside.log, beside.notes], ["log.example/COUNTY", []]);
  const bare = await check({ ...visitE01(8), log: undefined }, {});
  assert.deepEqual([bare.log, bare.notes.includes(LATER_UNKNOWN)], [undefined, false]);
  // The draw was voided after the slip was made: with the bundle that has it, it is told, and with a copy of the log too.
  const voided = new Open();
  const record = voided.held.events.find((one) => one["event"] === "draw")!["record"];
  const last = { draw: "COUNTY/1/2", event: "void", reason: "名单有误", record, signature: signature(0x02, "mq1/void", voided.held.P, voided.held.close, "名单有误") };
  voided.held.events.splice(-1, 1, last);
  voided.held.build();
  const told = await check(voided.slip("visits", (one) => one.id === "E01", ofE01, 10), { bundle: await voided.context() });
  assert.deepEqual([told.failed, told.notes.some((note) => /名单有误/.test(note.zh))], [undefined, true]);
});

/** The slip of a sealed draw of one leaf, with these events after it. */
function sealed(leaf: Json, events: AnyEvent[]): any {
  const salt = "5a".repeat(32);
  const data = leafData(unhex(salt), leaf);
  const root = { count: 1, root: hex(treeOf([data])) };
  const event = { capsules: root, draw: "A/1/1", event: "draw", leaves: root, seed_hash: "00".repeat(32) };
  const all = [event, ...events];
  const entries = all.map((one) => entryLine(entryOf(one as any)));
  const at = (i: number) => ({ hashes: inclusion(i, entries), index: i });
  const replaced = events.map((one, i) => ({ event: one, ...at(i + 1) }));
  return {
    draw: "A/1/1", event, format: "mq1/slip", hashes: [], index: 0, leaf, log: { checkpoint: checkpoint(entries), ...at(0) }, salt,
    ...(replaced.length > 0 && { replaced }),
  };
}

const REPLACE = { approved_by: "superior", date: "2026-03-02", draw: "A/1/1", event: "replace", nonce: "00".repeat(32), reason: "ill", signature: "00".repeat(64) };
const swap = (more: object = {}) => ({ ...REPLACE, kind: "inspector", seat: 0, skipped: [], visit: "P", by: "I-3", ...more });
const call = (more: object = {}) => ({ ...REPLACE, kind: "entity", rank: 1, by: 2, skipped: [[]], stratum: "S", task: "T", visit: "P", days: ["2026-03-03"], team: ["I-1", "I-2"], ...more });
const RESERVE = { reserve: { entity: "E2", rank: 2, stratum: "S", task: "T" } };
const VISIT = {
  visit: {
    days: ["2026-03-03"], draws: [{ entity: "E1", rank: 1, stratum: "S", task: "T" }], duration: 1, id: "P", items: ["X"],
    seats: [{ inspector: "I-1", lead: true, pool: "A" }, { inspector: "I-2", lead: false, pool: "A" }], state: "dated",
  },
};
const joins = { days: undefined, team: undefined, skipped: [] };

test("sealed slips: events that concern the visit, and those that do not", async () => {
  for (const [leaf, events, expected, team] of [
    [VISIT, [], "ok", "I-1 I-2"],
    [VISIT, [swap()], "ok", "I-3 I-2"],
    [VISIT, [swap(), swap({ seat: 1, by: undefined }), swap({ by: "I-4" })], "ok", "I-4 -"],
    [VISIT, [swap({ seat: 2 })], "slip-event", ""],
    [VISIT, [swap({ visit: "Q" })], "slip-event", ""],
    [VISIT, [swap({ draw: "A/1/2" })], "slip-event", ""],
    [VISIT, [call({ visit: "Q" })], "ok", "none"],
    [VISIT, [call({ rank: 7, by: 9, ...joins })], "ok", "I-1 I-2"],
    [VISIT, [call({ rank: 7, by: 9, visit: "Q" })], "slip-event", ""],
    [RESERVE, [], "ok", "none"],
    [RESERVE, [call()], "ok", "I-1 I-2"],
    [RESERVE, [call(), swap()], "ok", "I-3 I-2"],
    [RESERVE, [call(), swap({ seat: 5 })], "slip-event", ""],
    [RESERVE, [swap(), call()], "slip-event", ""],
    [RESERVE, [swap()], "slip-event", ""],
    [RESERVE, [call({ by: 3 })], "slip-event", ""],
    [RESERVE, [call(joins), swap({ seat: 5 })], "slip-event", ""],
    [RESERVE, [call(joins)], "ok", "none"],
    [VISIT, [call({ rank: 7, by: 9, ...joins }), call({ rank: 9, by: 10, visit: "Q" })], "ok", "I-1 I-2"],
    [RESERVE, [call(), call({ rank: 2, by: 3, visit: "Q" })], "ok", "none"],
    [RESERVE, [call(), call({ rank: 7, by: 8, ...joins }), call({ rank: 2, by: 3, visit: "Q" })], "ok", "I-1 I-2"],
  ] as [Json, AnyEvent[], string, string][]) {
    const verdict = await check(sealed(leaf, events), { key: KEY });
    const got = (verdict.now?.team ?? []).map((one) => one.inspector ?? "-").join(" ") || "none";
    assert.deepEqual([verdict.failed?.check ?? "ok", verdict.ok ? got : ""], [expected, team], canonical(events as Json));
  }
  const gone = (await check(sealed(VISIT, [call({ visit: "Q" })]))).now!;
  assert.deepEqual([gone.draws, gone.gone.map((one) => one.entity), gone.off], [[], ["E1"], true]);
});

test("why: replacements that concern an id", async () => {
  const bundle = await draw.context();
  const selected = bundle.contents.selected;
  const idOf = (task: string, stratum: string, rank: number) => selected.find((one) => one.task === task && one.stratum === stratum && one.rank === rank)!.entity;
  const told = (id: string) => (why(bundle, id).replacements ?? []).map(({ event }) => (event.kind === "entity" ? `${event.rank}>${event.by}` : event.visit));
  assert.ok(told(idOf("MARKET", "NORTH", 2)).includes("2>3"));
  assert.deepEqual(told(idOf("MARKET", "NORTH", 3)).filter((one) => /^[23]>[34]$/.test(one)).slice(0, 2), ["2>3", "3>4"]);
  assert.ok(told(idOf("FIRE", "ALL", 3)).includes("2>3"));
  assert.deepEqual(told("E01").filter((one) => one === "E01").length, 2);
  assert.equal(why(bundle, "NOBODY").replacements, undefined);
  const voided = (await verify(new MemorySource(filesIn("ceremony/void")))).context;
  assert.match(why(voided, "E01").void!.zh, /名单/);
  assert.deepEqual(why(voided, "E01"), why(voided, "NOBODY"));
});
