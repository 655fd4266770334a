// The steps by which the proof of one entity is checked (section 25). They take milliseconds, whatever the draw's size.

import { hex, unhex } from "./bytes.js";
import type { Beside, Step } from "./check_file.js";
import { recordDigest } from "./compare.js";
import { checkDrawMembers, checkFinishMembers, checkVoidMembers } from "./event_members.js";
import { checkEntry, checkLogSignature, checkWithBundle, logNotes } from "./file_log.js";
import { LOG_KEY, verifierKey } from "./keys.js";
import { OUTCOME } from "./kinds.js";
import { NOT_WHOLE, PROOF_ALONE, RECORD_ONLY, type Sentence } from "./messages_files.js";
import { voidSentence } from "./messages_verdict.js";
import { checkPlan, drawName } from "./plan.js";
import { Shown } from "./proof_answer.js";
import { checkAgainst } from "./proof_bundle.js";
import { checkNeighbours, wrong } from "./proof_lines.js";
import { checkRecordForm, checkRecordKeys } from "./record_form.js";
import { refuse, same } from "./refusal.js";
import { planDigest, selectKeys } from "./seed.js";
import { canonical, canonicalLine, type Json } from "./serialize.js";
import { sha256 } from "./sha256.js";
import { PROOF_FILES } from "./shapes_files.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { CeremonyEvent } from "./types_events.js";
import type { EntityProof, PlannedProof, ProofLeaf } from "./types_files.js";
import type { DrawRecord, Plan, Root } from "./types.js";
import { notListed, sinceTheDraw, type Answer } from "./why.js";

const HERE = { file: "file" };
const FILES = Object.keys(PROOF_FILES);

function checkOrder(leaves: readonly ProofLeaf[]): void {
  leaves.forEach((leaf, i) => {
    const before = leaves[i - 1];
    if (before === undefined) return;
    const later = FILES.indexOf(leaf.file) - FILES.indexOf(before.file) || leaf.index - before.index;
    if (later <= 0) refuse("proof-order", { got: `${leaf.file} ${leaf.index}`, expected: "leaves by file, then by index" });
  });
}

/** An event that has a record's digest, with all that it must say, and nothing else (20.1). */
function checkEventForm(event: CeremonyEvent, plan: Plan): void {
  const sealed = plan.mode === "sealed";
  if (event.event === "draw" && !sealed) return checkDrawMembers(event, sealed, HERE);
  if (event.event === "finish") return checkFinishMembers(event, sealed, HERE);
  // Only a void after the roll has a record.
  if (event.event === "void") return checkVoidMembers(event, { sealed, beacon: plan.final.source === "drand", closed: true, rolled: true }, HERE);
  refuse("proof-event", { got: `${event.event}, mode ${plan.mode}`, expected: "draw of an open draw, finish or void" });
}

function checkForm({ leaves, log, plan, record }: EntityProof): void {
  checkOrder(leaves);
  checkRecordForm(record);
  if (plan === undefined) return;
  checkPlan(plan);
  checkRecordKeys(record, plan);
  if (log !== undefined) checkEventForm(log.event, plan);
}

const text = (plan: Plan) => canonical(plan as unknown as Json);

/** The seed is the one of the seed hash, and the keys are made from it. That it follows from what was cast, a bundle shows. */
function checkKeys({ keys, seed, seed_hash }: DrawRecord, plan: Plan): void {
  same("proof-seed", seed_hash, hex(sha256(unhex(seed))), HERE);
  same("proof-keys", keys.map((one) => one.k).join(", "), selectKeys(plan, unhex(seed)).join(", "), HERE);
}

