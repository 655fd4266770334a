// The check `log` (sections 20.3 and 24): each event is in the authority's log, and the close was there before the roll.

import { hex, unhex } from "./bytes.js";
import { checkSigned, cosignatures, readCheckpoint, type Checkpoint, type Cosignature } from "./checkpoint.js";
import { entryLine, eventHash } from "./events.js";
import { LOG_KEY, sameKey, verifierKey, type VerifierKey } from "./keys.js";
import { CHECKPOINT_FILE, CLOSED_FILE, CONSISTENCY_FILE, EVENTS_FILE } from "./kinds.js";
import { quorumTime, type Policy } from "./policy.js";
import { refuse } from "./refusal.js";
import { isConsistent, isIncluded, leafHash } from "./tree_proofs.js";
import type { CeremonyEvent, Entry, Evidence, Logged } from "./types_events.js";
import type { Plan } from "./types.js";

/** What the evidence shows beyond that it is in order. */
export interface Shown {
  readonly checkpoint: Checkpoint;
  /** Cosignatures of `evidence/closed` by witnesses of the policy. */
  readonly cosigned: readonly Cosignature[];
  /** t(D), if there is a policy and its quorum is met. */
  readonly time: number | null;
  /** Whether the quorum is met on `evidence/checkpoint` too. */
  readonly confirmed: boolean;
}

export function logKey(plan: Plan): VerifierKey {
  return verifierKey(plan.log!, LOG_KEY)!;
}

/** The entry of an event in the log. */
export function entryOf(event: CeremonyEvent): Entry {
  return { draw: event.draw, event: event.event, hash: hex(eventHash(event)) };
}

/** Reads a checkpoint that the log must have signed, with the cosignatures that the policy knows. */
function signedBy(bytes: Uint8Array | null, log: VerifierKey, policy: Policy | undefined, file: string): { checkpoint: Checkpoint; cosigned: Cosignature[] } {
  const checkpoint = readCheckpoint(bytes, file);
  checkSigned(checkpoint, log, file);
  const witnesses = (policy?.witnesses ?? []).map((one) => one.key);
  return { checkpoint, cosigned: cosignatures(checkpoint, witnesses, file) };
}

function checkEntries(logged: readonly Logged[], { size, root }: Checkpoint): void {
  let before = -1;
  logged.forEach(({ event, hashes, index }, i) => {
    const where = { file: EVENTS_FILE, line: i + 1 };
    if (index <= before) refuse("log-index", { got: `${index} after ${before}`, expected: "indices that go up", where });
    before = index;
    const leaf = leafHash(entryLine(entryOf(event)));
    if (isIncluded(leaf, index, size, hashes.map(unhex), root)) return;
    refuse("log-inclusion", { got: `a proof for ${event.event} that does not hold`, expected: `its entry at ${index} of ${size}`, where });
  });
}

/** The log as it was at the close: with the event `close`, without the event `roll`, and extended since. */
function checkClosed(logged: readonly Logged[], closed: Checkpoint, now: Checkpoint, consistency: readonly string[]): void {
  const where = { file: CLOSED_FILE };
  const place = (name: string) => logged.find((line) => line.event.event === name)?.index;
  const [close, roll] = [place("close")!, place("roll")];
  if (closed.size <= close) refuse("closed-early", { got: `${closed.size} entries`, expected: `the close, which is entry ${close}`, where });
  if (roll !== undefined && closed.size > roll) {
    refuse("closed-late", { got: `${closed.size} entries`, expected: `not yet the roll, which is entry ${roll}`, where });
  }
  if (isConsistent(closed.size, closed.root, now.size, now.root, consistency.map(unhex))) return;
  refuse("log-consistency", {
    got: "a proof that does not hold", expected: `${now.size} entries that extend ${closed.size}`, where: { file: CONSISTENCY_FILE },
  });
}

export function checkLog(plan: Plan, evidence: Evidence, logged: readonly Logged[], policy?: Policy): Shown {
  const log = logKey(plan);
  if (policy !== undefined && !policy.logs.some((one) => sameKey(one, log))) {
    refuse("log-policy", { got: log.name, expected: "a log of the policy", where: { file: "plan.json" } });
  }
  const { checkpoint, cosigned } = signedBy(evidence.checkpoint, log, policy, CHECKPOINT_FILE);
  checkEntries(logged, checkpoint);
  const met = (signed: readonly Cosignature[]) => (policy === undefined ? null : quorumTime(policy, signed));
  const confirmed = met(cosigned) !== null;
  if (evidence.closed === undefined) return { checkpoint, cosigned: [], time: null, confirmed };
  const closed = signedBy(evidence.closed, log, policy, CLOSED_FILE);
  checkClosed(logged, closed.checkpoint, checkpoint, evidence.consistency!);
  return { checkpoint, cosigned: closed.cosigned, time: met(closed.cosigned), confirmed };
}
