// The page that answers "why me, why not me". The code that is asked for stays in this window: it is in no address, no
// request and no store.

import { bytesAt, NotFetched } from "../common/fetching.js";
import { byId, el } from "../../verify/page/dom.js";
import { Damaged } from "./damage.js";
import { Look } from "./folder.js";
import { codeOf } from "./shard.js";
import { earlyView, failureView, outcomeView, unknownView, type Beside } from "./view.js";
import { WORDS, type Lang } from "./words.js";

const script = document.currentScript as HTMLScriptElement;
const lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const folder = new URL(script.dataset["at"] ?? "", document.baseURI);

function show(...children: HTMLElement[]): void {
  byId("answer").replaceChildren(...children);
}

function failure(error: unknown): HTMLElement[] {
  if (error instanceof NotFetched) return failureView(lang, error.file, error.sentence[lang], "failedNetwork");
  if (error instanceof Damaged) return failureView(lang, error.file, error.sentence[lang], "failedDamaged", error.got, error.expected);
  console.error(error);
  return failureView(lang, "", WORDS.internal[lang], "failedDamaged");
}

function besideOf({ description, plan }: Look, told: boolean): Beside {
  const said = (name: string) => script.dataset[name] ?? "";
  return {
    lang, plan, told, bundle: description.bundle, record: description.record?.digest ?? "", planAddress: new URL(description.plan.path, folder).href,
    verify: said("verify"), complaint: said("complaint"), recusal: said("recusal"), licence: said("licence"),
  };
}

/** The files that do not depend on a code. What fails is read anew at the next question. */
let opened: Promise<Look> | undefined;

function look(): Promise<Look> {
  opened ??= Look.open((path, limit) => bytesAt(new URL(path, folder), path, limit));
  opened.catch(() => { opened = undefined; });
  return opened;
}

/** Counts questions, so that a late answer does not stand where a newer question was asked. */
let asked = 0;

async function answer(code: string, told: boolean): Promise<void> {
  const number = ++asked;
  show(el("p", {}, WORDS.looking[lang]));
  let views: HTMLElement[];
  try {
    const there = await look();
    const found = await there.find(code);
    const beside = besideOf(there, told);
    views = found === null ? unknownView(code, beside) : found.kind === "early" ? earlyView(found, beside) : outcomeView(found, beside);
  } catch (error) {
    views = failure(error);
  }
  if (number === asked) show(...views);
}

function ask(typed: string, told: boolean): void {
  const code = codeOf(typed);
  if (code === null) {
    asked++;
    show(el("p", { class: "headline failed", "data-failed": "notCode" }, WORDS.notCode[lang]));
    return;
  }
  void answer(code, told);
}

/** A code in the address, of a link or of a form that was sent without this program; it is taken out of the address at once. */
function fromAddress(): { code: string; told: boolean } | null {
  const { hash, pathname, search } = location;
  const told = new URLSearchParams(search).get("code");
  const code = told ?? new URLSearchParams(hash.slice(1)).get("code");
  if (code === null) return null;
  history.replaceState(null, "", pathname);
  // What is behind `#` the server is never asked for.
  return { code, told: told !== null };
}

const field = byId("look").querySelector<HTMLInputElement>("input[name=code]")!;
byId("look").addEventListener("submit", (event) => {
  event.preventDefault();
  ask(field.value, false);
});
function askFromAddress(): boolean {
  const given = fromAddress();
  if (given === null) return false;
  field.value = given.code;
  ask(given.code, given.told);
  return true;
}
window.addEventListener("hashchange", askFromAddress);
if (!askFromAddress()) look().catch((error: unknown) => { if (asked === 0) show(...failure(error)); });
