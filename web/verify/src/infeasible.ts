// Certificates of an infeasible component (section 13.9), in numbers of the instance.

import type { Instance } from "./instance.js";
import type { Seating } from "./seating.js";

export interface Shortage {
  readonly kind: "places" | "minimum";
  readonly capacity: number;
  readonly demand: number;
  /** Inspector and places, ascending. */
  readonly inspectors: readonly (readonly [number, number])[];
  /** Seat numbers, ascending. */
  readonly seats: readonly number[];
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** `stuck`: the seats, under labels, that are frozen or empty at the end of FILL. */
export function placesShortage(seating: Seating, stuck: readonly number[]): Shortage {
  const visits = new Int32Array(seating.inspectorOf.length);
  const counted = new Int32Array(seating.inspectorOf.length).fill(-1);
  // Seats of one visit stand in a row, so that the last visit counted is enough to count none twice.
  for (const s of stuck) {
    const v = seating.seatVisit[s]!;
    for (const w of seating.pools[seating.seatPool[s]!]!) {
      if (counted[w] === v || seating.isBarred(v, w)) continue;
      counted[w] = v;
      visits[w]!++;
    }
  }
  const inspectors: [number, number][] = [];
  counted.forEach((v, w) => {
    if (v >= 0) inspectors.push([seating.inspectorOf[w]!, Math.min(seating.max[w]!, visits[w]!)]);
  });
  inspectors.sort((a, b) => a[0] - b[0]);
  const capacity = inspectors.reduce((sum, [, places]) => sum + places, 0);
  const seats = ascending(stuck.map((s) => seating.seatNumber[s]!));
  return { kind: "places", capacity, demand: stuck.length, inspectors, seats };
}

/** The smallest X and B of section 13.9, by following what follows from what. */
class Closure {
  readonly chosen: Uint8Array;
  private readonly taken: Uint8Array;
  private readonly seats: number[] = [];
  private readonly people: number[] = [];
  private readonly seatsOfPool: number[][];

  constructor(private readonly seating: Seating) {
    this.chosen = new Uint8Array(seating.inspectorOf.length);
    this.taken = new Uint8Array(seating.seats);
    this.seatsOfPool = seating.pools.map(() => []);
    for (let s = 0; s < seating.seats; s++) this.seatsOfPool[seating.seatPool[s]!]!.push(s);
  }

  choose(w: number): void {
    if (this.chosen[w] === 1) return;
    this.chosen[w] = 1;
    this.people.push(w);
  }

  private take(s: number): void {
    if (this.taken[s] === 1) return;
    this.taken[s] = 1;
    this.seats.push(s);
  }

  private lawful(w: number, s: number): boolean {
    const { seating } = this;
    return seating.pools[seating.seatPool[s]!]!.includes(w) && !seating.isBarred(seating.seatVisit[s]!, w);
  }

  run(): void {
    const { seating } = this;
    for (;;) {
      const w = this.people.pop();
      if (w !== undefined) {
        seating.pools.forEach((members, p) => {
          if (!members.includes(w)) return;
          for (const s of this.seatsOfPool[p]!) {
            const v = seating.seatVisit[s]!;
            if (!seating.isBarred(v, w) && seating.teamSeat(v, w) < 0) this.take(s);
          }
        });
        continue;
      }
      const s = this.seats.pop();
      if (s === undefined) return;
      const v = seating.seatVisit[s]!;
      this.choose(seating.holder[s]!);
      for (let t = seating.seatStart[v]!; t < seating.seatStart[v + 1]!; t++) {
        if (t !== s && this.lawful(seating.holder[s]!, t)) this.take(t);
      }
    }
  }
}

/** The largest number of seats of one visit that different inspectors can take: `able` for each seat. */
function atOnce(able: readonly (readonly number[])[]): number {
  const seatOf = new Map<number, number>();
  let count = 0;
  const augment = (s: number, seen: Set<number>): boolean => {
    for (const w of able[s]!) {
      if (seen.has(w)) continue;
      seen.add(w);
      const other = seatOf.get(w);
      if (other === undefined || augment(other, seen)) {
        seatOf.set(w, s);
        return true;
      }
    }
    return false;
  };
  able.forEach((_, s) => {
    if (augment(s, new Set())) count++;
  });
  return count;
}

/** All seats are filled, and somebody is below his minimum after LEVEL. */
export function minimumShortage(seating: Seating): Shortage {
  const closure = new Closure(seating);
  seating.held.forEach((list, w) => {
    if (list.length < seating.min[w]!) closure.choose(w);
  });
  closure.run();
  const some = seating.pools.map((members) => [...members].filter((w) => closure.chosen[w] === 1));
  const seats: number[] = [];
  let capacity = 0;
  seating.visitOf.forEach((_, v) => {
    const able: number[][] = [];
    for (let s = seating.seatStart[v]!; s < seating.seatStart[v + 1]!; s++) {
      const list = some[seating.seatPool[s]!]!.filter((w) => !seating.isBarred(v, w));
      if (list.length > 0) seats.push(seating.seatNumber[s]!);
      able.push(list);
    }
    capacity += atOnce(able);
  });
  const inspectors: [number, number][] = [];
  closure.chosen.forEach((is, w) => {
    if (is === 1) inspectors.push([seating.inspectorOf[w]!, seating.min[w]!]);
  });
  inspectors.sort((a, b) => a[0] - b[0]);
  const demand = inspectors.reduce((sum, [, min]) => sum + min, 0);
  return { kind: "minimum", capacity, demand, inspectors, seats: ascending(seats) };
}

/** Those in no component who have a minimum; null if there are none. */
export function outsideShortage(instance: Instance, inside: ReadonlySet<number>): Shortage | null {
  const inspectors: [number, number][] = [];
  for (let i = 0; i < instance.inspectors; i++) {
    if (!inside.has(i) && instance.min[i]! > 0) inspectors.push([i, instance.min[i]!]);
  }
  const demand = inspectors.reduce((sum, [, min]) => sum + min, 0);
  return demand === 0 ? null : { kind: "minimum", capacity: 0, demand, inspectors, seats: [] };
}
