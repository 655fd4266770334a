// The check `plan` for the keys of a draw that is held as a ceremony (section 5, 21 and 24.3): which must be there
// together, and what they hold. That such a draw was held rightly is for the checks of sections 20 to 24.

import { strictlySorted } from "./bytes.js";
import { demand, noneEmpty, unique } from "./demand.js";
import { LOG_KEY, verifierKey } from "./keys.js";
import type { Plan } from "./types.js";

function checkPresence(plan: Plan): void {
  const log = plan.log !== undefined;
  const sealed = plan.mode === "sealed";
  const rule = (holds: boolean, got: string, expected: string) => demand(holds, "plan-log", got, expected);
  rule(log || plan.purpose !== "official", "an official plan without log", "a log");
  demand(log || !sealed, "plan-mode", "a sealed plan without log", "a log");
  demand(log || plan.profile !== "remote", "plan-profile", "profile remote without log", "a log");
  rule((plan.superior !== undefined) === log, "superior without log, or log without superior", "both or neither");
  rule((plan.replacement !== undefined) === log, "replacement without log, or log without replacement", "both or neither");
  rule(log || plan.keys === undefined, "keys without log", "a log");
  rule((plan.escrow !== undefined) === sealed, `escrow in mode ${plan.mode}`, "exactly in sealed mode");
  rule((plan.custodians !== undefined) === sealed, `custodians in mode ${plan.mode}`, "exactly in sealed mode");
}

function checkEscrow(plan: Plan): void {
  if (plan.escrow === undefined) return;
  const { holders, threshold } = plan.escrow;
  const inside = holders.filter((holder) => !holder.outside).length;
  unique("holders", holders.map((holder) => holder.label));
  noneEmpty("holders", holders.map((holder) => holder.label));
  const right = holders.length <= 255 && threshold <= holders.length && 2 * threshold > holders.length && inside < threshold;
  demand(right, "plan-escrow", `threshold ${threshold} of ${holders.length}, ${inside} inside`,
    "at most 255 holders, more than half needed, and more than are inside");
}

/** Who vouches for a share must be able to sign for it. */
function checkHolders(plan: Plan): void {
  for (const { label } of plan.escrow?.holders ?? []) {
    demand((plan.keys ?? []).some((one) => one.label === label), "plan-keys", `holder ${label} without a key`, "a key of each holder");
  }
}

function checkKeys(plan: Plan): void {
  checkHolders(plan);
  if (plan.keys === undefined) return;
  const labels = plan.keys.map((one) => one.label);
  demand(labels.length > 0 && strictlySorted(labels), "plan-keys", labels.join(", "), "labels ascending, at least one");
  unique("keys", plan.keys.map((one) => one.key));
  noneEmpty("labels and departments of keys", plan.keys.flatMap((one) => [one.label, one.department]));
  const known = new Set([...plan.participants, ...(plan.escrow?.holders ?? []).map((holder) => holder.label)]);
  for (const { label, key } of plan.keys) {
    demand(known.has(label), "plan-keys", label, "a participant or a holder");
    demand(key !== plan.superior?.key, "plan-keys", `${label}: the key of the superior`, "a key of its own");
  }
}

export function checkCeremonyKeys(plan: Plan): void {
  checkPresence(plan);
  if (plan.log !== undefined) demand(verifierKey(plan.log, LOG_KEY) !== null, "plan-log", plan.log, "the verifier key of a log");
  if (plan.superior !== undefined) noneEmpty("superior", [plan.superior.name]);
  checkEscrow(plan);
  checkKeys(plan);
  if (plan.custodians !== undefined) {
    noneEmpty("custodians", plan.custodians);
    unique("custodians", plan.custodians);
  }
  for (const codes of [plan.replacement?.entity ?? [], plan.replacement?.inspector ?? []]) {
    noneEmpty("codes of replacement", codes);
    demand(strictlySorted(codes), "plan-order", codes.join(", "), "sorted, without repetition");
  }
}
