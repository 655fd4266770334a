// Runs the checks in their order, stops at the first that fails, and says who answers for it.

import { applies, CHECKS, replayAgrees, type Check } from "./checks.js";
import { Context, type Options } from "./context.js";
import { attestations, lacksLater, type Attestation } from "./grade.js";
import { MESSAGES, type Sentence } from "./messages.js";
import {
  DRAND_NOTE, DRAWN_SENTENCE, GRADE_SENTENCES, KEYS_NOTE, LATER_NOTE, missingSentence, ONCE_NOTE, OVERDUE_SENTENCE, ROOM_NOTE,
  STATE_SENTENCES, superiorSentence, unfinishedSentence, voidedSentence, voidSentence, WHO_SENTENCES,
} from "./messages_verdict.js";
import { Refusal, type Where } from "./refusal.js";
import type { Source } from "./source.js";
import { isOverdue, stateOf, voidReason, type State } from "./state.js";

export type Who = "publisher" | "program" | "office";

export interface CheckResult {
  readonly check: string;
  readonly ok: boolean;
  readonly sentence: Sentence;
  /** Stable code of the fault, within its check. */
  readonly code?: string;
  readonly got?: string | number;
  readonly expected?: string | number;
  readonly where?: Where;
  readonly who?: Who;
  readonly whoSentence?: Sentence;
}

export interface Verdict {
  readonly ok: boolean;
  /** SHA-256 of `manifest.json`, if there is one. */
  readonly digest: string | null;
  /** Which kind of bundle it is, by its manifest (section 16). */
  readonly kind?: string;
  /** Once the plan is known to be consistent; of a draw with a log, once its evidence is. */
  readonly grade?: string;
  readonly gradeSentence?: Sentence;
  /** Of what passed: what the last event known says (section 20.6). */
  readonly state?: State;
  readonly stateSentence?: Sentence;
  readonly overdue?: boolean;
  readonly voidReason?: string;
  /** Who signed the close, and which witnesses of the policy had it, and when (Unix seconds). */
  readonly attested?: readonly Attestation[];
  readonly witnesses?: readonly { readonly name: string; readonly time: number }[];
  /** When the quorum of the policy was met: t(D). */
  readonly quorumTime?: number;
  /** Who alone may do what only the superior may; of a plan that has one. */
  readonly superior?: { readonly name: string; readonly key: string };
  /** With a copy of the log: draws announced before this one that have not ended, and those that were void after their close. */
  readonly unfinished?: readonly string[];
  readonly voided?: readonly string[];
  /** False where the final source is a beacon: its signature is not checked here. */
  readonly beaconSignatureChecked?: false;
  /** What was not checked, and what else must be said beside the verdict. */
  readonly notes: readonly Sentence[];
  readonly results: readonly CheckResult[];
  /** The failed one. */
  readonly failed?: CheckResult;
}

export interface Listener {
  /** A check begins. */
  started?(check: string, number: number, of: number): void;
  /** How much of a long check is done, from 0 to 1. */
  progress?(check: string, share: number): void;
  finished?(result: CheckResult): void;
}

function whoAnswers(check: Check, context: Context): Who {
  if (check.answers !== "program or office") return check.answers;
  return replayAgrees(context) ? "program" : "office";
}

function failure(refusal: Refusal, running: Check, context: Context): CheckResult {
  const check = CHECKS.find((one) => one.name === refusal.check) ?? running;
  const who = whoAnswers(check, context);
  return {
    check: check.name, ok: false, code: refusal.code, ...refusal.details,
    sentence: MESSAGES[check.name]!.failed, who, whoSentence: WHO_SENTENCES[who]!,
  };
}

async function runOne(check: Check, context: Context): Promise<CheckResult> {
  try {
    await check.run(context);
    return { check: check.name, ok: true, sentence: MESSAGES[check.name]!.ok };
  } catch (error) {
    if (error instanceof Refusal) return failure(error, check, context);
    throw error;
  }
}

