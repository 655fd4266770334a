// The checks `order` and `grade` (section 20.5): how well it is shown that the close came before the final source.

import { allOf, oneOf } from "./events.js";
import { beaconTime } from "./final.js";
import { refuse } from "./refusal.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

export const GRADES = ["rehearsal", "operator-only", "attested", "anchored"];

/** A beacon must begin so long after the close was seen outside. */
const BEACON_DELAY = 600;

export interface Attestation {
  readonly label: string;
  readonly department: string;
  /** A signature is worth as much as it is known whose key this is. */
  readonly key: string;
}

/** Who signed the close, in the order of the events. */
export function attestations(plan: Plan, events: readonly CeremonyEvent[]): Attestation[] {
  return allOf(events, "sign").map(({ label }) => {
    const { department, key } = plan.keys!.find((one) => one.label === label)!;
    return { label, department, key };
  });
}

/** What cosignatures show: when they met the quorum on the closing checkpoint, and whether on the later one too. */
export interface Cosigned {
  readonly time: number | null;
  readonly confirmed: boolean;
}

/** The later checkpoint says what came of the close: it counts once there is a roll. */
export function lacksLater(events: readonly CeremonyEvent[], { time, confirmed }: Cosigned): boolean {
  return time !== null && !confirmed && oneOf(events, "roll") !== undefined;
}

/** Only after the checks `events`, `log` and `order`. */
export function gradeOf(plan: Plan, events: readonly CeremonyEvent[], cosigned: Cosigned): string {
  if (plan.purpose === "rehearsal") return "rehearsal";
  if (cosigned.time !== null && !lacksLater(events, cosigned)) return "anchored";
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
