// The steps by which a slip is checked (section 25): one visit, shown to whom it concerns.

import { hex, strictlySorted, unhex } from "./bytes.js";
import type { Beside, Step } from "./check_file.js";
import { recordDigest } from "./compare.js";
import type { Context } from "./context.js";
import { ending, oneOf } from "./events.js";
import { checkDrawMembers, checkReplaceMembers } from "./event_members.js";
import { checkEntry, checkLogSignature, checkpointOf, checkWithBundle, logNotes } from "./file_log.js";
import { H } from "./hash.js";
import { LOG_KEY, verifierKey } from "./keys.js";
import { leafData } from "./leaves.js";
import { APPROVAL_UNKNOWN, DRAW_ONLY, LATER_UNKNOWN, NAMES_NOTE, REACH_UNKNOWN, SLIP_ALONE, SLIP_UNSIGNED, TURN_UNKNOWN, type Sentence } from "./messages_files.js";
import { drawName } from "./plan.js";
import { checkRecordForm } from "./record_form.js";
import { refuse, same } from "./refusal.js";
import { canonical, canonicalLine, type Json } from "./serialize.js";
import { checkBeyond } from "./slip_beyond.js";
import { checkLeafOf } from "./slip_leaf.js";
import { beyond, bundleFault } from "./slip_bundle.js";
import { concerning, visitOf } from "./slip_visit.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { DrawEvent } from "./types_events.js";
import type { LogPlace, Slip } from "./types_files.js";
import type { Root } from "./types.js";
import { voidOf } from "./why.js";

const HERE = { file: "file" };

function drawEvent({ event }: Slip): DrawEvent {
  return event.event === "draw" ? event : refuse("slip-event", { got: event.event, expected: "draw" });
}

/** A visit, or a reserve, as it stands in the lists of an open draw. */
function isPlain({ leaf }: Slip): boolean {
  return "state" in leaf || ("ticket" in leaf && leaf.reserve);
}

/** That it is the slip of one draw, and of one mode. */
function checkForm(slip: Slip): void {
  const event = drawEvent(slip);
  const sealed = slip.salt !== undefined && slip.record === undefined;
  const open = slip.salt === undefined && slip.record !== undefined;
  checkDrawMembers(event, sealed, HERE);
  if (slip.record !== undefined) checkRecordForm(slip.record);
  for (const one of slip.replaced ?? []) checkReplaceMembers(one.event, HERE);
  const wrapped = "visit" in slip.leaf || ("reserve" in slip.leaf && !("ticket" in slip.leaf));
  if (!(sealed && wrapped) && !(open && isPlain(slip))) {
    refuse("slip-mode", { got: "something else", expected: "a leaf with its salt, or a visit or reserve with the record" });
  }
  if (slip.log !== undefined) checkpointOf(slip.log);
  else if (slip.replaced !== undefined) refuse("slip-replaced", { got: "replacements without log", expected: "the log in which they are" });
  checkNames(slip);
}

/** Names are of those only who go, or were to go, on this visit. */
function checkNames(slip: Slip): void {
  const named = (slip.names ?? []).map((one) => one.inspector);
  if (!strictlySorted(named)) refuse("slip-names", { got: "out of order", expected: "inspectors that go up" });
  const own = new Set((visitOf(slip)?.seats ?? []).map((seat) => seat.inspector));
  for (const { event } of slip.replaced ?? []) {
    if (event.kind === "inspector") own.add(event.by);
    else for (const id of event.team ?? []) own.add(id);
  }
  for (const id of named) if (!own.has(id)) refuse("slip-names", { got: id, expected: "inspectors of this visit only" });
}

function checkPath(slip: Slip, line: Uint8Array, root: Root | undefined): void {
  const holds = root !== undefined && isIncluded(leafHash(line), slip.index, root.count, slip.hashes.map(unhex), unhex(root.root));
  if (!holds) refuse("slip-path", { got: "a path that does not hold", expected: `leaf ${slip.index} of ${root?.count ?? 0}` });
}

function checkLeaf(slip: Slip): void {
  const event = drawEvent(slip);
  const leaf = slip.leaf as unknown as Json;
  if (slip.salt !== undefined) return checkPath(slip, leafData(unhex(slip.salt), leaf), event.leaves);
  same("slip-record", recordDigest(slip.record!), event.record!, HERE);
  same("slip-draw", slip.record!.draw, slip.draw, HERE);
  checkPath(slip, canonicalLine(leaf), slip.record!.roots["state" in slip.leaf ? "visits" : "selected"]);
}