type Beside = Pick<
  Verdict,
  | "state" | "stateSentence" | "overdue" | "voidReason" | "attested" | "superior" | "witnesses" | "quorumTime" | "unfinished" | "voided"
  | "beaconSignatureChecked" | "notes"
>;

/** What the grade does not say (section 20.5). */
function gradeNotes({ plan, events, grade, cosigned }: Context, attested: readonly Attestation[]): Sentence[] {
  const notes: Sentence[] = [];
  if (grade === "anchored" && plan.final.source !== "drand") notes.push(ROOM_NOTE);
  if (lacksLater(events, cosigned)) notes.push(LATER_NOTE);
  if (attested.length > 0) notes.push(KEYS_NOTE);
  if (plan.superior !== undefined) notes.push(superiorSentence(plan.superior.name, plan.superior.key));
  return notes;
}

/** What is said beside every verdict (sections 8, 20.5, 20.6 and 24.6). */
function beside(context: Context, ok: boolean): Beside {
  const beacon = context.read?.plan.final.source === "drand";
  const notes = beacon ? [DRAND_NOTE] : [];
  const base = { notes, ...(beacon && { beaconSignatureChecked: false as const }) };
  if (ok && context.plan.log === undefined) return { ...base, state: "drawn", stateSentence: DRAWN_SENTENCE, overdue: false };
  // Of what failed before its events were seen in the log, nothing is said that it only claims.
  const { shown, copy } = context;
  if (shown === undefined) return base;
  const { events, plan } = context;
  const state = stateOf(context.kind, events, copy?.later ?? []);
  const overdue = isOverdue(plan, state, context.options.today);
  const reason = voidReason(events);
  const attested = attestations(plan, events);
  notes.push(...gradeNotes(context, attested));
  if (overdue) notes.push(OVERDUE_SENTENCE);
  if (reason !== undefined) notes.push(voidSentence(reason));
  if (context.options.log === undefined) notes.push(ONCE_NOTE);
  if (copy && copy.missing > 0) notes.push(missingSentence(copy.missing));
  if (copy && copy.unfinished.length > 0) notes.push(unfinishedSentence(copy.unfinished));
  if (copy && copy.voided.length > 0) notes.push(voidedSentence(copy.voided));
  return {
    ...base, state, stateSentence: STATE_SENTENCES[state]!, overdue, attested,
    ...(plan.superior && { superior: plan.superior }),
    witnesses: shown.cosigned.map(({ key, time }) => ({ name: key.name, time })),
    ...(reason !== undefined && { voidReason: reason }),
    ...(copy && { unfinished: copy.unfinished, voided: copy.voided }),
    ...(shown.time !== null && { quorumTime: shown.time }),
  };
}

export interface Verified {
  readonly verdict: Verdict;
  /** What was read and recomputed; only a bundle that passes may be asked further questions. */
  readonly context: Context;
}

export async function verify(source: Source, options: Options = {}, listener: Listener = {}): Promise<Verified> {
  let running = "";
  const context = new Context(source, options, (share) => listener.progress?.(running, share));
  const results: CheckResult[] = [];
  let failed: CheckResult | undefined;
  for (const [number, check] of CHECKS.entries()) {
    if (!applies(check, context)) continue;
    running = check.name;
    listener.started?.(check.name, number + 1, CHECKS.length);
    const result = await runOne(check, context);
    results.push(result);
    listener.finished?.(result);
    if (result.ok) continue;
    failed = result;
    break;
  }
  const verdict: Verdict = {
    ok: failed === undefined, digest: context.digest, results,
    ...(context.manifest && { kind: context.manifest.format }), ...beside(context, failed === undefined),
    ...(failed && { failed }),
    ...(context.grade && { grade: context.grade, gradeSentence: GRADE_SENTENCES[context.grade]! }),
  };
  return { verdict, context };
}
