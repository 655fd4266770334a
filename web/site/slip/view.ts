// How the verdict on a slip looks: one glance says it, in shape, word and colour; then who comes, when, and for what.

import { quoted, type Now } from "../../verify/src/index.js";
import { el, grouped } from "../../verify/page/dom.js";
import { fact } from "../../verify/page/fact.js";
import { slipView } from "../../verify/page/slip_view.js";
import { checkView } from "../../verify/page/views.js";
import { WORDS as SHARED, type Lang } from "../../verify/page/words.js";
import { dayWord } from "./day.js";
import type { Judged } from "./messages.js";
import { stateOf, type State } from "./state.js";
import { WHY, WORDS } from "./words.js";

const MARKS: Readonly<Record<State, string>> = { good: "✓", bad: "✗", unsure: "?", off: "⊘", checking: "…" };

function sentence(lang: Lang, state: State, { against, draw, verdict, why }: Judged): string {
  switch (state) {
    case "good": return WORDS[against === "bundle" ? "goodBundle" : "goodLog"][lang];
    case "bad": return verdict.failed!.sentence[lang];
    case "unsure": return WORDS[why === "faulty" ? "unsureFaulty" : "unsureSentence"][lang];
    case "checking": return WORDS[against === "log" ? "checkingLogged" : "checkingSentence"][lang];
    case "off": return WORDS[draw?.void !== undefined ? "offVoid" : verdict.now?.off === true ? "offGone" : "offReserve"][lang];
  }
}

function dayView(lang: Lang, now: Now | undefined, today: string): HTMLElement[] {
  const word = now === undefined ? null : dayWord(now, today);
  if (word === null) return [];
  const days = now!.days ?? [];
  const told = `${WORDS[word][lang]} ${days.join(lang === "zh" ? "、" : ", ")}${lang === "zh" ? `（${WORDS.today.zh} ${today}）` : ` (${WORDS.today.en} ${today})`}`;
  return [el("p", { class: word === "dayIn" ? "day" : "day warning", "data-day": word }, `${word === "dayIn" ? "✓" : "⚠"} ${told}`)];
}

function drawFacts(lang: Lang, { draw, verdict }: Judged): HTMLElement {
  const facts = el("dl", {});
  if (draw?.entity !== undefined) facts.append(...pair(WORDS.name[lang], el("bdi", {}, draw.entity)));
  const leaf = verdict.slip === undefined ? undefined : "visit" in verdict.slip.leaf ? verdict.slip.leaf.visit : verdict.slip.leaf;
  const own = leaf !== undefined && "items" in leaf ? leaf.items : [];
  const names = (draw?.items ?? []).filter((one) => own.includes(one.id)).map((one) => el("li", {}, el("bdi", {}, one.name)));
  if (names.length > 0) facts.append(...pair(WORDS.itemNames[lang], el("ul", { class: "plain" }, ...names)));
  if (draw !== undefined) {
    facts.append(...fact(lang, "authority", el("bdi", {}, draw.authority)), ...fact(lang, "campaign", el("bdi", {}, draw.campaign)));
  }
  if (verdict.draw !== undefined) facts.append(...fact(lang, "draw", verdict.draw));
  if (verdict.log !== undefined) facts.append(...pair(WORDS.log[lang], quoted(verdict.log)));
  if (draw !== undefined) facts.append(...fact(lang, "digest", grouped(draw.digest)));
  return facts;
}

function pair(name: string, value: Node | string): HTMLElement[] {
  return [el("dt", {}, name), el("dd", {}, value)];
}

/** What was not shown, and why. */
function gaps(lang: Lang, { detail, draw, verdict, why }: Judged): HTMLElement[] {
  const told = why === "" || why === "fetching" ? [] : [WHY[why][lang] + (detail === undefined ? "" : ` ${detail[lang]}`)];
  const ended = draw?.void === undefined ? [] : [draw.void[lang]];
  return [...new Set([...told, ...ended, ...verdict.notes.map((note) => note[lang])])].map((text) => el("p", { class: "note" }, text));
}

export interface Page {
  readonly lang: Lang;
  readonly today: string;
  readonly complaint: string;
  /** Fetches a large bundle all the same. */
  readonly goOn: () => void;
}

export function judgedView(judged: Judged, { complaint, goOn, lang, today }: Page): HTMLElement[] {
  const state = stateOf(judged);
  const { size, verdict } = judged;
  const big = el(
    "p", { class: `headline ${state}`, "data-state": state, "data-failed": verdict.failed?.check ?? "", "data-against": judged.against, "data-why": judged.why },
    el("span", { class: "mark", "aria-hidden": "true" }, MARKS[state]), " ", el("strong", {}, `${WORDS[state][lang]}${lang === "zh" ? "：" : ": "}`), sentence(lang, state, judged),
  );
  const advice = state === "bad" || state === "unsure" || state === "off";
  const button = el("button", { type: "button", id: "go-on" }, WORDS.goOn[lang]);
  button.addEventListener("click", goOn);
  const offer = size === undefined ? [] : [el("p", {}, `${WORDS.size[lang]}: ${Math.ceil(size / 1048576)} MB. `, button)];
  return [
    big, ...(state === "bad" ? [el("p", {}, WORDS.badAdvice[lang])] : []),
    ...(advice && complaint !== "" ? [el("p", {}, WORDS.complaint[lang], el("bdi", {}, complaint))] : []),
    ...(verdict.ok ? dayView(lang, verdict.now, today) : []), ...offer,
    ...(verdict.ok ? slipView(lang, verdict) : []), ...(verdict.ok ? [drawFacts(lang, judged)] : []),
    ...gaps(lang, judged),
    el("details", state === "bad" ? { open: "" } : {}, el("summary", {}, WORDS.steps[lang]),
      el("ol", { class: "checks" }, ...verdict.results.map((result) => checkView(lang, result.check, result, null, true)))),
  ];
}

export function progressView(lang: Lang, step: "fetch" | "check", what: string, share: number): HTMLElement[] {
  return [el("p", { class: "progress", "data-step": step }, `${WORDS[step][lang]} `, el("code", {}, what)), el("progress", { max: "1", value: String(share) })];
}

export function saidView(lang: Lang, word: "empty" | "large" | "noSlip" | "broken" | "reading"): HTMLElement[] {
  const class_ = word === "reading" ? "note" : "headline unsure";
  return [el("p", { class: class_, "data-said": word }, `${word === "reading" ? "" : "? "}${WORDS[word][lang]}`), ...(word === "noSlip" ? [el("p", { class: "note" }, SHARED.unreadable[lang])] : [])];
}
