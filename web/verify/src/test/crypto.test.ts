// SHA-512, Ed25519, the group of the escrow, and the proofs of RFC 6962.

import assert from "node:assert/strict";
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { test } from "node:test";
import { concat, hex, unhex, utf8 } from "../bytes.js";
import { isSignature } from "../ed25519.js";
import { add, BASE, cleared, decode, encode, equal, L, NEUTRAL, smallOrder, timesBase, timesSmall } from "../edwards.js";
import { sha256 } from "../sha256.js";
import { sha512 } from "../sha512.js";
import { isConsistent, isIncluded, leafHash } from "../tree_proofs.js";
import { vector } from "./support.js";

test("SHA-512 agrees with Node", () => {
  for (let length = 0; length < 300; length += 7) {
    const bytes = new Uint8Array(randomBytes(length));
    assert.equal(hex(sha512(bytes)), createHash("sha512").update(bytes).digest("hex"));
  }
});

// RFC 8032, section 7.1: TEST 1 to 3.
const RFC8032 = [
  ["d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"],
  ["3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"],
  ["fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"],
] as const;

test("Ed25519: the vectors of RFC 8032, and every flipped bit", () => {
  for (const [key, message, signature] of RFC8032) {
    assert.ok(isSignature(unhex(key), unhex(message), unhex(signature)));
    for (let bit = 0; bit < 512; bit += 31) {
      const other = unhex(signature);
      other[bit >> 3]! ^= 1 << (bit & 7);
      assert.ok(!isSignature(unhex(key), unhex(message), other));
    }
  }
});

test("Ed25519 agrees with Node's signatures", () => {
  const prefix = unhex("302e020100300506032b657004220420");
  for (let k = 0; k < 10; k++) {
    const secret = createPrivateKey({ key: Buffer.from(concat(prefix, randomBytes(32))), format: "der", type: "pkcs8" });
    const key = new Uint8Array(createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(12));
    const message = new Uint8Array(randomBytes(17 * k));
    const signature = new Uint8Array(sign(null, message, secret));
    assert.ok(isSignature(key, message, signature));
    assert.ok(!isSignature(key, concat(message, new Uint8Array(1)), signature));
  }
});

function scalar(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

// The eight points of small order, and the encodings that are not canonical of some of them.
const SMALL = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];
const NOT_CANONICAL = [
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

test("Ed25519: small order, other encodings, and S not below L are refused", () => {
  for (const one of SMALL) {
    assert.ok(smallOrder(decode(unhex(one))!), one);
    assert.equal(hex(encode(decode(unhex(one))!)), one);
    // With a key A of small order, R = [S]B satisfies the equation for one in eight messages.
    for (let k = 0; k < 20; k++) {
      assert.ok(!isSignature(unhex(one), utf8(`${k}`), concat(encode(timesBase(5n)), scalar(5n))));
      assert.ok(!isSignature(unhex(RFC8032[0][0]), utf8(`${k}`), concat(unhex(one), scalar(0n))));
    }
  }
  for (const one of NOT_CANONICAL) assert.equal(decode(unhex(one)), null, one);
  const [key, message, signature] = RFC8032[1];
  const s = BigInt("0x" + hex(unhex(signature).subarray(32).reverse())) + L;
  assert.ok(!isSignature(unhex(key), unhex(message), concat(unhex(signature).subarray(0, 32), scalar(s))));
});

test("Ed25519: an equation that holds only with the cofactor is refused", () => {
  // A = [a]B plus a point of order 8: then [S]B differs from R + [k]A by a point of small order, for most messages.
  const torsion = decode(unhex(SMALL[6]!))!;
  const a = 7n;
  const key = encode(add(timesBase(a), torsion));
  let valid = 0;
  for (let i = 0; i < 40; i++) {
    const r = encode(timesBase(11n));
    const message = utf8(`message ${i}`);
    const k = BigInt("0x" + hex(sha512(r, key, message).reverse())) % L;
    const is = isSignature(key, message, concat(r, scalar((11n + k * a) % L)));
    assert.equal(is, k % 8n === 0n);
    if (is) valid++;
  }
  assert.ok(valid < 20);
});

test("the group: order, small multiples, encodings", () => {
  assert.ok(equal(timesBase(L), NEUTRAL));
  assert.equal(hex(encode(BASE)), "5866666666666666666666666666666666666666666666666666666666666666");
  let sum = NEUTRAL;
  for (let k = 0; k < 40; k++, sum = add(sum, BASE)) {
    assert.ok(equal(sum, timesBase(BigInt(k))));
    assert.ok(equal(sum, timesSmall(k, BASE)));
    assert.equal(hex(encode(decode(encode(sum))!)), hex(encode(sum)));
  }
  assert.ok(equal(cleared(BASE), timesBase(8n)));
});

test("inclusion and consistency: the published cases", () => {
  for (const one of vector("merkle/inclusion.json").proofs) {
    if (one.refused_by === "hash-length") continue; // JSON here holds digests only
    const got = isIncluded(unhex(one.leaf_hash), one.index, one.size, one.proof.map(unhex), unhex(one.root));
    assert.equal(got, one.refused_by === null, one.name);
  }
  for (const one of vector("merkle/consistency.json").proofs) {
    if (one.refused_by === "hash-length" || one.old_size === 0) continue; // no checkpoint that is compared here is of an empty tree
    const got = isConsistent(one.old_size, unhex(one.old_root), one.size, unhex(one.root), one.proof.map(unhex));
    assert.equal(got, one.refused_by === null, one.name);
  }
});

const node = (a: Uint8Array, b: Uint8Array) => sha256(new Uint8Array([1]), a, b);
const halves = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1);

