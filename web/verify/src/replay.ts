// The replay (sections 13 to 15): pairing and schedule once more from the seed, and what should have been published.

import type { Contents } from "./contents.js";
import { explains, impossibilities, type Impossible } from "./impossible.js";
import { staffOf, type Staff } from "./instance.js";
import type { Shortage } from "./infeasible.js";
import { pairAll, Pairer, streamKey, type Paired, type Pairing as Started } from "./pair.js";
import { Schedule, type Timetable } from "./schedule.js";
import type { Keys } from "./seed.js";
import { Stream } from "./stream.js";
import type { Certificate, Pairing, Plan, Proof, Undated } from "./types.js";
import type { PlainVisit } from "./visits.js";

const LAST_ATTEMPT = 7;

export interface Result {
  /** By visit id: pseudonyms in the order of seats, and days, if it is dated. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
  readonly days: ReadonlyMap<string, readonly string[]>;
  readonly pairing: Pairing;
}

/** How a component came out. */
interface Stood {
  readonly component: Started["component"];
  readonly attempt: number;
  readonly teams: ReadonlyMap<number, Int32Array>;
  /** Start of each of its visits, in order, or -1. */
  readonly starts: Int32Array;
  readonly proofs: readonly Impossible[];
}

/** A component and its teams in local numbers, as scheduling needs them. */
function timetable(staff: Staff, component: Started["component"], teams: ReadonlyMap<number, Int32Array>): Timetable {
  const { days } = staff;
  const local = new Map(component.inspectors.map((i, k) => [i, k]));
  const avail = new Uint8Array(component.inspectors.length * days);
  component.inspectors.forEach((i, k) => avail.set(staff.avail.subarray(i * days, (i + 1) * days), k * days));
  return {
    days, avail, cap: staff.plan.visits_per_day_max,
    durations: Int32Array.from(component.visits, (v) => staff.visits[v]!.duration),
    teams: component.visits.map((v) => teams.get(v)!.map((i) => local.get(i)!)),
  };
}

function attempts(pairer: Pairer, paired: Paired, keys: Keys, first: Started): Stood {
  const { staff } = pairer;
  const { component } = first;
  const name = staff.visits[component.visits[0]!]!.id;
  for (let k = 0; ; k++) {
    const pairing = k === 0 ? first : pairer.start(paired.instance, component, k);
    const teams = pairing.finish();
    const table = timetable(staff, component, teams);
    const proofs = impossibilities(table, component.inspectors.length);
    if (proofs.length > 0 && k < LAST_ATTEMPT) continue;
    const schedule = new Schedule(table, new Stream(streamKey(keys.schedule, "schedule", name, k)));
    schedule.run();
    schedule.mix();
    if (schedule.complete || k === LAST_ATTEMPT) return { component, attempt: k, teams, starts: schedule.starts, proofs };
  }
}

/** Writes numbers of the instance as ids. */
class Writer {
  constructor(private readonly staff: Staff, private readonly seatStart: Int32Array) {}

  visit(v: number): string {
    return this.staff.visits[v]!.id;
  }

  inspector(i: number): string {
    return this.staff.inspectors[i]!.id;
  }

  days(numbers: readonly number[]): string[] {
    return numbers.map((d) => this.staff.plan.days[d]!);
  }

  certificate(shortage: Shortage): Certificate {
    const seats: { seats: number[]; visit: string }[] = [];
    let v = 0;
    let last = -1;
    for (const s of shortage.seats) {
      while (s >= this.seatStart[v + 1]!) v++;
      if (v !== last) seats.push({ seats: [], visit: this.visit(v) });
      last = v;
      seats[seats.length - 1]!.seats.push(s - this.seatStart[v]!);
    }
    const inspectors = shortage.inspectors.map(([i, places]) => ({ id: this.inspector(i), places }));
    return { capacity: shortage.capacity, demand: shortage.demand, inspectors, kind: shortage.kind, seats };
  }

