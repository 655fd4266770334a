// What the checks hand on to those that come after them. Everything is made once, when it is first asked for, and
// only after the checks on which it rests.

import type { Manifest, ReadPlan } from "./bundle.js";
import type { Shown } from "./check_log.js";
import type { Contents } from "./contents.js";
import type { Cosigned } from "./grade.js";
import type { Copy } from "./log_copy.js";
import { membership, type TaskMembers } from "./membership.js";
import { replay, type Result } from "./replay.js";
import { readPolicy, type Policy } from "./policy.js";
import { keysOf, planDigest, type Keys } from "./seed.js";
import { select, type Selection } from "./select.js";
import type { Source } from "./source.js";
import { Outcome } from "./teams.js";
import type { CeremonyEvent, Evidence, Logged } from "./types_events.js";
import type { DrawRecord, Plan } from "./types.js";
import { plainVisits, type PlainVisit } from "./visits.js";

export interface Options {
  /** The bundle digest that somebody knows from elsewhere. */
  readonly expect?: string;
  /** The least grade that is wanted. */
  readonly require?: string;
  /** The bytes of a trust policy (section 24.5), or its text. */
  readonly policy?: Uint8Array | string;
  /** A copy of the log: its folder, with `checkpoint` and `tile/entries/…`. */
  readonly log?: Source;
  /** The reader's day, YYYY-MM-DD: only with it can a number be overdue. */
  readonly today?: string;
}

function there<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`a check needs ${what}, which is not there yet`);
  return value;
}

export class Context {
  digest: string | null = null;
  /** What `manifest`, `files` and `format` found. */
  manifest: Manifest | undefined;
  read: ReadPlan | undefined;
  loaded: Contents | undefined;
  grade: string | undefined;
  /** What `log` found; of a plan with a log. */
  shown: Shown | undefined;
  copy: Copy | undefined;
  readonly policy: Policy | undefined;
  private madeEvents: CeremonyEvent[] | undefined;
  private madeDigest: Uint8Array | undefined;
  private madeMembers: TaskMembers[] | undefined;
  private madeKeys: Keys | undefined;
  private madeSelection: Selection | undefined;
  private madeVisits: PlainVisit[] | undefined;
  private madeOutcome: Outcome | undefined;
  private madeReplay: Result | undefined;

  constructor(readonly source: Source, readonly options: Options, readonly progress: (share: number) => void) {
    this.policy = options.policy === undefined ? undefined : readPolicy(options.policy);
  }

  /** The kind of bundle. */
  get kind(): string {
    return there(this.manifest, "the manifest").format;
  }

  get logged(): readonly Logged[] {
    return there(this.read, "the plan").logged;
  }

  get events(): readonly CeremonyEvent[] {
    return this.madeEvents ??= this.logged.map((line) => line.event);
  }

  get planDigest(): Uint8Array {
    return this.madeDigest ??= planDigest(there(this.read, "the plan").line);
  }

  get evidence(): Evidence {
    return there(this.contents.evidence ?? undefined, "evidence");
  }

  get record(): DrawRecord {
    return there(this.contents.record ?? undefined, "the record");
  }

  /** t(D), if a policy was given and its quorum is met. */
  get time(): number | null {
    return this.shown?.time ?? null;
  }

  get cosigned(): Cosigned {
    return this.shown ?? { time: null, confirmed: false };
  }

  get plan(): Plan {
    return there(this.read, "the plan").plan;
  }

  get contents(): Contents {
    return there(this.loaded, "the contents");
  }

  get members(): TaskMembers[] {
    return this.madeMembers ??= membership(this.plan, this.contents);
  }

  get keys(): Keys {
    const ceremony = there(this.contents.ceremony ?? undefined, "what was said and cast");
    return this.madeKeys ??= keysOf(this.plan, this.read!.line, ceremony, this.events);
  }

  get selection(): Selection {
    return this.madeSelection ??= select(this.plan, this.contents, this.members, this.keys.k);
  }

  get visits(): PlainVisit[] {
    return this.madeVisits ??= plainVisits(this.plan, this.contents);
  }

  /** For the direct checks; only if some task has seats. */
  get outcome(): Outcome {
    return this.madeOutcome ??= new Outcome(this.plan, this.contents);
  }

  get replayed(): Result {
    return this.madeReplay ??= replay(this.plan, this.contents, this.visits, this.keys);
  }
}
