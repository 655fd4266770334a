// How an answer looks. The first sentence is the answer; everything below it says why.

import { clean, quoted } from "../../verify/src/clean.js";
import type { Now } from "../../verify/src/slip_visit.js";
import type { Plan } from "../../verify/src/types.js";
import { REASON_SENTENCES, type Outcome, type TaskAnswer } from "../../verify/src/why.js";
import { el, grouped } from "../../verify/page/dom.js";
import type { EarlyFound, OutcomeFound, Standing } from "./found.js";
import { amountsText, inBrackets, rankText, WORDS, type Lang, type Word } from "./words.js";

/** What the page of the site knows beside the files. */
export interface Beside {
  readonly lang: Lang;
  readonly plan: Plan;
  readonly bundle: string;
  readonly record: string;
  /** Address of plan.json. */
  readonly planAddress: string;
  readonly verify: string;
  readonly complaint: string;
  readonly recusal: string;
  readonly licence: string;
  /** The code was in the address that the server was asked for. */
  readonly told: boolean;
}

type Kind = Standing | Exclude<Outcome, "drawn" | "reserve">;
type Headline = Kind | "unknown" | "listed";

/** A shape for each kind, beside its word: nothing is said by colour alone. */
const MARKS: Readonly<Record<Headline, string>> = {
  drawn: "●", called: "●", gone: "⊘", reserve: "◐", "not drawn": "○", excluded: "—", outside: "—", unknown: "?", listed: "≡",
};

/** Of several tasks the one that weighs most is told first. */
const WEIGHT: readonly Kind[] = ["drawn", "called", "gone", "reserve", "not drawn", "excluded", "outside"];

function fact(name: string, ...value: (Node | string)[]): HTMLElement[] {
  return [el("dt", {}, name), el("dd", {}, ...value)];
}

/** Free text of a list: it keeps its own direction. */
function free(text: string): HTMLElement {
  return el("bdi", {}, text);
}

function headline(lang: Lang, kind: Headline, ...sentence: (Node | string)[]): HTMLElement {
  return el(
    "p", { class: "headline", "data-outcome": kind },
    el("span", { class: "mark", "aria-hidden": "true" }, MARKS[kind]), " ", el("strong", {}, WORDS[kind][lang]), " ", ...sentence,
  );
}

function kindOf({ outcome, task }: TaskAnswer, found: OutcomeFound): Kind {
  return found.standings.get(task) ?? (outcome as Kind);
}

function taskName(plan: Plan, id: string): string {
  return plan.tasks.find((one) => one.id === id)?.name ?? id;
}

function sentence(kind: Kind, task: TaskAnswer, { lang, plan }: Beside): string {
  const name = quoted(taskName(plan, task.task));
  const zh = lang === "zh";
  switch (kind) {
    case "drawn": return zh ? `${name}按号签从小到大排第 ${task.rank}，前 ${task.n} 名抽中。` : `${name}: rank ${task.rank} by ticket; the first ${task.n} are drawn.`;
    case "reserve": return zh ? `${name}按号签排第 ${task.rank}，前 ${task.n} 名抽中；有抽中者退出时才按次序递补。` : `${name}: rank ${task.rank} by ticket; the first ${task.n} are drawn, reserves are called up only if one of them gives way.`;
    case "not drawn": return zh ? `${name}：号签大于入选线，排在抽中的 ${task.n} 家之后。` : `${name}: its ticket is above the threshold, behind the ${task.n} that are drawn.`;
    case "excluded": {
      const reason = REASON_SENTENCES[task.reason!]!;
      return zh ? `${name}：${reason.zh}。` : `${name}: ${reason.en}.`;
    }
    case "called": return WORDS.calledSentence[lang];
    case "gone": return WORDS.goneSentence[lang];
    case "outside": return WORDS.outsideSentence[lang];
  }
}

function shellView(lang: Lang, { shell, ticket }: TaskAnswer): HTMLElement {
  return el("div", {}, el("pre", { class: "shell" }, shell!), el("p", { class: "note" }, WORDS.shellResult[lang]), el("pre", { class: "result" }, `${ticket!}  -`));
}

