// The checks `order` and `grade` (section 20.5): how well it is shown that the close came before the final source.

import { allOf } from "./events.js";
import { refuse } from "./refusal.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

export const GRADES = ["rehearsal", "operator-only", "attested", "anchored"];

const FIRST_ROUND = 1692803367;
const SECONDS_A_ROUND = 3;
/** A beacon must begin so long after the close was seen outside. */
const BEACON_DELAY = 600;

/** When the round of a beacon begins, in Unix seconds. */
export function beaconTime(round: number): number {
  return FIRST_ROUND + SECONDS_A_ROUND * (round - 1);
}

export interface Attestation {
  readonly label: string;
  readonly department: string;
}

/** Who signed the close, in the order of the events. */
export function attestations(plan: Plan, events: readonly CeremonyEvent[]): Attestation[] {
  return allOf(events, "sign").map(({ label }) =>
    ({ label, department: plan.keys!.find((one) => one.label === label)!.department }));
}

/** `time`: t(D), or null. Only after the checks `events`, `log` and `order`. */
export function gradeOf(plan: Plan, events: readonly CeremonyEvent[], time: number | null): string {
  if (plan.purpose === "rehearsal") return "rehearsal";
  if (time !== null) return "anchored";
  const departments = new Set(attestations(plan, events).map((one) => one.department));
  return departments.size >= 2 ? "attested" : "operator-only";
}

export function checkOrder(plan: Plan, time: number | null): void {
  const { source, round } = plan.final;
  if (source !== "drand" || time === null) return;
  const begins = beaconTime(round!);
  if (begins >= time + BEACON_DELAY) return;
  refuse("order-beacon", {
    got: `round ${round} begins at ${begins}`, expected: `at ${time + BEACON_DELAY} or later`, where: { file: "plan.json" },
  });
}

export function checkGrade(got: string, require?: string): void {
  if (require === undefined || GRADES.indexOf(got) >= GRADES.indexOf(require)) return;
  refuse("grade-low", { got, expected: `at least ${require}`, where: { file: "plan.json" } });
}
