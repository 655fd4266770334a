// The events of a draw that is held as a ceremony, and the evidence for them (section 20).

import type { Opening, Root } from "./types.js";

export interface Skip {
  readonly inspector: string;
  readonly reason: string;
}

interface Replacement {
  readonly draw: string;
  readonly event: "replace";
  readonly approved_by: string;
  readonly date: string;
  readonly nonce: string;
  readonly reason: string;
  readonly signature?: string;
}

export interface InspectorReplacement extends Replacement {
  readonly kind: "inspector";
  readonly by?: string;
  readonly seat: number;
  readonly skipped: readonly Skip[];
  readonly visit: string;
}

export interface EntityReplacement extends Replacement {
  readonly kind: "entity";
  readonly by?: number;
  readonly rank: number;
  readonly skipped: readonly (readonly Skip[])[];
  readonly stratum: string;
  readonly task: string;
  readonly days?: readonly string[];
  readonly team?: readonly string[];
  /** The place of the reserve, if there is one. */
  readonly visit?: string;
}

export type ReplaceEvent = InspectorReplacement | EntityReplacement;

type Plain<Name extends string, More> = { readonly draw: string; readonly event: Name } & Readonly<More>;

export type Announce = Plain<"announce", {
  plan: string; superior: string; commitment?: string; points?: readonly string[]; round?: number;
}>;
export type Share = Plain<"share", { holder: string; signature?: string }>;
export type Contribution = Plain<"contribution", { label: string; value: string }>;
export type Commitment = Plain<"commitment", { label: string; commitment: string }>;
export type Reveal = Plain<"reveal", { label: string; value: string; salt: string }>;
export type Close = Plain<"close", { close: string }>;
export type Sign = Plain<"sign", { label: string; signature: string }>;
export type Roll = Plain<"roll", {
  source: string; value: string; records: readonly { readonly recorder: string; readonly value: string }[];
}>;
export type DrawEvent = Plain<"draw", { record?: string; seed_hash?: string; leaves?: Root; capsules?: Root }>;
export type Open = Plain<"open", { leaf: string }>;
export type Finish = Plain<"finish", { record: string; secret?: string }>;
export type Void = Plain<"void", { reason: string; signature?: string; secret?: string; record?: string }>;

export type CeremonyEvent =
  | Announce | Share | Contribution | Commitment | Reveal | Close | Sign | Roll | DrawEvent | Open
  | InspectorReplacement | EntityReplacement | Finish | Void;

/** A line of `evidence/events.jsonl`. */
export interface Logged {
  readonly event: CeremonyEvent;
  readonly hashes: readonly string[];
  readonly index: number;
}

export interface Entry {
  readonly draw: string;
  readonly event: string;
  readonly hash: string;
}

/** A line of `evidence/previous.jsonl` before the first attempt of a number: only the entry, as its event is another number's. */
export interface PreviousEntry {
  readonly entry: Entry;
  readonly hashes: readonly string[];
  readonly index: number;
}

/** Before a further attempt the lines are events. */
export type Previous = PreviousEntry | Logged;

export interface Capsule {
  readonly name: string;
  readonly sha256: string;
}

/** What is under evidence/ and sealed/, apart from the events. */
export interface Evidence {
  readonly previous: readonly Previous[];
  /** Of the log, from the first place that concerns this number to the last event, whatever draw they are of; their form is checked. */
  readonly entries: readonly Entry[];
  /** Signed notes, as they are; null: longer than they may be. */
  readonly checkpoint: Uint8Array | null;
  /** undefined: not there. */
  readonly closed: Uint8Array | null | undefined;
  readonly consistency: readonly string[] | null;
  readonly openings: readonly Opening[] | null;
  readonly capsules: readonly Capsule[] | null;
  readonly capsulesRoot: Root | null;
}