function taskView(task: TaskAnswer, kind: Kind, beside: Beside): HTMLElement {
  const { lang, plan } = beside;
  const planned = plan.tasks.find((one) => one.id === task.task)!;
  const facts = el("dl", {}, ...fact(WORDS.department[lang], free(planned.department)));
  const amounts = plan.populations.find((one) => one.task === task.task && one.stratum === task.stratum);
  if (amounts !== undefined) {
    const name = planned.strata.find((one) => one.id === task.stratum)!.name;
    facts.append(...fact(WORDS.stratum[lang], free(name), inBrackets(lang, amounts.stratum)), ...fact(WORDS.amounts[lang], amountsText(lang, amounts)));
  }
  if (task.rank !== undefined) facts.append(...fact(WORDS.rank[lang], rankText(lang, task.rank, task.n!, task.outcome === "reserve")));
  if (task.ticket !== undefined) facts.append(...fact(WORDS.ticket[lang], grouped(task.ticket)));
  if (task.threshold !== undefined) {
    const compared = task.ticket! <= task.threshold ? "below" : task.outcome === "reserve" ? "reserved" : "above";
    facts.append(...fact(WORDS.threshold[lang], grouped(task.threshold)), ...fact(WORDS.comparison[lang], WORDS[compared][lang]));
  }
  if (task.shell !== undefined) facts.append(...fact(WORDS.shell[lang], shellView(lang, task)));
  return el(
    "section", { "data-task": task.task, "data-outcome": kind },
    el("h3", {}, `${WORDS.task[lang]} `, free(planned.name), inBrackets(lang, task.task)),
    el("p", {}, el("span", { class: "mark", "aria-hidden": "true" }, MARKS[kind]), ` ${WORDS[kind][lang]}`), facts,
  );
}

function teamView(now: Now, { lang, plan }: Beside): HTMLElement {
  const seats = (now.team ?? []).map(({ inspector, lead, pool }) => {
    const department = plan.pools.find((one) => one.id === pool)?.department;
    return el(
      "li", {}, inspector === undefined ? WORDS.vacant[lang] : el("code", {}, inspector),
      lead ? ` ${WORDS.lead[lang]}` : "", ...(department === undefined ? [] : [" ", free(department)]),
    );
  });
  return seats.length === 0 ? el("span", {}, WORDS.noTeam[lang]) : el("ul", { class: "plain" }, ...seats);
}

function visitView(now: Now, beside: Beside): HTMLElement[] {
  const { lang } = beside;
  const { days, off, sentences, visit } = now;
  const changes = sentences.map((one) => el("li", {}, one[lang]));
  const facts = el("dl", {}, ...(visit === undefined ? [] : fact(WORDS.place[lang], el("code", {}, visit))));
  if (off !== true) {
    facts.append(...fact(WORDS.days[lang], (days ?? []).join(lang === "zh" ? "、" : ", ") || WORDS.noDate[lang]), ...fact(WORDS.team[lang], teamView(now, beside)));
  }
  const told = changes.length === 0 ? [] : [el("h4", {}, WORDS.replaced[lang]), el("ul", { class: "changes" }, ...changes), el("p", { class: "note" }, WORDS.replacedNote[lang])];
  return [el("section", { class: "visit" }, el("h3", {}, WORDS.visit[lang]), facts, ...told)];
}

/** Whose answer it is; of a former code also which one it has now. */
function who(lang: Lang, code: string, id: string, name: string): HTMLElement[] {
  const former = code === id ? [] : [el("p", { class: "note", "data-former": "" }, `${WORDS.former[lang]} `, el("code", {}, id))];
  return [el("p", { class: "who" }, free(name), " ", el("code", {}, code)), ...former];
}

/** Gives the bytes as a file, without asking anybody for it. */
function save(bytes: Uint8Array, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/json" }));
  const link = el("a", { href: address, download: name });
  link.click();
  // Not at once: the browser still reads it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function proofView(found: OutcomeFound, { bundle, lang, planAddress, record }: Beside): HTMLElement {
  const name = `mingqian-proof-${found.code}.json`;
  const button = el("button", { type: "button", class: "download" }, WORDS.download[lang]);
  button.addEventListener("click", () => save(found.proof, name));
  return el(
    "section", { class: "proof" }, el("h3", {}, WORDS.proof[lang]), el("p", {}, WORDS.proofChecked[lang]),
    el("p", {}, button, " ", el("a", { href: planAddress, download: "plan.json" }, WORDS.planFile[lang])),
    el("p", {}, WORDS.how[lang]),
    el("pre", {}, `mingqian verify-proof ${name} --plan plan.json --record ${record}`),
    el("pre", {}, `python3 verify.py proof ${name} --plan plan.json --record ${record}`),
    el("dl", {}, ...fact(WORDS.record[lang], grouped(record)), ...fact(WORDS.bundleDigest[lang], grouped(bundle))),
    ...found.verdict.notes.map((note) => el("p", { class: "note" }, note[lang])),
  );
}

