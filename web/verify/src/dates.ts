// The check `dates`: every visit takes place on working days on which its whole team is there and free.

import { refuse, type Where } from "./refusal.js";
import type { Outcome } from "./teams.js";
import type { Visit } from "./types.js";

const FILE = "draw/visits.jsonl";

function checkDays(outcome: Outcome, numbers: ReadonlyMap<string, number>, visit: Visit, where: Where): void {
  const days = visit.days!;
  const got = days.join(", ");
  if (days.length !== visit.duration) refuse("date-number", { got, expected: `${visit.duration} days`, where });
  days.forEach((day, k) => {
    const number = numbers.get(day);
    if (number === undefined) refuse("date-working", { got: day, expected: "a working day of the plan", where });
    if (k > 0 && number !== numbers.get(days[k - 1]!)! + 1) refuse("date-consecutive", { got, expected: "working days in a row", where });
    for (const seat of visit.seats!) {
      const inspector = outcome.numbers.get(seat.inspector!)!;
      if (outcome.available(inspector, day) > 0) continue;
      refuse("date-absent", { got: `${seat.inspector} on ${day}`, expected: "a day on which the whole team is there", where });
    }
  });
}

export function checkDates(outcome: Outcome): void {
  const { plan, contents } = outcome;
  const numbers = new Map(plan.days.map((day, d) => [day, d]));
  const used = new Map(plan.days.map((day) => [day, new Int32Array(outcome.inspectors.length)]));
  const count = new Map<string, number>();
  contents.visits.forEach((visit, i) => {
    if (visit.state !== "dated") return;
    const where = { file: FILE, line: i + 1 };
    checkDays(outcome, numbers, visit, where);
    for (const day of visit.days!) {
      const visits = (count.get(day) ?? 0) + 1;
      count.set(day, visits);
      if (plan.visits_per_day_max > 0 && visits > plan.visits_per_day_max) {
        refuse("date-visits", { got: `${visits} visits on ${day}`, expected: `at most ${plan.visits_per_day_max}`, where });
      }
      for (const seat of visit.seats!) {
        const inspector = outcome.numbers.get(seat.inspector!)!;
        const visitsOfHis = ++used.get(day)![inspector]!;
        const most = outcome.available(inspector, day);
        if (visitsOfHis > most) {
          refuse("date-daily", { got: `${seat.inspector}: ${visitsOfHis} visits on ${day}`, expected: `at most ${most}`, where });
        }
      }
    }
  });
}
