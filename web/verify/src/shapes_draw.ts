// The form of the files of the outcome (section 15) and of the manifest (section 16).

import {
  anyText, array, bool, day, digest, either, halfDigest, id, integer, large, mapOf, maybe, object, pair, some, text, word,
} from "./shape.js";
import { population, root } from "./shapes_plan.js";

export const manifestShape = object({
  format: anyText,
  files: array(object({ path: anyText, sha256: digest, size: large })),
});

export const ceremonyShape = object({
  contributions: array(object({ label: anyText, value: anyText })),
  final: object({ source: anyText, value: anyText }),
});

export const stratumLineShape = object({ ...population, threshold: maybe(digest) });

export const selectedShape = object({
  entity: id, rank: large, reserve: bool, stratum: id, task: id, ticket: digest,
});

export const visitShape = object({
  id,
  area: maybe(text),
  days: maybe(some(day)),
  draws: array(object({ entity: id, rank: large, stratum: id, task: id })),
  duration: integer,
  items: array(id),
  seats: maybe(some(object({ inspector: maybe(id), lead: bool, pool: id }))),
  state: word("dated", "undated", "unseated", "unpaired"),
});

const opened = object({ inspectors: array(id), salt: digest });

export const openingShape = object({ id, law: opened, rotation: opened });

export const apartOpeningShape = object({ id, inspectors: array(id), salt: digest });

export const recordFields = {
  close: digest,
  draw: anyText,
  final: digest,
  keys: array(object({ k: halfDigest, task: id })),
  lists: mapOf(root),
  plan: digest,
  roots: mapOf(root),
  seed: digest,
  seed_hash: digest,
};

/** That its lists and roots are those of the bundle, is for the check `record`. */
export const recordShape = object(recordFields);

const certificate = object({
  capacity: large,
  demand: large,
  inspectors: array(object({ id, places: integer })),
  kind: word("places", "minimum"),
  seats: array(object({ seats: array(integer), visit: id })),
});

const noWindow = object({ kind: word("no_window"), team: array(id), visit: id });
const inspectorProof = object({
  capacity: large, days: array(day), demand: large, inspector: id, kind: word("inspector"), visits: array(id),
});
const capProof = object({
  capacity: large, days: array(day), demand: large, kind: word("cap"), visits: array(id),
});

const undated = either(
  object({ proof: large, reason: word("no_window", "proved"), visit: id }),
  object({ reason: word("not_found"), visit: id }),
);

export const pairingShape = object({
  attempts: array(object({ attempt: integer, visit: id })),
  proofs: array(either(noWindow, either(inspectorProof, capProof))),
  relaxations: integer,
  relaxed: array(object({ certificates: array(certificate), level: integer })),
  repeats: array(object({ inspectors: pair(id), visits: array(id) })),
  set_aside: array(object({ certificate, visit: id })),
  undated: array(undated),
});
