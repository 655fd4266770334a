// The instance of pairing and schedule (section 13.1), made from the lists for the replay alone.

import type { Contents } from "./contents.js";
import type { Inspector, Plan, Pool } from "./types.js";
import type { PlainVisit } from "./visits.js";

/** What pairing needs to know, in numbers. Lists of inspectors are ascending. */
export interface Instance {
  readonly inspectors: number;
  readonly min: Int32Array;
  readonly max: Int32Array;
  /** Visit v has the seats from seatStart[v] to seatStart[v + 1]. */
  readonly seatStart: Int32Array;
  readonly seatPool: Int32Array;
  /** Members of each effective pool. */
  readonly pools: readonly Int32Array[];
  /** For each visit who is barred from it. */
  readonly barred: readonly Int32Array[];
  /** For each inspector with whom he is to be kept apart, whoever of the two says so. */
  readonly apart: readonly Int32Array[];
  /** All visits together are one component. */
  readonly together: boolean;
}

/** What is the same at every level. */
export interface Staff {
  readonly plan: Plan;
  readonly inspectors: readonly Inspector[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Visits with seats, by id. */
  readonly visits: readonly PlainVisit[];
  readonly days: number;
  /** avail(i, d) at i · days + d. */
  readonly avail: Uint8Array;
  readonly capacity: Int32Array;
  readonly apart: readonly Int32Array[];
  readonly opened: ReadonlyMap<string, { readonly law: readonly number[]; readonly rotation: readonly number[] }>;
}

function availability(plan: Plan, inspectors: readonly Inspector[]): Uint8Array {
  const days = plan.days.length;
  const avail = new Uint8Array(inspectors.length * days);
  inspectors.forEach((inspector, i) => {
    const absent = new Set(inspector.absent);
    plan.days.forEach((day, d) => {
      const certified = day >= (inspector.certificate_from ?? "") && day <= inspector.certificate_until;
      if (certified && !absent.has(day)) avail[i * days + d] = inspector.daily_max;
    });
  });
  return avail;
}

function apartPairs(contents: Contents, numbers: ReadonlyMap<string, number>): Int32Array[] {
  const sets = contents.inspectors!.map(() => new Set<number>());
  contents.apartOpenings!.forEach(({ id, inspectors }) => {
    for (const other of inspectors) {
      sets[numbers.get(id)!]!.add(numbers.get(other)!);
      sets[numbers.get(other)!]!.add(numbers.get(id)!);
    }
  });
  return sets.map((set) => Int32Array.from(set).sort());
}

export function staffOf(plan: Plan, contents: Contents, all: readonly PlainVisit[]): Staff {
  const inspectors = contents.inspectors!;
  const numbers = new Map(inspectors.map((inspector, i) => [inspector.id, i]));
  const visits = all.filter((visit) => visit.seats.length > 0);
  const days = plan.days.length;
  const avail = availability(plan, inspectors);
  let shortest = visits.length === 0 ? 1 : visits[0]!.duration;
  for (const visit of visits) shortest = Math.min(shortest, visit.duration);
  const capacity = Int32Array.from(inspectors, (_, i) => {
    let sum = 0;
    for (let d = 0; d < days; d++) sum += avail[i * days + d]!;
    return Math.floor(sum / shortest);
  });
  const number = (ids: readonly string[]) => ids.map((id) => numbers.get(id)!);
  const opened = new Map(contents.openings!.map(({ id, law, rotation }) =>
    [id, { law: number(law.inspectors), rotation: number(rotation.inspectors) }]));
  return { plan, inspectors, numbers, visits, days, avail, capacity, apart: apartPairs(contents, numbers), opened };
}

function has(list: readonly string[] | undefined, text: string): boolean {
  return list !== undefined && list.includes(text);
}

function qualifies(inspector: Inspector, pool: Pool): boolean {
  return inspector.department === pool.department
    && (pool.role === "" || has(inspector.roles, pool.role))
    && pool.expertise.every((one) => has(inspector.expertise, one));
}

function membersOf(staff: Staff, pool: Pool, area: string, homeRule: boolean): Int32Array {
  const members: number[] = [];
  staff.inspectors.forEach((inspector, i) => {
    let there = false;
    for (let d = 0; d < staff.days; d++) there ||= staff.avail[i * staff.days + d]! > 0;
    const near = pool.area !== "same" || inspector.areas === undefined || has(inspector.areas, area);
    const home = homeRule && inspector.home !== undefined && inspector.home === area;
    if (there && qualifies(inspector, pool) && near && !home) members.push(i);
  });
  return Int32Array.from(members);
}

/** Effective pools by pool of the plan and area, as the seats of the visits need them. */
class Pools {
  readonly members: Int32Array[] = [];
  private readonly known: Map<string, number>[];

  constructor(private readonly staff: Staff, private readonly homeRule: boolean) {
    this.known = staff.plan.pools.map(() => new Map());
  }

  number(poolId: string, visitArea: string): number {
    const p = this.staff.plan.pools.findIndex((pool) => pool.id === poolId);
    const pool = this.staff.plan.pools[p]!;
    const area = pool.area === "same" || this.homeRule ? visitArea : "";
    const known = this.known[p]!.get(area);
    if (known !== undefined) return known;
    this.known[p]!.set(area, this.members.length);
    this.members.push(membersOf(this.staff, pool, area, this.homeRule));
    return this.members.length - 1;
  }
}

function barredFrom(staff: Staff, visit: PlainVisit, rotation: boolean): Int32Array {
  const barred = new Set<number>();
  for (const { entity } of visit.draws) {
    const opened = staff.opened.get(entity);
    if (opened === undefined) continue;
    for (const one of opened.law) barred.add(one);
    if (rotation) for (const one of opened.rotation) barred.add(one);
  }
  return Int32Array.from(barred).sort();
}

/** The instance at level L: the first L steps of the plan's relaxations are applied. */
export function instanceAt(staff: Staff, L: number): Instance {
  const { plan } = staff;
  const steps = plan.relaxations.slice(0, L);
  const dropped = new Set(steps.map((step) => step.drop));
  const pools = new Pools(staff, plan.rotation.home_area && !dropped.has("home_area"));
  const max = new Int32Array(staff.inspectors.length);
  const min = new Int32Array(staff.inspectors.length);
  staff.inspectors.forEach((inspector, i) => {
    let most = inspector.quota_max;
    for (const { add, quota_max: id } of steps) {
      const pool = plan.pools.find((one) => one.id === id);
      if (add !== undefined && pool !== undefined && qualifies(inspector, pool)) most += add;
    }
    max[i] = Math.min(most, staff.capacity[i]!);
    min[i] = Math.min(dropped.has("minimums") ? 0 : inspector.quota_min, max[i]!);
  });
  const seatStart = new Int32Array(staff.visits.length + 1);
  const seatPool: number[] = [];
  staff.visits.forEach((visit, v) => {
    for (const seat of visit.seats) seatPool.push(pools.number(seat.pool, visit.area));
    seatStart[v + 1] = seatPool.length;
  });
  return {
    inspectors: staff.inspectors.length, min, max, seatStart,
    seatPool: Int32Array.from(seatPool),
    pools: pools.members,
    barred: staff.visits.map((visit) => barredFrom(staff, visit, !dropped.has("pairs"))),
    apart: staff.apart,
    together: plan.visits_per_day_max > 0,
  };
}

