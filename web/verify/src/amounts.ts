// The check `populations` (section 6.8): counts, amounts and reserves, in exact integers.

import { drawable, type TaskMembers } from "./membership.js";
import { refuse } from "./refusal.js";
import type { Plan, Population, Stratum } from "./types.js";

/** ratio × population, rounded as the plan says. */
export function share(ratio: readonly [number, number], population: number, rounding: string): number {
  const product = BigInt(ratio[0]) * BigInt(population);
  const d = BigInt(ratio[1]);
  if (rounding === "up") return Number((product + d - 1n) / d);
  if (rounding === "down") return Number(product / d);
  return Number((2n * product + d) / (2n * d));
}

/** The counted population and number of excluded of each stratum of a task. */
function count(task: TaskMembers, strata: number): { population: number; excluded: number }[] {
  const counts = Array.from({ length: strata }, () => ({ population: 0, excluded: 0 }));
  for (let row = 0; row < task.strata.length; row++) {
    const stratum = task.strata[row]!;
    if (stratum < 0) continue;
    if (drawable(task, row)) counts[stratum]!.population++;
    else counts[stratum]!.excluded++;
  }
  return counts;
}

/** Computes `populations` anew, in the plan's order. */
export function populations(plan: Plan, members: readonly TaskMembers[]): Population[] {
  const counts = plan.tasks.map((task, t) => count(members[t]!, task.strata.length));
  const known = new Map<Stratum, number>();
  const amount = (t: number, s: number): number => {
    const stratum = plan.tasks[t]!.strata[s]!;
    const before = known.get(stratum);
    if (before !== undefined) return before;
    const { population } = counts[t]![s]!;
    let base: number;
    if (stratum.count !== undefined) base = stratum.count;
    else if (stratum.ratio !== undefined) base = share(stratum.ratio, population, stratum.rounding!);
    else {
      const other = plan.tasks.findIndex((task) => task.id === stratum.as_task);
      base = amount(other, plan.tasks[other]!.strata.findIndex((one) => one.id === stratum.as_stratum));
    }
    if (stratum.min !== undefined) base = Math.max(base, stratum.min);
    if (stratum.max !== undefined) base = Math.min(base, stratum.max);
    const n = Math.min(base, population);
    known.set(stratum, n);
    return n;
  };
  return plan.tasks.flatMap((task, t) => task.strata.map((stratum, s) => {
    const n = amount(t, s);
    const { population, excluded } = counts[t]![s]!;
    const reserves = Math.min(stratum.reserves, population - n);
    return { excluded, n, population, reserves, stratum: stratum.id, task: task.id };
  }));
}

export function checkPopulations(plan: Plan, members: readonly TaskMembers[]): void {
  const where = { file: "plan.json" };
  populations(plan, members).forEach((expected, k) => {
    const got = plan.populations[k]!;
    const name = `${expected.task} ${expected.stratum}`;
    for (const [key, code] of [
      ["population", "population-count"], ["excluded", "population-excluded"], ["n", "population-drawn"],
      ["reserves", "population-reserves"],
    ] as const) {
      if (got[key] !== expected[key]) refuse(code, { got: `${name}: ${key} ${got[key]}`, expected: expected[key], where });
    }
  });
  for (const task of plan.tasks) {
    const lines = plan.populations.filter((line) => line.task === task.id);
    const sum = (key: "n" | "population") => lines.reduce((total, line) => total + BigInt(line[key]), 0n);
    const [a, b] = task.overall_min;
    if (BigInt(b) * sum("n") < BigInt(a) * sum("population")) {
      refuse("population-share", { got: `${task.id}: ${sum("n")} of ${sum("population")}`, expected: `at least ${a}/${b}`, where });
    }
  }
}
