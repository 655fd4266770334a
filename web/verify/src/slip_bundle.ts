// Replacements of a slip beside a bundle (section 25, `slip-draw`). As far as the bundle reaches they are those of its
// events. Of later ones plan and lists show who approved them; that it was these substitutes' turn, only the outcome does.

import { Again, checkApproval, checkReason } from "./approvals.js";
import type { Context } from "./context.js";
import { ending } from "./events.js";
import { refuse } from "./refusal.js";
import { canonical, type Json } from "./serialize.js";
import { concerning, isCall, replacementsOf, reserveOf, visitOf, type Replaced } from "./slip_visit.js";
import type { ReplaceEvent } from "./types_events.js";
import type { Slip } from "./types_files.js";
import type { Plan } from "./types.js";

const HERE = { file: "file" };

/** Before which place of the log the bundle has everything of its draw. Once a draw has ended nothing of it follows. */
export function reachOf({ logged, events }: Context): number {
  return ending(events) === undefined ? logged[logged.length - 1]!.index + 1 : Infinity;
}

/** Those that came after the last event of the bundle. */
export function beyond(slip: Slip, bundle: Context): readonly Replaced[] {
  const reach = reachOf(bundle);
  return (slip.replaced ?? []).filter(({ index }) => index >= reach);
}

/** Why the replacements of the slip are not those of the bundle, as far as its events reach; or null. */
export function bundleFault(slip: Slip, size: number, bundle: Context): { got: string; expected: string } | null {
  const reach = Math.min(size, reachOf(bundle));
  const text = (list: readonly Replaced[]) => list.map(({ event, index }) => `${index} ${canonical(event as unknown as Json)}`).join(", ") || "none";
  const got = text((slip.replaced ?? []).filter(({ index }) => index < reach));
  const expected = text(concerning(slip, replacementsOf(bundle.logged).filter(({ index }) => index < reach)));
  return got === expected ? null : { got, expected };
}

/** The last day of the visit that the slip shows: as the draw, or the event that took the reserve, set it. */
function lastDay(slip: Slip): string | undefined {
  const reserve = reserveOf(slip);
  const call = reserve === undefined ? undefined : (slip.replaced ?? []).map(({ event }) => event).find((event) => isCall(event, reserve));
  const days = visitOf(slip)?.days ?? (call?.kind === "entity" ? call.days : undefined);
  return days?.[days.length - 1];
}

function checkReasons(plan: Plan, event: ReplaceEvent): void {
  checkReason(plan, event.kind, event.reason, HERE);
  const skipped = event.kind === "inspector" ? event.skipped : event.skipped.flat();
  for (const { reason } of skipped) checkReason(plan, "inspector", reason, HERE);
}

function checkDate(plan: Plan, event: ReplaceEvent, last: string | undefined): void {
  if (event.date < plan.created) refuse("replace-date", { got: event.date, expected: `not before ${plan.created}` });
  if (event.kind !== "inspector") return;
  if (last === undefined) return refuse("replace-visit", { got: event.visit, expected: "a dated visit" });
  if (event.date > last) refuse("replace-date", { got: event.date, expected: `not later than ${last}` });
}

function checkPeople(known: ReadonlySet<string>, event: ReplaceEvent): void {
  const people = event.kind === "entity" ? event.team ?? [] : event.by === undefined ? [] : [event.by];
  for (const id of people) if (!known.has(id)) refuse("replace-inspector", { got: id, expected: "an inspector of the bundle" });
}

export function checkBeyond(slip: Slip, bundle: Context): void {
  const { plan, planDigest, contents } = bundle;
  const others = new Set(beyond(slip, bundle));
  const known = new Set((contents.inspectors ?? []).map((one) => one.id));
  const again = new Again();
  const last = lastDay(slip);
  for (const one of slip.replaced ?? []) {
    // All are counted, also those that the bundle has.
    const reason = again.reasonForSuperior(one.event);
    if (!others.has(one)) continue;
    checkReasons(plan, one.event);
    checkDate(plan, one.event, last);
    checkPeople(known, one.event);
    checkApproval(plan, planDigest, one.event, reason, HERE);
  }
}
