// What proofs and slips have in common: an event, its entry in a checkpoint, who signed that checkpoint, and whether it
// agrees with a bundle at hand.

import { compareBytes, hex, unhex, utf8 } from "./bytes.js";
import type { Beside } from "./check_file.js";
import { entryOf } from "./check_log.js";
import { checkSignedByOne, cosignatures, readCheckpoint, type Checkpoint } from "./checkpoint.js";
import type { Context } from "./context.js";
import { entryLine } from "./events.js";
import type { VerifierKey } from "./keys.js";
import { OTHER_SIZE, QUORUM_NOT_MET, quorumSentence, type Sentence } from "./messages_files.js";
import { quorumTime, type Policy } from "./policy.js";
import { refuse } from "./refusal.js";
import { canonical, type Json } from "./serialize.js";
import { isIncluded, leafHash } from "./tree_proofs.js";
import type { CeremonyEvent } from "./types_events.js";
import type { LogPlace } from "./types_files.js";

const CHECKPOINT = "log.checkpoint";

export function checkpointOf(log: LogPlace): Checkpoint {
  return readCheckpoint(utf8(log.checkpoint), CHECKPOINT);
}

/** What the log calls itself: told beside the draw, as the numbers are those of one log. */
export function logName(log: LogPlace | undefined): string | undefined {
  return log === undefined ? undefined : checkpointOf(log).origin;
}

/** The entry of the event stands in the tree of the checkpoint. */
export function checkEntry(event: CeremonyEvent, log: LogPlace): void {
  const { size, root } = checkpointOf(log);
  const leaf = leafHash(entryLine(entryOf(event)));
  if (isIncluded(leaf, log.index, size, log.hashes.map(unhex), root)) return;
  refuse("file-entry", { got: `a proof for ${event.event} that does not hold`, expected: `its entry at ${log.index} of ${size}` });
}

/** The checkpoint is signed by each of those whom the reader has: the plan's own log, one of the policy's, that of the key. */
export function checkLogSignature(log: LogPlace, own: VerifierKey | null, { key, policy }: Beside): void {
  const checkpoint = checkpointOf(log);
  if (own !== null) checkSignedByOne(checkpoint, [own], CHECKPOINT);
  if (policy !== undefined) {
    checkSignedByOne(checkpoint, policy.logs, CHECKPOINT);
    cosigned(checkpoint, policy);
  }
  if (key !== undefined) checkSignedByOne(checkpoint, [key], CHECKPOINT);
}

function cosigned(checkpoint: Checkpoint, policy: Policy): ReturnType<typeof cosignatures> {
  return cosignatures(checkpoint, policy.witnesses.map((one) => one.key), CHECKPOINT);
}

/** The event is one of those of the bundle, at the same place, and both are of one tree, as far as their sizes show it. */
export function checkWithBundle(event: CeremonyEvent, log: LogPlace, { logged, shown }: Context): void {
  const text = (one: CeremonyEvent, index: number) => `${index} ${canonical(one as unknown as Json)}`;
  const there = logged.find((line) => line.index === log.index);
  const got = text(event, log.index);
  const expected = there === undefined ? `one of the bundle's events, not ${log.index}` : text(there.event, there.index);
  if (got !== expected) refuse("file-event", { got, expected });
  checkRoots(log, shown!.checkpoint);
}

function checkRoots(log: LogPlace, its: Checkpoint): void {
  const mine = checkpointOf(log);
  if (mine.size !== its.size || compareBytes(mine.root, its.root) === 0) return;
  refuse("file-root", { got: hex(mine.root), expected: `${hex(its.root)}, as in the bundle`, where: { file: CHECKPOINT } });
}

/** What the checkpoint shows beyond that the event is in it, and what it does not. */
export function logNotes(log: LogPlace | undefined, { bundle, policy }: Beside): Sentence[] {
  if (log === undefined) return [];
  const time = quorumOf(log, policy);
  const quorum = time === undefined ? [] : [time === null ? QUORUM_NOT_MET : quorumSentence(time)];
  const its = bundle?.shown?.checkpoint.size;
  return [...quorum, ...(its === undefined || its === checkpointOf(log).size ? [] : [OTHER_SIZE])];
}

/** When the policy's quorum was met by the cosignatures of the checkpoint; null if it is not; undefined without a policy. */
export function quorumOf(log: LogPlace, policy: Policy | undefined): number | null | undefined {
  return policy === undefined ? undefined : quorumTime(policy, cosigned(checkpointOf(log), policy));
}
