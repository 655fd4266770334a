// The window: takes files, shows each check as it is made, the verdict, and answers to "why me".

import { CHECKS, clean, type CheckResult, type Sentence } from "../src/index.js";
import { byId, el } from "./dom.js";
import { chosen, dropped, parted } from "./drop.js";
import type { Given, Known, Question, Reply } from "./messages.js";
import { answerView, checkView, fileView, verdictView } from "./views.js";
import { WORDS, type Lang } from "./words.js";

/** Everything that is shown, so that a change of language shows it anew. */
interface Shown {
  lang: Lang;
  running: string | null;
  share: number;
  results: Map<string, CheckResult>;
  verdict: Extract<Reply, { say: "verdict" | "unreadable" }> | null;
  file: Extract<Reply, { say: "file" | "no file" }> | null;
  answer: Extract<Reply, { say: "answer" }>["answer"] | null;
}

const NOTHING = { running: null, share: 0, results: new Map<string, CheckResult>(), verdict: null, file: null, answer: null };
const shown: Shown = { lang: "zh", ...NOTHING };
/** A copy of the log, chosen beside the bundle. */
let log: readonly Given[] = [];
let worker: Worker | undefined;
/** Hashes for the worker, whichever it is. */
let helper: Worker | undefined;

/** What differs between the stand-alone page and the one of a site. */
export interface Page {
  /** Runs the page's own program in a Worker. */
  startWorker(): Worker;
  /** Words of its own, which go before those of every page. */
  readonly words?: Readonly<Record<string, Sentence>>;
}

let page: Page;

function startWorker(): Worker {
  const started = page.startWorker();
  started.addEventListener("message", (event: MessageEvent<Reply>) => take(event.data));
  // A Worker that breaks (of the helper too, for which the other one would wait for ever) ends the check without a verdict.
  started.addEventListener("error", (event) => {
    for (const one of [worker, helper]) one?.terminate();
    worker = helper = undefined;
    take({ say: "unreadable", reason: event.message || "Worker" });
  });
  return started;
}

function ask(question: Question, give: Transferable[] = []): void {
  worker ??= startWorker();
  worker.postMessage(question, give);
}

/** Where the worker reaches its helper. */
function portToHelper(): MessagePort {
  helper ??= startWorker();
  const { port1, port2 } = new MessageChannel();
  helper.postMessage({ ask: "help", port: port1 } satisfies Question, [port1]);
  return port2;
}

function take(reply: Reply): void {
  switch (reply.say) {
    case "started": shown.running = reply.check; shown.share = 0; break;
    case "progress": shown.share = reply.share; break;
    case "finished": shown.results.set(reply.result.check, reply.result); shown.running = null; break;
    case "verdict": case "unreadable": shown.verdict = reply; shown.running = null; break;
    case "file": case "no file": shown.file = reply; break;
    case "answer": shown.answer = reply.answer; break;
  }
  render();
}

function known(): Known {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  const expect = byId<HTMLInputElement>("expect").value.replace(/\s/g, "").toLowerCase();
  return { expect, today, policy: byId<HTMLTextAreaElement>("policy").value };
}

/** Begins to check what was dropped, chosen, or fetched. */
export function check(files: readonly Given[]): void {
  const [first] = files;
  if (first === undefined) return;
  byId("work").hidden = false;
  if (files.length === 1 && /\.(json|txt)$/.test(first.path)) {
    // The Worker stays: a slip is compared with the bundle that it has verified.
    shown.file = null;
    ask({ ask: "file", file: first.file, known: known() });
    return;
  }
  // A new Worker, so that a check still running for other files says nothing more.
  worker?.terminate();
  worker = undefined;
  Object.assign(shown, NOTHING, { results: new Map() });
  const given = parted(files);
  if (given.log.length > 0) log = given.log;
  const port = portToHelper();
  ask({ ask: "bundle", files: given.bundle, log, known: known(), helper: port }, [port]);
  render();
}

function checkRows(): HTMLElement[] {
  const { lang, verdict, results } = shown;
  if (results.size === 0 && shown.running === null) return [];
  const good = verdict?.say === "verdict" && verdict.verdict.ok;
  // Not every check is made of every kind of bundle; which ones are is known at the end.
  const made = CHECKS.filter(({ name }) => !good || results.has(name));
  return made.map(({ name }) => checkView(lang, name, results.get(name), shown.running === name ? shown.share : null, verdict !== null));
}

function render(): void {
  const { lang, verdict, file } = shown;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = `${WORDS.title[lang]} · 明签`;
  for (const element of document.querySelectorAll<HTMLElement>("[data-word]")) {
    const word = element.dataset["word"]!;
    element.textContent = (page.words?.[word] ?? WORDS[word as keyof typeof WORDS])[lang];
  }
  byId("checks").replaceChildren(...checkRows());
  byId("file-verdict").replaceChildren(...(file === null ? [] : fileView(lang, file)));
  byId("verdict").replaceChildren(...(verdict === null ? [] : verdictView(lang, verdict)));
  byId("question").hidden = !(verdict?.say === "verdict" && verdict.verdict.ok);
  byId("answer").replaceChildren(...(shown.answer === null ? [] : answerView(lang, shown.answer)));
}

function takeDrops(): void {
  const zone = byId("drop");
  // The whole window takes drops, so that a file dropped beside the zone doesn't replace the page.
  window.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  window.addEventListener("dragleave", () => zone.classList.remove("over"));
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer !== null) void dropped(event.dataTransfer).then(check);
  });
}

function takeChoice(name: string, use: (files: readonly Given[]) => void): void {
  const field = byId<HTMLInputElement>(name);
  byId(`choose-${name}`).addEventListener("click", () => field.click());
  field.addEventListener("change", () => {
    if (field.files !== null) use(chosen(field.files));
    field.value = "";
  });
}

export function language(): Lang {
  return shown.lang;
}

export function show(given: Page): void {
  page = given;
  takeDrops();
  takeChoice("folder", check);
  takeChoice("file", check);
  takeChoice("log", (files) => {
    log = files;
    byId("log-chosen").textContent = clean(log[0]?.path.split("/")[0] ?? "");
  });
  byId("language").addEventListener("click", () => {
    shown.lang = shown.lang === "zh" ? "en" : "zh";
    byId("language").textContent = shown.lang === "zh" ? "English" : "中文";
    render();
  });
  byId("question").addEventListener("submit", (event) => {
    event.preventDefault();
    const id = byId<HTMLInputElement>("id").value.trim();
    if (id !== "") ask({ ask: "why", id });
  });
  byId("noscript").remove();
  render();
  document.body.append(el("span", { id: "ready", hidden: "" }));
}
