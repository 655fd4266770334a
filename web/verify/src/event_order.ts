// The order of events (section 20.2): which may come after which, and how often.

import { oneOf } from "./events.js";
import { ANNOUNCEMENT, EVENTS_FILE, OUTCOME, SEALED } from "./kinds.js";
import { AFTER, STAGES } from "./names_in_order.js";
import { refuse } from "./refusal.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

const ONCE = ["announce", "close", "roll", "draw", "finish", "void"];

function wrong(got: string, expected: string, line: number): never {
  refuse("event-order", { got, expected, where: { file: EVENTS_FILE, line } });
}

/** Who or what an event is about, where one may be there once only. */
function onceFor(event: CeremonyEvent): string | null {
  switch (event.event) {
    case "share": return event.holder;
    case "contribution": case "commitment": case "reveal": case "sign": return event.label;
    case "open": return event.leaf;
    default: return ONCE.includes(event.event) ? "" : null;
  }
}

function mayBe(plan: Plan, event: CeremonyEvent, line: number): void {
  const only = (name: string, holds: boolean, expected: string) => {
    if (event.event === name && !holds) wrong(name, expected, line);
  };
  only("share", plan.mode === "sealed", "no shares in open mode");
  only("open", plan.mode === "sealed", "nothing to open in open mode");
  only("contribution", plan.profile === "room", "commitments and reveals in profile remote");
  only("commitment", plan.profile === "remote", "contributions in profile room");
  only("reveal", plan.profile === "remote", "contributions in profile room");
}

/** What came before an event; there may be very many. */
class Before {
  private last: CeremonyEvent | undefined;
  private readonly names = new Set<string>();
  private readonly once = new Set<string>();
  private shares = 0;

  constructor(private readonly plan: Plan) {}

  next(event: CeremonyEvent, line: number): void {
    mayBe(this.plan, event, line);
    this.stage(event, line);
    const what = onceFor(event);
    const key = `${event.event} ${what}`;
    if (what !== null && this.once.has(key)) wrong(`${key} again`, "at most one", line);
    this.once.add(key);
    this.names.add(event.event);
    if (event.event === "share") this.shares++;
    this.last = event;
  }

  private stage(event: CeremonyEvent, line: number): void {
    const last = this.last?.event;
    if (last === undefined) {
      if (event.event !== "announce") wrong(event.event, "announce first", line);
      return;
    }
    if (last === "finish" || last === "void") wrong(event.event, `nothing after ${last}`, line);
    if (event.event === "void") return;
    const stage = STAGES[event.event]!;
    if (stage < STAGES[last]!) wrong(`${event.event} after ${last}`, "the order of section 20.2", line);
    const needed = AFTER[event.event];
    if (needed !== undefined && !this.names.has(needed)) wrong(event.event, `${needed} before it`, line);
    if (stage > 1 && this.plan.mode === "sealed" && this.shares < this.plan.escrow!.holders.length) {
      wrong(`${event.event} after ${this.shares} shares`, "a share for each holder before it", line);
    }
  }
}

export function checkOrderOfEvents(plan: Plan, events: readonly CeremonyEvent[]): void {
  const before = new Before(plan);
  events.forEach((event, i) => before.next(event, i + 1));
}

/** Which events may be the last ones of a kind of bundle. */
export function checkLastEvent(plan: Plan, kind: string, events: readonly CeremonyEvent[]): void {
  const last = events[events.length - 1];
  const rolled = oneOf(events, "roll") !== undefined;
  const early = ["announce", "share", "contribution", "commitment", "reveal", "close", "sign"];
  let fits = false;
  if (last !== undefined && kind === ANNOUNCEMENT) fits = early.includes(last.event) || (last.event === "void" && !rolled);
  if (last !== undefined && kind === SEALED) fits = last.event === "draw";
  if (last !== undefined && kind === OUTCOME) {
    fits = last.event === "finish" || (last.event === "void" && rolled) || (last.event === "draw" && plan.mode === "open");
  }
  if (fits) return;
  refuse("event-last", {
    got: last?.event ?? "no event", expected: `a last event of ${kind} (section 20.2)`, where: { file: EVENTS_FILE, line: events.length },
  });
}
