// The checks `roots`, `former_ids` and `lists` (section 17).

import type { Contents } from "./contents.js";
import { rowsOf, type TaskMembers } from "./membership.js";
import { refuse, type Where } from "./refusal.js";
import { REASONS } from "./shapes_lists.js";
import { strictlySorted } from "./bytes.js";
import type { Inspector, Plan, Root, Task } from "./types.js";
import type { TextColumn } from "./columns.js";

export function checkRoot(name: string, got: Root, expected: Root, file: string): void {
  const where = { file };
  if (got.count !== expected.count) refuse("root-count", { got: `${name}: ${got.count} lines`, expected: expected.count, where });
  if (got.root !== expected.root) refuse("root-hash", { got: `${name}: ${got.root}`, expected: expected.root, where });
}

export function checkRoots(plan: Plan, contents: Contents): void {
  for (const name of Object.keys(contents.listRoots).sort()) {
    checkRoot(name, contents.listRoots[name]!, plan.roots[name]!, `lists/${name}.jsonl`);
  }
}

export function checkFormerIds(contents: Contents): void {
  const { entities } = contents;
  const file = "lists/entities.jsonl";
  const owners = new Map<string, number>();
  for (const { id, row } of entities.former) {
    const where = { file, line: row + 1 };
    if (owners.has(id)) refuse("former-twice", { got: id, expected: `a former id of line ${owners.get(id)! + 1} only`, where });
    if (entities.find(id) >= 0) refuse("former-is-id", { got: id, expected: "a former id that is no id of the list", where });
    owners.set(id, row);
  }
  if (owners.size === 0) return;
  for (let row = 0; row < entities.length; row++) {
    for (const column of [entities.users, entities.maintainers]) {
      if (column.to(row) === column.from(row) || !owners.has(column.text(row))) continue;
      refuse("user-is-former", { got: column.text(row), expected: "an id that is no former id", where: { file, line: row + 1 } });
    }
  }
}

function known(rows: Int32Array, ids: TextColumn, file: string): void {
  const line = rows.indexOf(-1);
  if (line >= 0) refuse("list-unknown-entity", { got: ids.text(line), expected: "an entity of the list", where: { file, line: line + 1 } });
}

/** Whether a reason can be the reason at all in this task (section 6.4). */
function applies(plan: Plan, task: Task, reason: string): boolean {
  if (reason === "recent") return task.recent_days > 0 && task.case === "";
  if (reason !== "ceiling") return true;
  return plan.ceilings.some((ceiling) => task.ceilings.includes(ceiling.id) && !ceiling.lifted_by.includes(task.case));
}

function checkExclusions(plan: Plan, contents: Contents, members: readonly TaskMembers[]): void {
  const table = contents.exclusions;
  const file = "lists/exclusions.jsonl";
  const rows = rowsOf(table, contents);
  known(rows, table.ids, file);
  for (let line = 0; line < rows.length; line++) {
    const where = { file, line: line + 1 };
    const row = rows[line]!;
    const id = table.ids.text(line);
    if (table.from(line) === table.to(line)) refuse("exclusion-tasks", { got: `${id}: no task`, expected: "a task", where });
    let before = -1;
    for (let k = table.from(line); k < table.to(line); k++) {
      const t = table.first.at(k);
      const task = plan.tasks[t];
      if (task === undefined || t <= before) refuse("exclusion-tasks", { got: id, expected: "tasks of the plan, in its order", where });
      before = t;
      const got = `${id}: ${task.id}: ${REASONS[table.second.at(k)]}`;
      if (members[t]!.strata[row]! < 0) refuse("exclusion-outside", { got, expected: "a task in a stratum of which it lies", where });
      const reason = REASONS[table.second.at(k)]!;
      const closed = contents.entities.closed.at(row) === 1;
      if (reason === "closed" && !closed) refuse("exclusion-closed-wrong", { got, expected: "an entity that is not active", where });
      if (!applies(plan, task, reason)) refuse("exclusion-reason", { got, expected: "a rule of the task", where });
    }
  }
}

/** Whoever is not active and lies in a stratum is excluded as closed. */
function checkClosed(plan: Plan, contents: Contents, members: readonly TaskMembers[]): void {
  const closed = 1 + REASONS.indexOf("closed");
  for (let row = 0; row < contents.entities.length; row++) {
    if (contents.entities.closed.at(row) === 0) continue;
    members.forEach((task, t) => {
      if (task.strata[row]! < 0 || task.excluded[row] === closed) return;
      const got = `${contents.entities.ids.text(row)}: ${plan.tasks[t]!.id}`;
      refuse("exclusion-closed-missing", { got, expected: "excluded as closed", where: { file: "lists/exclusions.jsonl" } });
    });
  }
}

