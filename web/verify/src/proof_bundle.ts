// A proof beside a bundle that has passed (section 25, `proof-answer`): it keeps nothing back that the bundle's lists have of
// this entity.

import { utf8 } from "./bytes.js";
import type { Context } from "./context.js";
import { linesOf, wrong } from "./proof_lines.js";
import { canonical, type Json } from "./serialize.js";
import { REASONS } from "./shapes_lists.js";
import type { PlannedProof } from "./types_files.js";
import { rowOf } from "./why.js";

/** From which tasks the list excludes the entity, and why. */
function excludedIn({ contents: { exclusions }, plan }: Context, id: string): string[] {
  const line = exclusions.ids.find(utf8(id));
  const out: string[] = [];
  for (let k = line < 0 ? 0 : exclusions.from(line); line >= 0 && k < exclusions.to(line); k++) {
    out.push(`${plan.tasks[exclusions.first.at(k)]!.id}: ${REASONS[exclusions.second.at(k)]}`);
  }
  return out;
}

function compare(what: string, got: readonly string[], expected: readonly string[]): void {
  if (got.join(", ") !== expected.join(", ")) wrong(`${what}: ${got.join(", ") || "none"}`, `${expected.join(", ") || "none"}, as in the bundle`);
}

/** `id`: whose lines the proof has; undefined: it says that nobody has the id. */
export function checkAgainst(proof: PlannedProof, id: string | undefined, bundle: Context): void {
  const row = rowOf(bundle, proof.id);
  const known = row < 0 ? undefined : bundle.contents.entities.ids.text(row);
  if (id !== known) wrong(`${proof.id}: ${id ?? "not in the list"}`, `${known ?? "not in the list"}, as in the bundle`);
  if (id === undefined) return;
  const excluded = linesOf(proof, "lists/exclusions.jsonl").flatMap((line) => line.tasks.map(({ reason, task }) => `${task}: ${reason}`));
  compare("exclusions", excluded, excludedIn(bundle, id));
  const text = (line: object) => canonical(line as Json);
  const selected = bundle.contents.selected.filter((line) => line.entity === id);
  compare("selected", linesOf(proof, "draw/selected.jsonl").map(text), selected.map(text));
}
