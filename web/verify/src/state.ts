// The state of a number, and whether it is overdue (section 20.6).

import { ending, oneOf } from "./events.js";
import { OUTCOME, SEALED } from "./kinds.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

export type State = "announced" | "sealed" | "drawn" | "finished" | "void";

/** `later`: names of events that a copy of the log has after the last one of the bundle. */
export function stateOf(kind: string, events: readonly CeremonyEvent[], later: readonly string[]): State {
  const last = later[later.length - 1] ?? ending(events)?.event;
  if (last === "finish") return "finished";
  if (last === "void") return "void";
  if (kind === OUTCOME) return "drawn";
  return kind === SEALED || later.includes("draw") ? "sealed" : "announced";
}

/** Why it was declared void, if the bundle says so. */
export function voidReason(events: readonly CeremonyEvent[]): string | undefined {
  return oneOf(events, "void")?.reason;
}

/** Neither finished nor void though its last day is over. */
export function isOverdue(plan: Plan, state: State, today: string | undefined): boolean {
  return today !== undefined && today > plan.finish_by && state !== "finished" && state !== "void";
}
