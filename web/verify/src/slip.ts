// The steps by which a slip is checked (section 25): one visit, shown to whom it concerns.

import { hex, strictlySorted, unhex } from "./bytes.js";
import type { Beside, Step } from "./check_file.js";
import { recordDigest } from "./compare.js";
import type { Context } from "./context.js";
import { oneOf } from "./events.js";
import { checkEntry, checkLogSignature, checkpointOf } from "./file_log.js";
import { H } from "./hash.js";
import { leafData } from "./leaves.js";
import { NAMES_NOTE, type Sentence } from "./messages_files.js";
import { drawName } from "./plan.js";
import { refuse, same } from "./refusal.js";
import { canonical, canonicalLine, type Json } from "./serialize.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { DrawEvent } from "./types_events.js";
import type { Slip } from "./types_files.js";
import type { Root } from "./types.js";

const HERE = { file: "file" };

function drawEvent(slip: Slip): DrawEvent {
  const { event } = slip;
  return event.event === "draw" ? event : refuse("slip-event", { got: event.event, expected: "draw" });
}

/** That it is the slip of one draw, and of one mode. */
function checkForm(slip: Slip): void {
  const event = drawEvent(slip);
  same("slip-draw", slip.draw, event.draw, HERE);
  const sealed = slip.salt !== undefined && slip.record === undefined && event.leaves !== undefined && event.record === undefined;
  const open = slip.salt === undefined && slip.record !== undefined && event.record !== undefined && event.leaves === undefined;
  const plain = "state" in slip.leaf;
  if (!(sealed && !plain) && !(open && plain)) {
    refuse("slip-mode", { got: "something else", expected: "a leaf with its salt, or a visit with the record" });
  }
  if (!strictlySorted((slip.names ?? []).map((one) => one.inspector))) {
    refuse("slip-names", { got: "out of order", expected: "inspectors that go up" });
  }
  checkpointOf(slip.log);
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
  checkPath(slip, canonicalLine(leaf), slip.record!.roots["visits"]);
}

/** With a bundle: its draw, and its inspectors. */
function checkDraw(slip: Slip, { plan, events, contents }: Context): void {
  same("slip-draw", slip.draw, drawName(plan), HERE);
  const event = oneOf(events, "draw");
  if (event !== undefined) same("slip-event", canonical(slip.event as unknown as Json), canonical(event as unknown as Json), HERE);
  if (slip.names === undefined) return;
  if (plan.publish.names === "never") refuse("slip-names", { got: "names", expected: "none: the plan never publishes names" });
  const sealed = new Map((contents.inspectors ?? []).map((one) => [one.id, one.sealed]));
  for (const { inspector, private: person, salt } of slip.names) {
    const got = hex(H("mq1/sealed", unhex(salt), canonicalLine(person)));
    same("slip-name", `${inspector}: ${got}`, `${inspector}: ${sealed.get(inspector) ?? "not in the list"}`, HERE);
  }
}

export function slipSteps(slip: Slip, beside: Beside): Step[] {
  const steps: Step[] = [
    { name: "slip-format", run: () => checkForm(slip) },
    { name: "slip-leaf", run: () => checkLeaf(slip) },
    { name: "slip-event", run: () => checkEntry(slip.event, slip.log) },
    { name: "slip-log", run: () => checkLogSignature(slip.log, beside) },
  ];
  const { bundle } = beside;
  return bundle === undefined ? steps : [...steps, { name: "slip-draw", run: () => checkDraw(slip, bundle) }];
}

/** Names rest on a list of the bundle: without it they are only told. */
export function slipNotes(slip: Slip, { bundle }: Beside): Sentence[] {
  return slip.names !== undefined && bundle === undefined ? [NAMES_NOTE] : [];
}
