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

/** Case 3, as far as a last day is known: without that the superior is not asked for here. */
export function lateReason({ date }: EntityReplacement, last: string | undefined): string | null {
  return last !== undefined && date > last ? `later than ${last}, the last day of the visit` : null;
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
  /** Of each visit or stratum the day of its last replacement. */
  private readonly before = new Map<string, string>();

  constructor(private readonly plan: Plan, private readonly P: Uint8Array, private readonly lastDays: LastDays) {}

  /** Events must come here in their order. `found`: why only the superior may approve, as the outcome shows it (cases 4 to 6). */
  check(event: ReplaceEvent, found: string | null, where: Where): void {
    const place = placeOf(event);
    const before = this.before.get(place) ?? this.plan.created;
    if (event.date < before) refuse("replace-date", { got: event.date, expected: `not before ${before}`, where });
    this.before.set(place, event.date);
    checkApproval(this.plan, this.P, event, this.reasonForSuperior(event, found), where);
  }

  private reasonForSuperior(event: ReplaceEvent, found: string | null): string | null {
    const shown = this.again.reasonForSuperior(event);
    if (shown !== null) return shown;
    return (event.kind === "entity" ? this.late(event) : null) ?? found;
  }

  private late(event: EntityReplacement): string | null {
    const last = this.lastDays.of(event);
    if (last !== undefined) return lateReason(event, last);
    const seated = this.plan.tasks.some((task) => task.id === event.task && task.seats.length > 0);
    return seated ? "an entity that has no days, of a task with seats" : null;
  }
}
