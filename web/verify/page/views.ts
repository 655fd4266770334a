// How a check, the verdict and an answer look.

import { FILE_MESSAGES, MESSAGES, moment, quoted, type Answer, type CheckResult, type Verdict } from "../src/index.js";
import { el, grouped } from "./dom.js";
import { fact } from "./fact.js";
import type { Reply } from "./messages.js";
import { slipView } from "./slip_view.js";
import { WORDS, type Lang } from "./words.js";

function details(lang: Lang, result: CheckResult): HTMLElement {
  const list = el("dl", { class: "details" });
  const { got, expected, where, whoSentence } = result;
  if (got !== undefined) list.append(...fact(lang, "got", String(got)));
  if (expected !== undefined) list.append(...fact(lang, "expected", String(expected)));
  if (where !== undefined) {
    const line = where.line === undefined ? "" : lang === "zh" ? `，第 ${where.line} ${WORDS.line.zh}` : `, ${WORDS.line.en} ${where.line}`;
    list.append(...fact(lang, "where", `${where.file ?? ""}${line}`));
  }
  return el("div", {}, list, whoSentence === undefined ? null : el("p", {}, whoSentence[lang]));
}

/** One row: never by colour alone, always a mark and a word. */
export function checkView(lang: Lang, name: string, result: CheckResult | undefined, share: number | null, over: boolean): HTMLElement {
  const state = result !== undefined ? (result.ok ? "passed" : "failed") : share !== null ? "running" : over ? "skipped" : "waiting";
  const mark = { passed: "✓", failed: "✗", running: "…", skipped: "–", waiting: "·" }[state];
  const text = result?.sentence[lang] ?? (MESSAGES[name] ?? FILE_MESSAGES[name])?.ok[lang] ?? name;
  const bar = share === null || share === 0 ? null : el("progress", { max: "1", value: String(share) });
  return el(
    "li", { class: state, "data-check": name, "data-state": state },
    el("span", { class: "mark", "aria-hidden": "true" }, mark),
    el("span", { class: "state" }, WORDS[state][lang]),
    el("span", { class: "sentence" }, state === "passed" || state === "failed" ? text : name),
    el("code", { class: "name" }, name),
    bar,
    result !== undefined && !result.ok ? details(lang, result) : null,
  );
}

export function verdictView(lang: Lang, reply: Extract<Reply, { say: "verdict" | "unreadable" }>): HTMLElement[] {
  if (reply.say === "unreadable") return unreadableView(lang, reply.reason);
  const { verdict } = reply;
  const facts = el("dl", {});
  if (reply.authority !== "") facts.append(...fact(lang, "authority", reply.authority), ...fact(lang, "campaign", reply.campaign));
  if (reply.draw !== "") facts.append(...fact(lang, "draw", reply.draw));
  facts.append(...standing(lang, verdict));
  if (verdict.digest !== null) facts.append(...fact(lang, "digest", grouped(verdict.digest)));
  facts.append(...fact(lang, "time", `${(reply.milliseconds / 1000).toFixed(2)} ${WORDS.seconds[lang]}`));
  return [
    judgement(lang, verdict.ok, verdict.failed?.check),
    facts,
    ...verdict.notes.map((note) => el("p", { class: "note" }, note[lang])),
    el("p", { class: "small" }, WORDS.limits[lang]),
  ];
}

function unreadableView(lang: Lang, reason: string): HTMLElement[] {
  return [el("p", { class: "big bad", "data-verdict": "unreadable" }, `✗ ${WORDS.unreadable[lang]}`), el("p", {}, reason)];
}

/** The verdict in large letters, with a mark and a frame, not by colour alone. */
function judgement(lang: Lang, ok: boolean, failed: string | undefined): HTMLElement {
  const word = ok ? "good" : "bad";
  return el("p", { class: `big ${word}`, "data-verdict": word, "data-failed": failed ?? "" }, `${ok ? "✓" : "✗"} ${WORDS[word][lang]}`);
}

