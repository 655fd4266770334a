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
    ok: { zh: "每一步都在公开日志中，日志中没有这次抽查的其他步骤；摇号之前已封账。", en: "Every step is in the public log, and no other step of this draw; the close was there before the roll." },
    failed: { zh: "有步骤不在公开日志中，日志中另有这次抽查的步骤，或日志对不上。", en: "A step is not in the public log, the log has other steps of this draw, or it does not fit." },
  },
  numbers: {
    ok: { zh: "抽查编号连续，没有跳号；此前作废的每一次都有据可查。", en: "The numbers of the draws have no gap before this one, and every attempt that was void before it is shown." },
    failed: { zh: "抽查编号不连续，或此前有一次作废不合规定，可能有抽查被隐瞒。", en: "The numbers of the draws have a gap, or a void before this one is not as it must be: a draw may have been hidden." },
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
