// What a citizen is told, in Simplified Chinese and in English: short sentences in plain words.

export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** Of each check: what is told if it holds, and if it fails. */
export const MESSAGES: Readonly<Record<string, { readonly ok: Sentence; readonly failed: Sentence }>> = {
  manifest: {
    ok: { zh: "文件清单完好。", en: "The list of files is in order." },
    failed: { zh: "文件清单不对，这份公示不能用。", en: "The list of files is wrong. Do not rely on this publication." },
  },
  files: {
    ok: { zh: "文件齐全，公示后没有改动。", en: "All files are there, unchanged since publication." },
    failed: { zh: "有文件缺少、多出或被改动。", en: "A file is missing, added or changed." },
  },
  format: {
    ok: { zh: "每个文件的格式都对。", en: "Every file is written as it must be." },
    failed: { zh: "有文件的格式不对。", en: "A file is not written as it must be." },
  },
  plan: {
    ok: { zh: "抽查方案前后一致。", en: "The plan of the draw is consistent." },
    failed: { zh: "抽查方案自相矛盾或不合规定。", en: "The plan of the draw contradicts itself or the rules." },
  },
  roots: {
    ok: { zh: "名单与方案中锁定的一致。", en: "The lists are those that the plan fixed." },
    failed: { zh: "有名单在锁定后被改动。", en: "A list was changed after it was fixed." },
  },
  former_ids: {
    ok: { zh: "没有代码重复。", en: "No code stands for two." },
    failed: { zh: "有代码指向两个对象。", en: "A code stands for two." },
  },
  lists: {
    ok: { zh: "各份名单互相吻合。", en: "The lists agree with one another." },
    failed: { zh: "名单之间不吻合，例如有人被无故排除。", en: "The lists do not agree, as when somebody is left out without a reason." },
  },
  populations: {
    ok: { zh: "对象数和应抽数重新算过，正确。", en: "How many there are and how many to draw was counted again, and is right." },
    failed: { zh: "对象数或应抽数算错了。", en: "How many there are, or how many to draw, is wrong." },
  },
  events: {
    ok: { zh: "每一步都按次序进行，签名有效。", en: "Every step was taken in its order, and the signatures are valid." },
    failed: { zh: "有步骤不合次序、不完整，或签名无效。", en: "A step is out of order or incomplete, or a signature is not valid." },
  },
  log: {
    ok: { zh: "每一步都在公开日志中，摇号之前已封账。", en: "Every step is in the public log, and the close was there before the roll." },
    failed: { zh: "有步骤不在公开日志中，或日志对不上。", en: "A step is not in the public log, or the log does not fit." },
  },
  numbers: {
    ok: { zh: "抽查编号连续，没有跳号。", en: "The numbers of the draws have no gap before this one." },
    failed: { zh: "抽查编号不连续，可能有抽查被隐瞒。", en: "The numbers of the draws have a gap: a draw may have been hidden." },
  },
  escrow: {
    ok: { zh: "密钥在现场报数之前已锁定，未曾更换。", en: "The secret was fixed before the contributions and was not exchanged." },
    failed: { zh: "密钥没有按规定锁定，或被更换。", en: "The secret was not fixed as it must be, or was exchanged." },
  },
  ceremony: {
    ok: { zh: "现场报数和摇号的记录完整。", en: "Contributions and roll are recorded in full." },
    failed: { zh: "现场报数或摇号的记录不合规定。", en: "Contributions or roll are not recorded as they must be." },
  },
  seed: {
    ok: { zh: "摇号种子由现场报数和摇号结果算出，正确。", en: "The seed follows from the contributions and the roll." },
    failed: { zh: "摇号种子与现场报数和摇号结果不符。", en: "The seed does not follow from the contributions and the roll." },
  },
  selection: {
    ok: { zh: "用全部号签重新算过，入选和候补完全一致。", en: "The draw was repeated over the whole list, with the same result." },
    failed: { zh: "入选或候补与用号签重新算的不一致。", en: "The draw, repeated, gives another result." },
  },
  openings: {
    ok: { zh: "该公开的回避信息都已公开，且未改动。", en: "All conflicts that must be opened are, unchanged." },
    failed: { zh: "回避信息缺少或与封存值不符。", en: "Conflicts are missing, or are not what was sealed before." },
  },
  visits: {
    ok: { zh: "检查任务与入选对象一致。", en: "The visits follow from what was drawn." },
    failed: { zh: "检查任务与入选对象不一致。", en: "The visits do not follow from what was drawn." },
  },
  teams: {
    ok: { zh: "每个检查人员都有资格，且无须回避。", en: "Every inspector is qualified, and none has a conflict." },
    failed: { zh: "有检查人员不合资格、应当回避或缺位。", en: "An inspector is not qualified, has a conflict, or is missing." },
  },
  quotas: {
    ok: { zh: "任务分配均衡，没有人超出上下限。", en: "Visits are spread evenly, within everybody's limits." },
    failed: { zh: "任务分配不均衡，或有人超出上下限。", en: "Visits are spread unevenly, or beyond somebody's limits." },
  },
  dates: {
    ok: { zh: "检查日期都是工作日，人员都有空。", en: "All dates are working days on which the teams are free." },
    failed: { zh: "有检查日期不是工作日，或人员没有空。", en: "A date is no working day, or its team is not free." },
  },
  certificates: {
    ok: { zh: "每次放宽、搁置和未定日期都有理由，已核算。", en: "Every exception has its reason, counted again." },
    failed: { zh: "有放宽、搁置或未定日期没有成立的理由。", en: "An exception has no reason that holds." },
  },
  replay: {
    ok: { zh: "人员和日期用摇号种子重新排过，完全一致。", en: "Teams and dates were drawn again from the seed, with the same result." },
    failed: { zh: "人员或日期与用摇号种子重新排的不一致。", en: "Teams or dates, drawn again from the seed, are others." },
  },
  leaves: {
    ok: { zh: "公布的结果就是摇号时封存的结果。", en: "What is published is what was sealed at the draw." },
    failed: { zh: "公布的结果与摇号时封存的不符。", en: "What is published is not what was sealed at the draw." },
  },
  replacements: {
    ok: { zh: "每次递补都按顺序，并经批准。", en: "Every replacement follows the order and was approved." },
    failed: { zh: "有递补没有按顺序，或未经批准。", en: "A replacement does not follow the order, or was not approved." },
  },
  record: {
    ok: { zh: "结果记录与结果文件一致。", en: "The record agrees with the files of the outcome." },
    failed: { zh: "结果记录与结果文件不一致。", en: "The record does not agree with the files of the outcome." },
  },
  order: {
    ok: { zh: "先后次序没有矛盾。", en: "Nothing contradicts the order of events." },
    failed: { zh: "随机信标的时间早于规定，事先可能已知结果。", en: "The beacon came too early: its value may have been known before." },
  },
  grade: {
    ok: { zh: "证明等级够。", en: "The grade is high enough." },
    failed: { zh: "证明等级不够。", en: "The grade is too low." },
  },
};

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
    zh: "外部见证确认：摇号之前一切已经锁定。",
    en: "Witnesses outside have confirmed that all was fixed before the roll.",
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
  zh: "外部见证的是名单和报数在什么时间之前已经锁定；骰子或号球是在那之后才摇的，只有在场的人知道。",
  en: "The witnesses show when everything was fixed. That the dice or balls were cast after that, only the people in the room know.",
};

export const KEYS_NOTE: Sentence = {
  zh: "签名值多少，要看您是否确知这些公钥属于所写的人；请与他们当面或在其官网核对。",
  en: "The signatures are worth as much as you know that these keys belong to the people named: ask them.",
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
  return { zh: `作废理由：${reason}`, en: `Reason of the void: ${reason}` };
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

export function unfinishedSentence(draws: readonly string[]): Sentence {
  return {
    zh: `在这次抽查之前公告、至今既没有结束也没有作废的抽查：${draws.join("、")}。`,
    en: `Draws announced before this one that are neither finished nor void: ${draws.join(", ")}.`,
  };
}
