// Slips: where they come from, and what is said of them with and without the published outcome.

import "./vectors.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8 } from "../../verify/src/bytes.js";
import { filesIn } from "../../verify/src/test/ceremonies.js";
import { vector, VECTORS, writeManifest, type Files } from "../../verify/src/test/support.js";
import { addressOf, addressOfDraw } from "../common/bundle.js";
import { Judge } from "../slip/judge.js";
import type { Judged, Reply } from "../slip/messages.js";
import { fromFragment, fromText } from "../slip/source.js";
import { dayWord } from "../slip/day.js";
import { stateOf, type State } from "../slip/state.js";
import type { Now } from "../../verify/src/slip_visit.js";

const ROOT = "https://site.example/";
const slip = (path: string) => readFileSync(join(VECTORS, path), "utf8");
const KEYS: readonly string[] = [vector("ceremony/keys.json").log.verifier_key];

/** Bundles by the addresses of their draws; null: the site can't be reached. */
type Site = Readonly<Record<string, Files>> | null;

let requests: string[] = [];

function serve(site: Site): void {
  globalThis.fetch = async (given) => {
    const url = String(given);
    requests.push(url);
    if (site === null) throw new TypeError("network");
    const [, address, path] = /^https:\/\/site\.example\/d\/([^/]+)\/bundle\/(.+)$/.exec(url) ?? [];
    const bytes = address === undefined ? undefined : site[address]?.get(decodeURIComponent(path!));
    return bytes === undefined ? new Response("", { status: 404 }) : new Response(new Uint8Array(bytes));
  };
}

async function judged(line: string, site: Site, keys = KEYS, unasked = 1e9, goOn = false): Promise<Reply[]> {
  serve(site);
  requests = [];
  const replies: Reply[] = [];
  const judge = new Judge((reply) => replies.push(reply));
  await judge.take({ ask: "slip", bytes: fromText(line), root: ROOT, keys, today: "2026-03-02", unasked });
  if (goOn) await judge.take({ ask: "go on" });
  return replies.filter((reply) => reply.say !== "progress");
}

async function verdict(line: string, site: Site, keys = KEYS): Promise<[State, Judged["against"], Judged["why"], string | undefined]> {
  const last = (await judged(line, site, keys)).pop() as Judged;
  assert.equal(last.last, true);
  return [stateOf(last), last.against, last.why, last.verdict.failed?.check];
}

const published = (path: string): Site => {
  const files = filesIn(path);
  const { draw } = JSON.parse(new TextDecoder().decode(files.get("evidence/events.jsonl")).split("\n")[0]!).event;
  return { [draw.replaceAll("/", "-")]: files };
};
const OPEN = slip("ceremony/slips/open.json");

test("a slip with its bundle, its log's key, or nothing", async () => {
  assert.deepEqual(await verdict(OPEN, published("ceremony/bundle")), ["good", "bundle", "", undefined]);
  assert.deepEqual(await verdict(OPEN, {}), ["good", "log", "unpublished", undefined]);
  assert.deepEqual(await verdict(OPEN, null), ["good", "log", "unreachable", undefined]);
  assert.deepEqual(await verdict(OPEN, {}, []), ["unsure", "nothing", "unpublished", undefined]);
  assert.deepEqual(await verdict(OPEN, published("ceremony/bundle"), []), ["good", "bundle", "", undefined]);
  const said = await judged(OPEN, published("ceremony/bundle")) as Judged[];
  assert.deepEqual(said.map((one) => [one.why, one.last]), [["fetching", false], ["", true]]);
  assert.ok(said[1]!.draw!.authority.length > 0 && said[1]!.draw!.items.length > 0);
});

test("every slip of the vectors beside its bundle", async () => {
  for (const [path, bundle, state] of [
    ["ceremony/slips/replaced.json", "ceremony/bundle", "good"], ["ceremony/slips/reserve.json", "ceremony/bundle", "good"],
    ["ceremony/slips/waiting.json", "ceremony/bundle", "off"], ["ceremony/slips/cancelled.json", "ceremony/bundle", "off"],
    ["sealed/slips/sealed.json", "sealed/sealed", "good"], ["sealed/slips/sealed.json", "sealed/bundle", "good"],
    ["sealed/slips/replaced.json", "sealed/sealed", "good"], ["sealed/slips/reserve.json", "sealed/bundle", "good"],
  ] as const) assert.deepEqual((await verdict(slip(path), published(bundle))).slice(0, 2), [state, "bundle"], `${path} ${bundle}`);
});

