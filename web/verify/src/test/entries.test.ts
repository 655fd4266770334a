// What the log has of a number from its announcement on (20.3), and what must have come before it (20.4).

import assert from "node:assert/strict";
import { test } from "node:test";
import { compareBytes, hex, unhex, utf8 } from "../bytes.js";
import { MemorySource } from "../source.js";
import { leafHash, rootAround } from "../tree_proofs.js";
import { verify } from "../verify.js";
import { announced, filesIn, Held, inclusion, lineOf, signature, treeOf, type AnyEvent } from "./ceremonies.js";
import { linesOf, vector, writeManifest, type Files } from "./support.js";

const SEALED_LOG = "sealed/log/tile/entries/000.p/41";
const ENTRIES = "evidence/entries.jsonl";
const PREVIOUS = "evidence/previous.jsonl";
const second = () => new Held(filesIn("ceremony/bundle"));

async function judged(files: Files): Promise<string> {
  const { failed } = (await verify(new MemorySource(files))).verdict;
  return failed === undefined ? "ok" : `${failed.check} ${failed.code}`;
}

function edited(held: Held, file: string, change: (lines: string[]) => string[] | void): Promise<string> {
  const files = held.build();
  const lines = linesOf(files.get(file)!);
  files.set(file, utf8((change(lines) ?? lines).map((line) => line + "\n").join("")));
  const { format } = JSON.parse(new TextDecoder().decode(files.get("manifest.json")));
  writeManifest(files, format);
  return judged(files);
}

const entry = (event: string, draw: string, digit = "ab") => utf8(`{"draw":"${draw}","event":"${event}","hash":"${digit.repeat(32)}"}`);

test("leaves within a tree, from two proofs", () => {
  for (let size = 1; size <= 13; size++) {
    const lines = Array.from({ length: size }, (_, i) => utf8(`line ${i}`));
    const root = hex(treeOf(lines));
    for (let first = 0; first < size; first++) {
      for (let last = first; last < size; last++) {
        const leaves = lines.slice(first, last + 1).map(leafHash);
        const [before, after] = [first, last].map((i) => inclusion(i, lines).map(unhex)) as [Uint8Array[], Uint8Array[]];
        const got = rootAround(leaves, first, size, before, after);
        assert.equal(got === null ? null : hex(got), root, `${first} to ${last} of ${size}`);
        for (let k = 0; k < leaves.length; k++) {
          const changed = leaves.map((leaf, i) => (i === k ? leafHash(utf8("other")) : leaf));
          assert.notEqual(hex(rootAround(changed, first, size, before, after)!), root);
        }
        assert.equal(rootAround(leaves, first, size, [...before, leaves[0]!], after), null);
        assert.equal(rootAround(leaves, first, size, before, [...after, leaves[0]!]), null);
        assert.equal(rootAround(leaves, size - leaves.length + 1, size, before, after), null);
      }
    }
  }
  assert.equal(rootAround([], 0, 3, [], []), null);
  assert.equal(compareBytes(rootAround([leafHash(utf8("x"))], 0, 1, [], [])!, leafHash(utf8("x"))), 0);
});

test("20.3: entries of other draws may stand between, none of this draw that is not shown", async () => {
  for (const [where, line, expected] of [
    [3, entry("contribution", "COUNTY/9/1"), "ok"],
    [0, entry("void", "COUNTY/1/11"), "ok"],
    [3, entry("close", "COUNTY/1/2"), "log entries-own"],
    [6, entry("roll", "COUNTY/1/2"), "log entries-own"],
    [12, entry("finish", "COUNTY/1/2"), "log entries-own"],
    // Behind the last event of the bundle nothing is shown.
    [13, entry("replace", "COUNTY/1/2"), "ok"],
  ] as const) {
    const held = second();
    held.others.set(where, [line]);
    held.closedAt = held.before.length + 4 + (where <= 3 ? 1 : 0);
    assert.equal(await judged(held.build()), expected, `${where} ${expected}`);
  }
  // One that is kept out of the file too: then the tree is another.
  const hidden = second();
  hidden.others.set(6, [entry("roll", "COUNTY/1/2")]);
  assert.equal(await edited(hidden, ENTRIES, (lines) => { lines.splice(5 + 7, 1); }), "log entries-count");
  assert.equal(await edited(hidden, ENTRIES, (lines) => { lines[12] = lines[12]!.replace("COUNTY/1/2", "COUNTY/9/1"); }), "log entries-root");
});

