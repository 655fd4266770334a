// Every word of the page, in Simplified Chinese and in English.

import type { Sentence } from "../src/index.js";

export const WORDS = {
  title: { zh: "核验一次抽取", en: "Verify a draw" },
  promise: {
    zh: "全部计算都在这个页面里完成：不联网，不上传，断网也能用。这个程序照公开的规范独立写成，与抽取用的程序没有一行相同。",
    en: "Everything is computed in this page: no network, nothing is uploaded. It was written from the public specification and shares no line with the program that draws.",
  },
  drop: { zh: "把结果文件夹或压缩包（zip、tar）拖到这里；检查通知、份额等单个文件也可以", en: "Drop the bundle here, as a folder or an archive (zip, tar); or a single slip, proof or share" },
  folder: { zh: "选择文件夹", en: "Choose a folder" },
  file: { zh: "选择文件", en: "Choose a file" },
  options: { zh: "更多：预期摘要、信任策略", en: "More: expected digest, trust policy" },
  expect: { zh: "事先记下的结果摘要（64 位）", en: "The bundle digest that you noted down (64 digits)" },
  policy: { zh: "信任策略（日志与见证人的公钥）", en: "Trust policy (keys of the log and its witnesses)" },
  checks: { zh: "逐项核验", en: "The checks" },
  waiting: { zh: "等待", en: "waiting" },
  running: { zh: "正在核验", en: "checking" },
  passed: { zh: "通过", en: "passed" },
  failed: { zh: "不通过", en: "failed" },
  skipped: { zh: "未核验", en: "not reached" },
  good: { zh: "核验通过", en: "Verified" },
  bad: { zh: "核验不通过", en: "Not verified" },
  unreadable: { zh: "打不开", en: "Cannot be read" },
  digest: { zh: "结果摘要", en: "Bundle digest" },
  draw: { zh: "抽取编号", en: "Draw" },
  authority: { zh: "抽取单位", en: "Authority" },
  campaign: { zh: "抽查", en: "Campaign" },
  grade: { zh: "先后次序的证明等级", en: "Grade of the order of events" },
  time: { zh: "用时", en: "Time" },
  seconds: { zh: "秒", en: "s" },
  got: { zh: "实际", en: "got" },
  expected: { zh: "应为", en: "expected" },
  where: { zh: "位置", en: "where" },
  line: { zh: "行", en: "line" },
  why: { zh: "为什么是我 / 为什么不是我", en: "Why me, or why not" },
  code: { zh: "统一社会信用代码或编号", en: "Code of the entity" },
  ask: { zh: "查询", en: "Ask" },
  ticket: { zh: "号签", en: "Ticket" },
  threshold: { zh: "入选线", en: "Threshold" },
  shell: { zh: "自己核算", en: "Compute it yourself" },
  visit: { zh: "入企检查", en: "Visit" },
  team: { zh: "检查组", en: "team" },
  lead: { zh: "组长", en: "lead" },
  noDate: { zh: "未定日期", en: "no date" },
  limits: {
    zh: "核验通过说明：公布的结果确实由公布的名单、方案和种子推出。它不能说明名单本身真实，也不能排除在场的人串通。",
    en: "A verified draw follows from the published lists, plan and seed. It does not show that the lists are true, nor that the people in the room did not collude.",
  },
} as const satisfies Record<string, Sentence>;

export type Lang = "zh" | "en";
