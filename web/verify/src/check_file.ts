// Checks one file that an office handed out: a proof of one entity, a slip (section 25), or a holder's share (21).

import { concat } from "./bytes.js";
import type { Context } from "./context.js";
import { proofAnswer, proofNotes, proofSteps } from "./entity_proof.js";
import { logName, quorumOf } from "./file_log.js";
import { LOG_KEY, verifierKey, type VerifierKey } from "./keys.js";
import { readObject } from "./lines.js";
import { FILE_MESSAGES, type Sentence } from "./messages_files.js";
import { readPolicy, type Policy } from "./policy.js";
import { Refusal, type Where } from "./refusal.js";
import type { ObjectShape } from "./shape.js";
import { proofShape, shareShape, slipShape } from "./shapes_files.js";
import { planShape } from "./shapes_plan.js";
import { shareSteps } from "./share_file.js";
import { slipNotes, slipSteps, teamNotes } from "./slip.js";
import { knownReplaced, nowOf, type Now } from "./slip_visit.js";
import { MemorySource, Unreadable } from "./source.js";
import type { EntityProof, LogPlace, ShareFile, Slip } from "./types_files.js";
import type { Plan } from "./types.js";
import type { CheckResult } from "./verify.js";
import type { Answer } from "./why.js";

export interface FileOptions {
  /** As what the file is given: then one that is no such file fails by name, even an empty one. */
  readonly as?: FileKind;
  /** The bytes of a trust policy, or its text. */
  readonly policy?: Uint8Array | string;
  /** The verifier key of a log. */
  readonly key?: string;
  /** SHA-256 of `draw/record.json`, known from elsewhere. */
  readonly record?: string;
  /** The bytes of plan.json, for a proof that leaves the plan out. */
  readonly plan?: Uint8Array;
  /** A bundle of the draw, or its announcement, that has passed `verify`. */
  readonly bundle?: Context;
  readonly announcement?: Context;
}

/** What the steps may rest on beside the file. */
export interface Beside {
  readonly policy: Policy | undefined;
  /** The key of a log. */
  readonly key: VerifierKey | undefined;
  readonly record: string | undefined;
  readonly plan: Plan | undefined;
  readonly bundle: Context | undefined;
}

export interface Step {
  readonly name: string;
  /** Throws a Refusal if it fails. */
  readonly run: () => void;
}

export type FileKind = "proof" | "slip" | "share";

export interface FileVerdict {
  readonly kind: FileKind;
  readonly ok: boolean;
  readonly results: readonly CheckResult[];
  readonly failed?: CheckResult;
  /** What was not checked. */
  readonly notes: readonly Sentence[];
  /** What was read; of a file that failed nothing is said. */
  readonly draw?: string;
  /** Of a proof or a slip with a log: its name. */
  readonly log?: string;
  readonly answer?: Answer;
  readonly slip?: Slip;
  /** Of a slip: who goes now, as far as the slip and a bundle at hand tell. */
  readonly now?: Now;
  /** Whether its names were held against a bundle. */
  readonly namesChecked?: boolean;
  /** What must be said beside the team. */
  readonly teamNotes?: readonly Sentence[];
  /** With a policy, of what has a log: whether its quorum is met by the checkpoint. */
  readonly quorumMet?: boolean;
  readonly holder?: string;
}

interface Read {
  readonly steps: readonly Step[];
  readonly told: () => Omit<FileVerdict, "kind" | "ok" | "results" | "failed" | "notes">;
  /** Only of what has passed. */
  readonly notes: () => readonly Sentence[];
}

const FILE = "file";

const LF = 0x0a;

/** A QR code has no line feed at its end. */
function withLineFeed(bytes: Uint8Array): Uint8Array {
  return bytes[bytes.length - 1] === LF ? bytes : concat(bytes, new Uint8Array([LF]));
}

async function parse<T>(bytes: Uint8Array, shape: ObjectShape): Promise<T> {
  return (await readObject<T>(new MemorySource(new Map([[FILE, bytes]])), FILE, shape)).value;
}

/** The log's name, and whether the policy's quorum is met. */
function toldOfLog(log: LogPlace | undefined, { policy }: Beside): { log?: string; quorumMet?: boolean } {
  if (log === undefined) return {};
  return { log: logName(log)!, ...(policy !== undefined && { quorumMet: quorumOf(log, policy) !== null }) };
}

