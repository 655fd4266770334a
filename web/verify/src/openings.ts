// The check `openings` (sections 6.5, 6.6, 6.10 and 15): every commitment that must be opened is, and opens rightly.

import { compareBytes, compareText, hex, strictlySorted, unhex, utf8 } from "./bytes.js";
import type { Contents } from "./contents.js";
import { reservesToOpen } from "./evidence.js";
import { H, type Part } from "./hash.js";
import { EVIDENCE_OPENINGS } from "./kinds.js";
import { refuse, type Where } from "./refusal.js";
import { availableInAll, Level } from "./rules.js";
import type { Logged } from "./types_events.js";
import type { Inspector, Opened, Opening, Plan, Task } from "./types.js";

const OPENINGS = "draw/openings.jsonl";
const APART = "draw/apart.jsonl";

/** Refuses unless `got` (which increases) has exactly the ids of `expected` (which does too). */
function sameIds(got: readonly { id: string }[], expected: readonly string[], file: string): void {
  for (let i = 0; i < Math.max(got.length, expected.length); i++) {
    const id = got[i]?.id;
    const wanted = expected[i];
    if (id === wanted) continue;
    const where = { file, line: i + 1 };
    const missing = id === undefined || (wanted !== undefined && compareText(wanted, id) < 0);
    if (missing) refuse("opening-missing", { got: "no line", expected: wanted!, where });
    refuse("opening-extra", { got: id!, expected: wanted ?? "no further line", where });
  }
}

function checkInspectors(known: ReadonlySet<string>, opened: Opened, where: Where): void {
  for (const id of opened.inspectors) {
    if (!known.has(id)) refuse("opening-inspector", { got: id, expected: "an inspector of the list", where });
  }
  if (!strictlySorted(opened.inspectors)) {
    refuse("opening-order", { got: opened.inspectors.join(", "), expected: "sorted, each once", where });
  }
}

function checkCommitment(got: Uint8Array, expected: Uint8Array, where: Where): void {
  if (compareBytes(got, expected) !== 0) refuse("opening-commitment", { got: hex(got), expected: hex(expected), where });
}

function checkBarredOpenings(
  contents: Contents, openings: readonly Opening[], wanted: readonly string[], known: ReadonlySet<string>, file: string,
): void {
  const table = contents.barred!;
  sameIds(openings, wanted, file);
  openings.forEach((opening, i) => {
    const where = { file, line: i + 1 };
    const line = table.ids.find(utf8(opening.id));
    for (const kind of ["law", "rotation"] as const) {
      const { salt, inspectors } = opening[kind];
      const parts: Part[] = [kind, unhex(salt), ...inspectors];
      checkCommitment(H("mq1/barred", ...parts), table[kind].at(line), where);
      checkInspectors(known, opening[kind], where);
    }
    const both = opening.law.inspectors.find((id) => opening.rotation.inspectors.includes(id));
    if (both !== undefined) refuse("opening-both", { got: both, expected: "in one of law and rotation", where });
  });
}

function checkApartOpenings(contents: Contents, known: ReadonlySet<string>): void {
  const openings = contents.apartOpenings!;
  const frozen = contents.apart!;
  sameIds(openings, frozen.map((line) => line.id), APART);
  const named = new Map(openings.map((line) => [line.id, new Set(line.inspectors)]));
  openings.forEach((opening, i) => {
    const where = { file: APART, line: i + 1 };
    checkCommitment(H("mq1/apart", unhex(opening.salt), ...opening.inspectors), unhex(frozen[i]!.apart), where);
    checkInspectors(known, opening, where);
    for (const other of opening.inspectors) {
      if (other === opening.id) refuse("apart-self", { got: other, expected: "others only", where });
      if (!named.get(other)!.has(opening.id)) {
        refuse("apart-mutual", { got: `${opening.id} names ${other}`, expected: `${other} names ${opening.id}`, where });
      }
    }
  });
}

/** The areas and pools of an entity have few values: members are counted once for each. */
class Choice {
  private readonly level: Level;
  private readonly members = new Map<string, Set<string>>();
  private readonly present: readonly boolean[];

  constructor(private readonly plan: Plan, private readonly inspectors: readonly Inspector[]) {
    this.level = new Level(plan, 0);
    this.present = inspectors.map((inspector) => availableInAll(inspector, plan) > 0);
  }

  of(pool: string, area: string): Set<string> {
    const key = `${pool} ${area}`;
    let found = this.members.get(key);
    if (found === undefined) {
      const whole = this.level.pool(pool);
      const ids = this.inspectors
        .filter((inspector, i) => this.level.member(inspector, this.present[i]!, whole, area))
        .map((inspector) => inspector.id);
      found = new Set(ids);
      this.members.set(key, found);
    }
    return found;
  }

  check(opening: Opening, area: string, tasks: Iterable<Task>): void {
    const barred = [...opening.law.inspectors, ...opening.rotation.inspectors];
    const pools = new Set([...tasks].flatMap((task) => task.seats.map((seat) => seat.pool)));
    for (const pool of pools) {
      const members = this.of(pool, area);
      const left = members.size - barred.filter((id) => members.has(id)).length;
      if (left >= this.plan.min_choice) continue;
      refuse("opening-choice", {
        got: `${opening.id}: ${left} of pool ${pool}`, expected: `at least ${this.plan.min_choice}`, where: { file: OPENINGS },
      });
    }
  }
}

function checkChoice(plan: Plan, contents: Contents, openings: readonly Opening[]): void {
  if (plan.min_choice_waiver !== undefined) return;
  const choice = new Choice(plan, contents.inspectors!);
  const tasks = new Map(plan.tasks.map((task) => [task.id, task]));
  const drewIt = new Map<string, Task[]>();
  for (const line of contents.selected) {
    if (line.reserve) continue;
    const list = drewIt.get(line.entity) ?? [];
    list.push(tasks.get(line.task)!);
    drewIt.set(line.entity, list);
  }
  for (const opening of openings) {
    const row = contents.entities.find(opening.id);
    choice.check(opening, contents.entities.areas.text(row), drewIt.get(opening.id) ?? []);
  }
}

/** Whether the file of openings of reserves must be there (section 16). */
function checkReserveFile(contents: Contents, reserves: readonly string[]): void {
  const there = (contents.evidence?.openings ?? null) !== null;
  if (there === reserves.length > 0) return;
  const [got, expected] = there ? ["a file", "none, as no reserve was taken that is still to be opened"] : ["no such file", reserves.join(", ")];
  refuse("opening-file", { got, expected, where: { file: EVIDENCE_OPENINGS } });
}

export function checkOpenings(plan: Plan, contents: Contents, logged: readonly Logged[]): void {
  const reserves = reservesToOpen(contents, logged);
  checkReserveFile(contents, reserves);
  if (contents.openings === null) return;
  const known = new Set(contents.inspectors!.map((inspector) => inspector.id));
  const drawn = new Set(contents.selected.filter((line) => !line.reserve).map((line) => line.entity));
  const wanted = [...drawn].filter((id) => contents.barred!.ids.find(utf8(id)) >= 0).sort();
  checkBarredOpenings(contents, contents.openings, wanted, known, OPENINGS);
  checkBarredOpenings(contents, contents.evidence?.openings ?? [], reserves, known, EVIDENCE_OPENINGS);
  checkApartOpenings(contents, known);
  checkChoice(plan, contents, contents.openings);
}
