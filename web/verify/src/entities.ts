// The list of entities, which may have a million lines: each is read once, and only what later checks need is kept.

import { TEXT, type Tape } from "./canonical.js";
import { TextColumn, IntColumn } from "./columns.js";
import { Conditions, slotOf } from "./conditions.js";
import { utf8 } from "./bytes.js";
import { readList } from "./lines.js";
import { entityShape } from "./shapes_lists.js";
import type { Source } from "./source.js";
import type { Plan, Root } from "./types.js";

const FILE = "lists/entities.jsonl";
const ACTIVE = utf8("active");

/** A former id and the row of the entity that had it. */
export interface Former {
  readonly id: string;
  readonly row: number;
}

export class Entities {
  readonly ids = new TextColumn();
  readonly names = new TextColumn();
  readonly areas = new TextColumn();
  readonly users = new TextColumn();
  readonly maintainers = new TextColumn();
  /** 1: the status is there and not "active". */
  readonly closed = new IntColumn();
  readonly former: Former[] = [];
  /** For each task the stratum whose conditions hold, or -1. Empty columns if the plan is not consistent. */
  readonly strata: IntColumn[] = [];

  get length(): number {
    return this.ids.length;
  }

  /** The row of an id, or -1. */
  find(id: string): number {
    return this.ids.find(utf8(id));
  }

  /** Where an entity is visited: at its user, if it has one. */
  place(row: number): string {
    return this.users.text(row) || this.ids.text(row);
  }
}

const SLOT = {
  id: slotOf("id"), name: slotOf("name"), area: slotOf("area"), user: slotOf("user_id"),
  maintainer: slotOf("maintainer_id"), status: slotOf("status"), former: slotOf("former_ids"),
};

function keep(column: TextColumn, tape: Tape, entry: number): void {
  if (entry < 0) column.push(tape.bytes, 0, 0);
  else column.push(tape.bytes, tape.from[entry]!, tape.to[entry]!);
}

/** A text as it is said, not as it is escaped. */
function keepText(column: TextColumn, tape: Tape, entry: number): void {
  if (entry < 0) return column.push(tape.bytes, 0, 0);
  if (tape.kind[entry] === TEXT) return keep(column, tape, entry);
  const bytes = utf8(tape.textAt(entry));
  column.push(bytes, 0, bytes.length);
}

function isClosed(tape: Tape, entry: number): boolean {
  if (entry < 0) return false;
  if (tape.to[entry]! - tape.from[entry]! !== ACTIVE.length) return true;
  return !ACTIVE.every((byte, i) => byte === tape.bytes[tape.from[entry]! + i]);
}

/** Reads the list. `consistent`: whether the plan passed its check, so that its conditions mean something. */
export async function readEntities(source: Source, plan: Plan, consistent: boolean): Promise<{ entities: Entities; root: Root }> {
  const entities = new Entities();
  const conditions = consistent ? new Conditions(plan) : null;
  if (conditions) for (let t = 0; t < plan.tasks.length; t++) entities.strata.push(new IntColumn());
  const root = await readList(source, FILE, entityShape, (tape, slots) => {
    keep(entities.ids, tape, slots[SLOT.id]!);
    keepText(entities.names, tape, slots[SLOT.name]!);
    keepText(entities.areas, tape, slots[SLOT.area]!);
    keep(entities.users, tape, slots[SLOT.user]!);
    keep(entities.maintainers, tape, slots[SLOT.maintainer]!);
    entities.closed.push(isClosed(tape, slots[SLOT.status]!) ? 1 : 0);
    const former = slots[SLOT.former]!;
    if (former >= 0) {
      for (let e = former + 1; e < tape.next[former]!; e++) {
        entities.former.push({ id: tape.textAt(e), row: entities.length - 1 });
      }
    }
    if (conditions) entities.strata.forEach((column, task) => column.push(conditions.stratum(task, tape, slots)));
  });
  return { entities, root };
}
