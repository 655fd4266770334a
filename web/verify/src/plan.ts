// The check `plan` (section 5): words, numbers and references of the plan as a whole. Tasks are in plan_tasks.ts.

import { strictlySorted } from "./bytes.js";
import { dayNumber } from "./days.js";
import { demand, noneEmpty, oneOf, sorted, unique } from "./demand.js";
import { beaconFault, finalFault } from "./final.js";
import { checkCeremonyKeys } from "./plan_ceremony.js";
import { checkTasks } from "./plan_tasks.js";
import type { Plan } from "./types.js";

const MOST_DAYS = 1000;
/** So many days after the period everything must be over. */
const LAST_FINISH = 366;

/** The text by which a draw is called in hashes. */
export function drawName(plan: Plan): string {
  return `${plan.authority.id}/${plan.sequence}/${plan.attempt}`;
}

/** Some task has seats: then inspectors are drawn too. */
export function hasSeats(plan: Plan): boolean {
  return plan.tasks.some((task) => task.seats.length > 0);
}

/** The lists that the tasks ask for (section 7), sorted. */
export function listsOf(plan: Plan): string[] {
  const lists = ["entities", "exclusions", "items"];
  if (hasSeats(plan)) lists.push("apart", "barred", "inspectors");
  if (plan.tasks.some((task) => task.labelled)) lists.push("strata");
  if (plan.tasks.some((task) => task.population === "selection")) lists.push("selection");
  return lists.sort();
}

function checkWords(plan: Plan): void {
  oneOf("plan-protocol", "protocol", plan.protocol, ["mq1"]);
  oneOf("plan-protocol", "suite", plan.suite, ["sha256"]);
  oneOf("plan-text", "purpose", plan.purpose, ["rehearsal", "official"]);
  oneOf("plan-mode", "mode", plan.mode, ["open", "sealed"]);
  oneOf("plan-profile", "profile", plan.profile, ["room", "remote"]);
  oneOf("plan-text", "coordination", plan.coordination, ["positive", "independent"]);
  oneOf("plan-text", "publish.inspectors", plan.publish.inspectors, ["pseudonyms"]);
  oneOf("plan-text", "publish.names", plan.publish.names, ["never", "slips", "site"]);
}

function checkNumbers(plan: Plan): void {
  const { quotas } = plan;
  demand(plan.sequence >= 1, "plan-number", `sequence ${plan.sequence}`, "at least 1");
  demand(plan.attempt >= 1, "plan-number", `attempt ${plan.attempt}`, "at least 1");
  demand(quotas.min <= quotas.max, "plan-number", `quotas ${quotas.min} to ${quotas.max}`, "min at most max");
  demand(quotas.daily_max <= 255, "plan-number", `daily_max ${quotas.daily_max}`, "at most 255");
}

function checkDays(plan: Plan): void {
  const { from, until } = plan.period;
  demand(from <= until, "plan-period", `${from} to ${until}`, "from at most until");
  demand(plan.days.length <= MOST_DAYS, "plan-days", `${plan.days.length} days`, `at most ${MOST_DAYS}`);
  demand(strictlySorted(plan.days), "plan-days", plan.days.join(", "), "ascending days");
  for (const day of plan.days) demand(day >= from && day <= until, "plan-days", day, `a day from ${from} to ${until}`);
  const after = dayNumber(plan.finish_by) - dayNumber(until);
  demand(after >= 0 && after <= LAST_FINISH, "plan-finish", `finish_by ${plan.finish_by}`, `from ${until} to ${LAST_FINISH} days after it`);
}

function checkFinal(plan: Plan): void {
  const fault = finalFault(plan.final) ?? beaconFault(plan.final, plan.created);
  demand(fault === null, "plan-final", JSON.stringify(plan.final), fault ?? "");
}

function checkCeilings(plan: Plan): void {
  unique("ceilings", plan.ceilings.map((ceiling) => ceiling.id));
  for (const ceiling of plan.ceilings) {
    demand(ceiling.from <= ceiling.until, "plan-period", `${ceiling.from} to ${ceiling.until}`, "from at most until");
    noneEmpty(`departments of ceiling ${ceiling.id}`, ceiling.departments);
    sorted(`departments of ceiling ${ceiling.id}`, ceiling.departments);
    for (const [what, cases] of [["lifted_by", ceiling.lifted_by], ["not_counting", ceiling.not_counting]] as const) {
      sorted(`${what} of ceiling ${ceiling.id}`, cases);
      for (const name of cases) demand(plan.cases.includes(name), "plan-reference", name, "a code of cases");
    }
  }
}

function checkPools(plan: Plan): void {
  unique("pools", plan.pools.map((pool) => pool.id));
  for (const pool of plan.pools) {
    noneEmpty(`department of pool ${pool.id}`, [pool.department]);
    noneEmpty(`expertise of pool ${pool.id}`, pool.expertise);
    oneOf("plan-text", `area of pool ${pool.id}`, pool.area, ["any", "same"]);
  }
}

function checkRelaxations(plan: Plan): void {
  const steps = plan.relaxations;
  demand(steps.length > 0, "plan-relaxations", "none", "the last step drops minimums");
  steps.forEach((step, k) => {
    const got = JSON.stringify(step);
    if (step.drop !== undefined) {
      const allowed = k === steps.length - 1 ? ["minimums"] : ["pairs", "home_area"];
      const alone = step.add === undefined && step.quota_max === undefined;
      demand(alone && allowed.includes(step.drop), "plan-relaxations", got, `{"drop": ${allowed.join(" | ")}}`);
      return;
    }
    const whole = step.add !== undefined && step.quota_max !== undefined && k < steps.length - 1;
    demand(whole, "plan-relaxations", got, "an add and its quota_max; minimums last");
    demand(step.add! >= 1, "plan-number", got, "add at least 1");
    demand(plan.pools.some((pool) => pool.id === step.quota_max), "plan-reference", step.quota_max!, "a pool");
  });
}

function checkPopulations(plan: Plan): void {
  const expected = plan.tasks.flatMap((task) => task.strata.map((stratum) => `${task.id} ${stratum.id}`)).join(", ");
  const got = plan.populations.map((line) => `${line.task} ${line.stratum}`).join(", ");
  demand(got === expected, "plan-populations", got, expected);
}

/** Refuses a plan that is not consistent. Its form (types, known fields) was checked before. */
export function checkPlan(plan: Plan): void {
  checkWords(plan);
  checkNumbers(plan);
  checkDays(plan);
  demand(plan.participants.length > 0, "plan-empty", "no participants", "at least one");
  noneEmpty("participants", plan.participants);
  unique("participants", plan.participants);
  checkFinal(plan);
  checkCeremonyKeys(plan);
  noneEmpty("cases", plan.cases);
  sorted("cases", plan.cases);
  checkCeilings(plan);
  checkPools(plan);
  checkRelaxations(plan);
  checkTasks(plan);
  checkPopulations(plan);
  const roots = Object.keys(plan.roots).join(", ");
  demand(roots === listsOf(plan).join(", "), "plan-roots", roots, listsOf(plan).join(", "));
}
