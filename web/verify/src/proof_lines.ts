// The lines that a proof of one entity has (section 25), and in which strata they show that it lies (6.8).

import { compareText } from "./bytes.js";
import { Tape } from "./canonical.js";
import { Conditions } from "./conditions.js";
import { refuse } from "./refusal.js";
import { canonicalLine, type Json } from "./serialize.js";
import { entityShape } from "./shapes_lists.js";
import type { EntityLine, PlannedProof, ProofLeaf } from "./types_files.js";

export function wrong(got: string, expected: string): never {
  refuse("proof-answer", { got, expected, where: { file: "file" } });
}

type File = ProofLeaf["file"];
export type LineOf<F extends File> = Extract<ProofLeaf, { file: F }>["line"];

export function linesOf<F extends File>(proof: PlannedProof, file: F): LineOf<F>[] {
  return proof.leaves.filter((leaf) => leaf.file === file).map((leaf) => leaf.line as LineOf<F>);
}

/** The list does not have the id: the neighbours enclose it, and nothing stands between them. */
export function checkNeighbours(proof: PlannedProof, file: "lists/entities.jsonl" | "lists/selection.jsonl", id: string): void {
  const count = proof.record.lists[file.slice("lists/".length, -".jsonl".length)]?.count ?? 0;
  const found = proof.leaves.filter((leaf) => leaf.file === file) as readonly { readonly index: number; readonly line: { readonly id: string } }[];
  const [a, b] = found;
  const order = (one: typeof a) => compareText(one!.line.id, id);
  let holds = false;
  if (found.length === 0) holds = count === 0;
  if (found.length === 1) holds = (order(a) < 0 && a!.index === count - 1) || (order(a) > 0 && a!.index === 0);
  if (found.length === 2) holds = order(a) < 0 && order(b) > 0 && b!.index === a!.index + 1;
  if (!holds) wrong(found.map((one) => `${one.index} ${one.line.id}`).join(", ") || "no lines", `the neighbours of ${id} in ${file}`);
}

/** For each task the stratum by its label, -1 if it has none. Labels are checked as a whole list's would be. */
function labelled(proof: PlannedProof, id: string): number[] {
  const { tasks } = proof.plan;
  const lines = linesOf(proof, "lists/strata.jsonl");
  const wanted = tasks.some((task) => task.labelled);
  if (lines.length !== (wanted ? 1 : 0) || lines.some((line) => line.id !== id)) {
    wrong(lines.map((line) => line.id).join(", ") || "no line of lists/strata.jsonl", wanted ? `the line of ${id}` : "none: no task is labelled");
  }
  const labels = lines[0]?.labels ?? [];
  let before = -1;
  for (const { stratum, task } of labels) {
    const t = tasks.findIndex((one) => one.id === task && one.labelled && one.strata.some((s) => s.id === stratum));
    if (t <= before) wrong(`label ${task} ${stratum}`, "strata of labelled tasks, in the plan's order");
    before = t;
  }
  return tasks.map((task) => task.strata.findIndex((s) => labels.some((one) => one.task === task.id && one.stratum === s.id)));
}

/** The tasks for which it was selected beforehand; not asked for if no task takes a selection. */
function chosenFor(proof: PlannedProof, id: string): readonly string[] {
  const lines = linesOf(proof, "lists/selection.jsonl");
  if (!proof.plan.tasks.some((task) => task.population === "selection")) {
    if (lines.length > 0) wrong("lines of lists/selection.jsonl", "none: no task takes a selection");
    return [];
  }
  const own = lines.find((line) => line.id === id);
  if (own === undefined) checkNeighbours(proof, "lists/selection.jsonl", id);
  else if (lines.length > 1) wrong(`${lines.length} lines of lists/selection.jsonl`, `the one of ${id}`);
  return own?.tasks ?? [];
}

/** For each task the number of the stratum in which the entity lies, or -1. */
export function strataOf(proof: PlannedProof, entity: EntityLine): number[] {
  const tape = new Tape();
  const line = canonicalLine(entity as unknown as Json);
  const slots = new Int32Array(entityShape.names().length);
  tape.scan(line, 0, line.length);
  entityShape.check(tape, 0, slots);
  const conditions = new Conditions(proof.plan);
  const labels = labelled(proof, entity.id);
  const chosen = chosenFor(proof, entity.id);
  return proof.plan.tasks.map((task, t) => {
    if (task.labelled) return labels[t]!;
    return task.population === "selection" && !chosen.includes(task.id) ? -1 : conditions.stratum(t, tape, slots);
  });
}
