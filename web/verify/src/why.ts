// Why one entity was drawn or not (section 18). Only asked of a bundle that passed every check.

import type { Context } from "./context.js";
import { allOf } from "./events.js";
import { OUTCOME } from "./kinds.js";
import type { Sentence } from "./messages.js";
import { VOID_UNSAID, voidSentence } from "./messages_verdict.js";
import { toldOf, type Told } from "./replaced_told.js";
import { REASONS } from "./shapes_lists.js";
import { utf8 } from "./bytes.js";
import { stateOf, voidReason } from "./state.js";
import type { Visit } from "./types.js";

export type Outcome = "drawn" | "reserve" | "not drawn" | "excluded" | "outside";

/** What one task says of the entity. */
export interface TaskAnswer {
  readonly task: string;
  readonly outcome: Outcome;
  readonly stratum?: string;
  readonly rank?: number;
  readonly n?: number;
  readonly ticket?: string;
  readonly threshold?: string;
  readonly reason?: string;
  /** Recomputes the ticket in a shell. */
  readonly shell?: string;
  readonly sentence: Sentence;
}

export interface Answer {
  readonly id: string;
  /** "not yet": nothing is told of anybody before the outcome is published; then `id` is empty. */
  readonly status: "listed" | "former code" | "not in the list" | "not yet";
  /** Of a former code: whose it was. The tasks are those of that entity. */
  readonly of?: string;
  readonly sentence: Sentence;
  readonly name?: string;
  readonly tasks: readonly TaskAnswer[];
  /** Of one that is drawn: its visit with team and days. */
  readonly visit?: Visit;
  /** Events `replace` that concern it, in their order. */
  readonly replacements?: readonly Told[];
  /** Told with every answer of a draw that is void. */
  readonly void?: Sentence;
}

export const REASON_SENTENCES: Readonly<Record<string, Sentence>> = {
  closed: { zh: "已不在营业状态", en: "it is no longer active" },
  promise: { zh: "已承诺在此期间不检查", en: "it was promised no visit in this period" },
  ceiling: { zh: "检查次数已到上限", en: "it has had as many visits as are allowed" },
  recent: { zh: "近期刚检查过", en: "it was visited a short while ago" },
};

export function shellLine(k: string, id: string): string {
  return `printf '%s' '${k}${id}' | sha256sum`;
}

export function sentenceOf(outcome: Outcome, task: string, rank: number, n: number, reason: string): Sentence {
  switch (outcome) {
    case "drawn": return { zh: `任务 ${task}：入选，号签排第 ${rank}，共抽 ${n} 个。`, en: `Task ${task}: drawn, rank ${rank} of ${n}.` };
    case "reserve": return { zh: `任务 ${task}：候补，号签排第 ${rank}，共抽 ${n} 个。`, en: `Task ${task}: reserve, rank ${rank}; ${n} are drawn.` };
    case "not drawn": return { zh: `任务 ${task}：未入选，号签在入选线之后。`, en: `Task ${task}: not drawn; its ticket is above the threshold.` };
    case "excluded": {
      const why = REASON_SENTENCES[reason]!;
      return { zh: `任务 ${task}：不参加摇号，因为${why.zh}。`, en: `Task ${task}: excluded, as ${why.en}.` };
    }
    case "outside": return { zh: `任务 ${task}：不在抽查范围内。`, en: `Task ${task}: it is in no stratum of this task.` };
  }
}