function checkLabels(plan: Plan, contents: Contents): void {
  const table = contents.labels;
  if (table === null) return;
  const file = "lists/strata.jsonl";
  known(rowsOf(table, contents), table.ids, file);
  const { ids } = contents.entities;
  for (let row = 0; row < ids.length; row++) {
    if (row < table.ids.length && ids.compare(row, table.ids, row) === 0) continue;
    refuse("labels-absent", { got: "no line", expected: ids.text(row), where: { file, line: row + 1 } });
  }
  for (let line = 0; line < table.ids.length; line++) {
    let before = -1;
    for (let k = table.from(line); k < table.to(line); k++) {
      const t = table.first.at(k);
      const right = t > before && plan.tasks[t]!.labelled && table.second.at(k) >= 0;
      if (!right) {
        const expected = "strata of labelled tasks, one a task, in the plan's order";
        refuse("labels-wrong", { got: table.ids.text(line), expected, where: { file, line: line + 1 } });
      }
      before = t;
    }
  }
}

/** One line for each entity that lies in a stratum of a task with seats. */
function checkBarred(plan: Plan, contents: Contents, members: readonly TaskMembers[]): void {
  const table = contents.barred;
  if (table === null) return;
  const file = "lists/barred.jsonl";
  known(rowsOf(table, contents), table.ids, file);
  const { ids } = contents.entities;
  const seated = members.filter((_, t) => plan.tasks[t]!.seats.length > 0);
  let line = 0;
  for (let row = 0; row < ids.length; row++) {
    const there = line < table.ids.length && ids.compare(row, table.ids, line) === 0;
    const wanted = seated.some((task) => task.strata[row]! >= 0);
    const where = { file, line: line + 1 };
    if (wanted && !there) refuse("barred-absent", { got: "no line", expected: ids.text(row), where });
    if (!wanted && there) refuse("barred-extra", { got: ids.text(row), expected: "an entity of a task with seats", where });
    if (there) line++;
  }
}

function sameIds(got: readonly string[], expected: readonly string[], missing: string, extra: string, where: Where): void {
  const there = new Set(got);
  const wanted = new Set(expected);
  for (const id of expected) if (!there.has(id)) refuse(missing, { got: "no line", expected: id, where });
  for (const id of got) if (!wanted.has(id)) refuse(extra, { got: id, expected: "no such line", where });
}

function checkInspector(plan: Plan, inspector: Inspector, where: Where): void {
  if (!/^I-[0-9A-F]{10}$/.test(inspector.id)) {
    refuse("inspector-name", { got: inspector.id, expected: "I- and ten digits 0-9 A-F", where });
  }
  if (!plan.pools.some((pool) => pool.department === inspector.department)) {
    refuse("inspector-department", { got: inspector.department, expected: "a department of a pool", where });
  }
  const absent = inspector.absent ?? [];
  if (!strictlySorted(absent) || !absent.every((day) => plan.days.includes(day))) {
    refuse("inspector-days", { got: absent.join(", "), expected: "days of the plan, ascending", where });
  }
  if (inspector.quota_min > inspector.quota_max) {
    refuse("inspector-quota", { got: `${inspector.quota_min} to ${inspector.quota_max}`, expected: "min at most max", where });
  }
  if (inspector.daily_max > 255) refuse("inspector-quota", { got: inspector.daily_max, expected: "at most 255", where });
}

export function checkLists(plan: Plan, contents: Contents, members: readonly TaskMembers[]): void {
  const items = [...new Set(plan.tasks.flatMap((task) => task.items))].sort();
  sameIds(contents.items.map((item) => item.id), items, "item-missing", "item-extra", { file: "lists/items.jsonl" });
  if (contents.selection) {
    known(rowsOf(contents.selection, contents), contents.selection.ids, "lists/selection.jsonl");
  }
  checkLabels(plan, contents);
  checkExclusions(plan, contents, members);
  checkClosed(plan, contents, members);
  checkBarred(plan, contents, members);
  const inspectors = contents.inspectors;
  if (inspectors === null || contents.apart === null) return;
  inspectors.forEach((inspector, i) => checkInspector(plan, inspector, { file: "lists/inspectors.jsonl", line: i + 1 }));
  const apart = contents.apart.map((line) => line.id);
  sameIds(apart, inspectors.map((inspector) => inspector.id), "apart-ids", "apart-ids", { file: "lists/apart.jsonl" });
}
