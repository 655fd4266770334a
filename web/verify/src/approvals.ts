// Who must approve a replacement, and when it may be dated (section 23.4): part of the check `replacements`.

import { unhex } from "./bytes.js";
import { keyOf } from "./check_events.js";
import { isSignature } from "./ed25519.js";
import { H } from "./hash.js";
import { refuse, type Where } from "./refusal.js";
import { canonicalLine, type Json } from "./serialize.js";
import type { EntityReplacement, ReplaceEvent } from "./types_events.js";
import type { Plan, Visit } from "./types.js";

const SUPERIOR = "superior";

/** Somebody is passed over; of kind `entity`, `skipped` has a list for each seat, and these may be empty. */
function skipsSomebody(event: ReplaceEvent): boolean {
  return event.kind === "inspector" ? event.skipped.length > 0 : event.skipped.some((seat) => seat.length > 0);
}

export class Approvals {
  /** Visits and strata in which somebody was replaced already. */
  private readonly again = new Set<string>();
  /** For each place that is to be visited the last day on which it is, where there are days. */
  private readonly lastDays = new Map<string, string>();
  private before: string;

  constructor(private readonly plan: Plan, private readonly P: Uint8Array, visits: readonly Visit[]) {
    this.before = plan.created;
    for (const { days, draws } of visits) {
      for (const { task, stratum, rank } of draws) this.keepLast(`${task} ${stratum} ${rank}`, days);
    }
  }

  private keepLast(place: string, days: readonly string[] | undefined): void {
    if (days !== undefined) this.lastDays.set(place, days[days.length - 1]!);
  }

  /** Events must come here in their order. */
  check(event: ReplaceEvent, where: Where): void {
    if (event.date < this.before) refuse("replace-date", { got: event.date, expected: `not before ${this.before}`, where });
    this.before = event.date;
    const reason = this.reasonForSuperior(event);
    if (reason !== null && event.approved_by !== SUPERIOR) {
      refuse("replace-approved", { got: event.approved_by, expected: `${SUPERIOR}: ${reason}`, where });
    }
    const key = event.approved_by === SUPERIOR ? this.plan.superior!.key : keyOf(this.plan, event.approved_by);
    if (key === undefined) {
      return refuse("replace-approved", { got: event.approved_by || "nobody", expected: `${SUPERIOR} or a label of keys`, where });
    }
    this.checkSignature(event, key, where);
    if (event.kind === "entity" && event.by !== undefined) this.keepLast(`${event.task} ${event.stratum} ${event.by}`, event.days);
  }

  /** Why only the superior may approve, or null. */
  private reasonForSuperior(event: ReplaceEvent): string | null {
    const place = event.kind === "inspector" ? `visit ${event.visit}` : `stratum ${event.task} ${event.stratum}`;
    const further = this.again.has(place);
    this.again.add(place);
    if (further) return `not the first one of its ${place}`;
    if (skipsSomebody(event)) return "somebody is skipped";
    return event.kind === "entity" && event.date > this.lastDay(event) ? `later than ${this.lastDay(event)}, the last day of the visit` : null;
  }

  private lastDay({ task, stratum, rank }: EntityReplacement): string {
    return this.lastDays.get(`${task} ${stratum} ${rank}`) ?? this.plan.period.until;
  }

  private checkSignature(event: ReplaceEvent, key: string, where: Where): void {
    const { signature, ...unsigned } = event;
    const signed = H("mq1/replacement", this.P, canonicalLine(unsigned as unknown as Json));
    if (signature !== undefined && isSignature(unhex(key), signed, unhex(signature))) return;
    refuse("replace-signature", { got: signature === undefined ? "none" : "a signature that is not valid", expected: `a signature of ${key}`, where });
  }
}
