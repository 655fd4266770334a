// Hashes, keys, streams, canonical lines, days and amounts against their vectors.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { share } from "../amounts.js";
import { compareText, concat, hex, textOf, unhex, utf8 } from "../bytes.js";
import { NotCanonical, Tape } from "../canonical.js";
import { TextColumn } from "../columns.js";
import { isDay } from "../days.js";
import { checkFinalValue, finalBits, finalFault, sourceId } from "../final.js";
import { derived, expand, extract, H, hmac } from "../hash.js";
import { here } from "../hasher.js";
import { MerkleTree } from "../merkle.js";
import { closeDigest, finalDigest, planDigest, printedKey, seedOf } from "../seed.js";
import { Refusal } from "../refusal.js";
import { canonical } from "../serialize.js";
import { Message, sha256, Sha256, wordsToBytes } from "../sha256.js";
import { day, id, type Shape } from "../shape.js";
import { Lines } from "../split.js";
import { Stream } from "../stream.js";
import { Tickets } from "../tickets.js";
import { vector } from "./support.js";

const primitives = vector("primitives.json");

test("SHA-256 agrees with Node for all short lengths and for pieces", () => {
  for (let length = 0; length < 300; length++) {
    const bytes = new Uint8Array(randomBytes(length));
    const expected = createHash("sha256").update(bytes).digest("hex");
    assert.equal(hex(sha256(bytes)), expected);
    const cut = length >> 1;
    assert.equal(hex(new Sha256().update(bytes.subarray(0, cut)).update(bytes.subarray(cut)).digest()), expected);
    const message = new Message(300);
    message.bytes.set(bytes);
    const words = new Int32Array(8);
    message.hashInto(length, words, 0);
    assert.equal(hex(wordsToBytes(words, 0)), expected);
    if (length === 0) continue;
    message.hashAfterInto(bytes[0]!, new DataView(bytes.buffer), 1, length, words, 0);
    assert.equal(hex(wordsToBytes(words, 0)), expected);
  }
});

test("H, HMAC, HKDF, expand", () => {
  for (const { tag, parts, input, digest } of primitives.hash) {
    assert.equal(hex(sha256(unhex(input))), digest);
    assert.equal(hex(H(tag, ...parts.map(unhex))), digest);
  }
  for (const { key, message, mac } of primitives.keys.hmac) assert.equal(hex(hmac(unhex(key), unhex(message))), mac);
  for (const { salt, ikm, prk } of primitives.keys.extract) assert.equal(hex(extract(unhex(salt), unhex(ikm))), prk);
  for (const { key, tag, parts, output } of primitives.keys.expand) {
    assert.equal(hex(expand(unhex(key), tag, ...parts.map(unhex))), output);
  }
});

test("Merkle roots", () => {
  const { leaves, roots } = vector("merkle/tree.json");
  roots.forEach((root: string, count: number) => {
    const tree = new MerkleTree();
    for (const leaf of leaves.slice(0, count)) tree.add(unhex(leaf), 0, leaf.length / 2);
    assert.equal(hex(tree.root()), root);
  });
});

test("lines and their root do not depend on where a file is cut into pieces", async () => {
  const texts = ["", "a", "", "bcd", "x".repeat(200), "ef"];
  const file = utf8(texts.join("\n"));
  const whole = new MerkleTree();
  for (const text of texts.slice(0, -1)) whole.add(utf8(text), 0, text.length);
  const expected = hex(whole.root());
  for (let size = 1; size <= file.length; size++) {
    const lines = new Lines();
    const got: string[] = [];
    const root = here.start("root");
    for (let at = 0; at < file.length; at += size) {
      const piece = file.slice(at, at + size);
      lines.add(piece, (bytes, from, to, line) => {
        assert.equal(got.push(textOf(bytes.subarray(from, to))), line);
      });
      await root.add(piece);
      piece.fill(0); // it was given away
    }
    assert.deepEqual([...got, textOf(lines.rest)], texts);
    assert.equal(hex(await root.end()), expected);
  }
});

test("Merkle root by its definition, for up to 70 lines and for long ones", () => {
  const node = (lines: Uint8Array[]): Uint8Array => {
    if (lines.length === 0) return sha256();
    if (lines.length === 1) return sha256(new Uint8Array([0]), lines[0]!);
    let k = 1;
    while (2 * k < lines.length) k *= 2;
    return sha256(new Uint8Array([1]), node(lines.slice(0, k)), node(lines.slice(k)));
  };
  for (let count = 0; count <= 70; count++) {
    const lines = Array.from({ length: count }, (_, i) => new Uint8Array(randomBytes(i === 3 ? 5000 : i)));
    const tree = new MerkleTree();
    for (const line of lines) tree.add(line, 0, line.length);
    assert.equal(hex(tree.root()), hex(node(lines)));
  }
});

test("tickets", () => {
  for (const { k, tickets } of [primitives.select, { k: vector("select.json").k, tickets: vector("select.json").order }]) {
    for (const { id: one, ticket } of tickets) {
      const ids = new TextColumn();
      ids.push(utf8(one), 0, one.length);
      assert.equal(new Tickets(k, ids).hex(0), ticket);
    }
  }
});

function accepts(shape: Shape, text: string): boolean {
  const tape = new Tape();
  const bytes = utf8(JSON.stringify({ a: text }));
  tape.scan(bytes, 0, bytes.length);
  return shape.check(tape, 2) === null;
}