/** The draw is in the log, and after it each replacement, which concerns this visit. */
function checkLogged(slip: Slip, log: LogPlace): void {
  same("slip-draw", slip.event.draw, slip.draw, HERE);
  checkEntry(slip.event, log);
  const replaced = slip.replaced ?? [];
  let before = log.index;
  for (const { event, hashes, index } of replaced) {
    same("slip-draw", event.draw, slip.draw, HERE);
    if (index <= before) refuse("slip-replaced", { got: `entry ${index} after ${before}`, expected: "entries that go up from the draw" });
    before = index;
    checkEntry(event, { checkpoint: log.checkpoint, hashes, index });
  }
  const own = concerning(slip, replaced);
  const other = replaced.find((one, i) => own[i] !== one);
  if (other !== undefined) refuse("slip-replaced", { got: canonical(other.event as unknown as Json), expected: "a replacement that concerns this visit" });
}

function checkNamesOpen(slip: Slip, { plan, contents }: Context): void {
  if (slip.names === undefined) return;
  if (plan.publish.names === "never") refuse("slip-names", { got: "names", expected: "none: the plan never publishes names" });
  const sealed = new Map((contents.inspectors ?? []).map((one) => [one.id, one.sealed]));
  for (const { inspector, private: person, salt } of slip.names) {
    const got = hex(H("mq1/sealed", unhex(salt), canonicalLine(person)));
    same("slip-name", `${inspector}: ${got}`, `${inspector}: ${sealed.get(inspector) ?? "not in the list"}`, HERE);
  }
}

/** With a bundle: its draw, its replacements, and its inspectors. */
function checkDraw(slip: Slip, bundle: Context): void {
  const { plan, events } = bundle;
  same("slip-draw", slip.draw, drawName(plan), HERE);
  const event = oneOf(events, "draw");
  const text = (one: object) => canonical(one as Json);
  same("slip-event", text(slip.event), event === undefined ? "none: this bundle is from before the draw" : text(event), HERE);
  checkLeafOf(slip, bundle);
  if (slip.log !== undefined) {
    checkWithBundle(slip.event, slip.log, bundle);
    const fault = bundleFault(slip, checkpointOf(slip.log).size, bundle);
    if (fault !== null) refuse("slip-replaced", fault);
    checkBeyond(slip, bundle);
  }
  checkNamesOpen(slip, bundle);
}

/** By whom the checkpoint must be signed is known from any of these. */
function isVouched({ bundle, policy, key }: Beside): boolean {
  return bundle?.plan.log !== undefined || policy !== undefined || key !== undefined;
}

export function slipSteps(slip: Slip, beside: Beside): Step[] {
  const { log } = slip;
  const { bundle } = beside;
  const own = bundle?.plan.log === undefined ? null : verifierKey(bundle.plan.log, LOG_KEY);
  return [
    { name: "slip-format", run: () => checkForm(slip) },
    { name: "slip-leaf", run: () => checkLeaf(slip) },
    ...(log === undefined ? [] : [
      { name: "slip-event", run: () => checkLogged(slip, log) },
      ...(isVouched(beside) ? [{ name: "slip-log", run: () => checkLogSignature(log, own, beside) }] : []),
    ]),
    ...(bundle === undefined ? [] : [{ name: "slip-draw", run: () => checkDraw(slip, bundle) }]),
  ];
}

/** Names rest on a list of the bundle: without it they are only told. Of a draw that is void nobody goes. */
export function slipNotes(slip: Slip, beside: Beside): Sentence[] {
  const { bundle } = beside;
  const shown = logNotes(slip.log, beside);
  if (bundle !== undefined) {
    const ended = voidOf(bundle);
    const open = ending(bundle.events) === undefined ? [REACH_UNKNOWN] : [];
    return [...(ended === undefined ? [] : [ended]), ...open, ...shown];
  }
  const unsigned = isVouched(beside) ? [] : [SLIP_UNSIGNED];
  return [
    ...(slip.log === undefined ? [SLIP_ALONE] : unsigned), DRAW_ONLY, ...(slip.log === undefined ? [] : [LATER_UNKNOWN]),
    ...(slip.names === undefined ? [] : [NAMES_NOTE]), ...shown,
  ];
}

/** What is not shown of the replacements that have changed the team. */
export function teamNotes(slip: Slip, bundle: Context | undefined): Sentence[] {
  if (slip.replaced === undefined) return [];
  if (bundle === undefined) return [APPROVAL_UNKNOWN];
  return beyond(slip, bundle).length > 0 ? [TURN_UNKNOWN] : [];
}
