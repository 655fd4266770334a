// The window: takes files, shows each check as it is made, the verdict, and answers to "why me".

import { CHECKS } from "../src/index.js";
import { byId, el } from "./dom.js";
import { chosen, dropped } from "./drop.js";
import type { Given, Question, Reply } from "./messages.js";
import { answerView, checkView, verdictView } from "./views.js";
import { WORDS, type Lang } from "./words.js";

/** Everything that is shown, so that a change of language shows it anew. */
interface Shown {
  lang: Lang;
  running: string | null;
  share: number;
  results: Map<string, Extract<Reply, { say: "finished" }>["result"]>;
  verdict: Extract<Reply, { say: "verdict" | "unreadable" }> | null;
  answer: Extract<Reply, { say: "answer" }>["answer"] | null;
}

const shown: Shown = { lang: "zh", running: null, share: 0, results: new Map(), verdict: null, answer: null };

/** The Worker runs the text of this very page: a page from a USB stick may load no other file. */
function startWorker(): Worker {
  const program = byId("program").textContent ?? "";
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(address);
  worker.addEventListener("message", (event: MessageEvent<Reply>) => take(event.data));
  return worker;
}

let worker: Worker | undefined;

function ask(question: Question): void {
  worker ??= startWorker();
  worker.postMessage(question);
}

function take(reply: Reply): void {
  switch (reply.say) {
    case "started": shown.running = reply.check; shown.share = 0; break;
    case "progress": shown.share = reply.share; break;
    case "finished": shown.results.set(reply.result.check, reply.result); shown.running = null; break;
    case "verdict": case "unreadable": shown.verdict = reply; shown.running = null; break;
    case "answer": shown.answer = reply.answer; break;
  }
  render();
}

function check(files: readonly Given[]): void {
  if (files.length === 0) return;
  // A new Worker, so that a check still running for other files says nothing more.
  worker?.terminate();
  worker = undefined;
  Object.assign(shown, { running: null, share: 0, results: new Map(), verdict: null, answer: null });
  byId("work").hidden = false;
  const expect = byId<HTMLInputElement>("expect").value.replace(/\s/g, "").toLowerCase();
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  ask({ ask: "check", files, expect, policy: byId<HTMLTextAreaElement>("policy").value, today });
  render();
}

function render(): void {
  const { lang } = shown;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = `${WORDS.title[lang]} · 明签`;
  for (const element of document.querySelectorAll<HTMLElement>("[data-word]")) {
    element.textContent = WORDS[element.dataset["word"] as keyof typeof WORDS][lang];
  }
  const over = shown.verdict !== null;
  const rows = CHECKS.map(({ name }) => checkView(lang, name, shown.results.get(name), shown.running === name ? shown.share : null, over));
  byId("checks").replaceChildren(...rows);
  byId("verdict").replaceChildren(...(shown.verdict === null ? [] : verdictView(lang, shown.verdict)));
  byId("question").hidden = !(shown.verdict?.say === "verdict" && shown.verdict.verdict.ok);
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

function takeChoices(): void {
  for (const [button, input] of [["choose-folder", "folder"], ["choose-file", "file"]] as const) {
    const field = byId<HTMLInputElement>(input);
    byId(button).addEventListener("click", () => field.click());
    field.addEventListener("change", () => {
      if (field.files !== null) check(chosen(field.files));
      field.value = "";
    });
  }
}

export function show(): void {
  takeDrops();
  takeChoices();
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
