// The form of `plan.json` (section 5). Only types are told here; what the values must be to each other is in plan.ts.

import { anyText, array, bool, day, digest, id, integer, large, mapOf, maybe, object, pair, ratio, some, text } from "./shape.js";

const span = { from: day, until: day };

const condition = object({
  field: anyText,
  any: maybe(some(anyText)),
  none: maybe(some(anyText)),
  prefix: maybe(some(anyText)),
  from: maybe(day),
  until: maybe(day),
});

const stratum = object({
  id,
  name: anyText,
  reserves: large,
  when: maybe(array(condition)),
  sealed: maybe(digest),
  count: maybe(large),
  ratio: maybe(ratio),
  rounding: maybe(anyText),
  as_task: maybe(id),
  as_stratum: maybe(id),
  min: maybe(large),
  max: maybe(large),
});

const task = object({
  id,
  name: anyText,
  department: anyText,
  lead: bool,
  kind: anyText,
  source: anyText,
  level: anyText,
  case: anyText,
  population: anyText,
  items: array(id),
  scope: array(condition),
  scope_sealed: maybe(digest),
  ceilings: array(id),
  recent_days: integer,
  labelled: bool,
  overall_min: ratio,
  strata: array(stratum),
  seats: array(object({ pool: id, count: integer, lead: bool })),
  days: integer,
});

const ceiling = object({
  id,
  count_max: integer,
  departments: array(anyText),
  ...span,
  lifted_by: array(anyText),
  not_counting: array(anyText),
});

const pool = object({ id, department: anyText, role: anyText, expertise: array(anyText), area: anyText });

const relaxation = object({ drop: maybe(anyText), add: maybe(integer), quota_max: maybe(id) });

export const population = {
  excluded: large, n: large, population: large, reserves: large, stratum: id, task: id,
};

export const root = object({ count: large, root: digest });

export const planShape = object({
  protocol: anyText,
  suite: anyText,
  purpose: anyText,
  mode: anyText,
  authority: object({ id, name: anyText }),
  campaign: anyText,
  sequence: integer,
  attempt: integer,
  created: day,
  period: object(span),
  calendar: anyText,
  days: array(day),
  finish_by: day,
  participants: array(anyText),
  profile: anyText,
  final: object({
    source: anyText, sides: maybe(integer), count: maybe(integer), draws: maybe(integer), of: maybe(integer),
    pick: maybe(integer), round: maybe(large),
  }),
  log: maybe(text),
  superior: maybe(object({ key: digest, name: anyText })),
  keys: maybe(some(object({ department: anyText, key: digest, label: anyText }))),
  escrow: maybe(object({ holders: array(object({ label: anyText, outside: bool })), threshold: integer })),
  custodians: maybe(pair(anyText)),
  replacement: maybe(object({ entity: array(anyText), inspector: array(anyText) })),
  coordination: anyText,
  cases: array(anyText),
  ceilings: array(ceiling),
  pools: array(pool),
  quotas: object({ min: integer, max: integer, daily_max: integer }),
  rotation: object({
    pairs: bool, home_area: bool, former_units: bool, last_visit_days: integer, together_days: integer,
  }),
  relaxations: array(relaxation),
  min_choice: integer,
  min_choice_waiver: maybe(text),
  visits_per_day_max: integer,
  publish: object({ inspectors: anyText, names: anyText, results_working_days: integer }),
  simulation: object({ seeds: integer, unplaced_max: ratio }),
  tasks: array(task),
  populations: array(object(population)),
  roots: mapOf(root),
});
