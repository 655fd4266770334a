// The good bundles pass; each altered one fails at the check that its vector names.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8 } from "../bytes.js";
import type { Options } from "../context.js";
import { folderOf } from "./ceremonies.js";
import { applyEdit, type Edit } from "./edits.js";
import { goodBundle, rebuild, vector, VECTORS, verifyFiles } from "./support.js";

for (const base of ["tiny", "rules", "tight"]) {
  test(`good bundle: ${base}`, async () => {
    const { verdict } = await verifyFiles(goodBundle(base));
    assert.deepEqual(verdict.failed, undefined);
    assert.equal(verdict.ok, true);
    assert.equal(verdict.grade, "rehearsal");
    assert.equal(verdict.results.length, 20);
  });
}

interface Case {
  readonly name: string;
  readonly base?: string;
  readonly fault: string;
  readonly rebuild: string;
  readonly edits: readonly Edit[];
  readonly require?: string;
  /** Path of a policy, among the vectors. */
  readonly policy?: string;
  /** A copy of the log. */
  readonly log?: { readonly checkpoint: string; readonly entries: readonly string[] };
}

function optionsOf({ require, policy, log }: Case): Options {
  return {
    ...(require !== undefined && { require }), ...(log && { log: folderOf(log.entries.map(utf8), log.checkpoint) }),
    ...(policy !== undefined && { policy: readFileSync(join(VECTORS, policy), "utf8") }),
  };
}

for (const file of readdirSync(join(VECTORS, "negative")).filter((name) => name.endsWith(".json"))) {
  const { check, cases } = vector(`negative/${file}`) as { check: string; cases: Case[] };
  for (const one of cases) {
    test(`negative: ${check}: ${one.name}`, async () => {
      const files = goodBundle(one.base ?? "tiny");
      for (const edit of one.edits) applyEdit(files, edit);
      rebuild(files, one.rebuild);
      const { verdict } = await verifyFiles(files, optionsOf(one));
      assert.equal(verdict.failed?.check, check, JSON.stringify(verdict.failed));
    });
  }
}