function taskAnswer(context: Context, row: number, t: number): TaskAnswer {
  const { plan, contents, members, selection, keys } = context;
  const task = plan.tasks[t]!;
  const id = contents.entities.ids.text(row);
  const s = members[t]!.strata[row]!;
  if (s < 0) return { task: task.id, outcome: "outside", sentence: sentenceOf("outside", task.id, 0, 0, "") };
  const stratum = task.strata[s]!.id;
  const excluded = members[t]!.excluded[row]!;
  const ticket = selection.tickets[t]!.hex(row);
  const base = { task: task.id, stratum, ticket, shell: shellLine(keys.k[t]!, id) };
  if (excluded > 0) {
    const reason = REASONS[excluded - 1]!;
    return { ...base, outcome: "excluded", reason, sentence: sentenceOf("excluded", task.id, 0, 0, reason) };
  }
  const line = contents.strata.find((one) => one.task === task.id && one.stratum === stratum)!;
  const found = contents.selected.find((one) => one.entity === id && one.task === task.id);
  const outcome = found === undefined ? "not drawn" : found.reserve ? "reserve" : "drawn";
  const sentence = sentenceOf(outcome, task.id, found?.rank ?? 0, line.n, "");
  return {
    ...base, outcome, n: line.n, sentence,
    ...(found && { rank: found.rank }),
    ...(line.threshold !== undefined && { threshold: line.threshold }),
  };
}

/** Whether the draw is void, and why. */
export function voidOf({ copy, events, kind }: Context): Sentence | undefined {
  const reason = voidReason(events);
  if (reason !== undefined) return voidSentence(reason);
  return stateOf(kind, events, copy?.later ?? []) === "void" ? VOID_UNSAID : undefined;
}

/** What the events say of an id, present or former: also beside a proof that is held against a bundle. */
export function sinceTheDraw(context: Context, id: string): Pick<Answer, "replacements" | "void"> {
  const { entities, selected } = context.contents;
  const row = rowOf(context, id);
  const own = row < 0 ? [] : selected.filter((one) => one.entity === entities.ids.text(row));
  const replacements = own.length === 0 ? [] : toldOf(allOf(context.events, "replace"), own, entities.place(row));
  const ended = voidOf(context);
  return { ...(replacements.length > 0 && { replacements }), ...(ended && { void: ended }) };
}

/** The row of who has the id or had it, or -1. */
export function rowOf({ contents: { entities } }: Context, id: string): number {
  const row = entities.ids.find(utf8(id));
  return row >= 0 ? row : entities.former.find((one) => one.id === id)?.row ?? -1;
}

/** Of an announcement or a sealed bundle: the same for every id, in the list or not. */
const NOT_YET: Answer = {
  id: "", status: "not yet", tasks: [],
  sentence: { zh: "结果尚未公布，对任何代码都是这一句回答。", en: "The outcome is not published yet; the answer is the same for every code." },
};

/** The answer for one id. The bundle must have passed `verify`. */
export function why(context: Context, id: string): Answer {
  if (context.kind !== OUTCOME) {
    const ended = voidOf(context);
    return { ...NOT_YET, ...(ended && { void: ended }) };
  }
  const { entities, visits } = context.contents;
  const row = rowOf(context, id);
  const since = sinceTheDraw(context, id);
  if (row < 0) return { ...notListed(id), ...since };
  const current = entities.ids.text(row);
  const tasks = context.plan.tasks.map((_, t) => taskAnswer(context, row, t));
  const drawn = tasks.some((answer) => answer.outcome === "drawn");
  const visit = drawn ? visits.find((one) => one.id === entities.place(row)) : undefined;
  return { ...statusOf(id, current), name: entities.names.text(row), tasks, ...(visit && { visit }), ...since };
}

export function notListed(id: string): Answer {
  return { id, status: "not in the list", tasks: [], sentence: { zh: "名单中没有这个代码。", en: "The list does not have this code." } };
}

/** Whether an id is the present one of an entity, or a former one. */
export function statusOf(id: string, current: string): Pick<Answer, "id" | "status" | "of" | "sentence"> {
  if (id === current) return { id, status: "listed", sentence: { zh: "名单中有这个代码。", en: "The list has this code." } };
  return { id, status: "former code", of: current, sentence: { zh: `这是 ${current} 的旧代码。`, en: `This is a former code of ${current}.` } };
}
