// Whether the leaf of a slip is one that the draw of a bundle at hand can have (section 25, `slip-draw`). Of a sealed draw,
// nobody sees before its end whether the leaves follow from the lists.

import type { Context } from "./context.js";
import { refuse } from "./refusal.js";
import { reserveOf, visitOf } from "./slip_visit.js";
import type { Slip } from "./types_files.js";
import type { Plan, Population, Visit } from "./types.js";
import { seatsOf } from "./visits.js";

function wrong(got: string, expected: string): never {
  refuse("slip-leaf", { got, expected });
}

interface Place {
  readonly rank: number;
  readonly stratum: string;
  readonly task: string;
}

function populationOf(plan: Plan, { stratum, task }: Place): Population {
  return plan.populations.find((one) => one.task === task && one.stratum === stratum) ?? wrong(`${task} ${stratum}`, "a stratum of the plan");
}

function checkRank(one: Place, least: number, most: number): void {
  if (one.rank < least || one.rank > most) wrong(`rank ${one.rank} of ${one.task} ${one.stratum}`, `a rank from ${least} to ${most}`);
}

function checkSeats({ draws, seats = [] }: Visit, { contents, plan }: Context): void {
  const tasks = plan.tasks.filter((task) => draws.some((one) => one.task === task.id));
  const names = (list: readonly { readonly pool: string }[]) => list.map((one) => one.pool).join(", ") || "none";
  const [got, expected] = [names(seats), names(seatsOf(plan, tasks))];
  if (got !== expected) wrong(`pools ${got}`, `the pools of its tasks: ${expected}`);
  const known = new Set((contents.inspectors ?? []).map((one) => one.id));
  const seen = new Set<string>();
  for (const { inspector } of seats) {
    if (inspector === undefined) continue;
    if (!known.has(inspector)) wrong(inspector, "an inspector of the bundle");
    if (seen.has(inspector)) wrong(`${inspector} twice`, "nobody twice");
    seen.add(inspector);
  }
}

function checkDays({ days, duration, state }: Visit, plan: Plan): void {
  if ((days !== undefined) !== (state === "dated")) wrong(`${state}, ${days === undefined ? "without" : "with"} days`, "days exactly if it is dated");
  if (days === undefined) return;
  const first = plan.days.indexOf(days[0]!);
  const consecutive = first >= 0 && days.every((day, k) => day === plan.days[first + k]);
  if (days.length !== duration || !consecutive) wrong(days.join(", "), `${duration} consecutive days of the plan`);
}

export function checkLeafOf(slip: Slip, bundle: Context): void {
  const { plan } = bundle;
  const reserve = reserveOf(slip);
  if (reserve !== undefined) {
    const { n, reserves } = populationOf(plan, reserve);
    return checkRank(reserve, n + 1, n + reserves);
  }
  const visit = visitOf(slip)!;
  if (visit.draws.length === 0) wrong("a visit of nobody", "somebody who was drawn");
  for (const one of visit.draws) checkRank(one, 1, populationOf(plan, one).n);
  checkSeats(visit, bundle);
  checkDays(visit, plan);
}
