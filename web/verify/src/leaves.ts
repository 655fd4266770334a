// The check `leaves` (section 22.2): what was sealed at the draw is the outcome that was published at the end.

import { checkCapsules } from "./ceremony.js";
import { compareBytes, hex } from "./bytes.js";
import type { Contents } from "./contents.js";
import { allOf, oneOf } from "./events.js";
import { H } from "./hash.js";
import { EVENTS_FILE } from "./kinds.js";
import { MerkleTree } from "./merkle.js";
import { refuse, same } from "./refusal.js";
import { canonicalLine, type Json } from "./serialize.js";
import { leafHash } from "./tree_proofs.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

/** The 32 bytes that stand in the tree for a leaf line. */
export function leafData(salt: Uint8Array, line: Json): Uint8Array {
  return H("mq1/leaf", salt, canonicalLine(line));
}

interface Leaf {
  readonly data: Uint8Array;
  readonly hash: Uint8Array;
}

/** The leaves of an outcome, in their order. */
function leavesOf(contents: Contents, seal: Uint8Array): Leaf[] {
  const leaf = (id: string, line: Json): Leaf => {
    const data = leafData(H("mq1/salt", seal, id), line);
    return { data, hash: leafHash(data) };
  };
  const visits = contents.visits.map((visit) => leaf(`visit/${visit.id}`, { visit: visit as unknown as Json }));
  const reserves = contents.selected.filter((line) => line.reserve).map(({ entity, rank, stratum, task }) =>
    leaf(`reserve/${task}/${stratum}/${rank}`, { reserve: { entity, rank, stratum, task } }));
  return [...visits, ...reserves].sort((a, b) => compareBytes(a.hash, b.hash));
}

export function checkLeaves(plan: Plan, contents: Contents, seal: Uint8Array, events: readonly CeremonyEvent[]): void {
  const draw = oneOf(events, "draw");
  if (draw === undefined) return; // void before anything was sealed
  const where = { file: EVENTS_FILE, line: events.indexOf(draw) + 1 };
  const leaves = leavesOf(contents, seal);
  const tree = new MerkleTree();
  for (const { data } of leaves) tree.add(data, 0, data.length);
  same("leaves-count", draw.leaves!.count, leaves.length, where);
  same("leaves-root", draw.leaves!.root, hex(tree.root()), where);
  const hashes = new Set(leaves.map((leaf) => hex(leaf.hash)));
  for (const event of allOf(events, "open")) {
    if (hashes.has(event.leaf)) continue;
    refuse("leaves-open", { got: event.leaf, expected: "the hash of a leaf", where: { file: EVENTS_FILE, line: events.indexOf(event) + 1 } });
  }
  checkCapsules(plan, contents, events);
}
