// Nothing can be changed unnoticed: every byte of a small bundle, and every byte of its lists with a new manifest.

import assert from "node:assert/strict";
import { test } from "node:test";
import { filesIn, POLICY } from "./ceremonies.js";
import { goodBundle, verifyFiles, writeManifest, type Files } from "./support.js";

function flipped(files: Files, name: string, at: number, bit: number): Files {
  const copy = new Map(files);
  const bytes = copy.get(name)!.slice();
  bytes[at] = bytes[at]! ^ (1 << bit);
  copy.set(name, bytes);
  return copy;
}

test("every flipped byte is noticed", async () => {
  const files = goodBundle("tiny");
  let count = 0;
  for (const [name, bytes] of files) {
    for (let at = 0; at < bytes.length; at++) {
      const { verdict } = await verifyFiles(flipped(files, name, at, (at * 5) % 8));
      assert.ok(!verdict.ok, `${name} byte ${at}`);
      assert.ok(["manifest", "files", "format"].includes(verdict.failed!.check), `${name} byte ${at}: ${verdict.failed!.check}`);
      assert.equal(verdict.failed!.who, "publisher");
      count++;
    }
  }
  assert.ok(count > 15000);
});

test("flipped bytes with a new manifest are noticed, but in renderings", async () => {
  const files = goodBundle("tiny");
  for (const [name, bytes] of files) {
    if (name === "manifest.json" || name.startsWith("documents/")) continue;
    for (let at = 0; at < bytes.length; at += 3) {
      const copy = flipped(files, name, at, (at * 3) % 8);
      writeManifest(copy);
      const { verdict } = await verifyFiles(copy);
      assert.ok(!verdict.ok, `${name} byte ${at}`);
    }
  }
});

test("every line can be deleted, repeated or swapped only with notice", async () => {
  for (const base of ["tiny", "tight"]) {
    const files = goodBundle(base);
    for (const name of [...files.keys()].filter((one) => one.endsWith(".jsonl"))) {
      const lines = new TextDecoder().decode(files.get(name)).split("\n").slice(0, -1);
      for (let k = 0; k < lines.length; k++) {
        const without = [...lines.slice(0, k), ...lines.slice(k + 1)];
        const again = [...lines.slice(0, k + 1), ...lines.slice(k)];
        for (const changed of [without, again]) {
          const copy = new Map(files);
          copy.set(name, new TextEncoder().encode(changed.map((line) => line + "\n").join("")));
          writeManifest(copy);
          assert.ok(!(await verifyFiles(copy)).verdict.ok, `${base} ${name} line ${k + 1}`);
        }
      }
    }
  }
});

test("evidence: every flipped byte is noticed, or the witness that it concerns counts for nothing", async () => {
  for (const base of ["ceremony", "sealed"]) {
    const files = filesIn(`${base}/bundle`);
    for (const name of [...files.keys()].filter((one) => /^(evidence|sealed)\//.test(one))) {
      for (let at = base === "sealed" ? 1 : 0; at < files.get(name)!.length; at += 41) {
        const copy = flipped(files, name, at, (at * 3) % 8);
        writeManifest(copy);
        const { verdict } = await verifyFiles(copy, { policy: POLICY() });
        assert.ok(!verdict.ok || (/^evidence\/(closed|checkpoint)$/.test(name) && verdict.grade === "attested"), `${base} ${name} byte ${at}`);
      }
    }
  }
});