test("20.3: the file of entries", async () => {
  const long = `{"draw":"${"x".repeat(65536)}","event":"close","hash":"${"ab".repeat(32)}"}`;
  for (const [change, expected] of [
    [() => undefined, "ok"],
    [(l) => { l.pop(); }, "log entries-count"],
    [(l) => { l.shift(); }, "log entries-count"],
    [(l) => { l.push(l[l.length - 1]!); }, "log entries-count"],
    [() => [], "log entries-count"],
    [(l) => { [l[1], l[2]] = [l[2]!, l[1]!]; }, "log entries-root"],
    [(l) => { l[0] = l[0]!.replace(/"hash":"[0-9a-f]{8}/, '"hash":"00000000'); }, "log entries-root"],
    [(l) => { l[7] = l[7]!.replace("COUNTY/1/2", "COUNTY/1/3"); }, "log entries-root"],
    // No entry of a draw and an event that there are is as long as one may be.
    [(l) => { l[7] = long; }, "log entries-draw"],
    [(l) => { l[7] = l[7]!.replace("{", "{ "); }, "format format-canonical"],
    [(l) => { l[7] = l[7]!.replace("{", '{"a":1,'); }, "format format-shape"],
    [(l) => { l[7] = l[7]!.replace(/"hash":"../, '"hash":"AB'); }, "format format-shape"],
    [(l) => { l[7] = l[7]!.replace(/"event":"[a-z]+"/, '"event":7'); }, "format format-shape"],
    [(l) => { l[7] = l[7]!.replace(/"draw":"[^"]+",/, ""); }, "format format-shape"],
    [(l) => { l[7] = l[7]!.replace(/"event":"[a-z]+"/, '"event":"party"'); }, "log entries-event"],
    [(l) => { l[7] = l[7]!.replace(/"event":"[a-z]+"/, '"event":""'); }, "log entries-event"],
    ...["", "COUNTY", "COUNTY/1", "COUNTY/1/2/3", "COUNTY/01/2", "COUNTY/0/2", "COUNTY/1/0", "COUNTY/1/4294967296", "COUNTY/4294967296/1", "county/1/2", "/1/2", "COUNTY/1/2 ",
      "COUNTY/1/-2", "COUNTY/1/99999999999999999999"].map((draw) =>
      [(l: string[]) => { l[7] = l[7]!.replace(/"draw":"[^"]+"/, `"draw":"${draw}"`); }, "log entries-draw"]),
  ] as [(lines: string[]) => string[] | undefined, string][]) assert.equal(await edited(second(), ENTRIES, change), expected, String(change));
  // Rightly logged, and of whatever authority.
  for (const [line, expected] of [
    [entry("close", "OTHER/4294967295/4294967295"), "ok"], [entry("close", "COUNTY/4294967296/1"), "log entries-draw"], [entry("party", "COUNTY/7/1"), "log entries-event"],
  ] as const) {
    const held = second();
    held.others.set(9, [line]);
    assert.equal(await judged(held.build()), expected);
  }
  for (const name of ["ceremony/bundle", "ceremony/announcement", "ceremony/void"]) {
    const files = new Held(filesIn(name)).build();
    assert.equal(await judged(files), "ok");
    const { format } = JSON.parse(new TextDecoder().decode(files.get("manifest.json")));
    files.delete(ENTRIES);
    writeManifest(files, format);
    assert.equal(await judged(files), "files file-missing", name);
  }
});

const REASON = "名单有误";
type Prior = (events: AnyEvent[], held: Held) => AnyEvent[] | void;

/** The second attempt after a first one whose events were these, and rightly logged. */
async function after(change: Prior): Promise<string> {
  const held = second();
  const events = linesOf(filesIn("ceremony/void").get("evidence/events.jsonl")!).map((line) => JSON.parse(line).event as AnyEvent);
  held.prior(change(events, held) ?? events);
  return judged(held.build());
}

const named = (events: AnyEvent[], name: string) => events.find((one) => one["event"] === name)!;
const resigned = (events: AnyEvent[], byte = 0x02, reason = REASON) =>
  signature(byte, "mq1/void", unhex(named(events, "announce")["plan"]), unhex(named(events, "close")["close"]), reason);
const unclosed = (events: AnyEvent[]) => {
  const { signature: _, ...bare } = named(events, "void");
  return [...events.filter((one) => one["event"] !== "close" && one["event"] !== "void"), bare as AnyEvent];
};

test("20.4: the void of the attempt before is the superior's, if it was closed", async () => {
  for (const [change, expected] of [
    [() => undefined, "ok"],
    [(e) => { Object.assign(named(e, "void"), { reason: REASON, signature: resigned(e) }); }, "ok"],
    [(e) => { Object.assign(named(e, "void"), { reason: REASON, signature: resigned(e, 0x03) }); }, "numbers event-signature"],
    [(e) => { named(e, "void")["reason"] = REASON; }, "numbers event-signature"],
    [(e) => { named(e, "close")["close"] = "00".repeat(32); }, "numbers event-signature"],
    [(e) => { named(e, "announce")["plan"] = "00".repeat(32); }, "numbers event-signature"],
    [(e) => { delete named(e, "void")["signature"]; }, "numbers event-keys"],
    [(e) => { Object.assign(named(e, "void"), { reason: "", signature: resigned(e, 0x02, "") }); }, "numbers event-reason"],
    // Before a close the office may void alone.
    [unclosed, "ok"],
    [(e) => unclosed(e).map((one) => (one["event"] === "void" ? { ...one, signature: named(e, "void")["signature"] } : one)), "numbers event-keys"],
    [(e) => unclosed(e).map((one) => (one["event"] === "void" ? { ...one, record: "00".repeat(32) } : one)), "numbers event-keys"],
    [(e) => { e.reverse(); }, "numbers previous-events"],
    [(e) => { e.pop(); }, "numbers previous-events"],
    [(e) => { e.shift(); }, "numbers previous-events"],
    [(e) => { for (const one of e) one["draw"] = "COUNTY/1/3"; }, "numbers previous-events"],
    [(e) => { e.splice(4, 0, { ...named(e, "close") }); }, "numbers previous-events"],
  ] as [Prior, string][]) assert.equal(await after(change), expected, String(change));
});

test("20.4: nothing of the attempt before is kept back", async () => {
  const shown = async (...names: string[]) => {
    const held = second();
    held.previous = held.previous.filter((line) => "event" in line && names.includes(line.event["event"]));
    const last = held.previous[held.previous.length - 1];
    if (names.length === 2 && last !== undefined && "event" in last) last.event["signature"] = undefined;
    return judged(held.build());
  };
  assert.equal(await shown("announce", "close", "void"), "ok");
  // A close kept back, with a void that nobody signed: it is another than the one that was logged.
  assert.equal(await shown("announce", "void"), "numbers previous-inclusion");
  assert.equal(await shown("close", "void"), "numbers previous-inclusion");
  assert.equal(await shown("void"), "numbers previous-events");
  assert.equal(await shown("announce", "close"), "numbers previous-events");
  assert.equal(await shown(), "numbers previous-events");
  const events = linesOf(filesIn("ceremony/void").get("evidence/events.jsonl")!).map((line) => JSON.parse(line).event as AnyEvent);
  for (const [extra, expected] of [
    [named(events, "close"), "numbers previous-order"],
    [{ ...named(events, "void"), reason: "other" }, "numbers previous-order"],
    [named(events, "announce"), "numbers previous-order"],
    [{ ...named(events, "close"), draw: "COUNTY/9/1" }, "ok"],
    // Nothing follows a void, whatever it is.
    [events[1]!, "numbers previous-order"],
  ] as [AnyEvent, string][]) {
    for (const own of [false, true]) {
      const held = second();
      // Behind the void, or behind the announcement of this draw.
      if (own) held.others.set(0, [lineOf(extra)]);
      else held.before.push(lineOf(extra));
      assert.equal(await judged(held.build()), expected, `${extra["event"]} ${own}`);
    }
  }
  // An unsigned void is shown, which was logged beside the signed one and a close.
  const two = second();
  const { signature: _, ...bare } = named(events, "void");
  two.before.push(lineOf(bare));
  two.previous = [two.previous[0]!, { event: bare, index: two.before.length - 1 }];
  assert.equal(await judged(two.build()), "numbers previous-order");
});

test("20.4: the file of what came before", async () => {
  const bad = (line: string, k: number) => {
    const one = JSON.parse(line);
    one.hashes[k] = "00".repeat(32);
    return JSON.stringify(one);
  };
  const placed = (line: string, index: number) => line.replace(/"index":\d+/, `"index":${index}`);
  const asEntry = (line: string) => {
    const { event, ...rest } = JSON.parse(line);
    return JSON.stringify({ entry: JSON.parse(new TextDecoder().decode(lineOf(event))), ...rest });
  };
  for (const [change, expected] of [
    [(l) => { l[2] = bad(l[2]!, 0); }, "numbers previous-inclusion"],
    [(l) => { l[1] = placed(l[1]!, 2); }, "numbers previous-inclusion"],
    [(l) => { l[1] = placed(l[1]!, 4); l[2] = placed(l[2]!, 3); }, "numbers previous-inclusion"],
    [(l) => { l[2] = placed(l[2]!, 5); }, "numbers previous-index"],
    [(l) => { l[1] = placed(l[1]!, 0); }, "numbers previous-index"],
    [(l) => l.map(asEntry), "numbers previous-form"],
    [(l) => { l[1] = asEntry(l[1]!); }, "numbers previous-form"],
    [(l) => { l[1] = l[1]!.replace("{", '{"entry":{},'); }, "format format-shape"],
    // The first of them says where the entries begin.
    [() => [], "log entries-count"],
    [(l) => { l.shift(); }, "log entries-count"],
    [(l) => { l[0] = placed(l[0]!, 1); }, "log entries-count"],
  ] as [(lines: string[]) => string[] | undefined, string][]) assert.equal(await edited(second(), PREVIOUS, change), expected, String(change));
});

test("20.4: the first attempts", async () => {
  const sealed = () => new Held(filesIn("sealed/bundle"), SEALED_LOG);
  assert.equal(await judged(sealed().build()), "ok");
  const line = (held: Held, k: number) => ({ entry: JSON.parse(new TextDecoder().decode(held.before[k])), index: k });
  for (const [change, expected] of [
    [(h) => { h.previous = []; }, "numbers previous-count"],
    [(h) => { h.previous = [line(h, 0), line(h, 3)]; }, "numbers previous-count"],
    [(h) => { h.previous = [line(h, 3)]; }, "numbers previous-entry"],
    [(h) => { h.previous = [line(h, 5)]; }, "numbers previous-entry"],
    [(h) => { h.previous = [{ event: JSON.parse(linesOf(filesIn("ceremony/void").get("evidence/events.jsonl")!)[0]!).event, index: 0 }]; }, "numbers previous-form"],
  ] as [(held: Held) => void, string][]) {
    const held = sealed();
    change(held);
    assert.equal(await judged(held.build()), expected, String(change));
  }
  const first = () => new Held(filesIn("ceremony/void"));
  assert.deepEqual([await judged(first().build()), first().previous], ["ok", []]);
  const more = new Held(filesIn("ceremony/void"));
  more.before = [entry("announce", "COUNTY/7/1")];
  more.previous = [line(more, 0)];
  assert.equal(await judged(more.build()), "numbers previous-count");
});

const KEYS = vector("ceremony/keys.json");
const PARTICIPANT: string = KEYS.participants.find((one: any) => one.name === "市场监管局").public;
/** What comes before a third attempt: the first one of the vectors, and a second one that was announced and voided thus. */
const SECOND: AnyEvent = { draw: "COUNTY/1/2", event: "announce", plan: "17".repeat(32), superior: KEYS.superior.public };
const D = "34".repeat(32);
const CLOSE: AnyEvent = { draw: "COUNTY/1/2", event: "close", close: D };
const of2 = (event: string): AnyEvent => ({ draw: "COUNTY/1/2", event, hash: event });
const voidOf = (more: object = {}): AnyEvent => ({ draw: "COUNTY/1/2", event: "void", reason: REASON, ...more });
const signedVoid = (close = D, byte = 0x02, more: object = {}) =>
  voidOf({ signature: signature(byte, "mq1/void", unhex(SECOND["plan"]), unhex(close), REASON), ...more });
const ZERO = "00".repeat(32);
const SEALED = { ...SECOND, commitment: "11".repeat(32), points: ["22".repeat(32)] };

async function third(change: (one: AnyEvent[], two: AnyEvent[], held: Held) => AnyEvent[] | void, two: AnyEvent[] = [SECOND, CLOSE, signedVoid()]): Promise<string> {
  const held = announced((plan) => { plan["attempt"] = 3; });
  const one = linesOf(filesIn("ceremony/void").get("evidence/events.jsonl")!).map((line) => JSON.parse(line).event as AnyEvent);
  held.prior([...one, ...two]);
  const all = change(one, two, held);
  if (all !== undefined) held.prior(all);
  return judged(held.build());
}

test("20.4: each attempt before is shown, from the first", async () => {
  assert.equal(await third(() => undefined), "ok");
  const shown = (keep: (line: any, k: number) => boolean) => third((_, __, held) => { held.previous = held.previous.filter(keep); });
  assert.equal(await shown(({ event }) => event.draw === "COUNTY/1/2"), "numbers previous-events");
  assert.equal(await shown(({ event }) => event.draw === "COUNTY/1/1"), "numbers previous-events");
  assert.equal(await shown((_, k) => k !== 4), "numbers previous-entries");
  assert.equal(await shown((_, k) => k !== 5), "numbers previous-events");
  assert.equal(await shown(() => false), "numbers previous-events");
  // A line too many: of this draw, or of another.
  assert.equal(await third((_, __, held) => { held.previous.push({ event: { ...SECOND, draw: "COUNTY/1/4" }, index: 3 }); }), "numbers previous-index");
  assert.equal(await third((one, two) => [...one, ...two, { ...SECOND, draw: "COUNTY/7/1" }]), "numbers previous-events");
  // The second one was announced before the first was void, or had an entry before that.
  assert.equal(await third((one, two) => [...one.slice(0, -1), two[0]!, one[one.length - 1]!, ...two.slice(1)]), "numbers previous-events");
  const early = await third((one, two, held) => {
    held.prior([...one.slice(0, -1), two[0]!, one[one.length - 1]!, ...two.slice(1)]);
    held.previous = [...held.previous.filter((line) => "event" in line && line.event["draw"] === "COUNTY/1/1"), ...held.previous.filter((line) => "event" in line && line.event["draw"] === "COUNTY/1/2")];
  });
  assert.equal(early, "numbers previous-index");
  assert.equal(await third((one, two) => [...one.slice(0, -1), of2("share"), one[one.length - 1]!, ...two]), "numbers previous-order");
  // Of others, anything may stand between.
  assert.equal(await third((one, two) => [...one, { ...of2("finish"), draw: "COUNTY/7/1" }, ...two]), "ok");
});

for (const [what, two, expected] of [
  ["closed", [SECOND, CLOSE, signedVoid()], "ok"],
  ["signed by another", [SECOND, CLOSE, signedVoid(D, 0x03)], "event-signature"],
  ["signed by the superior who was announced", [{ ...SECOND, superior: PARTICIPANT }, CLOSE, signedVoid(D, 0x03)], "ok"],
  ["signed by the superior of another plan", [{ ...SECOND, superior: PARTICIPANT }, CLOSE, signedVoid()], "event-signature"],
  ["not signed", [SECOND, CLOSE, voidOf()], "event-keys"],
  ["not closed", [SECOND, voidOf()], "ok"],
  ["not closed, and signed", [SECOND, signedVoid(ZERO)], "event-keys"],
  ["a beacon, not closed, not signed", [{ ...SECOND, round: 7 }, voidOf()], "event-keys"],
  ["a beacon, not closed", [{ ...SECOND, round: 7 }, signedVoid(ZERO)], "ok"],
  ["a beacon, not closed, for a close", [{ ...SECOND, round: 7 }, signedVoid()], "event-signature"],
  ["a beacon, not closed, by another", [{ ...SECOND, round: 7 }, signedVoid(ZERO, 0x03)], "event-signature"],
  ["a beacon, closed", [{ ...SECOND, round: 7 }, CLOSE, signedVoid()], "ok"],
  ["a beacon, closed, for no close", [{ ...SECOND, round: 7 }, CLOSE, signedVoid(ZERO)], "event-signature"],
  ["sealed", [SEALED, CLOSE, signedVoid(D, 0x02, { secret: ZERO })], "ok"],
  ["sealed, the secret kept", [SEALED, CLOSE, signedVoid()], "event-keys"],
  ["sealed, not closed", [SEALED, voidOf()], "ok"],
  ["sealed, not closed, with the secret", [SEALED, voidOf({ secret: ZERO })], "event-keys"],
  ["open, with a secret", [SECOND, CLOSE, signedVoid(D, 0x02, { secret: ZERO })], "event-keys"],
  ["sealed, without points", [{ ...SEALED, points: undefined }, CLOSE, signedVoid(D, 0x02, { secret: ZERO })], "event-keys"],
  ["open, with points", [{ ...SEALED, commitment: undefined }, CLOSE, signedVoid()], "event-keys"],
  ["rolled", [SECOND, CLOSE, of2("roll"), signedVoid(D, 0x02, { record: ZERO })], "ok"],
  ["rolled, the record kept", [SECOND, CLOSE, of2("roll"), signedVoid()], "event-keys"],
  ["not rolled, with a record", [SECOND, CLOSE, signedVoid(D, 0x02, { record: ZERO })], "event-keys"],
  ["all in order", [SECOND, ...["share", "contribution", "commitment", "contribution", "reveal"].map(of2), CLOSE, ...["sign", "sign", "roll", "draw", "replace", "open", "replace"].map(of2),
    signedVoid(D, 0x02, { record: ZERO })], "ok"],
  ["a sign before the close", [SECOND, of2("sign"), CLOSE, signedVoid()], "previous-order"],
  ["a share after a contribution", [SECOND, of2("contribution"), of2("share"), CLOSE, signedVoid()], "previous-order"],
  ["a contribution after a reveal", [SECOND, of2("reveal"), of2("contribution"), CLOSE, signedVoid()], "previous-order"],
  ["a contribution after the close", [SECOND, CLOSE, of2("contribution"), signedVoid()], "previous-order"],
  ["a sign after the roll", [SECOND, CLOSE, of2("roll"), of2("sign"), signedVoid(D, 0x02, { record: ZERO })], "previous-order"],
  ["a roll without a close", [SECOND, of2("roll"), voidOf({ record: ZERO })], "previous-order"],
  ["two rolls", [SECOND, CLOSE, of2("roll"), of2("roll"), signedVoid(D, 0x02, { record: ZERO })], "previous-order"],
  ["a draw without a roll", [SECOND, CLOSE, of2("draw"), signedVoid()], "previous-order"],
  ["two draws", [SECOND, CLOSE, of2("roll"), of2("draw"), of2("draw"), signedVoid(D, 0x02, { record: ZERO })], "previous-order"],
  ["a replacement without a draw", [SECOND, CLOSE, of2("roll"), of2("replace"), signedVoid(D, 0x02, { record: ZERO })], "previous-order"],
  ["finished, then void", [SECOND, CLOSE, of2("roll"), of2("draw"), of2("finish"), signedVoid(D, 0x02, { record: ZERO })], "previous-order"],
  ["something after the void", [SECOND, CLOSE, signedVoid(), of2("replace")], "previous-order"],
  ["an entry before the announcement", [of2("share"), SECOND, CLOSE, signedVoid()], "previous-order"],
] as [string, AnyEvent[], string][]) {
  test(`20.4: an attempt before: ${what}`, async () => assert.equal(await third(() => undefined, two), expected === "ok" ? "ok" : `numbers ${expected}`));
}

const beacon = (plan: AnyEvent) => { plan["final"] = { round: 1000000000, source: "drand" }; };
const ended = (signer?: number, close = ZERO) => (P: Uint8Array): AnyEvent[] =>
  [{ event: "void", reason: REASON, ...(signer !== undefined && { signature: signature(signer, "mq1/void", P, unhex(close), REASON) }) }];

for (const [what, held, expected] of [
  ["dice", () => announced(() => undefined), "ok"],
  ["dice, void", () => announced(() => undefined, ended()), "ok"],
  ["dice, void, signed", () => announced(() => undefined, ended(0x02)), "events event-keys"],
  ["a beacon", () => announced(beacon), "ok"],
  ["a beacon, void, signed", () => announced(beacon, ended(0x02)), "ok"],
  ["a beacon, void", () => announced(beacon, ended()), "events event-keys"],
  ["a beacon, void, signed by another", () => announced(beacon, ended(0x03)), "events event-signature"],
  ["a beacon, void, signed for a close", () => announced(beacon, ended(0x02, D)), "events event-signature"],
] as [string, () => Held, string][]) test(`20.1: announced: ${what}`, async () => assert.equal(await judged(held().build()), expected));

test("20.1: superior and round of an announcement are those of the plan", async () => {
  const changed = async (edit: (plan: AnyEvent) => void, change: (event: AnyEvent) => void) => {
    const held = announced(edit);
    change(held.events[0]!);
    return judged(held.build());
  };
  const none = () => undefined;
  for (const [edit, change, expected] of [
    [none, (e) => { delete e["superior"]; }, "format format-shape"],
    [none, (e) => { e["superior"] = e["superior"].toUpperCase().replace(/^./, "A"); }, "format format-shape"],
    [none, (e) => { e["superior"] = "00".repeat(32); }, "events event-superior"],
    [none, (e) => { e["superior"] = PARTICIPANT; }, "events event-superior"],
    [none, (e) => { e["round"] = 1000000000; }, "events event-keys"],
    [beacon, (e) => { delete e["round"]; }, "events event-keys"],
    [beacon, (e) => { e["round"] = 1000000001; }, "events event-round"],
    [beacon, (e) => { e["round"] = "1000000000"; }, "format format-shape"],
  ] as [(plan: AnyEvent) => void, (event: AnyEvent) => void, string][]) assert.equal(await changed(edit, change), expected, String(change));
});
