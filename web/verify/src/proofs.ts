// Proofs that a visit can have no date with its team (sections 14.3 and 15.1), counted again from the published files.

import { strictlySorted } from "./bytes.js";
import { refuse } from "./refusal.js";
import type { Outcome } from "./teams.js";
import type { Proof, Undated, Visit } from "./types.js";

const WHERE = { file: "draw/pairing.json" };

class Windows {
  private readonly visits: ReadonlyMap<string, Visit>;

  constructor(private readonly outcome: Outcome) {
    const seated = outcome.visits.filter((visit) => visit.state !== "unseated");
    this.visits = new Map(seated.map((visit) => [visit.id, visit]));
  }

  /** A visit that has a team, or undefined. */
  visit(id: string): Visit | undefined {
    return this.visits.get(id);
  }

  team(visit: Visit): string[] {
    return visit.seats!.map((seat) => seat.inspector!);
  }

  /** Numbers of all days of all windows in which the whole team is there. */
  possibleDays(visit: Visit): Set<number> {
    const { plan, numbers } = this.outcome;
    const team = this.team(visit).map((id) => numbers.get(id)!);
    const there = plan.days.map((day) => team.every((one) => this.outcome.available(one, day) > 0));
    const days = new Set<number>();
    for (let start = 0; start + visit.duration <= there.length; start++) {
      const window = Array.from({ length: visit.duration }, (_, k) => start + k);
      if (window.every((d) => there[d])) for (const d of window) days.add(d);
    }
    return days;
  }
}

function compare(name: string, what: string, got: string | number, expected: string | number): void {
  if (got !== expected) refuse("certificate-count", { got: `${name}: ${what} ${got}`, expected, where: WHERE });
}

function form(name: string, got: string, expected: string): never {
  refuse("certificate-form", { got: `${name}: ${got}`, expected, where: WHERE });
}

function countProof(outcome: Outcome, windows: Windows, proof: Proof, name: string): void {
  const { plan } = outcome;
  if (proof.kind === "no_window") {
    const visit = windows.visit(proof.visit);
    if (visit === undefined) form(name, proof.visit, "a visit with a team");
    compare(name, "team", proof.team.join(", "), windows.team(visit).join(", "));
    if (windows.possibleDays(visit).size > 0) {
      refuse("certificate-claim", { got: `${name}: ${proof.visit}`, expected: "a team without a common window", where: WHERE });
    }
    return;
  }
  if (proof.kind === "cap" && plan.visits_per_day_max === 0) form(name, "cap", "a plan with a limit of visits a day");
  if (!strictlySorted(proof.visits)) form(name, proof.visits.join(", "), "visits ascending");
  const days = new Set<number>();
  let demand = 0;
  for (const id of proof.visits) {
    const visit = windows.visit(id);
    if (visit === undefined) form(name, id, "a visit with a team");
    const his = proof.kind === "cap" || windows.team(visit).includes(proof.inspector);
    const possible = windows.possibleDays(visit);
    if (!his || possible.size === 0) form(name, id, "a visit of this proof that has a possible start");
    for (const day of possible) days.add(day);
    demand += visit.duration;
  }
  const sorted = [...days].sort((a, b) => a - b).map((d) => plan.days[d]!);
  const one = proof.kind === "cap" ? -1 : outcome.numbers.get(proof.inspector) ?? form(name, proof.inspector, "an inspector");
  const capacity = sorted.reduce((sum, day) => sum + (one < 0 ? plan.visits_per_day_max : outcome.available(one, day)), 0);
  compare(name, "days", proof.days.join(", "), sorted.join(", "));
  compare(name, "demand", proof.demand, demand);
  compare(name, "capacity", proof.capacity, capacity);
  if (demand <= capacity) {
    refuse("certificate-claim", { got: `${name}: demand ${demand}, capacity ${capacity}`, expected: "a demand above the capacity", where: WHERE });
  }
}

function checkReason(proofs: readonly Proof[], undated: Undated): void {
  if (undated.reason === "not_found") return;
  const name = `undated ${undated.visit}`;
  const proof = proofs[undated.proof!];
  if (proof === undefined) form(name, `proof ${undated.proof}`, "a proof of the list");
  const names = proof.kind === "no_window" ? proof.visit === undated.visit : proof.visits.includes(undated.visit);
  const right = (proof.kind === "no_window") === (undated.reason === "no_window");
  if (!names || !right) form(name, `${undated.reason}, proof ${undated.proof}`, "a proof of this kind that names the visit");
}

export function checkProofs(outcome: Outcome): void {
  const { proofs, undated } = outcome.contents.pairing!;
  const got = undated.map((one) => one.visit).join(", ");
  const expected = outcome.visits.filter((visit) => visit.state === "undated").map((visit) => visit.id).join(", ");
  if (got !== expected) refuse("certificate-visits", { got: `undated: ${got}`, expected: `the undated: ${expected}`, where: WHERE });
  const windows = new Windows(outcome);
  proofs.forEach((proof, k) => countProof(outcome, windows, proof, `proof ${k}`));
  for (const one of undated) checkReason(proofs, one);
}
