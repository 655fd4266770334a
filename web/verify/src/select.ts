// The check `selection` (section 10): tickets, ranks, thresholds and reserves over the whole list.

import type { Contents } from "./contents.js";
import { drawable, type TaskMembers } from "./membership.js";
import { refuse, same } from "./refusal.js";
import { canonical, type Json } from "./serialize.js";
import { firstByTicket, Tickets } from "./tickets.js";
import type { Plan, SelectedLine, StratumLine } from "./types.js";

const SELECTED = "draw/selected.jsonl";
const STRATA = "draw/strata.jsonl";

export interface Selection {
  readonly strata: StratumLine[];
  readonly selected: SelectedLine[];
  /** Tickets for each task, in the plan's order; tasks with one key share them. */
  readonly tickets: readonly Tickets[];
}

function rowsByStratum(task: TaskMembers, strata: number): Int32Array[] {
  const counts = new Int32Array(strata);
  for (let row = 0; row < task.strata.length; row++) if (drawable(task, row)) counts[task.strata[row]!]!++;
  const rows = [...counts].map((count) => new Int32Array(count));
  counts.fill(0);
  for (let row = 0; row < task.strata.length; row++) {
    if (!drawable(task, row)) continue;
    const stratum = task.strata[row]!;
    rows[stratum]![counts[stratum]!++] = row;
  }
  return rows;
}

/** Draws anew. `plan.populations` was recounted before and is taken as it stands. */
export function select(plan: Plan, contents: Contents, members: readonly TaskMembers[], k: readonly string[]): Selection {
  const { ids } = contents.entities;
  const byKey = new Map<string, Tickets>();
  const tickets = k.map((key) => {
    const made = byKey.get(key) ?? new Tickets(key, ids);
    byKey.set(key, made);
    return made;
  });
  const strata: StratumLine[] = [];
  const selected: SelectedLine[] = [];
  plan.tasks.forEach((task, t) => {
    const rows = rowsByStratum(members[t]!, task.strata.length);
    task.strata.forEach((stratum, s) => {
      const line = plan.populations[strata.length]!;
      const first = firstByTicket(rows[s]!, tickets[t]!, line.n + line.reserves);
      first.forEach((row, i) => selected.push({
        entity: ids.text(row), rank: i + 1, reserve: i >= line.n, stratum: stratum.id, task: task.id, ticket: tickets[t]!.hex(row),
      }));
      strata.push(line.n === 0 ? line : { ...line, threshold: tickets[t]!.hex(first[line.n - 1]!) });
    });
  });
  return { strata, selected, tickets };
}

function checkStrata(got: readonly StratumLine[], expected: readonly StratumLine[]): void {
  expected.forEach((line, i) => {
    const where = { file: STRATA, line: i + 1 };
    const { threshold, ...six } = got[i] ?? ({} as StratumLine);
    const { threshold: wanted, ...sixWanted } = line;
    same("stratum-lines", canonical(six as unknown as Json), canonical(sixWanted as unknown as Json), where);
    same("stratum-threshold", threshold ?? "none", wanted ?? "none", where);
  });
  same("stratum-lines", got.length, expected.length, { file: STRATA });
}

function checkSelected(got: readonly SelectedLine[], expected: readonly SelectedLine[]): void {
  for (let i = 0; i < Math.max(got.length, expected.length); i++) {
    const where = { file: SELECTED, line: i + 1 };
    const line = got[i];
    const wanted = expected[i];
    if (line === undefined || wanted === undefined) {
      return refuse("selected-count", { got: `${got.length} lines`, expected: expected.length, where });
    }
    same("selected-place", `${line.task} ${line.stratum}`, `${wanted.task} ${wanted.stratum}`, where);
    same("selected-entity", line.entity, wanted.entity, where);
    same("selected-ticket", line.ticket, wanted.ticket, where);
    same("selected-rank", `${line.rank} ${line.reserve}`, `${wanted.rank} ${wanted.reserve}`, where);
  }
}

export function checkSelection(contents: Contents, selection: Selection): void {
  checkStrata(contents.strata, selection.strata);
  checkSelected(contents.selected, selection.selected);
}