test("forged slips", async () => {
  const forged = OPEN.replace('"lead":true', '"lead":false');
  assert.notEqual(forged, OPEN);
  assert.deepEqual(await verdict(forged, published("ceremony/bundle")), ["bad", "nothing", "", "slip-leaf"]);
  assert.equal(requests.length, 0);
  // Somebody else's log, whole in itself, under the name of this one: its key says no.
  const resigned = OPEN.replace(/(— log\.example\/COUNTY )([A-Za-z0-9+/]{8})[A-Za-z0-9+/]{4}/, "$1$2AAAA");
  assert.notEqual(resigned, OPEN);
  assert.deepEqual(await verdict(resigned, {}), ["bad", "log", "", "slip-log"]);
  assert.deepEqual(await verdict(resigned, published("ceremony/bundle"), []), ["bad", "bundle", "", "slip-log"]);
  // A draw of the same name, as the site has it, is another one.
  const sealed = slip("sealed/slips/sealed.json");
  const { draw } = JSON.parse(sealed);
  assert.deepEqual(await verdict(sealed, { [draw.replaceAll("/", "-")]: filesIn("ceremony/bundle") }), ["bad", "bundle", "", "slip-draw"]);
  const bare = JSON.parse(OPEN);
  delete bare.log;
  const line = JSON.stringify(bare);
  assert.deepEqual(await verdict(line, {}), ["unsure", "nothing", "unpublished", undefined]);
  assert.deepEqual(await verdict(line, published("ceremony/bundle")), ["good", "bundle", "", undefined]);
});

test("what the site has is from before the draw, or faulty, or not asked for", async () => {
  assert.deepEqual(await verdict(OPEN, published("ceremony/announcement")), ["good", "log", "announced", undefined]);
  const files = filesIn("ceremony/bundle");
  files.set("draw/visits.jsonl", utf8("{}\n"));
  const site = published("ceremony/bundle")!;
  const [address] = Object.keys(site) as [string];
  assert.deepEqual(await verdict(OPEN, { [address]: files }), ["unsure", "nothing", "faulty", undefined]);
  const wrong = filesIn("ceremony/bundle");
  writeManifest(wrong, "mq1/bundle");
  wrong.set("manifest.json", utf8(new TextDecoder().decode(wrong.get("manifest.json")).replace("documents/summary.md", "../../../secret.txt")));
  assert.deepEqual(await verdict(OPEN, { [address]: wrong }), ["unsure", "nothing", "faulty", undefined]);
  assert.ok(requests.every((url) => url.startsWith(`${ROOT}d/${address}/bundle/`) && !url.includes("secret")));
  const large = await judged(OPEN, site, KEYS, 10) as Judged[];
  assert.deepEqual(large.map((one) => one.why), ["fetching", "large"]);
  assert.equal(requests.length, 1);
  const after = await judged(OPEN, site, KEYS, 10, true) as Judged[];
  assert.deepEqual(after.map((one) => [one.why, one.against, one.last]), [["fetching", "log", false], ["large", "log", false], ["", "bundle", true]]);
});

test("a draw that is void, and one that was void before anything was drawn", async () => {
  // The slip's own draw, which the site shows as void before its roll: what the slip says can't be.
  const site = published("ceremony/void")!;
  const { draw } = JSON.parse(OPEN);
  const [files] = Object.values(site);
  assert.deepEqual((await verdict(OPEN, { [draw.replaceAll("/", "-")]: files! })).slice(0, 2), ["bad", "bundle"]);
});

test("what is no slip, and names that are none", async () => {
  for (const text of ["", "{}", "你好", OPEN.slice(0, 900), slip("ceremony/proofs/drawn.json")]) assert.deepEqual((await judged(text, {})).map((one) => one.say), ["no slip"], text);
  assert.equal(addressOfDraw("COUNTY/3/1"), "COUNTY-3-1");
  for (const draw of ["", "../../x/1/1", "COUNTY/0/1", "COUNTY/1", "COUNTY/1/1/../..", ".A/1/1"]) assert.equal(addressOfDraw(draw), null, draw);
  for (const address of ["", ".", "..", ".hidden", "a/b", "a%2fb", "x".repeat(101), "甲"]) assert.equal(addressOf(address), null, address);
});

test("addresses of QR codes", () => {
  const line = utf8(OPEN.trim());
  const packed = Buffer.from(line).toString("base64url");
  for (const hash of [`#s=${packed}`, `#${encodeURIComponent(OPEN.trim())}`]) {
    assert.deepEqual(fromFragment(hash), line);
    assert.deepEqual(fromText(` https://site.example/slip/index.html${hash}\n`), line);
  }
  for (const hash of ["", "#", "#results", "#s=", "#s=a+b", "#%7", "#s=甲"]) assert.equal(fromFragment(hash), null, hash);
  assert.deepEqual(fromText(`  ${OPEN}\n`), line);
});

test("whether somebody should come today", () => {
  const now = (more: Partial<Now>): Now => ({ draws: [], gone: [], sentences: [], team: [], days: ["2026-03-02", "2026-03-04"], ...more });
  assert.deepEqual(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"].map((day) => dayWord(now({}), day)),
    ["dayBefore", "dayIn", "dayBetween", "dayIn", "dayAfter"]);
  const { days: _, ...none } = now({});
  assert.equal(dayWord(none, "2026-03-02"), "dayNone");
  for (const more of [{ off: true as const }, { called: false }]) assert.equal(dayWord(now(more), "2026-03-02"), null);
});
