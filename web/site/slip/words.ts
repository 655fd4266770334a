// Every word of the page that checks a slip, in Simplified Chinese and in English. Words that it shares are in
// verify/page/words.ts.

import type { Sentence } from "../../verify/src/messages.js";
import type { Why } from "./messages.js";

export const WORDS = {
  reading: { zh: "正在核验检查凭单……", en: "Checking the slip …" },
  empty: { zh: "请粘贴检查凭单的内容，或选择凭单文件。", en: "Paste the text of the slip, or choose its file." },
  large: { zh: "内容太长，不是检查凭单。", en: "This is too long to be a slip." },
  noSlip: {
    zh: "这不是检查凭单，或者没有粘贴完整。凭单是一整行文字，里面有 \"format\":\"mq1/slip\"；扫码得到的网址也可以直接打开。",
    en: "This is no slip, or not all of it. A slip is one line of text that has \"format\":\"mq1/slip\"; an address from its QR code can be opened as it is.",
  },
  checking: { zh: "正在核对", en: "Checking" },
  checkingLogged: { zh: "这次检查是摇号定下的，已记入公开日志；正在与公布的结果核对（后来有没有换人、作废），请稍候。", en: "The draw made this visit; it is in the public log. It is being held against the published outcome: whether anybody was replaced since, or the draw is void." },
  checkingSentence: { zh: "凭单本身前后一致，正在与公布的结果核对，请稍候。", en: "The slip agrees with itself; it is being held against the published outcome." },
  good: { zh: "真", en: "Genuine" },
  goodBundle: { zh: "这张检查凭单与公布的抽取一致。", en: "This slip is one of the published draw." },
  goodLog: { zh: "这次检查是摇号定下的，已记入公开日志。", en: "The draw made this visit; it is in the public log." },
  bad: { zh: "不真", en: "Not genuine" },
  badAdvice: { zh: "先不要按这张凭单接受检查。请拨打主管部门的电话核实，并可以投诉举报。", en: "Do not accept a visit on this slip yet. Call the office to make sure; you may complain." },
  unsure: { zh: "未能确认", en: "Not established" },
  unsureSentence: { zh: "凭单本身前后一致，但没有人为它作证：谁都可以造出这样一张。", en: "The slip agrees with itself, but nobody vouches for it: anybody could have made one like it." },
  unsureFaulty: { zh: "网站上公布的结果本身核验不通过，所以不能说这张凭单是真的。", en: "What the site has published of this draw is itself not verified, so nothing can be said for this slip." },
  off: { zh: "检查不应进行", en: "No visit" },
  offVoid: { zh: "凭单是真的，但这次抽取已作废：没有人应当凭它来检查。", en: "The slip is genuine, but the draw is void: nobody is to come on it." },
  offGone: { zh: "凭单是真的，但这次检查的任务都已取消。", en: "The slip is genuine, but no task of this visit is left." },
  offReserve: { zh: "凭单是真的，但它是候补的，到目前没有被递补：现在不应来检查。", en: "The slip is genuine, but of a reserve that was not called up so far: nobody is to come now." },
  dayIn: { zh: "今天在检查日期内。", en: "Today is one of the days of this visit." },
  dayBefore: { zh: "今天还不到检查日期！", en: "Today is before the days of this visit!" },
  dayAfter: { zh: "检查日期已过！", en: "The days of this visit are over!" },
  dayBetween: { zh: "今天不是检查日期！", en: "Today is not one of the days of this visit!" },
  dayNone: { zh: "这次检查没有定下日期！", en: "This visit has no date!" },
  today: { zh: "今天", en: "today" },
  fetch: { zh: "正在下载公布的结果", en: "Fetching the published outcome" },
  check: { zh: "正在核验公布的结果", en: "Verifying the published outcome" },
  goOn: { zh: "下载并核对", en: "Fetch it and compare" },
  size: { zh: "公布的结果较大，没有自动下载", en: "The published outcome is large and was not fetched unasked" },
  name: { zh: "名称", en: "Name" },
  itemNames: { zh: "事项名称", en: "Items by name" },
  steps: { zh: "逐项核验", en: "The checks" },
  complaint: { zh: "投诉举报：", en: "Complaints: " },
  log: { zh: "公开日志", en: "Log" },
  broken: { zh: "程序出错了，没有结论。", en: "The program has failed; there is no verdict." },
} as const satisfies Record<string, Sentence>;

/** Why nothing published stands beside the slip. */
export const WHY: Readonly<Record<Exclude<Why, "" | "fetching">, Sentence>> = {
  large: { zh: "还没有与公布的结果核对。", en: "It was not held against the published outcome yet." },
  unreachable: { zh: "没有取到公布的结果，所以没有核对。请检查网络后再试。", en: "The published outcome could not be read, so nothing was compared. Check your connection and try again." },
  unpublished: {
    zh: "本站没有公布这个编号的抽取。凭单也许是别的单位的：请到那个单位的网站核验，并看清公开日志是不是它的。",
    en: "This site has not published a draw of this number. The slip may be of another office: check it at that office's site, and see whether the log is its.",
  },
  nameless: { zh: "凭单上的抽取编号不合规范，找不到公布的结果。", en: "The name of the draw on the slip is none, so no published outcome can be found." },
  announced: {
    zh: "本站还只有这次抽取之前的公告：姓名、换人没有核对。",
    en: "The site has only the announcement from before the draw so far: names and replacements were not compared.",
  },
  faulty: { zh: "网站上公布的结果本身核验不通过，不能用来核对。", en: "What the site has published is itself not verified, and can't be used to compare." },
};
