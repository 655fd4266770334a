// Pairing (sections 13.3 to 13.10): levels of relaxation, visits set aside, and the seating of every component.

import { compareBytes } from "./bytes.js";
import { components, type Component } from "./components.js";
import { fill, level } from "./fill.js";
import { expand, H } from "./hash.js";
import { minimumShortage, outsideShortage, placesShortage, type Shortage } from "./infeasible.js";
import { instanceAt, type Instance, type Staff } from "./instance.js";
import { Seating } from "./seating.js";
import { Stream } from "./stream.js";
import { Walk } from "./walk.js";

/** One component under one stream. After `prepare` either `shortage` is there or the component is feasible. */
export class Pairing {
  readonly seating: Seating;
  readonly shortage: Shortage | null;
  private readonly stream: Stream;

  constructor(instance: Instance, readonly component: Component, key: Uint8Array) {
    this.stream = new Stream(key);
    this.seating = new Seating(instance, component, this.stream);
    this.shortage = this.prepare();
  }

  private prepare(): Shortage | null {
    const stuck = fill(this.seating);
    if (stuck !== null) return placesShortage(this.seating, stuck);
    return level(this.seating) ? null : minimumShortage(this.seating);
  }

  /** PASS and TOGETHER; then the team of each visit, in the order of seats. */
  finish(): Map<number, Int32Array> {
    const walk = new Walk(this.seating, this.stream);
    walk.pass();
    walk.together();
    const { seating } = this;
    const teams = new Map<number, Int32Array>();
    seating.visitOf.forEach((visit, v) => {
      const team = seating.holder.slice(seating.seatStart[v]!, seating.seatStart[v + 1]!);
      teams.set(visit, team.map((w) => seating.inspectorOf[w]!));
    });
    return teams;
  }
}

/** The stream of a component of this name. */
export function streamKey(key: Uint8Array, kind: "pair" | "schedule", visit: string, attempt: number): Uint8Array {
  return expand(key, "mq1/stream", kind, visit, String(attempt));
}

export class Pairer {
  constructor(readonly staff: Staff, readonly key: Uint8Array) {}

  start(instance: Instance, component: Component, attempt: number): Pairing {
    const name = this.staff.visits[component.visits[0]!]!.id;
    return new Pairing(instance, component, streamKey(this.key, "pair", name, attempt));
  }

  /** Of the visits of a shortage of places the one with the largest hash. */
  aside(instance: Instance, shortage: Shortage): number {
    let best = -1;
    let bestHash = new Uint8Array(0) as Uint8Array;
    let visit = 0;
    for (const s of shortage.seats) {
      while (s >= instance.seatStart[visit + 1]!) visit++;
      if (visit === best) continue;
      const hash = H("mq1/aside", this.key, this.staff.visits[visit]!.id);
      if (compareBytes(hash, bestHash) > 0) {
        best = visit;
        bestHash = hash;
      }
    }
    return best;
  }
}

export interface Paired {
  readonly instance: Instance;
  readonly level: number;
  /** The shortages of each level below. */
  readonly relaxed: readonly (readonly Shortage[])[];
  readonly setAside: readonly { readonly visit: number; readonly shortage: Shortage }[];
  /** By name; feasible, before PASS. */
  readonly pairings: readonly Pairing[];
}

function shortagesOf(instance: Instance, pairings: readonly Pairing[]): Shortage[] {
  const found = pairings.flatMap((pairing) => (pairing.shortage ? [pairing.shortage] : []));
  const inside = new Set(pairings.flatMap((pairing) => pairing.component.inspectors));
  const outside = outsideShortage(instance, inside);
  return outside === null ? found : [...found, outside];
}

/** At the last level: each infeasible component loses a visit, in rounds, until none is infeasible. */
function setAside(pairer: Pairer, instance: Instance, first: readonly Pairing[]): Pick<Paired, "setAside" | "pairings"> {
  const gone: { visit: number; shortage: Shortage }[] = [];
  let pairings = [...first];
  while (pairings.some((pairing) => pairing.shortage !== null)) {
    const next: Pairing[] = [];
    for (const pairing of pairings) {
      if (pairing.shortage === null) {
        next.push(pairing);
        continue;
      }
      const visit = pairer.aside(instance, pairing.shortage);
      gone.push({ visit, shortage: pairing.shortage });
      const rest = pairing.component.visits.filter((v) => v !== visit);
      for (const component of components(instance, rest)) next.push(pairer.start(instance, component, 0));
    }
    pairings = next.sort((a, b) => a.component.visits[0]! - b.component.visits[0]!);
  }
  return { setAside: gone, pairings };
}

export function pairAll(pairer: Pairer): Paired {
  const all = pairer.staff.visits.map((_, v) => v);
  const steps = pairer.staff.plan.relaxations.length;
  const relaxed: Shortage[][] = [];
  for (let L = 0; ; L++) {
    const instance = instanceAt(pairer.staff, L);
    const pairings = components(instance, all).map((component) => pairer.start(instance, component, 0));
    const shortages = shortagesOf(instance, pairings);
    if (shortages.length > 0 && L < steps) {
      relaxed.push(shortages);
      continue;
    }
    return { instance, level: L, relaxed, ...setAside(pairer, instance, pairings) };
  }
}
