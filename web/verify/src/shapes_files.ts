// The form of the single files that an office hands out: proofs, slips (section 25) and shares (section 21).

import { anyText, array, digest, either, id, integer, large, maybe, object, some, text, variant, word } from "./shape.js";
import { recordFields, selectedShape, stratumLineShape, visitShape } from "./shapes_draw.js";
import { eventShape, replaceShape } from "./shapes_events.js";
import { entityShape, exclusionShape, labelsShape, selectionShape } from "./shapes_lists.js";
import { planShape, root } from "./shapes_plan.js";

const place = { hashes: array(digest), index: large };

/** The record of an outcome, with the lists that there are (section 7) and their results (section 15), and no others. */
const recordShape = object({
  ...recordFields,
  lists: object({
    apart: maybe(root), barred: maybe(root), entities: root, exclusions: root, inspectors: maybe(root), items: root,
    selection: maybe(root), strata: maybe(root),
  }),
  roots: object({ apart: maybe(root), openings: maybe(root), selected: root, strata: root, visits: root }),
});

/** Files of which a proof has lines, in the order in which it has them. */
export const PROOF_FILES = {
  "lists/entities.jsonl": entityShape,
  "lists/exclusions.jsonl": exclusionShape,
  "lists/selection.jsonl": selectionShape,
  "lists/strata.jsonl": labelsShape,
  "draw/strata.jsonl": stratumLineShape,
  "draw/selected.jsonl": selectedShape,
  "draw/visits.jsonl": visitShape,
} as const;

const leaf = variant("file", Object.fromEntries(Object.entries(PROOF_FILES).map(([file, line]) =>
  [file, object({ file: word(file), ...place, line })])));

export const proofShape = object({
  format: word("mq1/proof"),
  id,
  leaves: array(leaf),
  log: maybe(object({ checkpoint: text, event: eventShape, ...place })),
  plan: maybe(planShape),
  record: recordShape,
});

const reserve = object({ entity: id, rank: large, stratum: id, task: id });

const person = object({ certificate_no: maybe(text), name: maybe(text), work_no: maybe(text) });

export const slipShape = object({
  draw: anyText,
  event: eventShape,
  format: word("mq1/slip"),
  ...place,
  leaf: either(visitShape, either(selectedShape, either(object({ visit: visitShape }), object({ reserve })))),
  log: maybe(object({ checkpoint: text, ...place })),
  names: maybe(some(object({ inspector: id, private: person, salt: digest }))),
  record: maybe(recordShape),
  replaced: maybe(some(object({ event: replaceShape, ...place }))),
  salt: maybe(digest),
});

export const shareShape = object({
  commitment: digest, draw: anyText, format: word("mq1/share"), holder: anyText, index: integer, plan: digest,
  points: array(digest), share: digest,
});