/** A telephone number or an address of a web page, as the office has written it. */
function contact(text: string): HTMLElement {
  const digits = text.replace(/[\s()（）-]/g, "");
  if (/^\+?[0-9]{3,15}$/.test(digits)) return el("a", { href: `tel:${digits}` }, text);
  return /^https?:\/\/\S+$/.test(text) ? el("a", { href: text, rel: "noreferrer" }, text) : free(text);
}

function nextView({ complaint, lang, licence, recusal, told, verify }: Beside, visited: boolean): HTMLElement {
  const rows: HTMLElement[] = [];
  const row = (word: Word, ...value: (Node | string)[]) => rows.push(el("li", {}, WORDS[word][lang], ...value));
  if (visited && recusal !== "") row("recusal", contact(recusal));
  if (complaint !== "") row("complaint", contact(complaint));
  if (verify !== "") rows.push(el("li", {}, el("a", { href: verify }, WORDS.verifyAll[lang])));
  if (licence !== "") row("licence", free(licence));
  return el("section", { class: "next" }, el("h3", {}, WORDS.next[lang]), el("ul", {}, ...rows), el("p", { class: "note", "data-told": String(told) }, WORDS[told ? "told" : "kept"][lang]));
}

export function outcomeView(found: OutcomeFound, beside: Beside): HTMLElement[] {
  const { lang } = beside;
  const kinds = found.answer.tasks.map((task) => kindOf(task, found));
  const kind = WEIGHT.find((one) => kinds.includes(one)) ?? "outside";
  const first = found.answer.tasks[kinds.indexOf(kind)];
  const ended = found.answer.void;
  const visited = found.visits.some((now) => now.off !== true);
  return [
    ...(ended === undefined ? [] : [el("p", { class: "headline void", "data-void": "" }, el("strong", {}, `✗ ${WORDS.void[lang]}`), ` ${ended[lang]}`)]),
    headline(lang, kind, first === undefined ? "" : sentence(kind, first, beside)),
    ...who(lang, found.code, found.id, found.name),
    ...found.visits.flatMap((now) => visitView(now, beside)),
    ...found.answer.tasks.map((task, t) => taskView(task, kinds[t]!, beside)),
    proofView(found, beside), nextView(beside, visited),
  ];
}

export function earlyView({ code, excluded, id, name }: EarlyFound, beside: Beside): HTMLElement[] {
  const { lang, plan } = beside;
  const rows = excluded.map(({ reason, task }) => {
    const why = REASON_SENTENCES[reason]!;
    return el("li", { "data-task": task }, `${WORDS.excluded[lang]}${lang === "zh" ? "：" : ": "}`, free(taskName(plan, task)), lang === "zh" ? `，${why.zh}。` : `, as ${why.en}.`);
  });
  const kind = excluded.length === 0 ? "listed" : "excluded";
  return [
    headline(lang, kind, WORDS.earlyListed[lang]), ...who(lang, code, id, name),
    ...(rows.length === 0 ? [] : [el("ul", {}, ...rows)]), el("p", { class: "note" }, WORDS.earlyNote[lang]), nextView(beside, false),
  ];
}

export function unknownView(code: string, beside: Beside): HTMLElement[] {
  const { lang } = beside;
  return [
    headline(lang, "unknown", WORDS.missing[lang]), el("p", { class: "who" }, el("code", {}, code)),
    el("p", { class: "note" }, WORDS.missingWhy[lang]), nextView(beside, false),
  ];
}

/** Why there is no answer, and what to do. */
export function failureView(lang: Lang, file: string, said: string, what: Word, got?: string, expected?: string): HTMLElement[] {
  const facts = el("dl", {}, ...(file === "" ? [] : fact(WORDS.file[lang], el("code", {}, file))));
  if (got !== undefined) facts.append(...fact(WORDS.got[lang], clean(got).slice(0, 200)));
  if (expected !== undefined) facts.append(...fact(WORDS.expected[lang], clean(expected).slice(0, 200)));
  return [
    el("p", { class: "headline failed", "data-failed": what }, el("strong", {}, `✗ ${WORDS.failed[lang]}`), ` ${said}`),
    el("p", {}, WORDS[what][lang]), facts,
  ];
}
