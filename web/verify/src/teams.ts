// The check `teams`: who sits where may sit there. Directly from the published files, without the replay.

import type { Contents } from "./contents.js";
import { refuse } from "./refusal.js";
import { available, availableInAll, Level } from "./rules.js";
import type { Inspector, Opening, Plan, Visit } from "./types.js";

const FILE = "draw/visits.jsonl";

/** What the direct checks of the outcome look at. */
export class Outcome {
  readonly inspectors: readonly Inspector[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Visits with seats, in order of id, also those that were set aside. */
  readonly visits: readonly Visit[];
  readonly present: readonly boolean[];
  private readonly openings: ReadonlyMap<string, Opening>;
  private readonly capacity: readonly number[];
  private readonly availables: Map<string, Uint8Array>;

  constructor(readonly plan: Plan, readonly contents: Contents) {
    this.inspectors = contents.inspectors!;
    this.numbers = new Map(this.inspectors.map((inspector, i) => [inspector.id, i]));
    this.visits = contents.visits.filter((visit) => visit.seats !== undefined);
    this.openings = new Map(contents.openings!.map((opening) => [opening.id, opening]));
    const shortest = this.visits.reduce((least, visit) => Math.min(least, visit.duration), Infinity);
    const sums = this.inspectors.map((inspector) => availableInAll(inspector, plan));
    this.present = sums.map((sum) => sum > 0);
    this.capacity = sums.map((sum) => Math.floor(sum / (shortest === Infinity ? 1 : shortest)));
    this.availables = new Map(plan.days.map((day) => [
      day, Uint8Array.from(this.inspectors, (inspector) => available(inspector, day)),
    ]));
  }

  /** The final level, which `teams` has checked to be one of the plan. */
  get level(): number {
    return this.contents.pairing!.relaxations;
  }

  available(inspector: number, day: string): number {
    return this.availables.get(day)![inspector]!;
  }

  /** Minimum and maximum, lowered to what he can take at all (section 14.1). */
  quota(level: Level, inspector: number): { min: number; max: number } {
    const { min, max } = level.quota(this.inspectors[inspector]!);
    const lowered = Math.min(max, this.capacity[inspector]!);
    return { min: Math.min(min, lowered), max: lowered };
  }

  /** Of a drawn entity that has a line in `barred`. */
  opening(entity: string): Opening | undefined {
    return this.openings.get(entity);
  }

  barred(level: Level, visit: Visit): Set<string> {
    return level.barred(visit, this.openings);
  }
}

/** At one level, who is lawful for the seats of the visits. Members are listed once for each pool and area. */
export class Lawful {
  readonly level: Level;
  private readonly members = new Map<string, number[]>();
  private readonly barredBy = new Map<string, Set<string>>();

  constructor(private readonly outcome: Outcome, steps: number) {
    this.level = new Level(outcome.plan, steps);
  }

  /** Numbers of the members of the effective pool of a seat, ascending. */
  pool(visit: Visit, seat: number): readonly number[] {
    const pool = visit.seats![seat]!.pool;
    const key = `${pool} ${visit.area ?? ""}`;
    let members = this.members.get(key);
    if (members === undefined) {
      const { inspectors, present } = this.outcome;
      const whole = this.level.pool(pool);
      members = [];
      for (let i = 0; i < inspectors.length; i++) {
        if (this.level.member(inspectors[i]!, present[i]!, whole, visit.area ?? "")) members.push(i);
      }
      this.members.set(key, members);
    }
    return members;
  }

  isBarred(visit: Visit, inspector: number): boolean {
    let barred = this.barredBy.get(visit.id);
    if (barred === undefined) {
      barred = this.outcome.barred(this.level, visit);
      this.barredBy.set(visit.id, barred);
    }
    return barred.has(this.outcome.inspectors[inspector]!.id);
  }

  /** Whether one inspector is a member of the pool of a seat, and not barred. */
  holds(visit: Visit, seat: number, inspector: number): boolean {
    const { inspectors, present } = this.outcome;
    const pool = this.level.pool(visit.seats![seat]!.pool);
    const member = this.level.member(inspectors[inspector]!, present[inspector]!, pool, visit.area ?? "");
    return member && !this.isBarred(visit, inspector);
  }
}

function checkSeat(outcome: Outcome, lawful: Lawful, visit: Visit, s: number, team: Set<string>, line: number): void {
  const seat = visit.seats![s]!;
  const where = { file: FILE, line };
  const got = `${visit.id}, seat ${s + 1}: ${seat.inspector ?? "nobody"}`;
  if (visit.state === "unseated") {
    if (seat.inspector !== undefined) refuse("seat-taken", { got, expected: "nobody, as the visit is unseated", where });
    return;
  }
  if (seat.inspector === undefined) refuse("seat-empty", { got, expected: "an inspector", where });
  const inspector = outcome.numbers.get(seat.inspector);
  if (inspector === undefined) refuse("seat-unknown", { got, expected: "an inspector of the list", where });
  const present = outcome.present[inspector]!;
  const pool = lawful.level.pool(seat.pool);
  if (!lawful.level.member(outcome.inspectors[inspector]!, present, pool, visit.area ?? "")) {
    refuse("seat-pool", { got, expected: `a member of pool ${seat.pool} for this visit`, where });
  }
  if (lawful.isBarred(visit, inspector)) refuse("seat-barred", { got, expected: "somebody who is not barred", where });
  if (team.has(seat.inspector)) refuse("seat-twice", { got, expected: "nobody twice in a team", where });
  team.add(seat.inspector);
}

export function checkTeams(outcome: Outcome): void {
  const steps = outcome.plan.relaxations.length;
  if (outcome.level > steps) {
    refuse("seat-level", { got: outcome.level, expected: `at most ${steps}`, where: { file: "draw/pairing.json" } });
  }
  const lawful = new Lawful(outcome, outcome.level);
  outcome.contents.visits.forEach((visit, i) => {
    const team = new Set<string>();
    visit.seats?.forEach((_, s) => checkSeat(outcome, lawful, visit, s, team, i + 1));
  });
}
