// The check `plan` for tasks, strata and conditions (section 5).

import { demand, oneOf, sorted, unique } from "./demand.js";
import { FIELDS } from "./conditions.js";
import type { Condition, Plan, Stratum, Task } from "./types.js";

function checkCondition(name: string, condition: Condition): void {
  const got = `${name}: ${JSON.stringify(condition)}`;
  const type = FIELDS.get(condition.field);
  demand(type !== undefined, "plan-condition", got, "a public field of entities");
  const texts = [condition.any, condition.none, condition.prefix].filter((list) => list !== undefined);
  const days = condition.from !== undefined || condition.until !== undefined;
  if (type === "day") {
    demand(days && texts.length === 0, "plan-condition", got, "from or until, as the field is a day");
    return;
  }
  demand(!days && texts.length === 1, "plan-condition", got, "exactly one of any, none, prefix");
  const given = texts[0]!;
  demand(given.length > 0 && !given.includes(""), "plan-condition", got, "at least one text, none empty");
}

function checkAmount(plan: Plan, name: string, stratum: Stratum): void {
  const got = `${name}: ${JSON.stringify(stratum)}`;
  const counted = stratum.count !== undefined;
  const shared = stratum.ratio !== undefined;
  const copied = stratum.as_task !== undefined || stratum.as_stratum !== undefined;
  demand(Number(counted) + Number(shared) + Number(copied) === 1, "plan-amount", got, "exactly one amount");
  demand((stratum.rounding !== undefined) === shared, "plan-amount", got, "a rounding with a ratio, and only there");
  if (shared) oneOf("plan-amount", "rounding", stratum.rounding!, ["up", "down", "half_up"]);
  if (stratum.min !== undefined && stratum.max !== undefined) {
    demand(stratum.min <= stratum.max, "plan-amount", got, "min at most max");
  }
  if (!copied) return;
  demand(stratum.as_task !== undefined && stratum.as_stratum !== undefined, "plan-amount", got, "as_task and as_stratum");
  const found = plan.tasks.find((task) => task.id === stratum.as_task)?.strata.some((s) => s.id === stratum.as_stratum);
  demand(found === true, "plan-reference", got, "a stratum of the plan");
}

function checkSealed(name: string, task: Task, stratum: Stratum): void {
  const got = `${name}: ${JSON.stringify(stratum)}`;
  if (task.labelled) {
    demand(stratum.sealed !== undefined && stratum.when === undefined, "plan-sealed", got, "sealed and no when");
    return;
  }
  demand(stratum.sealed === undefined && stratum.when !== undefined, "plan-sealed", got, "when and no sealed");
  for (const condition of stratum.when!) checkCondition(name, condition);
}

function checkStrata(plan: Plan, task: Task): void {
  demand(task.strata.length > 0, "plan-empty", `task ${task.id} without strata`, "at least one");
  unique(`strata of ${task.id}`, task.strata.map((stratum) => stratum.id));
  if (task.labelled) {
    demand(task.scope.length === 0, "plan-sealed", `an open scope in ${task.id}`, "no open scope in a labelled task");
  } else {
    demand(task.scope_sealed === undefined, "plan-sealed", `a sealed scope in ${task.id}`, "none in an open task");
    for (const condition of task.scope) checkCondition(`scope of ${task.id}`, condition);
  }
  for (const stratum of task.strata) {
    const name = `${task.id} ${stratum.id}`;
    checkAmount(plan, name, stratum);
    checkSealed(name, task, stratum);
  }
}

function checkSeats(plan: Plan, task: Task): void {
  if (task.seats.length === 0) return;
  let total = 0;
  for (const seat of task.seats) {
    demand(plan.pools.some((pool) => pool.id === seat.pool), "plan-reference", `${task.id}: ${seat.pool}`, "a pool");
    demand(seat.count >= 1, "plan-number", `${task.id}: ${seat.count} seats of ${seat.pool}`, "at least 1");
    total += seat.count;
  }
  demand(total >= 2, "plan-team", `${task.id}: ${total} seats`, "at least two: nobody inspects alone");
  const leads = task.seats.filter((seat) => seat.lead).length;
  demand(leads === 1, "plan-lead", `${task.id}: ${leads} leads`, "exactly one");
  demand(task.items.length > 0, "plan-empty", `${task.id}: no items`, "at least one");
}

function checkTask(plan: Plan, task: Task): void {
  oneOf("plan-text", `kind of ${task.id}`, task.kind, ["undirected", "directed"]);
  oneOf("plan-text", `source of ${task.id}`, task.source, ["own", "joint", "upper"]);
  oneOf("plan-text", `level of ${task.id}`, task.level, ["city-city", "city-county", "county-county"]);
  oneOf("plan-text", `population of ${task.id}`, task.population, ["list", "selection"]);
  demand(task.case === "" || plan.cases.includes(task.case), "plan-reference", task.case, "a code of cases");
  sorted(`items of ${task.id}`, task.items);
  sorted(`ceilings of ${task.id}`, task.ceilings);
  for (const id of task.ceilings) {
    demand(plan.ceilings.some((ceiling) => ceiling.id === id), "plan-reference", `${task.id}: ${id}`, "a ceiling");
  }
  demand(task.days >= 1, "plan-number", `${task.id}: ${task.days} days`, "at least 1");
  checkStrata(plan, task);
  checkSeats(plan, task);
}

/** Follows each as_task, as_stratum; whoever comes back goes in a circle. */
function checkCircles(plan: Plan): void {
  const strata = new Map<string, Stratum>();
  for (const task of plan.tasks) for (const s of task.strata) strata.set(`${task.id} ${s.id}`, s);
  const settled = new Set<string>();
  for (const start of strata.keys()) {
    const path = new Set<string>();
    let name = start;
    while (!settled.has(name)) {
      demand(!path.has(name), "plan-circle", [...path, name].join(" → "), "no circle");
      path.add(name);
      const stratum = strata.get(name)!;
      if (stratum.as_task === undefined) break;
      name = `${stratum.as_task} ${stratum.as_stratum}`;
    }
    for (const seen of path) settled.add(seen);
  }
}

export function checkTasks(plan: Plan): void {
  demand(plan.tasks.length > 0, "plan-empty", "no tasks", "at least one");
  unique("tasks", plan.tasks.map((task) => task.id));
  for (const task of plan.tasks) checkTask(plan, task);
  checkCircles(plan);
}
