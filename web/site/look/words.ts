// Every word of the private look-up, in Simplified Chinese and in English.

import type { Sentence } from "../../verify/src/messages.js";

export type Lang = "zh" | "en";

export const WORDS = {
  loading: { zh: "正在准备查询……", en: "Getting ready …" },
  looking: { zh: "正在查询……", en: "Looking it up …" },
  notCode: {
    zh: "这不是代码。代码由数字、大写字母和 . _ - 组成，最多 64 个字符，开头是数字或字母；一般是 18 位的统一社会信用代码。",
    en: "This is no code. A code has digits, capital letters and . _ -, at most 64 of them, and begins with a digit or a letter; mostly it is a unified social credit code of 18.",
  },
  drawn: { zh: "抽中", en: "Drawn" },
  called: { zh: "递补为检查对象", en: "Called up" },
  gone: { zh: "已退出检查", en: "No longer inspected" },
  reserve: { zh: "候补", en: "Reserve" },
  "not drawn": { zh: "没有抽中", en: "Not drawn" },
  excluded: { zh: "没有参加抽取", en: "Excluded" },
  outside: { zh: "不在抽查范围", en: "Not within this draw" },
  unknown: { zh: "没有查到", en: "Not found" },
  listed: { zh: "在名单中", en: "On the list" },
  void: { zh: "这次抽取已作废，以下结果不作数。", en: "This draw is void; what follows does not count." },
  goneSentence: { zh: "原来抽中或递补，后来退出，不再接受检查。", en: "It was drawn or called up, has given way since, and is not inspected any more." },
  calledSentence: { zh: "原为候补，有抽中者退出，按次序递补，要接受检查。", en: "It was a reserve; one that was drawn gave way, and it is inspected instead." },
  outsideSentence: { zh: "它不属于这次抽查任何任务的范围。", en: "It is in no stratum of any task of this draw." },
  former: { zh: "您查的是旧代码，现在的代码是", en: "You asked for a former code; its present one is" },
  missing: { zh: "本站这次抽取的查询文件里没有这个代码。请核对有没有输错。", en: "The look-up of this draw has no such code. Check that it is written right." },
  missingWhy: {
    zh: "名单里有没有漏掉谁，单个查询看不出来，要核验整个结果文件夹；也可以用 mingqian why 写出“名单中没有这个代码”的证明。",
    en: "That nobody was left out, no single look-up shows: verify the whole bundle, or have `mingqian why` write the proof that the list does not have this code.",
  },
  earlyListed: { zh: "它在方案锁定的名单中。", en: "It is on the list that the plan has fixed." },
  earlyNote: {
    zh: "抽取结果还没有公布。这里只说名单上写了什么，没有说谁被抽中：对任何代码都是如此。",
    en: "The outcome is not published yet. This says only what the list says, and nothing of who is drawn: it is so for every code.",
  },
  task: { zh: "任务", en: "Task" },
  department: { zh: "部门", en: "Department" },
  stratum: { zh: "所在的层", en: "Stratum" },
  rank: { zh: "名次", en: "Rank" },
  amounts: { zh: "本层", en: "This stratum" },
  ticket: { zh: "号签", en: "Ticket" },
  threshold: { zh: "入选线", en: "Threshold" },
  comparison: { zh: "比较", en: "Comparison" },
  below: { zh: "号签不大于入选线：抽中", en: "The ticket is not above the threshold: drawn" },
  reserved: { zh: "号签大于入选线：没有抽中，排入候补", en: "The ticket is above the threshold: not drawn, but a reserve" },
  above: { zh: "号签大于入选线：没有抽中", en: "The ticket is above the threshold: not drawn" },
  shell: { zh: "自己核算（在任何电脑的终端里）", en: "Compute it yourself, in any terminal" },
  shellResult: { zh: "应当得到", en: "which gives" },
  visit: { zh: "入企检查", en: "Visit" },
  place: { zh: "检查地点代码", en: "Place (code)" },
  days: { zh: "日期", en: "Days" },
  noDate: { zh: "未定日期", en: "no date" },
  team: { zh: "检查组", en: "Team" },
  noTeam: { zh: "没有排定检查人员", en: "nobody is assigned" },
  vacant: { zh: "空缺，提请上一级处理", en: "vacant; the case goes one level up" },
  lead: { zh: "组长", en: "lead" },
  replaced: { zh: "抽取之后的变动", en: "Changes since the draw" },
  replacedNote: {
    zh: "这些变动都已记入公开日志；是谁批准的、有没有列全，要核验整个结果文件夹才知道。",
    en: "These changes are in the public log; who approved them, and whether they are all, only the whole bundle shows.",
  },
  proof: { zh: "证明", en: "Proof" },
  proofChecked: {
    zh: "以上各项由您的浏览器用公布的文件算出，并已逐项核验。",
    en: "All this was computed by your browser from published files, and checked.",
  },
  kept: { zh: "您查的代码没有离开这台设备：网站只看到读了哪一个查询文件。", en: "The code that you looked up has not left this device: the site saw only which look-up file was read." },
  told: {
    zh: "您查的代码写在打开本页的网址里，网站看得到；在本页直接输入再查，网站就看不到。",
    en: "The code that you looked up was in the address of this page, which the site has seen; of what you type here it sees nothing.",
  },
  download: { zh: "下载这份证明", en: "Download this proof" },
  planFile: { zh: "方案文件 plan.json", en: "plan.json" },
  how: {
    zh: "保存证明和方案文件，就可以在别的电脑上用两个各自独立的程序核验：",
    en: "With the proof and plan.json two independent programs check it on any computer:",
  },
  bundleDigest: { zh: "结果摘要", en: "Bundle digest" },
  record: { zh: "结果记录摘要", en: "Digest of the record" },
  draw: { zh: "抽取编号", en: "Draw" },
  next: { zh: "接下来可以做什么", en: "What you can do now" },
  recusal: { zh: "认为检查人员与您有利害关系，可以申请回避：", en: "If an inspector has an interest in your affairs, ask that he or she stand aside: " },
  complaint: { zh: "认为抽取或检查有问题，可以投诉举报：", en: "To complain about the draw or the inspection: " },
  verifyAll: { zh: "核验这次抽取的全部结果", en: "Verify the whole outcome of this draw" },
  licence: { zh: "数据许可：", en: "Licence of the data: " },
  failed: { zh: "没有回答", en: "No answer" },
  failedNetwork: { zh: "请检查网络后再查一次。", en: "Check your connection and try again." },
  failedDamaged: {
    zh: "网站上的查询文件有问题，所以不作任何回答，对任何代码都是如此。请刷新页面再试；如果还是这样，请保存本页并投诉举报。",
    en: "The site's look-up files are faulty, so there is no answer, for whatever code. Reload the page and try again; if it stays so, save this page and complain.",
  },
  file: { zh: "文件", en: "File" },
  got: { zh: "实际", en: "got" },
  expected: { zh: "应为", en: "expected" },
  internal: { zh: "程序出错了。", en: "The program has failed." },
} as const satisfies Record<string, Sentence>;

export type Word = keyof typeof WORDS;

/** In brackets, as each language writes them. */
export function inBrackets(lang: Lang, text: string): string {
  return lang === "zh" ? `（${text}）` : ` (${text})`;
}

export function rankText(lang: Lang, rank: number, n: number, reserve: boolean): string {
  if (lang === "zh") return reserve ? `第 ${rank} 名，前 ${n} 名抽中，之后为候补` : `第 ${rank} 名，前 ${n} 名抽中`;
  return reserve ? `${rank}; the first ${n} are drawn, reserves follow` : `${rank}; the first ${n} are drawn`;
}

export function amountsText(lang: Lang, { excluded, n, population, reserves }: { excluded: number; n: number; population: number; reserves: number }): string {
  return lang === "zh"
    ? `${population} 家参加抽取，抽 ${n} 家，候补 ${reserves} 家；另有 ${excluded} 家依规定不参加`
    : `${population} took part, ${n} drawn, ${reserves} reserves; ${excluded} more were excluded`;
}
