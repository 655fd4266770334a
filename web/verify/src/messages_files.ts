// What is told of the steps by which a proof, a slip or a share is checked.

import { moment } from "./clean.js";
import type { Sentence } from "./messages.js";

export type { Sentence };

export const FILE_MESSAGES: Readonly<Record<string, { readonly ok: Sentence; readonly failed: Sentence }>> = {
  "proof-format": {
    ok: { zh: "证明文件的格式正确。", en: "The proof is written as it must be." },
    failed: { zh: "证明文件的格式不对。", en: "The proof is not written as it must be." },
  },
  "proof-record": {
    ok: { zh: "结果记录与方案及已知的公布内容相符。", en: "The record agrees with the plan, and with what is known of the publication." },
    failed: { zh: "结果记录与方案或已公布的内容不符。", en: "The record does not agree with the plan or the publication." },
  },
  "proof-log": {
    ok: { zh: "结果记录在公开日志中，日志签名有效。", en: "The record is in the public log, whose signature is valid." },
    failed: { zh: "结果记录不在公开日志中，或日志签名无法确认。", en: "The record is not in the public log, or its signature is not established." },
  },
  "proof-leaves": {
    ok: { zh: "证明中的每一行都出自公布的文件。", en: "Every line of the proof is one of the published files." },
    failed: { zh: "证明中有内容不出自公布的文件。", en: "A line of the proof is not one of the published files." },
  },
  "proof-answer": {
    ok: { zh: "抽查范围和号签重新算过，与结论相符。", en: "Strata and tickets were computed again and agree with the answer." },
    failed: { zh: "号签或各项内容与结论不符。", en: "The ticket or the lines do not agree with the answer." },
  },
  "slip-format": {
    ok: { zh: "检查凭单的格式正确。", en: "The slip is written as it must be." },
    failed: { zh: "检查凭单的格式不对。", en: "The slip is not written as it must be." },
  },
  "slip-leaf": {
    ok: { zh: "检查凭单上的检查任务是摇号时确定的。", en: "The visit on the slip is one that the draw made." },
    failed: { zh: "检查凭单上的检查任务不是摇号时确定的。", en: "The visit on the slip is not one that the draw made." },
  },
  "slip-event": {
    ok: { zh: "摇号和检查凭单上的换人都在公开日志中有记录。", en: "The draw, and each replacement on the slip, is in the public log." },
    failed: { zh: "摇号或换人在公开日志中没有记录，或与这次检查无关。", en: "The draw or a replacement is not in the public log, or does not concern this visit." },
  },
  "slip-log": {
    ok: { zh: "公开日志的签名有效。", en: "The signature of the public log is valid." },
    failed: { zh: "公开日志的签名无效或无法确认。", en: "The signature of the public log is not valid or not established." },
  },
  "slip-draw": {
    ok: { zh: "检查凭单与公示的抽查一致。", en: "The slip is one of the published draw." },
    failed: { zh: "检查凭单与公示的抽查不一致。", en: "The slip is not one of the published draw." },
  },
  "share-format": {
    ok: { zh: "份额文件的格式正确。", en: "The share is written as it must be." },
    failed: { zh: "份额文件的格式不对。", en: "The share is not written as it must be." },
  },
  "share-points": {
    ok: { zh: "锁定密钥的数据有效。", en: "The data that fix the secret are valid." },
    failed: { zh: "锁定密钥的数据无效。", en: "The data that fix the secret are not valid." },
  },
  "share-commitment": {
    ok: { zh: "封存值重新算过，正确。", en: "The commitment was computed again and is right." },
    failed: { zh: "封存值不对。", en: "The commitment is wrong." },
  },
  "share-value": {
    ok: { zh: "份额有效，可以用来恢复密钥。", en: "The share is good: it can help to restore the secret." },
    failed: { zh: "份额无效，请勿签字确认。", en: "The share is not good. Do not sign for it." },
  },
  "share-announcement": {
    ok: { zh: "份额与公告的抽查一致。", en: "The share is one of the announced draw." },
    failed: { zh: "份额与公告的抽查不一致。", en: "The share is not one of the announced draw." },
  },
};

/** Of a file that does not say what it is. */
export const UNRECOGNIZED: Sentence = {
  zh: "这个文件既不是证明文件，也不是检查凭单或份额文件。", en: "This file is neither a proof nor a slip nor a share.",
};

export const NAMES_NOTE: Sentence = {
  zh: "姓名没有核验：需要这次抽查的公示文件。",
  en: "The names were not checked: that takes the published bundle of the draw.",
};

/** Beside a proof for which nothing known from elsewhere vouches. */
export const PROOF_ALONE: Sentence = {
  zh: "这份证明只与自己相符：要用结果摘要、信任策略、日志公钥或公示文件，才能确认它出自公布的结果。",
  en: "This proof only does not contradict itself: that it is of the published outcome takes a record digest, a policy, a key or a bundle.",
};

