// What is told beside the verdict: grade, state, who answers, and what was not checked.

import { quoted } from "./clean.js";
import type { Sentence } from "./messages.js";

export const GRADE_SENTENCES: Readonly<Record<string, Sentence>> = {
  rehearsal: {
    zh: "这是演练：没有什么能证明名单在随机数之前就已锁定。",
    en: "This is a rehearsal: nothing shows that the lists were fixed before the randomness.",
  },
  "operator-only": {
    zh: "先后顺序只有主办单位自己的说法。",
    en: "For the order of events there is only the word of the office.",
  },
  attested: {
    zh: "至少两个部门签名确认：摇号之前一切已经锁定。",
    en: "At least two departments have signed that all was fixed before the roll.",
  },
  anchored: {
    zh: "外部见证确认：到见证的时间，名单和报数都已锁定。",
    en: "Witnesses outside have confirmed that all was fixed at the time of their signatures.",
  },
};

export const WHO_SENTENCES: Readonly<Record<string, Sentence>> = {
  publisher: { zh: "责任在公示方：文件在公示后被改动。", en: "The publisher answers for this: files were changed after publication." },
  office: { zh: "责任在主办单位：抽查没有按方案进行。", en: "The office answers for this: the draw was not made as the plan says." },
  program: { zh: "责任在程序：按规则重算结果相同，但结果不合法。", en: "The program answers for this: the replay agrees, but the result is unlawful." },
};

export const DRAND_NOTE: Sentence = {
  zh: "随机信标的签名没有核验，请到信标的网站核对该轮的数值。",
  en: "The signature of the random beacon was not checked: compare the value of the round with the beacon's site.",
};

export const ROOM_NOTE: Sentence = {
  zh: "外部见证只能证明一切在什么时间已经锁定；骰子或号球是不是在那之后才摇的，只有在场的人知道。",
  en: "The witnesses show only when everything was fixed: whether the dice or balls were cast after that, only the people in the room know.",
};

export const KEYS_NOTE: Sentence = {
  zh: "签名值多少，要看您是否确知这些公钥属于所写的人；请与他们当面或在其官网核对。",
  en: "The signatures are worth as much as you know that these keys belong to the people named: ask them.",
};

/** Of a plan that has a superior. */
export function superiorSentence(name: string, key: string): Sentence {
  return {
    zh: `上级 ${quoted(name)} 的公钥：${key}。须由上级签名的（如作废、换人）值多少，要看您是否确知这个公钥属于上级。`,
    en: `The key of the superior ${quoted(name)}: ${key}. What the superior must sign (such as a void or a replacement) is worth as much as you know that this key is the superior's.`,
  };
}

/** Beside a bundle with evidence, without a copy of the log. */
export const ONCE_NOTE: Sentence = {
  zh: "这个编号是不是只公告过一次，只有公开日志的副本才能确认。",
  en: "That this number was announced once, only a copy of the public log shows.",
};

export const LATER_NOTE: Sentence = {
  zh: "封账时的日志有足够的外部见证，但后来的日志没有，所以不算外部见证：不能排除同一编号另有一个结果。",
  en: "The log at the close has enough cosignatures, but the later checkpoint lacks them, so the draw is not anchored: another outcome of this number is not ruled out.",
};

export const STATE_SENTENCES: Readonly<Record<string, Sentence>> = {
  announced: { zh: "状态：已公告，尚未摇号。", en: "State: announced, not drawn yet." },
  sealed: { zh: "状态：已摇号，结果封存中。", en: "State: drawn, and the outcome is sealed." },
  drawn: { zh: "状态：已摇号，尚未结束。", en: "State: drawn, not finished yet." },
  finished: { zh: "状态：已结束。", en: "State: finished." },
  void: { zh: "状态：已作废。", en: "State: void." },
};

/** Of a draw without a log, of which nothing further can be known. */
export const DRAWN_SENTENCE: Sentence = { zh: "状态：已摇号。", en: "State: drawn." };

export const OVERDUE_SENTENCE: Sentence = {
  zh: "已逾期：这次抽查过了截止日期，既没有结束，也没有作废。",
  en: "OVERDUE: the last day of this draw is over, and it is neither finished nor void.",
};

export function voidSentence(reason: string): Sentence {
  return { zh: `作废理由：${quoted(reason)}`, en: `Reason of the void: ${quoted(reason)}` };
}

export function missingSentence(missing: number): Sentence {
  return {
    zh: `所给的公开日志副本缺少最后 ${missing} 条。`,
    en: `The given copy of the public log lacks the last ${missing} entries.`,
  };
}

/** Of a void that only the log tells. */
export const VOID_UNSAID: Sentence = {
  zh: "这次抽查已作废；理由不在这份公示中。",
  en: "This draw is void; the reason is not in this publication.",
};

export function voidedSentence(draws: readonly string[]): Sentence {
  return {
    zh: `在这次抽查之前公告、封账后又作废的抽查：${draws.join("、")}。作废是否经上级签名，只有各次自己的公示文件才能确认。`,
    en: `Draws announced before this one that were declared void after their close: ${draws.join(", ")}. That their superior signed it, only their own publications show.`,
  };
}

export function unfinishedSentence(draws: readonly string[]): Sentence {
  return {
    zh: `在这次抽查之前公告、至今既没有结束也没有作废的抽查：${draws.join("、")}。`,
    en: `Draws announced before this one that are neither finished nor void: ${draws.join(", ")}.`,
  };
}
