// The check `format`: reads every canonical file of the bundle once, and keeps what later checks need.

import type { ReadPlan } from "./bundle.js";
import { readEntities, type Entities } from "./entities.js";
import { readEvidence } from "./evidence.js";
import { OUTCOME } from "./kinds.js";
import { readObject, readObjects } from "./lines.js";
import { checkPlan, hasSeats, listsOf } from "./plan.js";
import { Refusal } from "./refusal.js";
import { apartShape, inspectorShape, itemShape } from "./shapes_lists.js";
import * as draw from "./shapes_draw.js";
import type { ObjectShape } from "./shape.js";
import type { Source } from "./source.js";
import { readBarred, readExclusions, readLabels, readSelection, type BarredTable, type PairTable, type Table } from "./tables.js";
import type { Evidence } from "./types_events.js";
import type {
  ApartOpening, Ceremony, DrawRecord, Inspector, Opening, Pairing, Plan, Root, SelectedLine, StratumLine, Visit,
} from "./types.js";

export interface Contents {
  readonly entities: Entities;
  readonly items: { readonly id: string; readonly name: string }[];
  readonly exclusions: PairTable;
  readonly labels: PairTable | null;
  readonly selection: PairTable | null;
  /** These are null if no task has seats. */
  readonly inspectors: Inspector[] | null;
  readonly barred: BarredTable | null;
  readonly apart: { readonly id: string; readonly apart: string }[] | null;
  readonly openings: Opening[] | null;
  readonly apartOpenings: ApartOpening[] | null;
  readonly pairing: Pairing | null;
  /** These are null, and the next three empty, in a bundle that has no outcome. */
  readonly ceremony: Ceremony | null;
  readonly record: DrawRecord | null;
  readonly strata: StratumLine[];
  readonly selected: SelectedLine[];
  readonly visits: Visit[];
  /** Of a plan with a log. */
  readonly evidence: Evidence | null;
  /** Count and root of each frozen list, and of each list of the outcome, as they are. */
  readonly listRoots: Record<string, Root>;
  readonly drawRoots: Record<string, Root>;
  /** Why the plan is not consistent, or null: the check `plan` tells it. */
  readonly planFault: Refusal | null;
}

function faultOf(plan: Plan): Refusal | null {
  try {
    checkPlan(plan);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Reads files of one folder and notes their roots. */
class Reader {
  readonly roots: Record<string, Root> = {};

  constructor(private readonly source: Source, private readonly folder: string) {}

  async rows<T>(name: string, shape: ObjectShape): Promise<T[]> {
    const { rows, root } = await readObjects<T>(this.source, `${this.folder}/${name}.jsonl`, shape);
    this.roots[name] = root;
    return rows;
  }

  async table<T>(name: string, reading: Promise<Table<T>>): Promise<T> {
    const { table, root } = await reading;
    this.roots[name] = root;
    return table;
  }

  async object<T>(name: string, shape: ObjectShape): Promise<T> {
    return (await readObject<T>(this.source, `${this.folder}/${name}.json`, shape)).value;
  }
}

type Drawn = Pick<
  Contents, "ceremony" | "record" | "strata" | "selected" | "visits" | "openings" | "apartOpenings" | "pairing" | "drawRoots"
>;

const NOTHING_DRAWN: Drawn = {
  ceremony: null, record: null, strata: [], selected: [], visits: [], openings: null, apartOpenings: null, pairing: null,
  drawRoots: {},
};

async function readDrawn(source: Source, seats: boolean): Promise<Drawn> {
  const reader = new Reader(source, "draw");
  return {
    ceremony: await reader.object("ceremony", draw.ceremonyShape),
    strata: await reader.rows("strata", draw.stratumLineShape),
    selected: await reader.rows("selected", draw.selectedShape),
    visits: await reader.rows("visits", draw.visitShape),
    openings: seats ? await reader.rows("openings", draw.openingShape) : null,
    apartOpenings: seats ? await reader.rows("apart", draw.apartOpeningShape) : null,
    pairing: seats ? await reader.object("pairing", draw.pairingShape) : null,
    record: await reader.object("record", draw.recordShape),
    drawRoots: reader.roots,
  };
}

/** Reads what the files of this kind of bundle hold; which files there are was checked before. */
export async function readContents(source: Source, { plan }: ReadPlan, kind: string): Promise<Contents> {
  const planFault = faultOf(plan);
  const seats = hasSeats(plan);
  const wanted = listsOf(plan);
  const lists = new Reader(source, "lists");
  const { entities, root } = await readEntities(source, plan, planFault === null);
  lists.roots["entities"] = root;
  return {
    entities,
    items: await lists.rows("items", itemShape),
    exclusions: await lists.table("exclusions", readExclusions(source, plan)),
    labels: wanted.includes("strata") ? await lists.table("strata", readLabels(source, plan)) : null,
    selection: wanted.includes("selection") ? await lists.table("selection", readSelection(source, plan)) : null,
    inspectors: seats ? await lists.rows("inspectors", inspectorShape) : null,
    barred: seats ? await lists.table("barred", readBarred(source)) : null,
    apart: seats ? await lists.rows("apart", apartShape) : null,
    ...(kind === OUTCOME ? await readDrawn(source, seats) : NOTHING_DRAWN),
    evidence: plan.log === undefined ? null : await readEvidence(source),
    listRoots: lists.roots,
    planFault,
  };
}
