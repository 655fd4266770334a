// What a person is told of replacements (section 23): who is not visited any more, who comes instead, who goes.

import { quoted } from "./clean.js";
import type { Sentence } from "./messages.js";
import type { EntityReplacement, InspectorReplacement, ReplaceEvent } from "./types_events.js";

/** An event `replace` that concerns somebody, and what it means to them. */
export interface Told {
  readonly event: ReplaceEvent;
  readonly sentence: Sentence;
}

/** To the one that is not visited. */
export function goneSentence({ by, date, rank, reason, stratum, task }: EntityReplacement): Sentence {
  const zh = by === undefined ? "没有候补可以递补" : `由候补第 ${by} 名递补`;
  const en = by === undefined ? "no reserve is left" : `the reserve of rank ${by} comes instead`;
  return {
    zh: `任务 ${task}（${stratum}）第 ${rank} 名：${date} 起不再为这项任务接受检查，理由代码 ${quoted(reason)}；${zh}。`,
    en: `Task ${task} (${stratum}), rank ${rank}: not inspected for this task any more, as decided on ${date} (reason ${quoted(reason)}); ${en}.`,
  };
}

/** To the reserve that comes instead. */
export function calledSentence({ by, date, days, rank, stratum, task, team, visit }: EntityReplacement): Sentence {
  const zh = days === undefined || team === undefined ? "" : `日期 ${days.join("、")}，检查组 ${team.join("、")}；`;
  const en = days === undefined || team === undefined ? "" : ` on ${days.join(", ")} by ${team.join(", ")}`;
  return {
    zh: `任务 ${task}（${stratum}）候补第 ${by} 名：${date} 递补第 ${rank} 名，要接受检查；${zh}检查地点代码 ${visit}。`,
    en: `Task ${task} (${stratum}), reserve of rank ${by}: called up on ${date} for rank ${rank}, to be visited at ${visit}${en}.`,
  };
}

export function seatSentence({ by, date, reason, seat, visit }: InspectorReplacement): Sentence {
  const zh = by === undefined ? "没有人接替，提请上一级处理" : `由 ${by} 接替`;
  const en = by === undefined ? "nobody takes it; the case goes one level up" : `${by} takes it`;
  return {
    zh: `检查 ${visit} 的第 ${seat + 1} 个席位：${date} 换人，理由代码 ${quoted(reason)}；${zh}。`,
    en: `Visit ${visit}, seat ${seat + 1}: given up on ${date} (reason ${quoted(reason)}); ${en}.`,
  };
}

/** One of a stratum: an entity as it was selected for a task. */
export interface Selected {
  readonly task: string;
  readonly stratum: string;
  readonly rank: number;
}

export function isAt(event: EntityReplacement, one: Selected, rank: number | undefined): boolean {
  return event.task === one.task && event.stratum === one.stratum && rank === one.rank;
}

/** What concerns an entity with these lines of `selected`; `place`: where it is visited if it is, drawn or called up. */
export function toldOf(events: readonly ReplaceEvent[], lines: readonly (Selected & { readonly reserve: boolean })[], place: string): Told[] {
  const told: Told[] = [];
  let visited = lines.some((line) => !line.reserve);
  for (const event of events) {
    if (event.kind === "entity") {
      if (lines.some((line) => isAt(event, line, event.rank))) told.push({ event, sentence: goneSentence(event) });
      if (!lines.some((line) => isAt(event, line, event.by))) continue;
      visited = true;
      told.push({ event, sentence: calledSentence(event) });
    }
    if (event.kind === "inspector" && event.visit === place) told.push({ event, sentence: seatSentence(event) });
  }
  // Who is not visited has no visit, though somebody else of the same place may have.
  return visited ? told : [];
}
