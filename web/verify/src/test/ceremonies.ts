// An office for tests: changes the events of a vector's bundle, and logs and signs everything anew.

import { createPrivateKey, sign } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { concat, hex, unhex, utf8 } from "../bytes.js";
import { entryLine } from "../events.js";
import { entryOf } from "../check_log.js";
import { H, type Part } from "../hash.js";
import { MerkleTree } from "../merkle.js";
import { canonical, type Json } from "../serialize.js";
import { MemorySource, type Source } from "../source.js";
import type { CeremonyEvent, Entry } from "../types_events.js";
import { linesOf, vector, VECTORS, writeManifest, type Files } from "./support.js";

export type AnyEvent = Record<string, any>;

export function filesIn(path: string): Files {
  const files: Files = new Map();
  const root = join(VECTORS, path);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(file.slice(root.length + 1), new Uint8Array(readFileSync(file)));
  }
  return files;
}

export const POLICY = () => readFileSync(join(VECTORS, "ceremony/policy.txt"), "utf8");

/** Signs with the key of 32 equal bytes, as the vectors' keys are. */
export function signed(byte: number, message: Uint8Array): Uint8Array {
  const der = Buffer.from(concat(unhex("302e020100300506032b657004220420"), new Uint8Array(32).fill(byte)));
  return new Uint8Array(sign(null, message, createPrivateKey({ key: der, format: "der", type: "pkcs8" })));
}

export function signature(byte: number, tag: string, ...parts: Part[]): string {
  return hex(signed(byte, H(tag, ...parts)));
}

function b64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

export function treeOf(lines: readonly Uint8Array[]): Uint8Array {
  const tree = new MerkleTree();
  for (const line of lines) tree.add(line, 0, line.length);
  return tree.root();
}

const half = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1);

export function inclusion(m: number, d: readonly Uint8Array[]): string[] {
  if (d.length === 1) return [];
  const k = half(d.length);
  return m < k ? [...inclusion(m, d.slice(0, k)), hex(treeOf(d.slice(k)))] : [...inclusion(m - k, d.slice(k)), hex(treeOf(d.slice(0, k)))];
}

function consistency(m: number, d: readonly Uint8Array[], whole = true): string[] {
  if (m === d.length) return whole ? [] : [hex(treeOf(d))];
  const k = half(d.length);
  return m <= k ? [...consistency(m, d.slice(0, k), whole), hex(treeOf(d.slice(k)))]
    : [...consistency(m - k, d.slice(k), false), hex(treeOf(d.slice(0, k)))];
}

const BYTES: Readonly<Record<string, number>> = { log: 0x01, superior: 0x02, 市场监管局: 0x03, 消防大队: 0x04, 司法局: 0x05, 县纪委监委: 0x06 };
export const keyByte = (name: string) => BYTES[name]!;

/** A checkpoint signed by the log, and by witness a at a time. */
export function checkpoint(entries: readonly Uint8Array[], witnessAt?: number | bigint): string {
  const { log, witnesses } = vector("ceremony/keys.json");
  const text = `${log.name}\n${entries.length}\n${b64(treeOf(entries))}\n`;
  const line = (key: any, bytes: Uint8Array) => `— ${key.name} ${b64(concat(unhex(key.verifier_key.split("+")[1]), bytes))}\n`;
  let note = `${text}\n${line(log, signed(0x01, utf8(text)))}`;
  if (witnessAt !== undefined) {
    const time = new Uint8Array(8);
    new DataView(time.buffer).setBigUint64(0, BigInt(witnessAt));
    note += line(witnesses[0], concat(time, signed(0x11, utf8(`cosignature/v1\ntime ${witnessAt}\n${text}`))));
  }
  return note;
}

/** When witness a signed a checkpoint, if it did. */
function witnessTime(note: string): number | undefined {
  const line = /^\u2014 witness-a\S* (\S+)$/m.exec(note);
  return line === null ? undefined : Number(Buffer.from(line[1]!, "base64").readBigUInt64BE(4));
}

/** The folder of a log, with one bundle of entries. */
export function folderOf(entries: readonly Uint8Array[], note: string): Source {
  const framed = entries.flatMap((entry) => [new Uint8Array([entry.length >> 8, entry.length & 255]), entry]);
  return new MemorySource(new Map([["checkpoint", utf8(note)], [`tile/entries/000.p/${entries.length}`, concat(...framed)]]));
}

export function logFolder(entries: readonly Uint8Array[]): Source {
  return folderOf(entries, checkpoint(entries));
}

/** The events of a bundle, with their places. */
function eventsIn(files: Files): { event: AnyEvent; index: number }[] {
  return linesOf(files.get("evidence/events.jsonl")!).map((line) => JSON.parse(line));
}

/** The entry of an event, as its line in the log. */
export function lineOf(event: AnyEvent): Uint8Array {
  return entryLine(entryOf(event as unknown as CeremonyEvent));
}

