// From a row to what it shows: of an outcome a proof (section 25), checked like anybody's; before there is one, lines of the
// frozen lists.

import { unhex, utf8 } from "../../verify/src/bytes.js";
import { checkFile, type FileVerdict } from "../../verify/src/check_file.js";
import { SEALED } from "../../verify/src/kinds.js";
import type { Sentence } from "../../verify/src/messages.js";
import { canonical, canonicalLine, type Json } from "../../verify/src/serialize.js";
import { concerning, nowOf, type Now, type Replaced } from "../../verify/src/slip_visit.js";
import { isIncluded, leafHash } from "../../verify/src/tree_proofs.js";
import type { EntityLine, ProofLeaf, SlipLeaf } from "../../verify/src/types_files.js";
import type { DrawRecord, Plan, SelectedLine, Visit } from "../../verify/src/types.js";
import type { Answer } from "../../verify/src/why.js";
import { Damaged, failedStep } from "./damage.js";
import { STRATA, type Description, type Row } from "./shapes.js";
import { hashesOf } from "./shard.js";

/** A row, where it stands, and for which code it was found. */
export interface At {
  readonly file: string;
  readonly nodes: readonly string[];
  readonly row: Row;
  readonly code: string;
  readonly description: Description;
}

/** What a selected one is by now: replacements change it. */
export type Standing = "drawn" | "called" | "gone" | "reserve";

export interface OutcomeFound {
  readonly kind: "outcome";
  readonly code: string;
  readonly id: string;
  readonly name: string;
  readonly answer: Answer;
  readonly verdict: FileVerdict;
  /** The file of section 25, without the plan. */
  readonly proof: Uint8Array;
  readonly standings: ReadonlyMap<string, Standing>;
  /** The visits that concern it: its own, and those of reserves that were called up. */
  readonly visits: readonly Now[];
  /** Whether events `replace` were told. */
  readonly replaced: boolean;
}

export interface EarlyFound {
  readonly kind: "early";
  readonly code: string;
  readonly id: string;
  readonly name: string;
  readonly sealed: boolean;
  readonly excluded: readonly { readonly reason: string; readonly task: string }[];
}

export type Found = OutcomeFound | EarlyFound;

const STRATUM: Sentence = { zh: "有一行指向没有的层。", en: "A row names a stratum that there is not." };
const OWNER: Sentence = { zh: "这一行证明的是别的检查对象。", en: "The row proves another entity." };
const LINES: Sentence = { zh: "公告没有这样的行。", en: "An announcement has no such lines." };
const ROOT: Sentence = { zh: "有一行不出自方案锁定的名单。", en: "A line is not one of the lists that the plan has fixed." };

function leavesOf({ file, nodes, row, description }: At): ProofLeaf[] {
  return row.leaves.map((leaf) => {
    if (leaf.file !== STRATA) return { file: leaf.file, hashes: hashesOf(file, nodes, leaf.path!), index: leaf.index, line: leaf.line } as ProofLeaf;
    const stratum = description.strata?.[leaf.index];
    if (stratum === undefined) throw new Damaged(file, STRATUM, String(leaf.index));
    return { file: STRATA, hashes: hashesOf("look.json", description.nodes ?? [], stratum.path), index: leaf.index, line: stratum.line };
  });
}

/** The visit of the drawn one, and that of each reserve that was called up. */
function visitsOf(leaves: readonly SlipLeaf[], replaced: readonly Replaced[]): Now[] {
  const all = leaves.map((leaf) => nowOf({ leaf }, concerning({ leaf }, replaced)));
  return all.filter((now) => now.called !== false);
}

function standingOf({ rank, reserve, stratum, task }: SelectedLine, replaced: readonly Replaced[]): Standing {
  let standing: Standing = reserve ? "reserve" : "drawn";
  for (const { event } of replaced) {
    if (event.kind !== "entity" || event.task !== task || event.stratum !== stratum) continue;
    if (event.by === rank) standing = "called";
    if (event.rank === rank) standing = "gone";
  }
  return standing;
}

/** Of an outcome. The checks are the verifier's own, with the plan beside the proof and the record's digest expected. */
export async function outcome(at: At, record: DrawRecord, plan: Uint8Array): Promise<OutcomeFound> {
  const { code, description, file, row } = at;
  const leaves = leavesOf(at);
  const made = { format: "mq1/proof", id: code, leaves, log: description.log, record } as unknown as Json;
  const proof = utf8(canonical(made) + "\n");
  const verdict = await checkFile(proof, { as: "proof", plan, record: description.record!.digest });
  if (verdict.failed !== undefined) throw failedStep(file, verdict.failed);
  const answer = verdict.answer!;
  const id = answer.of ?? answer.id;
  if (answer.status === "not in the list" || id !== row.id) throw new Damaged(file, OWNER, id, row.id);
  const selected = leaves.flatMap((leaf) => (leaf.file === "draw/selected.jsonl" ? [leaf.line] : []));
  const drawn: Visit[] = answer.visit === undefined ? [] : [answer.visit];
  const replaced = description.replaced ?? [];
  const visits = visitsOf([...drawn, ...selected.filter((line) => line.reserve)], replaced);
  return {
    kind: "outcome", code, id, name: answer.name ?? "", answer, verdict, proof, visits,
    standings: new Map(selected.map((line) => [line.task, standingOf(line, replaced)])),
    replaced: visits.some((now) => now.sentences.length > 0),
  };
}

function checkLeads(file: string, leaf: ProofLeaf, plan: Plan): void {
  const root = plan.roots[leaf.file.slice("lists/".length, -".jsonl".length)];
  const hash = leafHash(canonicalLine(leaf.line as unknown as Json));
  if (root !== undefined && isIncluded(hash, leaf.index, root.count, leaf.hashes.map(unhex), unhex(root.root))) return;
  throw new Damaged(file, ROOT, `${leaf.file} ${leaf.index + 1}`, root?.root);
}

/** Before there is an outcome: the entity's line and that of its exclusion, and no others. */
export function early(at: At, plan: Plan): EarlyFound {
  const { code, description, file, row } = at;
  const [first, second, ...more] = leavesOf(at);
  const isForm = first?.file === "lists/entities.jsonl" && (second === undefined || second.file === "lists/exclusions.jsonl") && more.length === 0;
  if (!isForm) throw new Damaged(file, LINES, row.leaves.map((leaf) => leaf.file).join(", "));
  for (const leaf of second === undefined ? [first] : [first, second]) checkLeads(file, leaf, plan);
  const entity = first.line as EntityLine;
  const exclusion = second?.file === "lists/exclusions.jsonl" ? second.line : undefined;
  if (exclusion !== undefined && exclusion.id !== entity.id) throw new Damaged(file, OWNER, exclusion.id, entity.id);
  return {
    kind: "early", code, id: entity.id, name: entity.name, sealed: description.kind === SEALED, excluded: exclusion?.tasks ?? [],
  };
}
