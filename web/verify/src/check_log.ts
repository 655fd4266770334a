// The check `log` (sections 20.3 and 24): each event is in the authority's log, and the close was there before the roll.

import { compareBytes, hex, unhex } from "./bytes.js";
import { checkSigned, cosignatures, readCheckpoint, type Checkpoint, type Cosignature } from "./checkpoint.js";
import { isDrawName } from "./draw_names.js";
import { entryLine, eventHash } from "./events.js";
import { LOG_KEY, sameKey, verifierKey, type VerifierKey } from "./keys.js";
import { CHECKPOINT_FILE, CLOSED_FILE, CONSISTENCY_FILE, ENTRIES_FILE, EVENTS_FILE } from "./kinds.js";
import { drawName } from "./plan.js";
import { quorumTime, type Policy } from "./policy.js";
import { refuse } from "./refusal.js";
import { EVENTS } from "./shapes_events.js";
import { isConsistent, isIncluded, leafHash, rootAround } from "./tree_proofs.js";
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

function checkIncluded(logged: readonly Logged[], { size, root }: Checkpoint): void {
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

/** As it is told, and compared. */
function placed({ draw, event, hash }: Entry, index: number): string {
  return `${index}: ${event} of ${draw}, ${hash}`;
}

/**
 * All that the log has from the announcement (or from what must have come before it) to the last event, so that nobody is
 * shown one close or one cast of several: of this draw there is nothing but its events.
 */
function checkEntries(draw: string, { entries, previous }: Evidence, logged: readonly Logged[], { size, root }: Checkpoint): void {
  const file = ENTRIES_FILE;
  const [begin, end] = [previous[0] ?? logged[0]!, logged[logged.length - 1]!];
  const count = end.index - begin.index + 1;
  if (entries.length !== count) {
    refuse("entries-count", { got: `${entries.length} entries`, expected: `those from ${begin.index} to ${end.index}`, where: { file } });
  }
  // With these names an entry has far less than the 65,535 bytes that it may have.
  entries.forEach(({ draw: of, event }, i) => {
    const where = { file, line: i + 1 };
    if (!EVENTS.includes(event)) refuse("entries-event", { got: event, expected: "an event of section 20.1", where });
    if (!isDrawName(of)) refuse("entries-draw", { got: of, expected: "an authority, a sequence number and an attempt", where });
  });
  const lines = entries.map(entryLine);
  const got = rootAround(lines.map(leafHash), begin.index, size, begin.hashes.map(unhex), end.hashes.map(unhex));
  if (got === null || compareBytes(got, root) !== 0) {
    refuse("entries-root", { got: got === null ? "proofs of another length" : hex(got), expected: hex(root), where: { file } });
  }
  const own = entries.flatMap((entry, i) => (entry.draw === draw ? [{ entry, i }] : []));
  for (let k = 0; k < Math.max(own.length, logged.length); k++) {
    const [one, line] = [own[k], logged[k]];
    const is = one === undefined ? "no entry" : placed(one.entry, begin.index + one.i);
    const should = line === undefined ? "no further entry of this draw" : placed(entryOf(line.event), line.index);
    if (is !== should) refuse("entries-own", { got: is, expected: should, where: { file, ...(one && { line: one.i + 1 }) } });
  }
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
  checkIncluded(logged, checkpoint);
  checkEntries(drawName(plan), evidence, logged, checkpoint);
  const met = (signed: readonly Cosignature[]) => (policy === undefined ? null : quorumTime(policy, signed));
  const confirmed = met(cosigned) !== null;
  if (evidence.closed === undefined) return { checkpoint, cosigned: [], time: null, confirmed };
  const closed = signedBy(evidence.closed, log, policy, CLOSED_FILE);
  checkClosed(logged, closed.checkpoint, checkpoint, evidence.consistency!);
  return { checkpoint, cosigned: closed.cosigned, time: met(closed.cosigned), confirmed };
}