/** Kind, grade and state, and on whom the grade rests. */
function standing(lang: Lang, verdict: Verdict): HTMLElement[] {
  const out: HTMLElement[] = [];
  const { kind, grade, gradeSentence, state, stateSentence, attested, witnesses } = verdict;
  if (kind !== undefined && kind in WORDS) out.push(...fact(lang, "kind", WORDS[kind as keyof typeof WORDS][lang]));
  if (grade !== undefined) out.push(...fact(lang, "grade", el("span", { "data-grade": grade }, `${grade} — ${gradeSentence?.[lang] ?? ""}`)));
  if (state !== undefined) {
    const late = verdict.overdue === true ? ` ${WORDS.overdue[lang]}` : "";
    out.push(...fact(lang, "state", el("span", { "data-state": state }, `${stateSentence?.[lang] ?? state}${late}`)));
  }
  if (attested !== undefined && attested.length > 0) {
    out.push(...fact(lang, "attested", attested.map((one) => `${quoted(one.label)}（${quoted(one.department)}）${WORDS.key[lang]} ${one.key}`).join("；")));
  }
  if (witnesses !== undefined && witnesses.length > 0) {
    out.push(...fact(lang, "witnesses", witnesses.map((one) => `${one.name} ${moment(one.time)}`).join("、")));
  }
  return out;
}

/** A proof, a slip or a share. */
export function fileView(lang: Lang, reply: Extract<Reply, { say: "file" | "no file" }>): HTMLElement[] {
  if (reply.say === "no file") return unreadableView(lang, reply.reason);
  const { verdict } = reply;
  const facts = el("dl", {});
  if (verdict.draw !== undefined) facts.append(...fact(lang, "draw", verdict.draw));
  if (verdict.log !== undefined) facts.append(...fact(lang, "logName", quoted(verdict.log)));
  if (verdict.holder !== undefined) facts.append(...fact(lang, "holder", quoted(verdict.holder)));
  return [
    el("h2", {}, WORDS[verdict.kind][lang]),
    judgement(lang, verdict.ok, verdict.failed?.check),
    facts,
    ...slipView(lang, verdict),
    ...(verdict.answer === undefined ? [] : answerView(lang, verdict.answer)),
    ...(reply.besideBundle ? [] : [el("p", { class: "small" }, WORDS.alone[lang])]),
    ...verdict.notes.map((note) => el("p", { class: "note" }, note[lang])),
    el("ol", { class: "checks" }, ...verdict.results.map((result) => checkView(lang, result.check, result, null, true))),
  ];
}

function visitView(lang: Lang, visit: NonNullable<Answer["visit"]>): HTMLElement {
  const days = visit.days === undefined || visit.days.length === 0 ? WORDS.noDate[lang] : visit.days.join(", ");
  const seats = (visit.seats ?? []).flatMap((seat) => (seat.inspector === undefined ? [] : [seat.lead ? `${seat.inspector}（${WORDS.lead[lang]}）` : seat.inspector]));
  return el("p", {}, `${WORDS.visit[lang]} ${visit.id}: ${days}`, seats.length === 0 ? "" : `; ${WORDS.team[lang]} ${seats.join(lang === "zh" ? "、" : ", ")}`);
}

export function answerView(lang: Lang, answer: Answer): HTMLElement[] {
  const tasks = answer.tasks.map((task) => {
    const facts = el("dl", {});
    if (task.ticket !== undefined) facts.append(...fact(lang, "ticket", grouped(task.ticket)));
    if (task.threshold !== undefined) facts.append(...fact(lang, "threshold", grouped(task.threshold)));
    if (task.shell !== undefined) facts.append(...fact(lang, "shell", el("code", { class: "shell" }, task.shell)));
    return el("li", { "data-outcome": task.outcome }, el("p", {}, task.sentence[lang]), facts);
  });
  return [
    el("p", { class: "named", "data-status": answer.status }, `${answer.id} ${answer.name === undefined ? "" : quoted(answer.name)}`),
    el("p", {}, answer.sentence[lang]),
    el("ul", {}, ...tasks),
    ...(answer.visit === undefined ? [] : [visitView(lang, answer.visit)]),
    ...(answer.replacements ?? []).map(({ sentence }) => el("p", { class: "note" }, sentence[lang])),
    ...(answer.void === undefined ? [] : [el("p", { class: "note" }, answer.void[lang])]),
  ];
}
