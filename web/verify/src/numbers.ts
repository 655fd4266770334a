// The check `numbers` (section 20.4): what must have been announced or voided before this draw.

import { hex, unhex } from "./bytes.js";
import type { Checkpoint } from "./checkpoint.js";
import { entryLine } from "./events.js";
import { PREVIOUS_FILE } from "./kinds.js";
import { refuse, same } from "./refusal.js";
import { leafHash, rootFrom } from "./tree_proofs.js";
import type { Logged, Previous } from "./types_events.js";
import type { Plan } from "./types.js";

/** Draw and event that must stand in the log before the first event of a draw, or null. */
export function predecessor(authority: string, sequence: number, attempt: number): { draw: string; event: string } | null {
  if (attempt > 1) return { draw: `${authority}/${sequence}/${attempt - 1}`, event: "void" };
  return sequence > 1 ? { draw: `${authority}/${sequence - 1}/1`, event: "announce" } : null;
}

export function checkNumbers(plan: Plan, previous: readonly Previous[], logged: readonly Logged[], checkpoint: Checkpoint): void {
  const wanted = predecessor(plan.authority.id, plan.sequence, plan.attempt);
  const file = PREVIOUS_FILE;
  same("previous-count", previous.length, wanted === null ? 0 : 1, { file });
  if (wanted === null) return;
  const where = { file, line: 1 };
  const { entry, hashes, index } = previous[0]!;
  same("previous-entry", `${entry.event} of ${entry.draw}`, `${wanted.event} of ${wanted.draw}`, where);
  const announced = logged[0]!.index;
  if (index >= announced) refuse("previous-index", { got: index, expected: `less than ${announced}, where this draw begins`, where });
  const root = rootFrom(leafHash(entryLine(entry)), index, checkpoint.size, hashes.map(unhex));
  if (root === null || hex(root) !== hex(checkpoint.root)) {
    refuse("previous-inclusion", { got: "a proof that does not hold", expected: `its entry at ${index} of ${checkpoint.size}`, where });
  }
}
