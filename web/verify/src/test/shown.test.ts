// The vectors of proofs and slips: each lie fails at the check that its vector names, each honest one passes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8 } from "../bytes.js";
import { checkFile, type FileKind } from "../check_file.js";
import type { Context } from "../context.js";
import { MemorySource } from "../source.js";
import { verify } from "../verify.js";
import { filesIn } from "./ceremonies.js";
import { vector, VECTORS } from "./support.js";

interface Case {
  readonly name: string;
  readonly kind: FileKind;
  readonly file: string;
  /** Empty: it passes. */
  readonly check: string;
  readonly bundle?: string;
  readonly policy?: string;
  readonly key?: string;
}

const bundles = new Map<string, Context>();

async function bundleAt(path: string): Promise<Context> {
  const known = bundles.get(path);
  if (known !== undefined) return known;
  const { verdict, context } = await verify(new MemorySource(filesIn(path)));
  assert.equal(verdict.failed, undefined);
  bundles.set(path, context);
  return context;
}

for (const one of vector("shown.json").cases as Case[]) {
  const { name, kind, file, check, bundle, policy, key } = one;
  test(`${kind}: ${check || "honest"}: ${name}`, async () => {
    const { failed } = await checkFile(utf8(file), {
      as: kind, ...(bundle !== undefined && { bundle: await bundleAt(bundle) }), ...(key !== undefined && { key }),
      ...(policy !== undefined && { policy: readFileSync(join(VECTORS, policy), "utf8") }),
    });
    assert.equal(failed?.check ?? "", check, JSON.stringify(failed));
  });
}
