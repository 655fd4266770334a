// The form of the lines of the frozen lists (sections 4 and 6).

import { array, day, digest, id, integer, maybe, object, some, text, word } from "./shape.js";

export const entityShape = object({
  id,
  name: text,
  sealed: digest,
  code: maybe(text),
  kind: maybe(text),
  area: maybe(text),
  industry: maybe(text),
  scale: maybe(text),
  established: maybe(day),
  status: maybe(text),
  tags: maybe(some(text)),
  licences: maybe(some(text)),
  licence_until: maybe(day),
  scope: maybe(text),
  user_id: maybe(id),
  maintainer_id: maybe(id),
  former_ids: maybe(some(id)),
});

export const itemShape = object({
  id,
  name: text,
  basis: text,
  code: maybe(text),
  sub_item: maybe(text),
  department: maybe(text),
  target: maybe(text),
  importance: maybe(text),
  method: maybe(text),
  ratio: maybe(text),
  frequency: maybe(text),
  requirement: maybe(text),
  note: maybe(text),
});

export const inspectorShape = object({
  id,
  department: text,
  certificate_until: day,
  quota_min: integer,
  quota_max: integer,
  daily_max: integer,
  sealed: digest,
  areas: maybe(some(text)),
  home: maybe(text),
  expertise: maybe(some(text)),
  roles: maybe(some(text)),
  certificate_from: maybe(day),
  absent: maybe(some(day)),
});

export const REASONS = ["closed", "promise", "ceiling", "recent"];

export const exclusionShape = object({
  id,
  sealed: digest,
  tasks: array(object({ reason: word(...REASONS), task: id })),
});

export const barredShape = object({ id, law: digest, rotation: digest });

export const apartShape = object({ id, apart: digest });

export const labelsShape = object({
  id,
  labels: array(object({ stratum: id, task: id })),
  sealed: digest,
});

export const selectionShape = object({ id, tasks: array(text) });
