// Replacements of a slip that a bundle at hand does not reach (section 25, `slip-draw`). Plan and lists show who approved them,
// and what can't be, whatever else was replaced; that it was these substitutes' turn, only the outcome shows.

import { Again, checkApproval, checkDate, checkReason, Dates, lateReason } from "./approvals.js";
import type { Context } from "./context.js";
import { LastDays } from "./last_days.js";
import { refuse } from "./refusal.js";
import { beyond } from "./slip_bundle.js";
import { isCall, reserveOf, visitOf } from "./slip_visit.js";
import type { EntityReplacement, InspectorReplacement, ReplaceEvent } from "./types_events.js";
import type { Slip } from "./types_files.js";
import type { Plan } from "./types.js";
import { seatsOf } from "./visits.js";

const HERE = { file: "file" };

function wrong(code: string, got: string | number, expected: string): never {
  refuse(code, { got, expected });
}

function checkReasons(plan: Plan, event: ReplaceEvent): void {
  checkReason(plan, event.kind, event.reason, HERE);
  const skipped = event.kind === "inspector" ? event.skipped : event.skipped.flat();
  for (const { reason } of skipped) checkReason(plan, "inspector", reason, HERE);
}

/** The pools of the seats that a visit of this task alone has. */
function poolsOf(plan: Plan, task: string): string[] {
  return seatsOf(plan, plan.tasks.filter((one) => one.id === task)).map((seat) => seat.pool);
}

/** The slip's visit while its replacements are followed. */
class Followed {
  private readonly again = new Again();
  private readonly dates: Dates;
  private readonly lastDays: LastDays;
  private readonly known: ReadonlyMap<string, string>;
  private days: readonly string[] | undefined;
  private pools: readonly string[];
  private team: (string | undefined)[];
  private readonly been = new Set<string>();
  /** Ranks that are not visited any more, and the last reserve that came, of each stratum and task. */
  private readonly gone = new Set<string>();
  private readonly came = new Map<string, number>();

  constructor(private readonly slip: Slip, private readonly bundle: Context) {
    const visit = visitOf(slip);
    this.dates = new Dates(bundle.plan.created);
    this.lastDays = new LastDays(visit === undefined ? [] : [visit]);
    this.known = new Map((bundle.contents.inspectors ?? []).map((one) => [one.id, one.department]));
    this.days = visit?.days;
    this.pools = (visit?.seats ?? []).map((seat) => seat.pool);
    this.team = [];
    this.sit((visit?.seats ?? []).map((seat) => seat.inspector));
  }

  private sit(team: readonly (string | undefined)[]): void {
    this.team = [...team];
    for (const id of team) if (id !== undefined) this.been.add(id);
  }

  /** Events must come here in their order, also those that the bundle has: these are only followed. */
  next(event: ReplaceEvent, isBeyond: boolean): void {
    const reason = this.again.reasonForSuperior(event) ?? this.late(event);
    const least = this.dates.next(event);
    if (isBeyond) {
      checkDate(event, least, HERE);
      this.check(event, reason);
    }
    if (event.kind === "inspector") {
      this.team[event.seat] = event.by;
      if (event.by !== undefined) this.been.add(event.by);
    } else this.follow(event);
  }

  /** Of a rank of which neither the leaf nor the slip tells, it is not known here. */
  private late(event: ReplaceEvent): string | null {
    if (event.kind === "inspector" || !this.lastDays.knows(event)) return null;
    return lateReason(this.bundle.plan, event, this.lastDays.of(event));
  }

  private follow(event: EntityReplacement): void {
    const { by, days, rank, stratum, task, team } = event;
    this.gone.add(`${task} ${stratum} ${rank}`);
    if (by !== undefined) this.came.set(`${task} ${stratum}`, by);
    this.lastDays.took(event);
    const reserve = reserveOf(this.slip);
    if (reserve === undefined || !isCall(event, reserve)) return;
    this.days = days;
    this.pools = poolsOf(this.bundle.plan, task);
    this.sit(team ?? []);
  }

  private check(event: ReplaceEvent, reason: string | null): void {
    const { plan, planDigest } = this.bundle;
    checkReasons(plan, event);
    if (event.kind === "inspector") this.checkInspector(event);
    else this.checkEntity(event);
    checkApproval(plan, planDigest, event, reason, HERE);
  }

  private checkInspector({ by, date, seat, visit }: InspectorReplacement): void {
    const last = this.days?.[this.days.length - 1];
    if (last === undefined) return wrong("replace-visit", visit, "a dated visit");
    if (date > last) wrong("replace-date", date, `not later than ${last}`);
    if (this.team[seat] === undefined) wrong("replace-seat", `seat ${seat}`, "a seat in which somebody sits");
    if (by === undefined) return;
    this.checkMember(by, this.pools[seat]!);
    if (this.been.has(by)) wrong("replace-by", by, "nobody who is in the team, or has been");
  }

  private checkMember(id: string, pool: string): void {
    const department = this.known.get(id);
    if (department === undefined) wrong("replace-inspector", id, "an inspector of the bundle");
    const wanted = this.bundle.plan.pools.find((one) => one.id === pool)?.department;
    if (department !== wanted) wrong("replace-department", `${id} of ${department}`, `somebody of ${wanted ?? "a pool of the plan"}`);
  }

  private checkEntity(event: EntityReplacement): void {
    this.checkRanks(event);
    const { days, task, team } = event;
    if (days === undefined || team === undefined) return;
    const leaf = visitOf(this.slip);
    if (leaf?.seats !== undefined && event.visit === leaf.id) wrong("replace-visit", days.join(", "), "no days, as the reserve joins this visit");
    this.checkDays(event, days);
    const pools = poolsOf(this.bundle.plan, task);
    if (team.length !== pools.length) wrong("replace-team", `a team of ${team.length}`, `one for each of ${pools.length} seats`);
    team.forEach((id, seat) => {
      this.checkMember(id, pools[seat]!);
      if (team.indexOf(id) < seat) wrong("replace-team", `${id} twice`, "nobody twice");
    });
  }

  private checkRanks({ by, rank, stratum, task }: EntityReplacement): void {
    const place = `${task} ${stratum}`;
    const population = this.bundle.plan.populations.find((one) => one.task === task && one.stratum === stratum);
    if (population === undefined) return wrong("replace-rank", place, "a stratum of the plan");
    const most = population.n + population.reserves;
    if (rank > most) wrong("replace-rank", rank, `at most ${most}`);
    if (this.gone.has(`${place} ${rank}`)) wrong("replace-twice", `${place} ${rank} again`, "nobody twice in a task");
    if (by === undefined) return;
    const least = Math.max(population.n, rank, this.came.get(place) ?? 0) + 1;
    if (by < least || by > most) wrong("replace-by", by, `a reserve from ${least} to ${most}`);
  }

  private checkDays({ date, task }: EntityReplacement, days: readonly string[]): void {
    const { plan } = this.bundle;
    const first = plan.days.indexOf(days[0]!);
    const wanted = plan.tasks.find((one) => one.id === task)?.days;
    const consecutive = first >= 0 && days.every((day, k) => day === plan.days[first + k]);
    if (days.length === wanted && consecutive && days[0]! > date) return;
    wrong("replace-days", days.join(", "), `${wanted ?? "no"} consecutive working days after ${date}`);
  }
}

export function checkBeyond(slip: Slip, bundle: Context): void {
  const others = new Set(beyond(slip, bundle));
  const followed = new Followed(slip, bundle);
  for (const one of slip.replaced ?? []) followed.next(one.event, others.has(one));
}
