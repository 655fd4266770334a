// What is read from a bundle, once its form has been checked.

export type Ratio = readonly [number, number];

export interface Condition {
  readonly field: string;
  readonly any?: readonly string[];
  readonly none?: readonly string[];
  readonly prefix?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

export interface Stratum {
  readonly id: string;
  readonly name: string;
  readonly reserves: number;
  readonly when?: readonly Condition[];
  readonly sealed?: string;
  readonly count?: number;
  readonly ratio?: Ratio;
  readonly rounding?: string;
  readonly as_task?: string;
  readonly as_stratum?: string;
  readonly min?: number;
  readonly max?: number;
}

export interface Task {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  readonly lead: boolean;
  readonly kind: string;
  readonly source: string;
  readonly level: string;
  readonly case: string;
  readonly population: string;
  readonly items: readonly string[];
  readonly scope: readonly Condition[];
  readonly scope_sealed?: string;
  readonly ceilings: readonly string[];
  readonly recent_days: number;
  readonly labelled: boolean;
  readonly overall_min: Ratio;
  readonly strata: readonly Stratum[];
  readonly seats: readonly { readonly pool: string; readonly count: number; readonly lead: boolean }[];
  readonly days: number;
}

export interface Ceiling {
  readonly id: string;
  readonly departments: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly lifted_by: readonly string[];
  readonly not_counting: readonly string[];
}

export interface Pool {
  readonly id: string;
  readonly department: string;
  readonly role: string;
  readonly expertise: readonly string[];
  readonly area: string;
}

export interface Relaxation {
  readonly drop?: string;
  readonly add?: number;
  readonly quota_max?: string;
}

export interface Population {
  readonly excluded: number;
  readonly n: number;
  readonly population: number;
  readonly reserves: number;
  readonly stratum: string;
  readonly task: string;
}

export interface Root {
  readonly count: number;
  readonly root: string;
}

/** A source, and the numbers that its kind has. */
export interface Final {
  readonly source: string;
  readonly sides?: number;
  readonly count?: number;
  readonly draws?: number;
  readonly of?: number;
  readonly pick?: number;
  readonly round?: number;
}

export interface Plan {
  readonly protocol: string;
  readonly suite: string;
  readonly purpose: string;
  readonly mode: string;
  readonly authority: { readonly id: string; readonly name: string };
  readonly campaign: string;
  readonly sequence: number;
  readonly attempt: number;
  readonly created: string;
  readonly period: { readonly from: string; readonly until: string };
  readonly days: readonly string[];
  readonly finish_by: string;
  readonly participants: readonly string[];
  readonly profile: string;
  readonly final: Final;
  readonly log?: string;
  readonly superior?: { readonly key: string; readonly name: string };
  readonly keys?: readonly { readonly department: string; readonly key: string; readonly label: string }[];
  readonly escrow?: { readonly holders: readonly { readonly label: string; readonly outside: boolean }[]; readonly threshold: number };
  readonly custodians?: readonly string[];
  readonly replacement?: { readonly entity: readonly string[]; readonly inspector: readonly string[] };
  readonly coordination: string;
  readonly cases: readonly string[];
  readonly ceilings: readonly Ceiling[];
  readonly pools: readonly Pool[];
  readonly quotas: { readonly min: number; readonly max: number; readonly daily_max: number };
  readonly rotation: { readonly home_area: boolean };
  readonly relaxations: readonly Relaxation[];
  readonly min_choice: number;
  readonly min_choice_waiver?: string;
  readonly visits_per_day_max: number;
  readonly publish: { readonly inspectors: string; readonly names: string };
  readonly tasks: readonly Task[];
  readonly populations: readonly Population[];
  readonly roots: Readonly<Record<string, Root>>;
}

export interface Inspector {
  readonly id: string;
  readonly department: string;
  readonly areas?: readonly string[];
  readonly home?: string;
  readonly expertise?: readonly string[];
  readonly roles?: readonly string[];
  readonly certificate_from?: string;
  readonly certificate_until: string;
  readonly absent?: readonly string[];
  readonly quota_min: number;
  readonly quota_max: number;
  readonly daily_max: number;
  readonly sealed: string;
}

export type * from "./types_draw.js";
