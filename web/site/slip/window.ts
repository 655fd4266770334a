// The window: takes a slip, lets the Worker check it, and shows what it says.

import type { Lang } from "../../verify/page/words.js";
import { byId } from "../../verify/page/dom.js";
import type { Question, Reply } from "./messages.js";
import { fromFragment, fromText, LARGEST } from "./source.js";
import { judgedView, progressView, saidView } from "./view.js";

/** A bundle up to this size is fetched unasked. */
const UNASKED = 33554432;

export interface Script {
  readonly address: string;
  readonly root: string;
  /** Verifier keys, separated by white space. */
  readonly keys: string;
  readonly complaint: string;
}

function dayOf(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

class SlipPage {
  private readonly lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  private worker: Worker | undefined;
  private readonly verdict = document.createElement("div");
  private readonly progress = document.createElement("div");

  constructor(private readonly script: Script) {
    // Only the verdict is read aloud, not each step of the way.
    this.progress.setAttribute("aria-live", "off");
    byId("answer").replaceChildren(this.verdict, this.progress);
  }

  private show(children: HTMLElement[]): void {
    this.verdict.replaceChildren(...children);
    this.progress.replaceChildren();
  }

  /** A new Worker for each slip, so that one still at work for another says nothing more. */
  private start(): Worker {
    this.worker?.terminate();
    const worker = this.worker = new Worker(this.script.address);
    worker.addEventListener("message", (event: MessageEvent<Reply>) => this.take(event.data));
    worker.addEventListener("error", () => this.show(saidView(this.lang, "broken")));
    return worker;
  }

  check(bytes: Uint8Array): void {
    if (bytes.length === 0) return this.show(saidView(this.lang, "empty"));
    if (bytes.length > LARGEST) return this.show(saidView(this.lang, "large"));
    this.show(saidView(this.lang, "reading"));
    const question: Question = {
      ask: "slip", bytes, root: new URL(this.script.root, document.baseURI).href, unasked: UNASKED, today: dayOf(new Date()),
      keys: this.script.keys.split(/\s+/).filter((key) => key !== ""),
    };
    this.start().postMessage(question);
  }

  private take(reply: Reply): void {
    const { lang } = this;
    switch (reply.say) {
      case "progress": return this.progress.replaceChildren(...progressView(lang, reply.step, reply.what, reply.share));
      case "no slip": return this.show(saidView(lang, "noSlip"));
      case "judged": return this.show(judgedView(reply, {
        lang, today: dayOf(new Date()), complaint: this.script.complaint, goOn: () => this.worker?.postMessage({ ask: "go on" } satisfies Question),
      }));
    }
  }
}

export function show(script: Script): void {
  const page = new SlipPage(script);
  const form = byId("slip");
  const field = form.querySelector<HTMLTextAreaElement>("textarea[name=slip]")!;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    page.check(fromText(field.value));
  });
  const file = byId<HTMLInputElement>("slip-file");
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen !== undefined) void chosen.slice(0, LARGEST + 1).text().then((text) => page.check(fromText(text)));
    file.value = "";
  });
  const fromAddress = () => {
    const bytes = fromFragment(location.hash);
    if (bytes !== null) page.check(bytes);
  };
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
}
