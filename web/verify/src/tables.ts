// The other long lists, as columns: exclusions, labels of strata, barred, selection. Nothing is judged here.
// Tasks and strata are numbers: their places in the plan, or -1 where the plan has none of that id.

import { DigestColumn, IntColumn, TextColumn } from "./columns.js";
import { readList } from "./lines.js";
import { barredShape, exclusionShape, labelsShape, REASONS, selectionShape } from "./shapes_lists.js";
import type { ObjectShape } from "./shape.js";
import type { Source } from "./source.js";
import type { Tape } from "./canonical.js";
import type { Plan, Root } from "./types.js";

/** Lines that have an id and some pairs of numbers each. */
export class PairTable {
  readonly ids = new TextColumn();
  readonly first = new IntColumn();
  readonly second = new IntColumn();
  private readonly ends = new IntColumn();

  endLine(): void {
    this.ends.push(this.first.length);
  }

  from(line: number): number {
    return line === 0 ? 0 : this.ends.at(line - 1);
  }

  to(line: number): number {
    return this.ends.at(line);
  }
}

/** Ids and two commitments each. */
export class BarredTable {
  readonly ids = new TextColumn();
  readonly law = new DigestColumn();
  readonly rotation = new DigestColumn();
}

export interface Table<T> {
  readonly table: T;
  readonly root: Root;
}

/** Places of tasks and strata by id. */
class Places {
  private readonly tasks = new Map<string, number>();
  private readonly strata: Map<string, number>[] = [];

  constructor(plan: Plan) {
    plan.tasks.forEach((task, t) => {
      this.tasks.set(task.id, t);
      this.strata.push(new Map(task.strata.map((stratum, s) => [stratum.id, s])));
    });
  }

  task(id: string): number {
    return this.tasks.get(id) ?? -1;
  }

  stratum(task: number, id: string): number {
    return this.strata[task]?.get(id) ?? -1;
  }
}

function pushId(ids: TextColumn, tape: Tape, entry: number): void {
  ids.push(tape.bytes, tape.from[entry]!, tape.to[entry]!);
}

type Each = (tape: Tape, entry: number) => void;

async function readPairs(source: Source, file: string, shape: ObjectShape, list: string, table: PairTable, each: Each): Promise<Table<PairTable>> {
  const id = shape.names().indexOf("id");
  const slot = shape.names().indexOf(list);
  const root = await readList(source, file, shape, (tape, slots) => {
    pushId(table.ids, tape, slots[id]!);
    const array = slots[slot]!;
    for (let e = array + 1; e < tape.next[array]!; e = tape.next[e]!) each(tape, e);
    table.endLine();
  });
  return { table, root };
}

/** Pairs: task, reason (its place in REASONS). */
export function readExclusions(source: Source, plan: Plan): Promise<Table<PairTable>> {
  const places = new Places(plan);
  const table = new PairTable();
  // In each element the keys are reason, task, in this order: the entries are key, value, key, value.
  return readPairs(source, "lists/exclusions.jsonl", exclusionShape, "tasks", table, (tape, entry) => {
    table.first.push(places.task(tape.textAt(entry + 4)));
    table.second.push(REASONS.indexOf(tape.textAt(entry + 2)));
  });
}

/** Pairs: task, stratum. */
export function readLabels(source: Source, plan: Plan): Promise<Table<PairTable>> {
  const places = new Places(plan);
  const table = new PairTable();
  // The keys are stratum, task, in this order.
  return readPairs(source, "lists/strata.jsonl", labelsShape, "labels", table, (tape, entry) => {
    const task = places.task(tape.textAt(entry + 4));
    table.first.push(task);
    table.second.push(places.stratum(task, tape.textAt(entry + 2)));
  });
}

/** Pairs: task, 0. */
export function readSelection(source: Source, plan: Plan): Promise<Table<PairTable>> {
  const places = new Places(plan);
  const table = new PairTable();
  return readPairs(source, "lists/selection.jsonl", selectionShape, "tasks", table, (tape, entry) => {
    table.first.push(places.task(tape.textAt(entry)));
    table.second.push(0);
  });
}

export async function readBarred(source: Source): Promise<Table<BarredTable>> {
  const table = new BarredTable();
  const names = barredShape.names();
  const [id, law, rotation] = ["id", "law", "rotation"].map((name) => names.indexOf(name)) as [number, number, number];
  const root = await readList(source, "lists/barred.jsonl", barredShape, (tape, slots) => {
    pushId(table.ids, tape, slots[id]!);
    table.law.push(tape.bytes, tape.from[slots[law]!]!);
    table.rotation.push(tape.bytes, tape.from[slots[rotation]!]!);
  });
  return { table, root };
}
