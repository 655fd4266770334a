// What is read from the files of an outcome (section 15), once their form has been checked.

import type { Population, Root } from "./types.js";

export interface Ceremony {
  readonly contributions: readonly { readonly label: string; readonly value: string }[];
  readonly final: { readonly source: string; readonly value: string };
}

export interface StratumLine extends Population {
  readonly threshold?: string;
}

export interface SelectedLine {
  readonly entity: string;
  readonly rank: number;
  readonly reserve: boolean;
  readonly stratum: string;
  readonly task: string;
  readonly ticket: string;
}

export interface Draw {
  readonly entity: string;
  readonly rank: number;
  readonly stratum: string;
  readonly task: string;
}

export interface Seat {
  readonly inspector?: string;
  readonly lead: boolean;
  readonly pool: string;
}

export interface Visit {
  readonly id: string;
  readonly area?: string;
  readonly days?: readonly string[];
  readonly draws: readonly Draw[];
  readonly duration: number;
  readonly items: readonly string[];
  readonly seats?: readonly Seat[];
  readonly state: string;
}

export interface Opened {
  readonly inspectors: readonly string[];
  readonly salt: string;
}

export interface Opening {
  readonly id: string;
  readonly law: Opened;
  readonly rotation: Opened;
}

export interface ApartOpening extends Opened {
  readonly id: string;
}

export interface Certificate {
  readonly capacity: number;
  readonly demand: number;
  readonly inspectors: readonly { readonly id: string; readonly places: number }[];
  readonly kind: "places" | "minimum";
  readonly seats: readonly { readonly seats: readonly number[]; readonly visit: string }[];
}

export type Proof =
  | { readonly kind: "no_window"; readonly team: readonly string[]; readonly visit: string }
  | {
    readonly kind: "inspector"; readonly inspector: string; readonly capacity: number; readonly demand: number;
    readonly days: readonly string[]; readonly visits: readonly string[];
  }
  | {
    readonly kind: "cap"; readonly capacity: number; readonly demand: number;
    readonly days: readonly string[]; readonly visits: readonly string[];
  };

export interface Undated {
  readonly proof?: number;
  readonly reason: "no_window" | "proved" | "not_found";
  readonly visit: string;
}

export interface Pairing {
  readonly attempts: readonly { readonly attempt: number; readonly visit: string }[];
  readonly proofs: readonly Proof[];
  readonly relaxations: number;
  readonly relaxed: readonly { readonly certificates: readonly Certificate[]; readonly level: number }[];
  readonly repeats: readonly { readonly inspectors: readonly string[]; readonly visits: readonly string[] }[];
  readonly set_aside: readonly { readonly certificate: Certificate; readonly visit: string }[];
  readonly undated: readonly Undated[];
}

export interface DrawRecord {
  readonly close: string;
  readonly draw: string;
  readonly final: string;
  readonly keys: readonly { readonly k: string; readonly task: string }[];
  readonly lists: Readonly<Record<string, Root>>;
  readonly plan: string;
  readonly roots: Readonly<Record<string, Root>>;
  readonly seed: string;
  readonly seed_hash: string;
}