export class Held {
  readonly events: AnyEvent[];
  /** What is shown of the number before: the entry of an announcement, or events of the attempt before. */
  previous: ({ event: AnyEvent; index: number } | { entry: Entry; index: number })[] = [];
  /** What stood in the log before this draw. */
  before: Uint8Array[];
  entries: Uint8Array[] = [];
  closedAt: number | undefined;
  /** What else stands in the log behind an event. */
  readonly others = new Map<number, Uint8Array[]>();
  /** When witness a signed the closing checkpoint, if it did. */
  readonly closedSeen: number | undefined;
  /** When witness a signed the later checkpoint; undefined: not. */
  laterAt: number | undefined;
  readonly P: Uint8Array;

  constructor(readonly files: Files, log = "ceremony/log/tile/entries/000.p/19") {
    const logged = eventsIn(files);
    this.events = logged.map(({ event }) => event);
    this.P = unhex(this.events[0]!["plan"]);
    const first = logged[0]!.index;
    this.laterAt = witnessTime(new TextDecoder().decode(files.get("evidence/checkpoint")));
    const closed = files.get("evidence/closed");
    this.closedSeen = closed === undefined ? undefined : witnessTime(new TextDecoder().decode(closed));
    const raw = readFileSync(join(VECTORS, log));
    this.before = [];
    for (let at = 0; this.before.length < first; at += 2 + raw.readUInt16BE(at)) this.before.push(new Uint8Array(raw.subarray(at + 2, at + 2 + raw.readUInt16BE(at))));
    const { attempt, sequence } = JSON.parse(new TextDecoder().decode(files.get("plan.json"))) as { attempt: number; sequence: number };
    if (attempt > 1) this.prior(eventsIn(filesIn("ceremony/void")).map(({ event }) => event));
    else if (sequence > 1) this.previous = [{ entry: JSON.parse(new TextDecoder().decode(this.before[0])), index: 0 }];
  }

  /** The attempt before had these events, and nothing else stands in the log before this one. */
  prior(all: readonly AnyEvent[]): void {
    this.before = all.map(lineOf);
    this.previous = all.map((event, index) => ({ event, index })).filter(({ event }) => ["announce", "close", "void"].includes(event["event"]));
  }

  get close(): Uint8Array {
    return unhex(this.events.find((event) => event["event"] === "close")!["close"]);
  }

  /** Signs an event `replace` anew. */
  resign(event: AnyEvent, by: string): void {
    delete event["signature"];
    event["signature"] = signature(keyByte(by), "mq1/replacement", this.P, utf8(canonical(event as Json)));
  }

  /** Writes events, log and manifest anew. */
  build(): Files {
    const entries = this.entries = [...this.before];
    const places = this.events.map((event, i) => {
      entries.push(lineOf(event), ...(this.others.get(i) ?? []));
      return entries.length - 1 - (this.others.get(i)?.length ?? 0);
    });
    const at = (i: number) => ({ hashes: inclusion(i, entries), index: i });
    const lines = (list: object[]) => utf8(list.map((line) => canonical(line as Json) + "\n").join(""));
    const first = this.before.length;
    this.files.set("evidence/events.jsonl", lines(this.events.map((event, i) => ({ event, ...at(places[i]!) }))));
    this.files.set("evidence/previous.jsonl", lines(this.previous.map((line) => ({ ...line, ...at(line.index) }))));
    const from = this.previous[0]?.index ?? first;
    this.files.set("evidence/entries.jsonl", concat(...entries.slice(from, places[places.length - 1]! + 1).flatMap((entry) => [entry, utf8("\n")])));
    this.files.set("evidence/checkpoint", utf8(checkpoint(entries, this.laterAt)));
    const close = this.events.findIndex((event) => event["event"] === "close");
    if (close < 0) for (const file of ["closed", "consistency.json"]) this.files.delete(`evidence/${file}`);
    else {
      const size = this.closedAt ?? places[close]! + 1;
      this.files.set("evidence/closed", utf8(checkpoint(entries.slice(0, size), this.closedSeen)));
      this.files.set("evidence/consistency.json", lines([{ hashes: consistency(size, entries) }]));
    }
    const { format } = JSON.parse(new TextDecoder().decode(this.files.get("manifest.json"))) as { format: string };
    writeManifest(this.files, format);
    return this.files;
  }
}

/** A draw of which nothing but the announcement and these events is logged yet, with a plan that is changed. */
export function announced(edit: (plan: AnyEvent) => void, more: (P: Uint8Array) => AnyEvent[] = () => []): Held {
  const files = filesIn("ceremony/void");
  const plan = JSON.parse(new TextDecoder().decode(files.get("plan.json"))) as AnyEvent;
  edit(plan);
  const line = canonical(plan as Json);
  files.set("plan.json", utf8(line + "\n"));
  const P = H("mq1/plan", utf8(line));
  const { superior, final, authority, sequence, attempt } = plan as any;
  const draw = `${authority.id}/${sequence}/${attempt}`;
  const announce = { draw, event: "announce", plan: hex(P), superior: superior.key, ...(final.source === "drand" && { round: final.round }) };
  const events = [announce, ...more(P).map((event) => ({ draw, ...event }))];
  files.set("evidence/events.jsonl", utf8(events.map((event) => JSON.stringify({ event, hashes: [], index: 0 }) + "\n").join("")));
  return new Held(files);
}
