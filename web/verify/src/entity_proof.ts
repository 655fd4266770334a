// The steps by which the proof of one entity is checked (section 25). They take milliseconds, whatever the draw's size.

import { compareText, unhex } from "./bytes.js";
import type { Beside, Step } from "./check_file.js";
import { recordDigest } from "./compare.js";
import { checkEntry, checkLogSignature, checkpointOf } from "./file_log.js";
import { OUTCOME } from "./kinds.js";
import { Shown } from "./proof_answer.js";
import { refuse, same } from "./refusal.js";
import { canonicalLine, type Json } from "./serialize.js";
import { PROOF_FILES } from "./shapes_files.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { EntityProof, ProofLeaf } from "./types_files.js";
import type { DrawRecord, Root } from "./types.js";
import type { Answer } from "./why.js";

const HERE = { file: "file" };
const FILES = Object.keys(PROOF_FILES);

function checkForm(proof: EntityProof): void {
  proof.leaves.forEach((leaf, i) => {
    const before = proof.leaves[i - 1];
    if (before === undefined) return;
    const later = FILES.indexOf(leaf.file) - FILES.indexOf(before.file) || leaf.index - before.index;
    if (later <= 0) refuse("proof-order", { got: `${leaf.file} ${leaf.index}`, expected: "leaves by file, then by index" });
  });
  if (proof.log !== undefined) checkpointOf(proof.log);
}

/** The record is the one that was published: known from elsewhere, from a bundle, or from the log. */
function checkRecord(proof: EntityProof, { record, bundle }: Beside): void {
  const digest = recordDigest(proof.record);
  const event = proof.log?.event;
  const published = bundle?.kind === OUTCOME ? recordDigest(bundle.record) : undefined;
  if (event !== undefined) {
    if (event.event !== "draw" && event.event !== "finish") refuse("proof-event", { got: event.event, expected: "draw or finish" });
    same("proof-record", digest, event.record ?? "no record", HERE);
    same("proof-draw", proof.record.draw, event.draw, HERE);
  }
  for (const expected of [record, published]) if (expected !== undefined) same("proof-record", digest, expected, HERE);
  if (event === undefined && record === undefined && published === undefined) {
    refuse("proof-record", { got: digest, expected: "a digest of the record that is known from elsewhere" });
  }
}

function rootOf(record: DrawRecord, file: string): Root | undefined {
  const [folder, name] = file.split(/[/.]/) as [string, string];
  return (folder === "lists" ? record.lists : record.roots)[name];
}

function checkLeaf(record: DrawRecord, leaf: ProofLeaf): void {
  const root = rootOf(record, leaf.file);
  const hash = leafHash(canonicalLine(leaf.line as unknown as Json));
  if (root !== undefined && isIncluded(hash, leaf.index, root.count, leaf.hashes.map(unhex), unhex(root.root))) return;
  refuse("proof-leaf", { got: "a line that does not lead to the root", expected: root?.root ?? "a list of the record", where: { file: leaf.file, line: leaf.index + 1 } });
}

/** Nobody has the id: its neighbours enclose it, and nothing stands between them. */
function checkNeighbours(proof: EntityProof): void {
  const count = proof.record.lists["entities"]?.count ?? 0;
  const entities = proof.leaves.flatMap((leaf) => (leaf.file === "lists/entities.jsonl" ? [leaf] : []));
  if (entities.length !== proof.leaves.length) refuse("proof-extra", { got: "other lines", expected: "neighbours only" });
  const [a, b] = entities;
  const before = (one: typeof a) => one !== undefined && compareText(one.line.id, proof.id) < 0;
  let holds = false;
  if (entities.length === 0) holds = count === 0;
  if (entities.length === 1) holds = before(a) ? a!.index === count - 1 : a!.index === 0;
  if (entities.length === 2) holds = before(a) && !before(b) && b!.index === a!.index + 1;
  if (!holds) refuse("proof-neighbours", { got: entities.map((one) => `${one.index} ${one.line.id}`).join(", ") || "none", expected: `the neighbours of ${proof.id}` });
}

function checkAnswer(proof: EntityProof): void {
  const shown = Shown.of(proof);
  if (shown === null) checkNeighbours(proof);
  else shown.check();
}

export function proofSteps(proof: EntityProof, beside: Beside): Step[] {
  const { log } = proof;
  return [
    { name: "proof-format", run: () => checkForm(proof) },
    { name: "proof-record", run: () => checkRecord(proof, beside) },
    ...(log === undefined ? [] : [{
      name: "proof-log", run: () => {
        checkEntry(log.event, log);
        checkLogSignature(log, beside);
      },
    }]),
    { name: "proof-leaves", run: () => { for (const leaf of proof.leaves) checkLeaf(proof.record, leaf); } },
    { name: "proof-answer", run: () => checkAnswer(proof) },
  ];
}

/** What a proof that has passed says. */
export function proofAnswer(proof: EntityProof): Answer {
  return Shown.of(proof)?.answer() ?? {
    id: proof.id, status: "not in the list", tasks: [], sentence: { zh: "名单中没有这个代码。", en: "The list does not have this code." },
  };
}
