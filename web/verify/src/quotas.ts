// The check `quotas`: everybody holds between his minimum and maximum, and visits are spread as evenly as can be.
//
// Loads are balanced exactly if nobody can hand a visit on, directly or by way of others, to somebody who has at least
// two fewer. The search for such a path is written here anew, without the engine of the replay.

import { refuse } from "./refusal.js";
import { Lawful, type Outcome } from "./teams.js";
import type { Visit } from "./types.js";

const FILE = "draw/visits.jsonl";

interface Place {
  readonly visit: Visit;
  readonly seat: number;
  readonly holder: number;
  /** All places of the same visit. */
  readonly team: readonly Place[];
  reached: boolean;
}

function places(outcome: Outcome): Place[] {
  const all: Place[] = [];
  for (const visit of outcome.visits) {
    if (visit.state === "unseated") continue;
    const team: Place[] = [];
    visit.seats!.forEach((seat, s) => {
      team.push({ visit, seat: s, holder: outcome.numbers.get(seat.inspector!)!, team, reached: false });
    });
    all.push(...team);
  }
  return all;
}

class Spread {
  readonly held: number[];
  private readonly holds: Place[][];
  private readonly met: boolean[];
  /** Members of a pool who were not met yet; the lists of Lawful are not touched. */
  private readonly open = new Map<readonly number[], number[]>();

  constructor(private readonly outcome: Outcome, private readonly lawful: Lawful, all: readonly Place[]) {
    const inspectors = outcome.inspectors;
    this.holds = inspectors.map(() => []);
    for (const place of all) this.holds[place.holder]!.push(place);
    this.held = this.holds.map((list) => list.length);
    this.met = inspectors.map(() => false);
  }

  /**
   * Goes from the places of `giver` to all who could take them, and on to what those hold. Tells who could take one
   * visit more and has at least two fewer than the giver. What was searched for somebody with more is not searched
   * again: nobody there has few enough.
   */
  taker(giver: number): number | null {
    const load = this.held[giver]!;
    const queue: Place[] = [];
    const reach = (place: Place) => {
      if (!place.reached) {
        place.reached = true;
        queue.push(place);
      }
    };
    this.met[giver] = true;
    this.holds[giver]!.forEach(reach);
    for (let place = queue.pop(); place !== undefined; place = queue.pop()) {
      const members = this.lawful.pool(place.visit, place.seat);
      const left: number[] = [];
      for (const one of this.open.get(members) ?? members) {
        if (this.met[one]) continue;
        const own = place.team.find((other) => other.holder === one);
        const barred = own === undefined && this.lawful.isBarred(place.visit, one);
        // Somebody of the same team can take this place only by leaving his own.
        if (own !== undefined && !this.lawful.isBarred(place.visit, one)) reach(own);
        if (own !== undefined || barred) {
          left.push(one);
          continue;
        }
        if (this.held[one]! <= load - 2 && this.held[one]! < this.outcome.quota(this.lawful.level, one).max) return one;
        this.met[one] = true;
        this.holds[one]!.forEach(reach);
      }
      this.open.set(members, left);
    }
    return null;
  }
}

export function checkQuotas(outcome: Outcome): void {
  const lawful = new Lawful(outcome, outcome.level);
  const spread = new Spread(outcome, lawful, places(outcome));
  const where = { file: FILE };
  const order: number[] = [];
  outcome.inspectors.forEach(({ id }, i) => {
    const { min, max } = outcome.quota(lawful.level, i);
    const held = spread.held[i]!;
    if (held < min) refuse("held-below", { got: `${id}: ${held}`, expected: `at least ${min}`, where });
    if (held > max) refuse("held-above", { got: `${id}: ${held}`, expected: `at most ${max}`, where });
    if (held > min) order.push(i);
  });
  order.sort((a, b) => spread.held[b]! - spread.held[a]! || a - b);
  for (const giver of order) {
    const taker = spread.taker(giver);
    if (taker === null) continue;
    const name = (i: number) => `${outcome.inspectors[i]!.id} with ${spread.held[i]}`;
    refuse("held-uneven", { got: `${name(giver)} could hand a visit to ${name(taker)}`, expected: "visits spread evenly", where });
  }
}
