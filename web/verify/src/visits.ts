// The check `visits` (section 11): what is visited follows from what was drawn.

import { compareText } from "./bytes.js";
import type { Contents } from "./contents.js";
import { refuse, same } from "./refusal.js";
import type { Draw, Plan, Seat, Task, Visit } from "./types.js";

const FILE = "draw/visits.jsonl";

/** A visit before inspectors and days. */
export interface PlainVisit {
  readonly id: string;
  readonly area: string;
  readonly draws: readonly Draw[];
  readonly duration: number;
  readonly items: readonly string[];
  readonly seats: readonly Seat[];
}

/** For each pool in the plan's order the largest count of a task; the lead is the first seat of the leading pool. */
export function seatsOf(plan: Plan, tasks: readonly Task[]): Seat[] {
  const leading = tasks.flatMap((task) => task.seats).find((seat) => seat.lead)?.pool;
  const seats: Seat[] = [];
  for (const pool of plan.pools) {
    const counts = tasks.map((task) =>
      task.seats.reduce((sum, seat) => sum + (seat.pool === pool.id ? seat.count : 0), 0));
    const count = Math.max(0, ...counts);
    for (let k = 0; k < count; k++) seats.push({ lead: k === 0 && pool.id === leading, pool: pool.id });
  }
  return seats;
}

/** All visits, by id. `contents.selected` was checked before and is taken as it stands. */
export function plainVisits(plan: Plan, contents: Contents): PlainVisit[] {
  return plainVisitsOf(plan, contents, contents.selected.filter((line) => !line.reserve));
}

/** The visits that these draws make. */
export function plainVisitsOf(plan: Plan, contents: Contents, drawn: readonly Draw[]): PlainVisit[] {
  const order = new Map(plan.tasks.map((task, t) => [task.id, t]));
  const places = new Map<string, Draw[]>();
  for (const { entity, rank, stratum, task } of drawn) {
    const place = contents.entities.place(contents.entities.find(entity));
    const draws = places.get(place) ?? [];
    draws.push({ entity, rank, stratum, task });
    places.set(place, draws);
  }
  const teams = new Map<string, Seat[]>();
  return [...places.keys()].sort(compareText).map((id) => {
    const draws = places.get(id)!;
    draws.sort((a, b) => compareText(a.entity, b.entity) || order.get(a.task)! - order.get(b.task)!);
    const numbers = [...new Set(draws.map((draw) => order.get(draw.task)!))].sort((a, b) => a - b);
    const tasks = numbers.map((t) => plan.tasks[t]!);
    const key = numbers.join(" ");
    const seats = teams.get(key) ?? seatsOf(plan, tasks);
    teams.set(key, seats);
    const area = contents.entities.areas.text(contents.entities.find(draws[0]!.entity));
    const items = [...new Set(tasks.flatMap((task) => task.items))].sort(compareText);
    return { id, area, draws, duration: Math.max(...tasks.map((task) => task.days)), items, seats };
  });
}

function checkState(visit: Visit, seats: number, line: number): void {
  const where = { file: FILE, line };
  if ((visit.state === "unpaired") !== (seats === 0)) {
    refuse("visit-state", { got: visit.state, expected: seats === 0 ? "unpaired: it has no seats" : "not unpaired", where });
  }
  if ((visit.state === "dated") !== (visit.days !== undefined)) {
    refuse("visit-state", { got: `${visit.state}, ${visit.days ? "with" : "without"} days`, expected: "days exactly when dated", where });
  }
}

// Ids have neither spaces nor commas, so that these texts are the same only for the same lists.

function drawsText(draws: readonly Draw[]): string {
  return draws.map((draw) => `${draw.entity} ${draw.task} ${draw.stratum} ${draw.rank}`).join(", ");
}

function seatsText(seats: readonly Seat[]): string {
  return seats.map((seat) => (seat.lead ? `${seat.pool} lead` : seat.pool)).join(", ");
}

function checkVisit(got: Visit, expected: PlainVisit, line: number): void {
  const where = { file: FILE, line };
  same("visit-draws", drawsText(got.draws), drawsText(expected.draws), where);
  same("visit-items", got.items.join(", "), expected.items.join(", "), where);
  same("visit-area", got.area ?? "", expected.area, where);
  same("visit-duration", got.duration, expected.duration, where);
  same("visit-seats", seatsText(got.seats ?? []), seatsText(expected.seats), where);
  checkState(got, expected.seats.length, line);
}

export function checkVisits(contents: Contents, expected: readonly PlainVisit[]): void {
  const got = contents.visits;
  for (let i = 0; i < Math.max(got.length, expected.length); i++) {
    const where = { file: FILE, line: i + 1 };
    const visit = got[i];
    const wanted = expected[i];
    if (visit === undefined || (wanted !== undefined && compareText(wanted.id, visit.id) < 0)) {
      return refuse("visit-missing", { got: "no line", expected: wanted!.id, where });
    }
    if (wanted === undefined || visit.id !== wanted.id) {
      return refuse("visit-extra", { got: visit.id, expected: wanted?.id ?? "no further line", where });
    }
    checkVisit(visit, wanted, i + 1);
  }
}
