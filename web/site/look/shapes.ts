// The form of look.json and of a shard (docs/SITE.md, "Look-up shards").

import { KINDS } from "../../verify/src/kinds.js";
import { anyText, array, digest, id, integer, large, maybe, object, some, text, variant, word } from "../../verify/src/shape.js";
import { stratumLineShape } from "../../verify/src/shapes_draw.js";
import { eventShape, replaceShape } from "../../verify/src/shapes_events.js";
import { PROOF_FILES } from "../../verify/src/shapes_files.js";
import type { LogPlace, ProofLeaf } from "../../verify/src/types_files.js";
import type { CeremonyEvent, ReplaceEvent } from "../../verify/src/types_events.js";
import type { StratumLine } from "../../verify/src/types.js";

export const STRATA = "draw/strata.jsonl";

export interface Named {
  readonly digest: string;
  readonly path: string;
}

export interface Description {
  readonly bits: number;
  readonly bundle: string;
  readonly draw: string;
  readonly k: string;
  /** `format` of the bundle's manifest. */
  readonly kind: string;
  readonly log?: LogPlace & { readonly event: CeremonyEvent };
  readonly nodes?: readonly string[];
  readonly strata?: readonly { readonly line: StratumLine; readonly path: readonly number[] }[];
  readonly plan: Named;
  readonly record?: Named;
  readonly replaced?: readonly { readonly event: ReplaceEvent; readonly hashes: readonly string[]; readonly index: number }[];
  readonly rows: number;
}

/** A leaf of a row: of `draw/strata.jsonl` only its place in look.json. */
export interface RowLeaf {
  readonly file: ProofLeaf["file"];
  readonly index: number;
  readonly line?: ProofLeaf["line"];
  readonly path?: readonly number[];
}

export interface Row {
  readonly former?: string;
  readonly id: string;
  readonly leaves: readonly RowLeaf[];
}

export interface Shard {
  readonly nodes: readonly string[];
  readonly rows: readonly Row[];
}

const named = object({ digest, path: text });
const path = array(integer);
const place = { hashes: array(digest), index: large };

export const lookShape = object({
  bits: integer,
  bundle: digest,
  draw: text,
  format: word("mingqian/look/1"),
  k: anyText,
  kind: word(...KINDS),
  log: maybe(object({ checkpoint: text, event: eventShape, ...place })),
  nodes: maybe(some(text)),
  strata: maybe(array(object({ line: stratumLineShape, path }))),
  plan: named,
  record: maybe(named),
  replaced: maybe(some(object({ event: replaceShape, ...place }))),
  rows: large,
});

const leaf = variant("file", Object.fromEntries(Object.entries(PROOF_FILES).map(([file, line]) =>
  [file, object({ file: word(file), index: large, ...(file !== STRATA && { line, path }) })])));

export const shardShape = object({
  nodes: array(text),
  rows: array(object({ former: maybe(id), id, leaves: array(leaf) })),
});
