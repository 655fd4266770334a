// How a slip looks: who goes now, when, for what, and what has changed since the draw.

import { CALLED, NOT_CALLED, NOT_GOING, OFF, quoted, UNCHECKED, type FileVerdict, type Now, type Slip } from "../src/index.js";
import { el } from "./dom.js";
import { fact } from "./fact.js";
import { WORDS, type Lang } from "./words.js";

function drawsText(draws: Now["draws"]): string {
  return draws.map(({ entity, task }) => `${entity}（${task}）`).join("、");
}

function names(lang: Lang, slip: Slip, now: Now, checked: boolean): string {
  return (slip.names ?? []).map(({ inspector, private: person }) => {
    const goes = now.team === undefined ? now.off !== true : now.team.some((one) => one.inspector === inspector);
    const marks = [...(checked ? [] : [UNCHECKED[lang]]), ...(goes ? [] : [NOT_GOING[lang]])];
    const texts = [person["name"], person["work_no"], person["certificate_no"]].filter((text) => text !== undefined);
    const told = [inspector, ...texts.map(quoted)].join(" ");
    return marks.length === 0 ? told : `${told}（${marks.join("；")}）`;
  }).join("；");
}

export function slipView(lang: Lang, { slip, now, namesChecked, teamNotes }: FileVerdict): HTMLElement[] {
  if (slip === undefined || now === undefined) return [];
  const facts = el("dl", { class: "slip" });
  const { visit, team, days, draws, gone, called, off, sentences } = now;
  const notes = (teamNotes ?? []).map((note) => el("p", { class: "note" }, note[lang]));
  if (visit !== undefined) facts.append(...fact(lang, "entity", visit));
  if (draws.length > 0) facts.append(...fact(lang, "inspected", drawsText(draws)));
  if (gone.length > 0) facts.append(...fact(lang, "gone", drawsText(gone)));
  if (team !== undefined) {
    facts.append(...fact(lang, "days", (days ?? []).join("、") || WORDS.noDate[lang]));
    const people = team.map((one) => `${one.inspector ?? "—"}${one.lead ? `（${WORDS.lead[lang]}）` : ""}`).join("、");
    facts.append(...fact(lang, "team", el("div", {}, people, ...notes)));
  }
  const leaf = "visit" in slip.leaf ? slip.leaf.visit : slip.leaf;
  if ("items" in leaf) facts.append(...fact(lang, "items", leaf.items.join("、")));
  if (slip.names !== undefined) facts.append(...fact(lang, "names", names(lang, slip, now, namesChecked === true)));
  const standing = called === undefined ? [] : [el("p", {}, (called ? CALLED : NOT_CALLED)[lang])];
  if (off) standing.push(el("p", {}, OFF[lang]));
  return [...standing, facts, ...(team === undefined ? notes : []), ...sentences.map((sentence) => el("p", { class: "note" }, sentence[lang]))];
}
