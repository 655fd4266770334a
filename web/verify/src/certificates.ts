// The check `certificates`: relaxations and visits set aside (sections 13.9, 13.10 and 15.1). Proofs are in proofs.ts.

import { compareBytes, strictlySorted } from "./bytes.js";
import { H } from "./hash.js";
import { checkProofs } from "./proofs.js";
import { refuse } from "./refusal.js";
import { Lawful, type Outcome } from "./teams.js";
import type { Certificate, Visit } from "./types.js";

const WHERE = { file: "draw/pairing.json" };

interface Listed {
  readonly visit: Visit;
  readonly seats: readonly number[];
}

/** The seats of a certificate, refused if one of them is none or comes twice. */
function listedSeats(outcome: Outcome, certificate: Certificate, name: string): Listed[] {
  const visits = new Map(outcome.visits.map((visit) => [visit.id, visit]));
  if (!strictlySorted(certificate.seats.map((line) => line.visit))) {
    refuse("certificate-form", { got: `${name}: visits out of order`, expected: "each visit once, by id", where: WHERE });
  }
  return certificate.seats.map(({ visit: id, seats }) => {
    const visit = visits.get(id);
    const size = visit?.seats?.length ?? 0;
    const ascending = seats.length > 0 && seats.every((s, k) => s < size && (k === 0 || s > seats[k - 1]!));
    if (visit === undefined || !ascending) {
      refuse("certificate-form", { got: `${name}: seats ${seats.join(", ")} of ${id}`, expected: "seats of the visit, each once", where: WHERE });
    }
    return { visit, seats };
  });
}

function compareCount(name: string, what: string, got: string | number, expected: string | number): void {
  if (got !== expected) refuse("certificate-count", { got: `${name}: ${what} ${got}`, expected, where: WHERE });
}

function comparePlaces(outcome: Outcome, name: string, certificate: Certificate, places: ReadonlyMap<number, number>): void {
  const numbers = [...places.keys()].sort((a, b) => a - b);
  const expected = numbers.map((i) => `${outcome.inspectors[i]!.id} ${places.get(i)}`).join(", ");
  const got = certificate.inspectors.map((one) => `${one.id} ${one.places}`).join(", ");
  compareCount(name, "inspectors", got, expected);
}

/** Places: more seats than those who are lawful for them have places. */
function countPlaces(outcome: Outcome, lawful: Lawful, certificate: Certificate, name: string): void {
  const listed = listedSeats(outcome, certificate, name);
  const visits = new Map<number, number>();
  let demand = 0;
  for (const { visit, seats } of listed) {
    const able = new Set<number>();
    for (const members of new Set(seats.map((s) => lawful.pool(visit, s)))) {
      for (const one of members) if (!lawful.isBarred(visit, one)) able.add(one);
    }
    for (const one of able) visits.set(one, (visits.get(one) ?? 0) + 1);
    demand += seats.length;
  }
  let capacity = 0;
  for (const [one, count] of visits) {
    const places = Math.min(outcome.quota(lawful.level, one).max, count);
    visits.set(one, places);
    capacity += places;
  }
  compareCount(name, "demand", certificate.demand, demand);
  comparePlaces(outcome, name, certificate, visits);
  compareCount(name, "capacity", certificate.capacity, capacity);
}

/** The largest number of seats that different inspectors can take at once: `able[s]` may take seat s. */
function matching(able: readonly (readonly number[])[]): number {
  const seatOf = new Map<number, number>();
  const place = (seat: number, tried: Set<number>): boolean => able[seat]!.some((one) => {
    if (tried.has(one)) return false;
    tried.add(one);
    const other = seatOf.get(one);
    if (other !== undefined && !place(other, tried)) return false;
    seatOf.set(one, seat);
    return true;
  });
  return able.filter((_, seat) => place(seat, new Set())).length;
}

