// The check `replacements` (section 23): each event `replace` follows from the outcome and the events before it.

import { Approvals, checkReason } from "./approvals.js";
import type { Contents } from "./contents.js";
import { EVENTS_FILE } from "./kinds.js";
import { LastDays } from "./last_days.js";
import { refuse, type Where } from "./refusal.js";
import { Remaining } from "./remaining.js";
import { ReserveVisits } from "./reserve_visits.js";
import type { Keys } from "./seed.js";
import { Substitutes, type Standing } from "./substitutes.js";
import type { Outcome } from "./teams.js";
import type { EntityReplacement, InspectorReplacement, Logged, ReplaceEvent, Skip } from "./types_events.js";
import type { Plan, Visit } from "./types.js";

/**
 * Of the candidates, those of `skipped` come first, in this order; the next one is who takes the place, undefined if
 * nobody is left.
 */
function afterSkipped(plan: Plan, candidates: readonly string[], skipped: readonly Skip[], where: Where): string | undefined {
  skipped.forEach(({ inspector, reason }, k) => {
    if (inspector !== candidates[k]) {
      refuse("replace-skipped", { got: inspector, expected: candidates[k] ?? "nobody further", where });
    }
    checkReason(plan, "inspector", reason, where);
  });
  return candidates[skipped.length];
}

/** Whether somebody can be given a visit on these days. */
type Free = (id: string, days: readonly string[]) => boolean;

/** Why only the superior may approve (23.4, cases 4 to 6). */
const NO_DAYS = "no days are found for the reserve's visit";
const MADE = "the reserve joins a visit that an earlier replacement made";
const DAYLESS = "the reserve joins a visit that has no days";
const OVER = "the reserve joins a visit whose last day is not later than this";
const SHORT = "the reserve joins a visit of fewer days than its task asks for";
const FEWER = "the reserve joins a visit with fewer seats of a pool than its own would have";
const IN_LAW = "somebody of the team that the reserve joins is barred from it by law";
const ASIDE = "somebody stands aside for what he gained before";

interface Found {
  readonly days: readonly string[];
  readonly team: readonly string[];
}

/** The first of these windows in which each seat can be filled, with the first who are free. */
function firstTeam(orders: readonly (readonly string[])[], windows: readonly string[][], free: Free): Found | undefined {
  for (const days of windows) {
    const team: string[] = [];
    for (const order of orders) {
      const first = order.find((id) => !team.includes(id) && free(id, days));
      if (first !== undefined) team.push(first);
      else break;
    }
    if (team.length === orders.length) return { days, team };
  }
  return undefined;
}

class Replacements {
  private readonly substitutes: Substitutes | null;
  private readonly standing = new Map<string, Standing>();
  private readonly reserves: ReserveVisits;
  private readonly lastDays: LastDays;
  private readonly remaining: Remaining;
  private readonly approvals: Approvals;

  constructor(private readonly plan: Plan, contents: Contents, outcome: Outcome | null, keys: Keys) {
    this.lastDays = new LastDays(contents.visits);
    this.remaining = new Remaining(contents.visits);
    this.approvals = new Approvals(plan, keys.plan, this.lastDays);
    this.reserves = new ReserveVisits(plan, contents);
    const openings = new Map((contents.evidence?.openings ?? []).map((one) => [one.id, one]));
    this.substitutes = outcome === null ? null : new Substitutes(outcome, keys.replace, openings);
    for (const visit of contents.visits) {
      const team = (visit.seats ?? []).map((seat) => seat.inspector);
      const been = new Set(team.filter((id): id is string => id !== undefined));
      this.standing.set(visit.id, { visit, days: visit.days, team, been, barred: new Set(), made: false });
    }
  }

  check(event: ReplaceEvent, where: Where): void {
    checkReason(this.plan, event.kind, event.reason, where);
    const reason = event.kind === "inspector" ? this.inspector(event, where) : this.entity(event, where);
    this.approvals.check(event, reason, where);
    if (event.kind === "entity") this.lastDays.took(event);
  }

  /** Why only the superior may approve, if the events do not show it already; so too below. */
  private inspector(event: InspectorReplacement, where: Where): string | null {
    const now = this.standing.get(event.visit);
    const days = now?.days;
    if (now === undefined || days === undefined || this.substitutes === null) {
      return refuse("replace-visit", { got: event.visit, expected: "a dated visit", where });
    }
    if (!this.remaining.isAny(event.visit)) {
      refuse("replace-over", { got: event.visit, expected: "a visit of which something is left to be inspected", where });
    }
    if (now.team[event.seat] === undefined) {
      refuse("replace-seat", { got: `seat ${event.seat} of ${event.visit}`, expected: "a seat in which somebody sits", where });
    }
    const last = days[days.length - 1]!;
    if (event.date > last) refuse("replace-date", { got: event.date, expected: `not later than ${last}`, where });
    const { substitutes } = this;
    // Whoever has ever been in the team is passed over, so that it does not matter whose team is asked for.
    const order = substitutes.order(now.visit, event.seat, (id) => now.been.has(id) || now.barred.has(id));
    const next = afterSkipped(this.plan, order.filter((id) => substitutes.available(id, days)), event.skipped, where);
    if (event.by !== next) refuse("replace-by", { got: event.by ?? "nobody", expected: next ?? "nobody", where });
    // Whoever is skipped leads to the superior in any case: what is left is that nobody is.
    // What earlier replacements have changed of it: who gained, and whom a reserve that joined bars.
    const atFirst = substitutes.order(now.visit, event.seat, (id) => now.been.has(id)).find((id) => substitutes.availableAtFirst(id, days));
    const aside = next !== atFirst;
    now.team[event.seat] = next;
    if (next !== undefined) {
      now.been.add(next);
      substitutes.gain(next, days);
    }
    return aside ? ASIDE : null;
  }