  proof(stood: Stood, proof: Impossible): Proof {
    const global = (x: number) => stood.component.visits[x]!;
    if (proof.kind === "no_window") {
      const v = global(proof.visit);
      return { kind: "no_window", team: [...stood.teams.get(v)!].map((i) => this.inspector(i)), visit: this.visit(v) };
    }
    const { capacity, demand } = proof;
    const both = { capacity, demand, days: this.days(proof.days), visits: proof.visits.map((x) => this.visit(global(x))) };
    if (proof.kind === "cap") return { ...both, kind: "cap" };
    return { ...both, kind: "inspector", inspector: this.inspector(stood.component.inspectors[proof.inspector]!) };
  }
}

/** Two of one team who are to be kept apart, with the visits. */
function repeatsOf(staff: Staff, stood: readonly Stood[], writer: Writer): Pairing["repeats"] {
  const found = new Map<number, { pair: [number, number]; visits: number[] }>();
  for (const { teams } of stood) {
    for (const [visit, team] of teams) {
      for (const a of team) {
        for (const b of team) {
          if (a >= b || !staff.apart[a]!.includes(b)) continue;
          const key = a * staff.inspectors.length + b;
          const entry = found.get(key) ?? { pair: [a, b], visits: [] };
          entry.visits.push(visit);
          found.set(key, entry);
        }
      }
    }
  }
  return [...found.entries()].sort(([a], [b]) => a - b).map(([, { pair, visits }]) => ({
    inspectors: pair.map((i) => writer.inspector(i)),
    visits: visits.sort((a, b) => a - b).map((v) => writer.visit(v)),
  }));
}

/** Proofs of all components with an undated visit, and the reason of each such visit. */
function explain(stood: readonly Stood[], writer: Writer): Pick<Pairing, "proofs" | "undated"> {
  const proofs: Proof[] = [];
  const undated: (Undated & { v: number })[] = [];
  for (const one of stood) {
    if (one.starts.every((start) => start >= 0)) continue;
    one.starts.forEach((start, x) => {
      if (start >= 0) return;
      const v = one.component.visits[x]!;
      const p = explains(one.proofs, x);
      if (p < 0) undated.push({ v, reason: "not_found", visit: writer.visit(v) });
      else {
        const reason = one.proofs[p]!.kind === "no_window" ? "no_window" : "proved";
        undated.push({ v, proof: proofs.length + p, reason, visit: writer.visit(v) });
      }
    });
    for (const proof of one.proofs) proofs.push(writer.proof(one, proof));
  }
  undated.sort((a, b) => a.v - b.v);
  return { proofs, undated: undated.map(({ v: _, ...line }) => line) };
}

export function replay(plan: Plan, contents: Contents, visits: readonly PlainVisit[], keys: Keys): Result {
  const staff = staffOf(plan, contents, visits);
  const pairer = new Pairer(staff, keys.pair);
  const paired = pairAll(pairer);
  const writer = new Writer(staff, paired.instance.seatStart);
  const stood = paired.pairings.map((pairing) => attempts(pairer, paired, keys, pairing));
  const teams = new Map<string, string[]>();
  const days = new Map<string, string[]>();
  for (const one of stood) {
    one.component.visits.forEach((v, x) => {
      teams.set(writer.visit(v), [...one.teams.get(v)!].map((i) => writer.inspector(i)));
      const start = one.starts[x]!;
      if (start < 0) return;
      const window = Array.from({ length: staff.visits[v]!.duration }, (_, k) => start + k);
      days.set(writer.visit(v), writer.days(window));
    });
  }
  const pairing: Pairing = {
    attempts: stood.filter((one) => one.attempt > 0)
      .map((one) => ({ attempt: one.attempt, visit: writer.visit(one.component.visits[0]!) })),
    ...explain(stood, writer),
    relaxations: paired.level,
    relaxed: paired.relaxed.map((list, k) => ({ certificates: list.map((one) => writer.certificate(one)), level: k })),
    repeats: repeatsOf(staff, stood, writer),
    set_aside: paired.setAside.map((one) => ({ certificate: writer.certificate(one.shortage), visit: writer.visit(one.visit) })),
  };
  return { teams, days, pairing };
}
