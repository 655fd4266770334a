// Proofs of one entity, slips, and shares, as they are read.

import type { CeremonyEvent, ReplaceEvent } from "./types_events.js";
import type { DrawRecord, Plan, SelectedLine, StratumLine, Visit } from "./types.js";

export interface Place {
  readonly hashes: readonly string[];
  readonly index: number;
}

export interface EntityLine {
  readonly id: string;
  readonly name: string;
  readonly user_id?: string;
  readonly former_ids?: readonly string[];
}

type Leaf<File extends string, Line> = Place & { readonly file: File; readonly line: Line };

export type ProofLeaf =
  | Leaf<"lists/entities.jsonl", EntityLine>
  | Leaf<"lists/exclusions.jsonl", { id: string; tasks: readonly { reason: string; task: string }[] }>
  | Leaf<"lists/selection.jsonl", { id: string; tasks: readonly string[] }>
  | Leaf<"lists/strata.jsonl", { id: string; labels: readonly { stratum: string; task: string }[] }>
  | Leaf<"draw/strata.jsonl", StratumLine>
  | Leaf<"draw/selected.jsonl", SelectedLine>
  | Leaf<"draw/visits.jsonl", Visit>;

export interface LogPlace extends Place {
  readonly checkpoint: string;
}

export interface EntityProof {
  readonly id: string;
  readonly leaves: readonly ProofLeaf[];
  /** Left out where the reader has it. */
  readonly plan?: Plan;
  readonly log?: LogPlace & { readonly event: CeremonyEvent };
  readonly record: DrawRecord;
}

/** A proof with its plan, from wherever it comes. */
export type PlannedProof = EntityProof & { readonly plan: Plan };

/** A line of an open draw's `visits` or, of a reserve, `selected`; or a leaf line of a sealed one. */
export type SlipLeaf = Visit | SelectedLine | { readonly visit: Visit } | {
  readonly reserve: { readonly entity: string; readonly rank: number; readonly stratum: string; readonly task: string };
};

export interface Slip extends Place {
  readonly draw: string;
  readonly event: CeremonyEvent;
  readonly leaf: SlipLeaf;
  readonly log?: LogPlace;
  readonly replaced?: readonly (Place & { readonly event: ReplaceEvent })[];
  readonly names?: readonly { readonly inspector: string; readonly private: Readonly<Record<string, string>>; readonly salt: string }[];
  readonly record?: DrawRecord;
  readonly salt?: string;
}

export interface ShareFile {
  readonly commitment: string;
  readonly draw: string;
  readonly holder: string;
  readonly index: number;
  readonly plan: string;
  readonly points: readonly string[];
  readonly share: string;
}
