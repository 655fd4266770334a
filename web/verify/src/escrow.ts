// The check `escrow` (section 21): the points that bind the operator to a secret, and the secret once it is out.

import { compareBytes, hex, unhex } from "./bytes.js";
import { add, cleared, decode, encode, equal, inBaseGroup, L, littleEndian, timesBase, timesSmall, type Point } from "./edwards.js";
import { oneOf, secretOf } from "./events.js";
import { H } from "./hash.js";
import { EVENTS_FILE } from "./kinds.js";
import { refuse, same, type Where } from "./refusal.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

/** c of section 21. */
export function escrowCommitment(P: Uint8Array, points: readonly string[]): string {
  return hex(H("mq1/commit", P, ...points.map(unhex)));
}

/** The points of their encodings, each canonical and in the group of B: else the secret would never open what was announced. */
export function checkPoints(encodings: readonly string[], where: Where): Point[] {
  return encodings.map((encoding) => {
    const point = decode(unhex(encoding));
    if (point !== null && inBaseGroup(point)) return point;
    return refuse("escrow-point", { got: encoding, expected: "the encoding of a point of the group of B", where });
  });
}

/** Whether a share is good: [8·s]B = [8] of the sum of [i^j]A_j. */
export function isShare(share: Uint8Array, index: number, points: readonly Point[]): boolean {
  const s = littleEndian(share);
  if (s >= L) return false;
  // From the last point on: each step multiplies by the index and adds a point.
  const sum = points.reduceRight((so_far, point) => add(timesSmall(index, so_far), point));
  return equal(cleared(timesBase(s)), cleared(sum));
}

export function checkEscrow(plan: Plan, P: Uint8Array, events: readonly CeremonyEvent[]): void {
  const where = { file: EVENTS_FILE, line: 1 };
  const { points, commitment } = oneOf(events, "announce")!;
  if (points!.length !== plan.escrow!.threshold) {
    refuse("escrow-count", { got: `${points!.length} points`, expected: plan.escrow!.threshold, where });
  }
  checkPoints(points!, where);
  same("escrow-commitment", commitment!, escrowCommitment(P, points!), where);
  const secret = secretOf(events);
  if (secret === undefined) return;
  const last = { file: EVENTS_FILE, line: events.length };
  const s = littleEndian(unhex(secret));
  if (s === 0n || s >= L) refuse("escrow-secret", { got: secret, expected: "a number from 1 to L - 1", where: last });
  const first = encode(timesBase(s));
  if (compareBytes(first, unhex(points![0]!)) !== 0) {
    refuse("escrow-secret", { got: `a secret of ${hex(first)}`, expected: points![0]!, where: last });
  }
}
