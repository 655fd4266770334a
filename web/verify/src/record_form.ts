// The form of a record that a proof or a slip brings along (section 25): its lists and roots are those of section 15, and no
// others. That each of them is known, and has its type, its shape says.

import { refuse, same } from "./refusal.js";
import type { DrawRecord, Plan } from "./types.js";

const HERE = { file: "file" };
/** What is opened has a root exactly if the list in which it was sealed is there. */
const OPENED = { apart: "apart", openings: "barred" } as const;

export function checkRecordForm({ lists, roots }: DrawRecord): void {
  for (const [root, list] of Object.entries(OPENED)) {
    const there = roots[root] !== undefined;
    if (there === (lists[list] !== undefined)) continue;
    refuse("record-roots", { got: there ? `a root of ${root}` : `no root of ${root}`, expected: there ? `none, without ${list}` : `one, as there is ${list}` });
  }
}

export function checkRecordKeys({ keys }: DrawRecord, plan: Plan): void {
  same("record-keys", keys.map((one) => one.task).join(", "), plan.tasks.map((task) => task.id).join(", "), HERE);
}