/** Minimum: these inspectors must have more visits than there are for them. */
function countMinimum(outcome: Outcome, lawful: Lawful, certificate: Certificate, name: string): void {
  const ids = certificate.inspectors.map((one) => one.id);
  const chosen = new Map<number, number>();
  for (const id of ids) {
    const number = outcome.numbers.get(id);
    if (number === undefined) refuse("certificate-form", { got: `${name}: ${id}`, expected: "an inspector of the list", where: WHERE });
    chosen.set(number, outcome.quota(lawful.level, number).min);
  }
  comparePlaces(outcome, name, certificate, chosen);
  const among = new Map<readonly number[], number[]>();
  const found: string[] = [];
  let capacity = 0;
  for (const visit of outcome.visits) {
    const able = visit.seats!.map((_, s) => {
      const members = lawful.pool(visit, s);
      const some = among.get(members) ?? members.filter((one) => chosen.has(one));
      among.set(members, some);
      return some.filter((one) => !lawful.isBarred(visit, one));
    });
    able.forEach((list, s) => list.length > 0 && found.push(`${visit.id} ${s}`));
    capacity += matching(able);
  }
  const listed = listedSeats(outcome, certificate, name).flatMap(({ visit, seats }) => seats.map((s) => `${visit.id} ${s}`));
  compareCount(name, "seats", listed.join(", "), found.join(", "));
  compareCount(name, "demand", certificate.demand, [...chosen.values()].reduce((sum, min) => sum + min, 0));
  compareCount(name, "capacity", certificate.capacity, capacity);
}

function recount(outcome: Outcome, lawful: Lawful, certificate: Certificate, name: string): void {
  if (certificate.kind === "places") countPlaces(outcome, lawful, certificate, name);
  else countMinimum(outcome, lawful, certificate, name);
  if (certificate.demand <= certificate.capacity) {
    const got = `${name}: demand ${certificate.demand}, capacity ${certificate.capacity}`;
    refuse("certificate-claim", { got, expected: "a demand above the capacity", where: WHERE });
  }
}

function checkRelaxed(outcome: Outcome): void {
  const { relaxed } = outcome.contents.pairing!;
  const levels = relaxed.map((one) => one.level).join(", ");
  const expected = Array.from({ length: outcome.level }, (_, k) => k).join(", ");
  if (levels !== expected) refuse("certificate-level", { got: `levels ${levels}`, expected: `levels ${expected}`, where: WHERE });
  for (const { certificates, level } of relaxed) {
    if (certificates.length === 0) refuse("certificate-level", { got: `level ${level}: no certificate`, expected: "a reason", where: WHERE });
    const lawful = new Lawful(outcome, level);
    certificates.forEach((certificate, k) => recount(outcome, lawful, certificate, `level ${level}, certificate ${k + 1}`));
  }
}

/** The visit of a certificate that has to go: the one with the largest hash. */
function chosenVisit(certificate: Certificate, pairKey: Uint8Array): string {
  let best: { id: string; hash: Uint8Array } | null = null;
  for (const { visit: id } of certificate.seats) {
    const hash = H("mq1/aside", pairKey, id);
    if (best === null || compareBytes(hash, best.hash) > 0) best = { id, hash };
  }
  return best!.id;
}

function checkSetAside(outcome: Outcome, pairKey: Uint8Array): void {
  const { set_aside: aside } = outcome.contents.pairing!;
  const unseated = outcome.visits.filter((visit) => visit.state === "unseated").map((visit) => visit.id);
  const gone = aside.map((one) => one.visit).sort();
  if (gone.join(", ") !== unseated.join(", ")) {
    refuse("certificate-visits", { got: `set aside: ${gone.join(", ")}`, expected: `the unseated: ${unseated.join(", ")}`, where: WHERE });
  }
  if (aside.length === 0) return;
  const steps = outcome.plan.relaxations.length;
  if (outcome.level !== steps) {
    refuse("certificate-level", { got: `visits set aside at level ${outcome.level}`, expected: `only at level ${steps}`, where: WHERE });
  }
  const lawful = new Lawful(outcome, outcome.level);
  const before = new Set<string>();
  aside.forEach(({ certificate, visit }, k) => {
    const name = `set aside ${k + 1}`;
    if (certificate.kind !== "places") refuse("certificate-form", { got: `${name}: ${certificate.kind}`, expected: "places", where: WHERE });
    recount(outcome, lawful, certificate, name);
    const again = certificate.seats.find((line) => before.has(line.visit));
    if (again !== undefined) {
      refuse("certificate-form", { got: `${name} names ${again.visit}`, expected: "only visits not set aside before", where: WHERE });
    }
    const chosen = chosenVisit(certificate, pairKey);
    if (chosen !== visit) refuse("certificate-choice", { got: `${name}: ${visit}`, expected: `${chosen}, by its hash`, where: WHERE });
    before.add(visit);
  });
}

export function checkCertificates(outcome: Outcome, pairKey: Uint8Array): void {
  checkRelaxed(outcome);
  checkSetAside(outcome, pairKey);
  checkProofs(outcome);
}