  private entity(event: EntityReplacement, where: Where): string | null {
    const reserve = this.reserves.take(event, where);
    const quiet = event.skipped.length === 0 && event.days === undefined && event.team === undefined;
    const visit = reserve === undefined ? undefined : this.reserves.visitOf(reserve);
    if (event.visit !== visit?.id) {
      refuse("replace-place", { got: event.visit ?? "no visit", expected: visit?.id ?? "no visit, as no reserve comes", where });
    }
    this.remaining.left(event);
    if (reserve !== undefined) this.remaining.came(reserve, visit!.id);
    const there = visit === undefined ? undefined : this.standing.get(visit.id);
    const joined = there?.visit.seats === undefined ? undefined : there;
    // Nobody comes, or he joins a visit with seats, or his task has none: then there is nobody to be found.
    if (visit?.seats === undefined || joined !== undefined) {
      if (!quiet) refuse("replace-visit", { got: "a team", expected: "no days, no team and nobody skipped", where });
      return joined === undefined ? null : this.join(joined, event, visit!, reserve!.entity);
    }
    return this.newVisit(event, visit, where);
  }

  /** A reserve joins a visit: whoever of the team is barred from it by law has to give way, and nobody barred may come. */
  private join(joined: Standing, { date }: EntityReplacement, own: Visit, entity: string): string | null {
    const law = this.substitutes!.law(entity);
    for (const id of law) joined.barred.add(id);
    if (joined.made) return MADE;
    const { days, visit } = joined;
    if (days === undefined) return DAYLESS;
    if (days[days.length - 1]! <= date) return OVER;
    if (visit.duration < own.duration) return SHORT;
    const count = (seats: Visit["seats"], pool: string) => (seats ?? []).filter((one) => one.pool === pool).length;
    if ((own.seats ?? []).some(({ pool }) => count(visit.seats, pool) < count(own.seats, pool))) return FEWER;
    return law.some((id) => joined.team.includes(id)) ? IN_LAW : null;
  }

  /** A reserve has a visit of its own. */
  private newVisit(event: EntityReplacement, visit: Standing["visit"], where: Where): string | null {
    const substitutes = this.substitutes!;
    const orders = visit.seats!.map((_, seat) => substitutes.order(visit, seat, () => false));
    const windows = this.reserves.windows(this.after(event), visit.duration);
    const { days, team } = this.newTeam(event, orders, windows, where);
    const got = JSON.stringify([event.days, event.team]);
    const expected = JSON.stringify([days, team]);
    if (got !== expected) refuse("replace-team", { got, expected, where });
    const atFirst = firstTeam(orders, windows, (id, window) => substitutes.availableAtFirst(id, window));
    const aside = JSON.stringify([atFirst?.days, atFirst?.team]) !== expected;
    this.stand(event, visit);
    for (const id of team ?? []) substitutes.gain(id, days!);
    if (days === undefined) return NO_DAYS;
    return aside ? ASIDE : null;
  }

  /** After which day a reserve's days are looked for: one that was drawn, unless the office decided later. */
  private after(event: EntityReplacement): string {
    const last = this.lastDays.of(event);
    return last !== undefined && last > event.date ? last : event.date;
  }

  private stand(event: EntityReplacement, visit: Standing["visit"]): void {
    const team = event.team ?? (visit.seats ?? []).map(() => undefined);
    this.standing.set(visit.id, { visit, days: event.days, team: [...team], been: new Set(event.team ?? []), barred: new Set(), made: true });
  }

  /** Days and team of a reserve's visit; neither, if there are no days or not enough people. */
  private newTeam(event: EntityReplacement, orders: readonly string[][], windows: readonly string[][], where: Where): Partial<Found> {
    const substitutes = this.substitutes!;
    const days = firstTeam(orders, windows, (id, window) => substitutes.available(id, window))?.days;
    if (days === undefined) {
      if (event.skipped.length > 0) refuse("replace-skipped", { got: "somebody skipped", expected: "nobody: there are no days", where });
      return {};
    }
    if (event.skipped.length !== orders.length) {
      refuse("replace-skipped", { got: `${event.skipped.length} seats`, expected: orders.length, where });
    }
    const team: string[] = [];
    orders.forEach((order, seat) => {
      // After a seat that can't be filled nobody is looked for any more, and so nobody skipped.
      const candidates = team.length < seat ? [] : order.filter((id) => !team.includes(id) && substitutes.available(id, days));
      const next = afterSkipped(this.plan, candidates, event.skipped[seat]!, where);
      if (next !== undefined) team.push(next);
    });
    return team.length === orders.length ? { days, team } : {};
  }
}

export function checkReplacements(plan: Plan, contents: Contents, outcome: Outcome | null, keys: Keys, logged: readonly Logged[]): void {
  const replacements = new Replacements(plan, contents, outcome, keys);
  logged.forEach(({ event }, i) => {
    if (event.event === "replace") replacements.check(event, { file: EVENTS_FILE, line: i + 1 });
  });
}
