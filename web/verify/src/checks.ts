// The named checks of section 17, in their order. Whoever adds one adds a line here and its sentences in messages.ts.

import { bundleDigest, checkFiles, checkManifest } from "./bundle.js";
import { checkPopulations } from "./amounts.js";
import { checkCeremony } from "./ceremony.js";
import { checkCertificates } from "./certificates.js";
import { checkEvents } from "./check_events.js";
import { checkLog } from "./check_log.js";
import { checkRecord, checkReplay } from "./compare.js";
import { readContents } from "./contents.js";
import type { Context } from "./context.js";
import { checkDates } from "./dates.js";
import { checkEscrow } from "./escrow.js";
import { checkGrade, checkOrder, gradeOf } from "./grade.js";
import { OUTCOME } from "./kinds.js";
import { checkLeaves } from "./leaves.js";
import { checkFormerIds, checkLists, checkRoots } from "./lists.js";
import { checkCopy } from "./log_copy.js";
import { checkNumbers } from "./numbers.js";
import { checkOpenings } from "./openings.js";
import { hasSeats } from "./plan.js";
import { checkQuotas } from "./quotas.js";
import { checkReplacements } from "./replacements.js";
import { checkSeed } from "./seed.js";
import { checkSelection } from "./select.js";
import { checkTeams } from "./teams.js";
import { checkVisits } from "./visits.js";

/** Who answers for a failure; "program or office" is decided by whether the replay would fail too. */
export type Answers = "publisher" | "office" | "program or office";

export interface Check {
  readonly name: string;
  readonly answers: Answers;
  /** Throws a Refusal if it fails. */
  readonly run: (context: Context) => void | Promise<void>;
  /** Of which bundles it is made; of all, if it does not say. */
  readonly where?: (context: Context) => boolean;
}

const withLog = (c: Context) => c.plan.log !== undefined;
const sealed = (c: Context) => c.plan.mode === "sealed";
const drawn = (c: Context) => c.kind === OUTCOME;
const seated = (c: Context) => drawn(c) && hasSeats(c.plan);
const heldAndDrawn = (c: Context) => drawn(c) && withLog(c);

/** The first ones, of every kind of bundle. */
const OF_PLAN_AND_LISTS: readonly Check[] = [
  {
    name: "manifest", answers: "publisher", run: async (c) => {
      c.digest = await bundleDigest(c.source);
      c.manifest = await checkManifest(c.source, c.digest, c.options.expect);
    },
  },
  { name: "files", answers: "publisher", run: async (c) => { c.read = await checkFiles(c.source, c.manifest!, c.progress); } },
  { name: "format", answers: "publisher", run: async (c) => { c.loaded = await readContents(c.source, c.read!, c.kind); } },
  {
    name: "plan", answers: "office", run: (c) => {
      if (c.contents.planFault !== null) throw c.contents.planFault;
      // Of a plan with a log, the events will have to show more.
      if (c.plan.log === undefined) c.grade = gradeOf(c.plan, [], c.cosigned);
    },
  },
  { name: "roots", answers: "office", run: (c) => checkRoots(c.plan, c.contents) },
  { name: "former_ids", answers: "office", run: (c) => checkFormerIds(c.contents) },
  { name: "lists", answers: "office", run: (c) => checkLists(c.plan, c.contents, c.members) },
  { name: "populations", answers: "office", run: (c) => checkPopulations(c.plan, c.members) },
];

const OF_EVENTS: readonly Check[] = [
  { name: "events", answers: "office", where: withLog, run: (c) => checkEvents(c.plan, c.planDigest, c.kind, c.events) },
  {
    name: "log", answers: "office", where: withLog, run: async (c) => {
      c.shown = checkLog(c.plan, c.evidence, c.logged, c.policy);
      if (c.options.log) c.copy = await checkCopy(c.plan, c.options.log, c.logged, c.shown.checkpoint);
    },
  },
  {
    name: "numbers", answers: "office", where: withLog, run: (c) => {
      checkNumbers(c.plan, c.evidence, c.logged, c.shown!.checkpoint);
      if (c.copy?.numbers) throw c.copy.numbers;
    },
  },
  { name: "escrow", answers: "office", where: sealed, run: (c) => checkEscrow(c.plan, c.planDigest, c.events) },
];

const OF_OUTCOME: readonly Check[] = [
  {
    name: "ceremony", answers: "office",
    run: (c) => checkCeremony(c.plan, c.planDigest, c.kind, c.contents, c.events),
  },
  { name: "seed", answers: "office", where: drawn, run: (c) => checkSeed(c.plan, c.keys, c.record, c.events) },
  { name: "selection", answers: "office", where: drawn, run: (c) => checkSelection(c.contents, c.selection) },
  { name: "openings", answers: "office", where: (c) => seated(c) || c.contents.evidence?.openings != null, run: (c) => checkOpenings(c.plan, c.contents, c.logged) },
  { name: "visits", answers: "office", where: drawn, run: (c) => checkVisits(c.contents, c.visits) },
  { name: "teams", answers: "program or office", where: seated, run: (c) => checkTeams(c.outcome) },
  { name: "quotas", answers: "program or office", where: seated, run: (c) => checkQuotas(c.outcome) },
  { name: "dates", answers: "program or office", where: seated, run: (c) => checkDates(c.outcome) },
  { name: "certificates", answers: "program or office", where: seated, run: (c) => checkCertificates(c.outcome, c.keys.pair) },
  { name: "replay", answers: "office", where: seated, run: (c) => checkReplay(c.contents, c.replayed) },
  { name: "leaves", answers: "office", where: (c) => drawn(c) && sealed(c), run: (c) => checkLeaves(c.plan, c.contents, c.keys.seal, c.events) },
  {
    name: "replacements", answers: "office", where: heldAndDrawn,
    run: (c) => checkReplacements(c.plan, c.contents, hasSeats(c.plan) ? c.outcome : null, c.keys, c.logged),
  },
  { name: "record", answers: "office", where: drawn, run: (c) => checkRecord(c.plan, c.contents, c.record, c.events) },
];

const OF_ORDER: readonly Check[] = [
  { name: "order", answers: "office", where: withLog, run: (c) => checkOrder(c.plan, c.time) },
  {
    name: "grade", answers: "office", run: (c) => {
      c.grade = gradeOf(c.plan, c.events, c.cosigned);
      checkGrade(c.grade, c.options.require);
    },
  },
];

export const CHECKS: readonly Check[] = [...OF_PLAN_AND_LISTS, ...OF_EVENTS, ...OF_OUTCOME, ...OF_ORDER];

/** Whether the replay agrees with what was published: then the program, not the office, made the fault. */
export function replayAgrees(context: Context): boolean {
  try {
    checkReplay(context.contents, context.replayed);
    return true;
  } catch {
    return false;
  }
}

export function applies(check: Check, context: Context): boolean {
  return check.where === undefined || check.where(context);
}
