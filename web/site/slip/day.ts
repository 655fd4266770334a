// Whether the visit of a slip is today.

import type { Now } from "../../verify/src/index.js";

/** Whether somebody should be at the door today. */
export function dayWord({ days, off, called, team }: Now, today: string): "dayIn" | "dayBefore" | "dayAfter" | "dayBetween" | "dayNone" | null {
  if (off === true || called === false) return null;
  if (days === undefined || days.length === 0) return team === undefined ? null : "dayNone";
  if (days.includes(today)) return "dayIn";
  if (today < days[0]!) return "dayBefore";
  return today > days[days.length - 1]! ? "dayAfter" : "dayBetween";
}
