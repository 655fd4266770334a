// Who must approve a replacement, and when it may be dated (section 23.4): part of the check `replacements`, and of a slip.

import { unhex } from "./bytes.js";
import { keyOf } from "./check_events.js";
import { isSignature } from "./ed25519.js";
import { H } from "./hash.js";
import type { LastDays } from "./last_days.js";
import { refuse, type Where } from "./refusal.js";
import { canonicalLine, type Json } from "./serialize.js";
import type { EntityReplacement, ReplaceEvent } from "./types_events.js";
import type { Plan } from "./types.js";

const SUPERIOR = "superior";

export function checkReason(plan: Plan, kind: "entity" | "inspector", reason: string, where: Where): void {
  const codes = plan.replacement![kind];
  if (!codes.includes(reason)) refuse("replace-reason", { got: reason, expected: codes.join(" | ") || "no reason at all", where });
}

/** What replacements are counted by, and their days go up in: a visit, or a stratum of a task. */
function placeOf(event: ReplaceEvent): string {
  return event.kind === "inspector" ? `visit ${event.visit}` : `stratum ${event.task} ${event.stratum}`;
}

/** Somebody is passed over; of kind `entity`, `skipped` has a list for each seat, and these may be empty. */
function skipsSomebody(event: ReplaceEvent): boolean {
  return event.kind === "inspector" ? event.skipped.length > 0 : event.skipped.some((seat) => seat.length > 0);
}

/** The cases 1 and 2, and 4 without a successor, which the events show by themselves. Events must come here in their order. */
export class Again {
  private readonly places = new Set<string>();

  /** Why only the superior may approve, or null. */
  reasonForSuperior(event: ReplaceEvent): string | null {
    const place = placeOf(event);
    const further = this.places.has(place);
    this.places.add(place);
    if (further) return `not the first one of its ${place}`;
    if (skipsSomebody(event)) return "somebody is skipped";
    return event.by === undefined ? "nobody takes the place" : null;
  }
}

/** Case 3, of an entity of which it is known which last day it has, if any. */
export function lateReason(plan: Plan, { date, task }: EntityReplacement, last: string | undefined): string | null {
  if (last !== undefined) return date > last ? `later than ${last}, the last day of the visit` : null;
  const seated = plan.tasks.some((one) => one.id === task && one.seats.length > 0);
  return seated ? "an entity that has no days, of a task with seats" : null;
}

/** Days go up from one replacement of a visit, or of a stratum and task, to the next. Events must come here in their order. */
export class Dates {
  private readonly before = new Map<string, string>();

  constructor(private readonly created: string) {}

  /** Before which day the event must not be dated. */
  next(event: ReplaceEvent): string {
    const place = placeOf(event);
    const least = this.before.get(place) ?? this.created;
    this.before.set(place, event.date);
    return least;
  }
}

export function checkDate(event: ReplaceEvent, least: string, where: Where): void {
  if (event.date < least) refuse("replace-date", { got: event.date, expected: `not before ${least}`, where });
}

/** Whoever approved may do so, and has signed. `reason`: why only the superior may, or null. */
export function checkApproval(plan: Plan, P: Uint8Array, event: ReplaceEvent, reason: string | null, where: Where): void {
  if (reason !== null && event.approved_by !== SUPERIOR) {
    refuse("replace-approved", { got: event.approved_by, expected: `${SUPERIOR}: ${reason}`, where });
  }
  const key = event.approved_by === SUPERIOR ? plan.superior!.key : keyOf(plan, event.approved_by);
  if (key === undefined) {
    return refuse("replace-approved", { got: event.approved_by || "nobody", expected: `${SUPERIOR} or a label of keys`, where });
  }
  const { signature, ...unsigned } = event;
  const signed = H("mq1/replacement", P, canonicalLine(unsigned as unknown as Json));
  if (signature !== undefined && isSignature(unhex(key), signed, unhex(signature))) return;
  refuse("replace-signature", { got: signature === undefined ? "none" : "a signature that is not valid", expected: `a signature of ${key}`, where });
}

export class Approvals {
  private readonly again = new Again();
  private readonly dates: Dates;

  constructor(private readonly plan: Plan, private readonly P: Uint8Array, private readonly lastDays: LastDays) {
    this.dates = new Dates(plan.created);
  }

  /** Events must come here in their order. `found`: why only the superior may approve, as the outcome shows it (cases 4 to 6). */
  check(event: ReplaceEvent, found: string | null, where: Where): void {
    checkDate(event, this.dates.next(event), where);
    checkApproval(this.plan, this.P, event, this.reasonForSuperior(event, found), where);
  }

  private reasonForSuperior(event: ReplaceEvent, found: string | null): string | null {
    const shown = this.again.reasonForSuperior(event);
    if (shown !== null) return shown;
    return (event.kind === "entity" ? lateReason(this.plan, event, this.lastDays.of(event)) : null) ?? found;
  }
}
