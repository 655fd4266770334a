// What proofs and slips have in common: an event, its entry in a checkpoint, and who signed that checkpoint.

import { unhex, utf8 } from "./bytes.js";
import type { Beside } from "./check_file.js";
import { entryOf } from "./check_log.js";
import { checkSigned, cosignatures, readCheckpoint, type Checkpoint } from "./checkpoint.js";
import { entryLine } from "./events.js";
import { refuse } from "./refusal.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { CeremonyEvent } from "./types_events.js";
import type { LogPlace } from "./types_files.js";

const CHECKPOINT = "log.checkpoint";

export function checkpointOf(log: LogPlace): Checkpoint {
  return readCheckpoint(utf8(log.checkpoint), CHECKPOINT);
}

/** The entry of the event stands in the tree of the checkpoint. */
export function checkEntry(event: CeremonyEvent, log: LogPlace): void {
  const { size, root } = checkpointOf(log);
  const leaf = leafHash(entryLine(entryOf(event)));
  if (isIncluded(leaf, log.index, size, log.hashes.map(unhex), root)) return;
  refuse("file-entry", { got: `a proof for ${event.event} that does not hold`, expected: `its entry at ${log.index} of ${size}` });
}

/** The checkpoint is signed by a log that the reader trusts. */
export function checkLogSignature(log: LogPlace, { logs, policy }: Beside): void {
  const checkpoint = checkpointOf(log);
  const named = logs.filter((one) => one.name === checkpoint.origin);
  // A log may have had two keys of one name: the one that signed is told by its id.
  const key = named.find(({ name, id }) => checkpoint.lines.some((line) => line.name === name && line.id === id)) ?? named[0];
  if (key === undefined) {
    const expected = logs.length === 0 ? "a policy, a key or a bundle that says whose log it is" : logs.map((one) => one.name).join(" | ");
    return refuse("file-log", { got: checkpoint.origin, expected, where: { file: CHECKPOINT } });
  }
  checkSigned(checkpoint, key, CHECKPOINT);
  cosignatures(checkpoint, (policy?.witnesses ?? []).map((one) => one.key), CHECKPOINT);
}
