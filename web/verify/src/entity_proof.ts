// The steps by which the proof of one entity is checked (section 25). They take milliseconds, whatever the draw's size.

import { hex, unhex } from "./bytes.js";
import type { Beside, Step } from "./check_file.js";
import { recordDigest } from "./compare.js";
import { checkEntry, checkLogSignature, checkpointOf } from "./file_log.js";
import { LOG_KEY, verifierKey } from "./keys.js";
import { OUTCOME } from "./kinds.js";
import { PROOF_ALONE, type Sentence } from "./messages_files.js";
import { checkPlan, drawName } from "./plan.js";
import { Shown } from "./proof_answer.js";
import { checkNeighbours, wrong } from "./proof_lines.js";
import { refuse, same } from "./refusal.js";
import { planDigest } from "./seed.js";
import { canonical, canonicalLine, type Json } from "./serialize.js";
import { PROOF_FILES } from "./shapes_files.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { EntityProof, LogPlace, PlannedProof, ProofLeaf } from "./types_files.js";
import type { DrawRecord, Root } from "./types.js";
import { notListed, sinceTheDraw, type Answer } from "./why.js";

const HERE = { file: "file" };
const FILES = Object.keys(PROOF_FILES);

function checkForm(proof: EntityProof): void {
  proof.leaves.forEach((leaf, i) => {
    const before = proof.leaves[i - 1];
    if (before === undefined) return;
    const later = FILES.indexOf(leaf.file) - FILES.indexOf(before.file) || leaf.index - before.index;
    if (later <= 0) refuse("proof-order", { got: `${leaf.file} ${leaf.index}`, expected: "leaves by file, then by index" });
  });
  if (proof.plan !== undefined) checkPlan(proof.plan);
  if (proof.log !== undefined) checkpointOf(proof.log);
}

/** The record is of the plan, and the one that was published: as it is known from elsewhere, from a bundle, or from the log. */
function checkRecord(proof: EntityProof, { record, bundle }: Beside): void {
  const { plan } = proof;
  if (plan === undefined) return refuse("proof-plan", { got: "a proof without the plan", expected: "the plan beside it, as plan.json or in a bundle" });
  const digest = recordDigest(proof.record);
  const event = proof.log?.event;
  if (bundle !== undefined && bundle.kind !== OUTCOME) refuse("proof-bundle", { got: bundle.kind, expected: OUTCOME });
  same("proof-plan", proof.record.plan, hex(planDigest(canonicalLine(plan as unknown as Json))), HERE);
  same("proof-draw", proof.record.draw, drawName(plan), HERE);
  same("proof-lists", canonical(proof.record.lists as unknown as Json), canonical(plan.roots as unknown as Json), HERE);
  if ((event !== undefined) !== (plan.log !== undefined)) {
    refuse("proof-event", { got: event === undefined ? "no log" : "a log", expected: event === undefined ? "a log, as the plan has one" : "none, as the plan has none" });
  }
  if (event !== undefined) {
    if (event.event !== "draw" && event.event !== "finish") return refuse("proof-event", { got: event.event, expected: "draw or finish" });
    same("proof-record", digest, event.record ?? "no record", HERE);
    same("proof-draw", proof.record.draw, event.draw, HERE);
  }
  const published = bundle === undefined ? undefined : recordDigest(bundle.record);
  for (const expected of [record, published]) if (expected !== undefined) same("proof-record", digest, expected, HERE);
}

/** By the plan's own log, and by one that the reader trusts, if there is any: a false proof brings a plan of its own. */
function checkSigned({ plan }: PlannedProof, log: LogPlace, beside: Beside): void {
  const own = verifierKey(plan.log!, LOG_KEY)!;
  checkLogSignature(log, { ...beside, policy: undefined, logs: [own] });
  if (beside.logs.length > 0) checkLogSignature(log, beside);
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

function checkAnswer(proof: PlannedProof): void {
  const shown = Shown.of(proof);
  if (shown !== null) return shown.check();
  const extra = proof.leaves.find((leaf) => leaf.file !== "lists/entities.jsonl");
  if (extra !== undefined) wrong(`a line of ${extra.file}`, "neighbours only, as nobody has the id");
  checkNeighbours(proof, "lists/entities.jsonl", proof.id);
}

/** The proof with the plan that the reader has, if it brings none. */
function planned(proof: EntityProof, { plan, bundle }: Beside): EntityProof {
  const known = proof.plan ?? plan ?? bundle?.plan;
  return known === undefined ? proof : { ...proof, plan: known };
}

export function proofSteps(bare: EntityProof, beside: Beside): Step[] {
  const proof = planned(bare, beside);
  const { log } = proof;
  return [
    { name: "proof-format", run: () => checkForm(proof) },
    { name: "proof-record", run: () => checkRecord(proof, beside) },
    ...(log === undefined ? [] : [{
      name: "proof-log", run: () => {
        checkEntry(log.event, log);
        checkSigned(proof as PlannedProof, log, beside);
      },
    }]),
    { name: "proof-leaves", run: () => { for (const leaf of proof.leaves) checkLeaf(proof.record, leaf); } },
    { name: "proof-answer", run: () => checkAnswer(proof as PlannedProof) },
  ];
}

/** What a proof that has passed says; beside a bundle also what has become of it since. */
export function proofAnswer(bare: EntityProof, beside: Beside): Answer {
  const { bundle } = beside;
  const proof = planned(bare, beside);
  // Nobody is told anything of a proof that has no plan from anywhere: it has failed.
  const answer = Shown.of(proof as PlannedProof)?.answer() ?? notListed(proof.id);
  return bundle === undefined ? answer : { ...answer, ...sinceTheDraw(bundle, proof.id) };
}

/** Without anything known from elsewhere, whoever made the proof may have made its record too. */
export function proofNotes({ log }: EntityProof, { record, bundle, logs }: Beside): Sentence[] {
  const vouched = record !== undefined || bundle !== undefined || (log !== undefined && logs.length > 0);
  return vouched ? [] : [PROOF_ALONE];
}