test("ids and days", () => {
  for (const text of primitives.ids.good) assert.ok(accepts(id, text), text);
  for (const { text } of primitives.ids.bad) assert.ok(!accepts(id, text), text);
  for (const { parts, id: expected } of primitives.ids.derived) assert.equal(derived(...parts), expected);
  for (const { text } of primitives.days.good) assert.ok(accepts(day, text), text);
  for (const { text } of primitives.days.bad) assert.ok(!accepts(day, text), text);
  assert.ok(!isDay(utf8("2026-02-29"), 0, 10));
});

test("canonical lines", () => {
  const tape = new Tape();
  for (const text of primitives.canonical.good) {
    const bytes = utf8(text);
    tape.scan(bytes, 0, bytes.length);
    assert.equal(canonical(JSON.parse(text)), text);
  }
  for (const { text, hex: digits, code, position } of primitives.canonical.bad) {
    const bytes = digits === undefined ? utf8(text) : unhex(digits);
    assert.throws(() => tape.scan(bytes, 0, bytes.length), NotCanonical, `${code} at ${position}: ${text ?? digits}`);
  }
});

test("amounts by ratio", () => {
  const pairs = new Map<string, [number, number]>(primitives.ratios.good.map((one: any) => [one.text, one.pair]));
  let tested = 0;
  for (const { ratio, population, up, down, half_up } of primitives.ratios.of) {
    const pair = pairs.get(ratio);
    if (pair === undefined || Number(population) > Number.MAX_SAFE_INTEGER) continue;
    tested++;
    assert.equal(share(pair, Number(population), "up"), Number(up));
    assert.equal(share(pair, Number(population), "down"), Number(down));
    assert.equal(share(pair, Number(population), "half_up"), Number(half_up));
  }
  assert.ok(tested > 3);
});

test("order of texts is that of their bytes", () => {
  const texts = ["", "a", "ab", "b", "é", "张", "\ud7ff", "\ue000", "\uffff", "😀", "𠀀"];
  for (const a of texts) {
    for (const b of texts) {
      assert.equal(Math.sign(compareText(a, b)), Math.sign(Buffer.compare(utf8(a), utf8(b))), `${a} ${b}`);
    }
  }
});

test("final sources: bits, names, values, and what is refused", () => {
  const { bits, final, bad_sources, bad_values } = primitives.entropy;
  for (const one of bits) assert.equal(finalBits(one.plan), one.bits);
  for (const { plan, source, value, digest } of final) {
    assert.equal(finalFault(plan), null);
    assert.equal(sourceId(plan), source);
    checkFinalValue(plan, value, { file: "" });
    assert.equal(hex(finalDigest(source, value)), digest);
  }
  // A round beyond 2^53 - 1 is refused by the form of the plan already.
  for (const { plan } of bad_sources) if (!(plan.round > Number.MAX_SAFE_INTEGER)) assert.notEqual(finalFault(plan), null);
  for (const { plan, text } of bad_values) assert.throws(() => checkFinalValue(plan, text, { file: "" }), Refusal, text);
});

test("close, final and seed, open and sealed, remote", () => {
  const v = vector("seed.json");
  const none = new Uint8Array(0);
  const P = unhex(v.plan_digest);
  const said = v.contributions.map((one: any) => ({
    label: one.label, commitment: unhex(one.commitment), reveal: one.label === "丙" ? "" : one.value,
  }));
  for (const one of v.contributions) {
    assert.equal(hex(H("mq1/contribution", P, one.label, one.value, unhex(one.salt))), one.commitment);
  }
  const final = finalDigest(v.final_source, v.final_value);
  assert.equal(hex(final), v.final);
  for (const [c, s, close, out] of [
    [none, none, v.close_open, v.open], [unhex(v.c), unhex(v.s), v.close_sealed, v.sealed],
  ]) {
    const D = closeDigest(P, c, said);
    assert.equal(hex(D), close);
    const seed = seedOf(P, s, D, final);
    assert.equal(hex(seed), out.seed);
    assert.equal(hex(sha256(seed)), out.seed_hash);
    assert.equal(printedKey(expand(seed, "mq1/select")), out.k);
    assert.equal(hex(expand(seed, "mq1/pair")), out.pair_key);
  }
  assert.equal(hex(planDigest(utf8("{}"))), hex(H("mq1/plan", utf8("{}"))));
});

test("below agrees with 64-bit arithmetic", () => {
  const key = new Uint8Array(32).map((_, i) => 3 * i);
  const words = new Stream(key);
  const stream = new Stream(key);
  for (const n of [1, 2, 3, 10, 255, 65535, 65536, 65537, 1000003, 2 ** 31, 2 ** 32 - 1]) {
    for (let k = 0; k < 200; k++) {
      const limit = (1n << 64n) - ((1n << 64n) % BigInt(n));
      let x = words.word();
      while (x >= limit) x = words.word();
      assert.equal(stream.below(n), Number(x % BigInt(n)));
    }
  }
  // RFC 8439, appendix A.1, vectors 1 and 2: the key of zeros, blocks 0 and 1.
  const zeros = new Stream(new Uint8Array(32));
  const bytes = new DataView(new ArrayBuffer(128));
  for (let k = 0; k < 16; k++) bytes.setBigUint64(8 * k, zeros.word(), true);
  assert.match(hex(new Uint8Array(bytes.buffer)), /^76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7/);
  assert.match(hex(new Uint8Array(bytes.buffer, 64)), /^9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed/);
  assert.equal(concat(new Uint8Array([1]), new Uint8Array([2])).length, 2);
});