/** Beside a proof without a bundle: another record of the same number may be shown to others. */
export const RECORD_ONLY: Sentence = {
  zh: "这份结果记录是不是这个编号的结果、是不是唯一的一份，只有公示文件或公开日志的副本才能确认。",
  en: "That this record is the one of this number, and the only one, only a bundle or a copy of the log shows.",
};

/** Beside a proof without a bundle: what it may keep back. */
export const NOT_WHOLE: Sentence = {
  zh: "这个代码是不是别人的旧代码、有没有瞒下排除或候补的名次，只有公示文件才能确认。",
  en: "That nobody else has this code as a former one, and that no exclusion and no rank among the reserves was kept back, only a bundle shows.",
};

/** Beside a slip without a bundle; so too. */
export const DRAW_ONLY: Sentence = {
  zh: "这次抽查是不是这个编号的抽查、是不是唯一的一次，只有公示文件或公开日志的副本才能确认。",
  en: "That this draw is the one of this number, and the only one, only a bundle or a copy of the log shows.",
};

/** Beside a slip with a log, without a bundle. */
export const LATER_UNKNOWN: Sentence = {
  zh: "这份检查凭单开出之后记入公开日志的（例如再次换人、作废），凭单上没有。",
  en: "What was logged after the checkpoint of this slip (further replacements, a void) is not on it.",
};

/** Beside a slip that has no log, as in a QR code. */
export const SLIP_ALONE: Sentence = {
  zh: "这份检查凭单没有附公开日志，也没有与公示文件核对：没有人为它作证，也看不出后来有没有换人。",
  en: "This slip has no log and was not held against a bundle: nobody vouches for it, and it does not show whether anybody was replaced since.",
};

export const SLIP_UNSIGNED: Sentence = {
  zh: "您没有给出公开日志的公钥或信任策略，也没有与公示文件核对：这张凭单只证明它自己前后一致。",
  en: "You gave no log's key or policy, and no bundle: this slip shows only that it agrees with itself.",
};

/** Beside a checkpoint, if a policy was given: whether its witnesses have seen it. */
export const QUORUM_NOT_MET: Sentence = {
  zh: "信任策略要求的外部见证不够：没有足够的见证人看到过这份公开日志。",
  en: "The quorum of the policy is not met: not enough of its witnesses have seen this state of the log.",
};

export function quorumSentence(time: number): Sentence {
  return {
    zh: `信任策略要求的外部见证已够：到 ${moment(time)}，有足够的见证人看到过这份公开日志。`,
    en: `The quorum of the policy is met: enough of its witnesses had seen this state of the log by ${moment(time)}.`,
  };
}

/** Where the checkpoint of the file and that of the bundle have different sizes. */
export const OTHER_SIZE: Sentence = {
  zh: "文件中的公开日志与公示文件中的长短不同：两者是不是同一份日志，只有用日志的副本才能确认。",
  en: "The log of this file and that of the bundle have different sizes: that both are one log, only a copy of the log shows.",
};

/** Beside the team, where there is no bundle: nobody's key is known. */
export const APPROVAL_UNKNOWN: Sentence = {
  zh: "换人是谁批准的，没有核验：需要这次抽查的公示文件。",
  en: "Nothing shows who approved these replacements: that takes a published bundle of the draw.",
};

/** Beside the team, where replacements came after the last event of the bundle. */
export const TURN_UNKNOWN: Sentence = {
  zh: "换人经有权的人签名批准；但是不是按顺序轮到这些接替的人，要等包含这些换人的结果公布后才能核验。",
  en: "The replacements are signed by somebody who may approve them; that it was these substitutes' turn, nothing shows before the outcome with them is published.",
};

/** Beside a bundle that has neither `finish` nor `void`. */
export const REACH_UNKNOWN: Sentence = {
  zh: "公示文件中这次抽查尚未结束：其最后一步之后记入公开日志的换人，只有这份检查凭单上有的才会显示。",
  en: "The draw has not ended in this bundle: of replacements logged after its last event only those that are on the slip are told.",
};

/** Beside each name that was not held against a bundle. */
export const UNCHECKED: Sentence = { zh: "未核对", en: "not checked" };

/** Beside the name of somebody who gave up his seat. */
export const NOT_GOING: Sentence = { zh: "已换下，不再参加", en: "replaced, does not go" };

/** Where nothing is left that a visit would inspect. */
export const OFF: Sentence = { zh: "这次检查的任务都已取消，不再进行。", en: "No task of this visit is left: it does not take place." };

export const CALLED: Sentence = { zh: "候补已被递补，要接受检查。", en: "This reserve was called up and is to be visited." };
export const NOT_CALLED: Sentence = {
  zh: "候补尚未被递补，目前不检查。", en: "This reserve was not called up as far as is known, and is not to be visited now.",
};
