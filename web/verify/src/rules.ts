// Who may go where (sections 6.10 and 13.1), said directly from the lists and the plan.
// Only the direct checks use this; the replay builds its instance by itself, so that neither hides a fault of the other.

import type { Inspector, Opening, Plan, Pool, Visit } from "./types.js";

/** A level of relaxation: what its steps do. */
export class Level {
  readonly pairsDropped: boolean;
  readonly homeRule: boolean;
  readonly minimumsDropped: boolean;
  private readonly adds: { readonly pool: Pool; readonly add: number }[] = [];

  constructor(private readonly plan: Plan, steps: number) {
    const applied = plan.relaxations.slice(0, steps);
    const dropped = (what: string) => applied.some((step) => step.drop === what);
    this.pairsDropped = dropped("pairs");
    this.homeRule = plan.rotation.home_area && !dropped("home_area");
    this.minimumsDropped = dropped("minimums");
    for (const step of applied) {
      if (step.add === undefined) continue;
      this.adds.push({ pool: plan.pools.find((pool) => pool.id === step.quota_max)!, add: step.add });
    }
  }

  /** The quota before it is lowered to the capacity. */
  quota(inspector: Inspector): { min: number; max: number } {
    const more = this.adds.reduce((sum, step) => sum + (qualified(inspector, step.pool) ? step.add : 0), 0);
    return { min: this.minimumsDropped ? 0 : inspector.quota_min, max: inspector.quota_max + more };
  }

  /** Member of the pool for visits of an area; `present`: on some day he is available. */
  member(inspector: Inspector, present: boolean, pool: Pool, area: string): boolean {
    if (!present || !qualified(inspector, pool)) return false;
    if (pool.area === "same" && inspector.areas !== undefined && !inspector.areas.includes(area)) return false;
    return !(this.homeRule && inspector.home !== undefined && inspector.home === area);
  }

  /** Ids of those barred from a visit, given the openings by entity. */
  barred(visit: Visit, openings: ReadonlyMap<string, Opening>): Set<string> {
    const barred = new Set<string>();
    for (const draw of visit.draws) {
      const opening = openings.get(draw.entity);
      for (const id of opening?.law.inspectors ?? []) barred.add(id);
      if (!this.pairsDropped) for (const id of opening?.rotation.inspectors ?? []) barred.add(id);
    }
    return barred;
  }

  pool(id: string): Pool {
    return this.plan.pools.find((pool) => pool.id === id)!;
  }
}

/** Department, role and expertise of a pool. */
function qualified(inspector: Inspector, pool: Pool): boolean {
  if (inspector.department !== pool.department) return false;
  if (pool.role !== "" && !(inspector.roles ?? []).includes(pool.role)) return false;
  return pool.expertise.every((one) => (inspector.expertise ?? []).includes(one));
}

/** How many visits an inspector can take on a day. */
export function available(inspector: Inspector, day: string): number {
  if (inspector.absent?.includes(day)) return 0;
  if (inspector.certificate_from !== undefined && day < inspector.certificate_from) return 0;
  return day > inspector.certificate_until ? 0 : inspector.daily_max;
}

/** What he can take in all days of the plan. */
export function availableInAll(inspector: Inspector, plan: Plan): number {
  return plan.days.reduce((sum, day) => sum + available(inspector, day), 0);
}