/** The record is of the plan, and the one that was published: as it is known from elsewhere, from a bundle, or from the log. */
function checkRecord(proof: EntityProof, { plan: given, record, bundle }: Beside): void {
  const { plan } = proof;
  if (plan === undefined) return refuse("proof-plan", { got: "a proof without the plan", expected: "the plan beside it, as plan.json or in a bundle" });
  const digest = recordDigest(proof.record);
  const event = proof.log?.event;
  if (bundle !== undefined && bundle.kind !== OUTCOME) refuse("proof-bundle", { got: bundle.kind, expected: OUTCOME });
  same("proof-plan", proof.record.plan, hex(planDigest(canonicalLine(plan as unknown as Json))), HERE);
  for (const other of [given, bundle?.plan]) {
    if (other !== undefined && text(other) !== text(plan)) refuse("proof-plan", { got: "another plan beside it", expected: "the plan of the proof" });
  }
  same("proof-draw", proof.record.draw, drawName(plan), HERE);
  checkKeys(proof.record, plan);
  same("proof-lists", canonical(proof.record.lists as unknown as Json), canonical(plan.roots as unknown as Json), HERE);
  if ((event !== undefined) !== (plan.log !== undefined)) {
    refuse("proof-event", { got: event === undefined ? "no log" : "a log", expected: event === undefined ? "a log, as the plan has one" : "none, as the plan has none" });
  }
  if (event !== undefined) {
    same("proof-record", digest, recordOf(event) ?? "no record", HERE);
    same("proof-draw", event.draw, drawName(plan), HERE);
  }
  const published = bundle === undefined ? undefined : recordDigest(bundle.record);
  for (const expected of [record, published]) if (expected !== undefined) same("proof-record", digest, expected, HERE);
}

function recordOf(event: CeremonyEvent): string | undefined {
  return event.event === "draw" || event.event === "finish" || event.event === "void" ? event.record : undefined;
}

/**
 * The event is in the plan's own log, and that is one which the reader trusts, if he trusts any: a false proof brings a
 * plan of its own.
 */
function checkLogged({ log, plan }: PlannedProof, beside: Beside): void {
  if (log === undefined) {
    return refuse("proof-log", { got: "a proof without log", expected: "a log, as a policy or a key was given" });
  }
  checkEntry(log.event, log);
  checkLogSignature(log, verifierKey(plan.log!, LOG_KEY), beside);
  if (beside.bundle !== undefined) checkWithBundle(log.event, log, beside.bundle);
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

function checkAnswer(proof: PlannedProof, { bundle }: Beside): void {
  const shown = Shown.of(proof);
  if (bundle !== undefined) checkAgainst(proof, shown?.id, bundle);
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
  const wanted = proof.log !== undefined || beside.policy !== undefined || beside.key !== undefined;
  return [
    { name: "proof-format", run: () => checkForm(proof) },
    { name: "proof-record", run: () => checkRecord(proof, beside) },
    ...(wanted ? [{ name: "proof-log", run: () => checkLogged(proof as PlannedProof, beside) }] : []),
    { name: "proof-leaves", run: () => { for (const leaf of proof.leaves) checkLeaf(proof.record, leaf); } },
    { name: "proof-answer", run: () => checkAnswer(proof as PlannedProof, beside) },
  ];
}

/** What a proof that has passed says; beside a bundle also what has become of it since. */
export function proofAnswer(given: EntityProof, beside: Beside): Answer {
  const { bundle } = beside;
  const proof = planned(given, beside);
  // Nobody is told anything of a proof that has no plan from anywhere: it has failed.
  const bare = Shown.of(proof as PlannedProof)?.answer() ?? notListed(proof.id);
  const event = proof.log?.event;
  const answer = event?.event === "void" ? { ...bare, void: voidSentence(event.reason) } : bare;
  return bundle === undefined ? answer : { ...answer, ...sinceTheDraw(bundle, proof.id) };
}

/**
 * Without anything known from elsewhere, whoever made the proof may have made its record too; and without a bundle he may
 * have made several.
 */
export function proofNotes({ log }: EntityProof, beside: Beside): Sentence[] {
  const { record, bundle, policy, key } = beside;
  const vouched = record !== undefined || bundle !== undefined || policy !== undefined || key !== undefined;
  return [...(vouched ? [] : [PROOF_ALONE]), ...(bundle === undefined ? [RECORD_ONLY, NOT_WHOLE] : []), ...logNotes(log, beside)];
}
