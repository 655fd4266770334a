// In which stratum of which task each entity lies, and from which tasks it is excluded (section 6.8).

import type { Contents } from "./contents.js";
import type { Plan } from "./types.js";

export interface TaskMembers {
  /** For each row of `entities` the stratum in which it lies, or -1. */
  readonly strata: Int16Array | Int32Array;
  /** For each row 0, or 1 + the place in REASONS of why it is excluded. */
  readonly excluded: Uint8Array;
}

/** Lies in a stratum and is not excluded. */
export function drawable(task: TaskMembers, row: number): boolean {
  return task.strata[row]! >= 0 && task.excluded[row] === 0;
}

/** Rows of a table that goes up by id, in a list that goes up by id; -1 for an id that the list does not have. */
export function rowsOf(table: { ids: Contents["entities"]["ids"] }, contents: Contents): Int32Array {
  const rows = new Int32Array(table.ids.length);
  const ids = contents.entities.ids;
  let row = 0;
  for (let line = 0; line < rows.length; line++) {
    while (row < ids.length && ids.compare(row, table.ids, line) < 0) row++;
    rows[line] = row < ids.length && ids.compare(row, table.ids, line) === 0 ? row : -1;
  }
  return rows;
}

function empty(plan: Plan, task: number, length: number): TaskMembers {
  const wide = plan.tasks[task]!.strata.length > 32767;
  const strata = wide ? new Int32Array(length) : new Int16Array(length);
  return { strata: strata.fill(-1), excluded: new Uint8Array(length) };
}

/** Entities that are in the list of selected ones for a task; only for tasks that take a selection. */
function selectedRows(contents: Contents, task: number): Uint8Array {
  const chosen = new Uint8Array(contents.entities.length);
  const table = contents.selection!;
  const rows = rowsOf(table, contents);
  for (let line = 0; line < rows.length; line++) {
    for (let k = table.from(line); k < table.to(line); k++) {
      if (table.first.at(k) === task && rows[line]! >= 0) chosen[rows[line]!] = 1;
    }
  }
  return chosen;
}

function fillOpen(plan: Plan, contents: Contents, task: number, members: TaskMembers): void {
  const column = contents.entities.strata[task]!;
  const chosen = plan.tasks[task]!.population === "selection" ? selectedRows(contents, task) : null;
  for (let row = 0; row < contents.entities.length; row++) {
    if (chosen === null || chosen[row] === 1) members.strata[row] = column.at(row);
  }
}

/** What lies where. Ids that are not in the list are passed over: the check `lists` refuses them. */
export function membership(plan: Plan, contents: Contents): TaskMembers[] {
  const members = plan.tasks.map((_, task) => empty(plan, task, contents.entities.length));
  plan.tasks.forEach((task, t) => {
    if (!task.labelled) fillOpen(plan, contents, t, members[t]!);
  });
  if (contents.labels) {
    const rows = rowsOf(contents.labels, contents);
    for (let line = 0; line < rows.length; line++) {
      for (let k = contents.labels.from(line); k < contents.labels.to(line); k++) {
        const task = contents.labels.first.at(k);
        const labelled = task >= 0 && plan.tasks[task]!.labelled && rows[line]! >= 0;
        if (labelled) members[task]!.strata[rows[line]!] = contents.labels.second.at(k);
      }
    }
  }
  const table = contents.exclusions;
  const rows = rowsOf(table, contents);
  for (let line = 0; line < rows.length; line++) {
    for (let k = table.from(line); k < table.to(line); k++) {
      const task = table.first.at(k);
      if (task >= 0 && rows[line]! >= 0) members[task]!.excluded[rows[line]!] = 1 + table.second.at(k);
    }
  }
  return members;
}