const READERS: Readonly<Record<FileKind, (bytes: Uint8Array, beside: Beside) => Promise<Read>>> = {
  proof: async (bytes, beside) => {
    const proof = await parse<EntityProof>(bytes, proofShape);
    return {
      steps: proofSteps(proof, beside), notes: () => proofNotes(proof, beside),
      told: () => ({ draw: proof.record.draw, answer: proofAnswer(proof, beside), ...toldOfLog(proof.log, beside) }),
    };
  },
  slip: async (bytes, beside) => {
    const slip = await parse<Slip>(withLineFeed(bytes), slipShape);
    const { bundle } = beside;
    return {
      steps: slipSteps(slip, beside), notes: () => slipNotes(slip, beside), told: () => ({
        draw: slip.draw, slip, now: nowOf(slip, knownReplaced(slip, bundle)), namesChecked: bundle !== undefined,
        teamNotes: teamNotes(slip, bundle), ...toldOfLog(slip.log, beside),
      }),
    };
  },
  share: async (bytes, beside) => {
    const share = await parse<ShareFile>(bytes, shareShape);
    return { steps: shareSteps(share, beside), notes: () => [], told: () => ({ draw: share.draw, holder: share.holder }) };
  },
};

/** What is given as a plan is none: that is the user's fault, and no file's. */
export class WrongPlan extends Unreadable {}

/** A file that does not say what it is, and is given as nothing. */
export class Unrecognized extends Unreadable {}

async function readPlan(bytes: Uint8Array): Promise<Plan> {
  try {
    return await parse<Plan>(bytes, planShape);
  } catch (error) {
    throw error instanceof Refusal ? new WrongPlan("the plan is no plan.json of a bundle") : error;
  }
}

/** As what it is given or, if nothing is said, which kind of file it says that it is. */
function kindOf(bytes: Uint8Array, given: FileKind | undefined): FileKind {
  if (given !== undefined) return given;
  const found = /"format":"mq1\/(proof|slip|share)"/.exec(new TextDecoder().decode(bytes));
  if (found === null) throw new Unrecognized("neither a proof nor a slip nor a share");
  return found[1] as FileKind;
}

async function besideOf(options: FileOptions): Promise<Beside> {
  const key = options.key === undefined ? undefined : verifierKey(options.key, LOG_KEY);
  if (key === null) throw new Unreadable(`${options.key} is not the key of a log`);
  return {
    key, policy: options.policy === undefined ? undefined : readPolicy(options.policy), record: options.record,
    plan: options.plan === undefined ? undefined : await readPlan(options.plan), bundle: options.bundle ?? options.announcement,
  };
}

function resultOf(name: string, refusal: Refusal | null): CheckResult {
  const { ok, failed } = FILE_MESSAGES[name]!;
  if (refusal === null) return { check: name, ok: true, sentence: ok };
  // There is one file only, so its name says nothing; other places (a checkpoint in it) are told.
  const { where, ...details } = refusal.details as { where?: Where };
  const elsewhere = where !== undefined && where.file !== FILE;
  return { check: name, ok: false, sentence: failed, code: refusal.code, ...details, ...(elsewhere && { where }) };
}

function attempt(step: Step): CheckResult {
  try {
    step.run();
    return resultOf(step.name, null);
  } catch (error) {
    if (error instanceof Refusal) return resultOf(step.name, error);
    throw error;
  }
}

/** Makes the steps in their order and stops at the first that fails. Throws Unrecognized for other files. */
export async function checkFile(bytes: Uint8Array, options: FileOptions = {}): Promise<FileVerdict> {
  const kind = kindOf(bytes, options.as);
  const beside = await besideOf(options);
  let read: Read;
  try {
    read = await READERS[kind](bytes, beside);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const failed = resultOf(`${kind}-format`, error);
    return { kind, ok: false, results: [failed], failed, notes: [] };
  }
  const results: CheckResult[] = [];
  for (const step of read.steps) {
    results.push(attempt(step));
    if (!results[results.length - 1]!.ok) break;
  }
  const failed = results.find((one) => !one.ok);
  if (failed !== undefined) return { kind, ok: false, results, failed, notes: [] };
  return { kind, ok: true, results, notes: read.notes(), ...read.told() };
}