// Definitions of RFC 6962, word by word.
function treeHash(d: Uint8Array[]): Uint8Array {
  if (d.length < 2) return d.length === 0 ? sha256() : leafHash(d[0]!);
  const k = halves(d.length);
  return node(treeHash(d.slice(0, k)), treeHash(d.slice(k)));
}

function path(m: number, d: Uint8Array[]): Uint8Array[] {
  if (d.length === 1) return [];
  const k = halves(d.length);
  return m < k ? [...path(m, d.slice(0, k)), treeHash(d.slice(k))] : [...path(m - k, d.slice(k)), treeHash(d.slice(0, k))];
}

function subproof(m: number, d: Uint8Array[], b: boolean): Uint8Array[] {
  if (m === d.length) return b ? [] : [treeHash(d)];
  const k = halves(d.length);
  return m <= k ? [...subproof(m, d.slice(0, k), b), treeHash(d.slice(k))] : [...subproof(m - k, d.slice(k), false), treeHash(d.slice(0, k))];
}

test("inclusion and consistency by the definitions, and with one thing changed", () => {
  for (let n = 1; n <= 20; n++) {
    const d = Array.from({ length: n }, (_, i) => utf8(`leaf ${i}`));
    const root = treeHash(d);
    for (let i = 0; i < n; i++) {
      const proof = path(i, d);
      assert.ok(isIncluded(leafHash(d[i]!), i, n, proof, root));
      for (let j = 0; j < n + 2; j++) if (j !== i) assert.ok(!isIncluded(leafHash(d[i]!), j, n, proof, root));
      assert.ok(!isIncluded(leafHash(d[i]!), i, n, [...proof, root], root));
      for (let j = 0; j < proof.length; j++) {
        assert.ok(!isIncluded(leafHash(d[i]!), i, n, proof.filter((_, k) => k !== j), root));
        assert.ok(!isIncluded(leafHash(d[i]!), i, n, proof.map((h, k) => (k === j ? sha256(h) : h)), root));
      }
    }
    for (let m = 1; m <= n; m++) {
      const proof = subproof(m, d, true);
      const old = treeHash(d.slice(0, m));
      assert.ok(isConsistent(m, old, n, root, proof));
      assert.ok(!isConsistent(m, old, n, root, [...proof, root]));
      assert.ok(!isConsistent(m, sha256(old), n, root, proof));
      assert.ok(!isConsistent(m, old, n, sha256(root), proof));
      for (let j = 0; j < proof.length; j++) {
        assert.ok(!isConsistent(m, old, n, root, proof.filter((_, k) => k !== j)));
        assert.ok(!isConsistent(m, old, n, root, proof.map((h, k) => (k === j ? sha256(h) : h))));
      }
    }
  }
});

test("one verification takes well under 50 ms", () => {
  const [key, message, signature] = RFC8032[2];
  const begun = process.cpuUsage();
  for (let k = 0; k < 20; k++) isSignature(unhex(key), unhex(message), unhex(signature));
  const { user } = process.cpuUsage(begun);
  console.log(`# one signature: ${(user / 20000).toFixed(1)} ms`);
  assert.ok(user / 20000 < 50);
});
