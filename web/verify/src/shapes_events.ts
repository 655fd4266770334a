// The form of what is under evidence/ and sealed/ (sections 16, 20 and 23).

import {
  anyText, array, day, digest, digits, eitherLine, id, integer, large, maybe, object, some, text, variant, word, type Shape,
} from "./shape.js";
import { root } from "./shapes_plan.js";

export const signature = digits(128);

function event(name: string, fields: Parameters<typeof object>[0]): Shape {
  return object({ draw: anyText, event: word(name), ...fields });
}

const record = object({ recorder: anyText, value: anyText });
const skipped = array(object({ inspector: id, reason: anyText }));
const replacement = {
  approved_by: anyText, date: day, nonce: digest, reason: anyText, signature: maybe(signature),
};

/** Whether it is as section 23 says is for the check `replacements`. */
export const replaceShape = variant("kind", {
  inspector: event("replace", { ...replacement, by: maybe(id), kind: word("inspector"), seat: integer, skipped, visit: id }),
  entity: event("replace", {
    ...replacement, by: maybe(large), kind: word("entity"), rank: large, skipped: array(skipped), stratum: id, task: id,
    days: maybe(some(day)), team: maybe(some(id)), visit: maybe(id),
  }),
});

/** Of each kind of event its keys. What a mode or a plan asks for beyond that is for the check `events`. */
export const eventShape = variant("event", {
  announce: event("announce", {
    plan: digest, superior: digest, commitment: maybe(digest), points: maybe(some(digest)), round: maybe(large),
  }),
  share: event("share", { holder: anyText, signature: maybe(signature) }),
  contribution: event("contribution", { label: anyText, value: anyText }),
  commitment: event("commitment", { label: anyText, commitment: digest }),
  reveal: event("reveal", { label: anyText, value: anyText, salt: digest }),
  close: event("close", { close: digest }),
  sign: event("sign", { label: anyText, signature }),
  roll: event("roll", { source: anyText, value: anyText, records: array(record) }),
  draw: event("draw", { record: maybe(digest), seed_hash: maybe(digest), leaves: maybe(root), capsules: maybe(root) }),
  open: event("open", { leaf: digest }),
  replace: replaceShape,
  finish: event("finish", { record: digest, secret: maybe(digest) }),
  void: event("void", { reason: anyText, signature: maybe(signature), secret: maybe(digest), record: maybe(digest) }),
});

export const EVENTS = [
  "announce", "share", "contribution", "commitment", "reveal", "close", "sign", "roll", "draw", "open", "replace", "finish", "void",
];

export const eventLineShape = object({ event: eventShape, hashes: array(digest), index: large });

/** An entry as its line is formed; whether there are such a draw and such an event is told apart. */
export const entryShape = object({ draw: anyText, event: anyText, hash: digest });

/** Which of the two it must be, the number says: that is for the check `numbers`. */
export const previousShape = eitherLine(eventLineShape, object({ entry: entryShape, hashes: array(digest), index: large }));

export const consistencyShape = object({ hashes: array(digest) });

export const capsuleShape = object({ name: text, sha256: digest });
