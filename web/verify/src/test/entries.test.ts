// What the log has of a number from its announcement on (20.3), and what must have come before it (20.4).

import assert from "node:assert/strict";
import { test } from "node:test";
import { compareBytes, hex, unhex, utf8 } from "../bytes.js";
import { MemorySource } from "../source.js";
import { leafHash, rootAround } from "../tree_proofs.js";
import { verify } from "../verify.js";
import { filesIn, Held, inclusion, lineOf, signature, treeOf, type AnyEvent } from "./ceremonies.js";
import { linesOf, writeManifest, type Files } from "./support.js";

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
  const atMost = (length: number) => utf8(`{"draw":"${"x".repeat(length - utf8(`{"draw":"","event":"close","hash":"${"ab".repeat(32)}"}`).length)}","event":"close","hash":"${"ab".repeat(32)}"}`);
  for (const [change, expected] of [
    [() => undefined, "ok"],
    [(l) => { l.pop(); }, "log entries-count"],
    [(l) => { l.shift(); }, "log entries-count"],
    [(l) => { l.push(l[l.length - 1]!); }, "log entries-count"],
    [() => [], "log entries-count"],
    [(l) => { [l[1], l[2]] = [l[2]!, l[1]!]; }, "log entries-root"],
    [(l) => { l[0] = l[0]!.replace(/"hash":"[0-9a-f]{8}/, '"hash":"00000000'); }, "log entries-root"],
    [(l) => { l[7] = l[7]!.replace("COUNTY/1/2", "COUNTY/1/3"); }, "log entries-root"],
    [(l) => { l[7] = long; }, "log entries-long"],
    [(l) => { l[7] = l[7]!.replace("{", "{ "); }, "format format-canonical"],
    [(l) => { l[7] = l[7]!.replace("{", '{"a":1,'); }, "format format-shape"],
    [(l) => { l[7] = l[7]!.replace(/"hash":"../, '"hash":"AB'); }, "format format-shape"],
    [(l) => { l[7] = l[7]!.replace(/"event":"[a-z]+"/, '"event":"party"'); }, "format format-shape"],
  ] as [(lines: string[]) => string[] | undefined, string][]) assert.equal(await edited(second(), ENTRIES, change), expected, String(change));
  for (const [length, expected] of [[65535, "ok"], [65536, "log entries-long"]] as const) {
    const held = second();
    held.others.set(9, [atMost(length)]);
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
  assert.equal(await shown("close", "void"), "numbers previous-events");
  assert.equal(await shown("void"), "numbers previous-events");
  assert.equal(await shown("announce", "close"), "numbers previous-events");
  assert.equal(await shown(), "numbers previous-events");
  const events = linesOf(filesIn("ceremony/void").get("evidence/events.jsonl")!).map((line) => JSON.parse(line).event as AnyEvent);
  for (const [extra, expected] of [
    [named(events, "close"), "numbers previous-entries"],
    [{ ...named(events, "void"), reason: "other" }, "numbers previous-entries"],
    [named(events, "announce"), "numbers previous-entries"],
    [{ ...named(events, "close"), draw: "COUNTY/9/1" }, "ok"],
    [events[1]!, "ok"],
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
  assert.equal(await judged(two.build()), "numbers previous-entries");
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
  more.before = [entry("announce", "COUNTY/0/1")];
  more.previous = [line(more, 0)];
  assert.equal(await judged(more.build()), "numbers previous-count");
});
