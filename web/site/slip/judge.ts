// The Worker: checks a slip by itself first, then beside the published outcome, which it fetches from the site.

import { utf8 } from "../../verify/src/bytes.js";
import { checkFile, Unreadable, type FileVerdict } from "../../verify/src/index.js";
import { blobSlices, SlicesSource } from "../../verify/src/source.js";
import type { Context } from "../../verify/src/context.js";
import { LOG_KEY, verifierKey } from "../../verify/src/keys.js";
import { ANNOUNCEMENT } from "../../verify/src/kinds.js";
import { Refusal } from "../../verify/src/refusal.js";
import { verify } from "../../verify/src/verify.js";
import { voidOf } from "../../verify/src/why.js";
import { addressOfDraw, bundleAt, fetched, listed, type Listed } from "../common/bundle.js";
import { NotFetched } from "../common/fetching.js";
import type { Judged, Known, Question, Reply, Why } from "./messages.js";

type SlipQuestion = Extract<Question, { ask: "slip" }>;
type Say = (reply: Reply) => void;
type Alone = Pick<Judged, "verdict" | "against">;

/** As it is, and as it is with the key of its log, if the site names that. */
async function alone({ bytes, keys }: SlipQuestion): Promise<Alone> {
  const verdict = await checkFile(bytes, { as: "slip" });
  const key = verdict.log === undefined ? undefined : keys.find((one) => verifierKey(one, LOG_KEY)?.name === verdict.log);
  if (!verdict.ok || key === undefined) return { verdict, against: "nothing" };
  return { verdict: await checkFile(bytes, { as: "slip", key }), against: "log" };
}

/** The name of the visit's entity, and those of its items, from the lists of the bundle. */
function knownOf(context: Context, verdict: FileVerdict): Known {
  const { contents: { entities, items }, digest, plan } = context;
  const visit = verdict.now?.visit;
  const row = visit === undefined ? -1 : entities.ids.find(utf8(visit));
  const ended = voidOf(context);
  return {
    authority: plan.authority.name, campaign: plan.campaign, digest: digest ?? "",
    items: items.map(({ id, name }) => ({ id, name })), ...(row >= 0 && { entity: entities.names.text(row) }), ...(ended && { void: ended }),
  };
}

/** What was not pasted to its end is no forgery. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
  } catch {
    return false;
  }
  return text.includes('"format":"mq1/slip"');
}

export class Judge {
  private waiting: (() => Promise<void>) | undefined;

  constructor(private readonly say: Say) {}

  async take(question: Question): Promise<void> {
    if (question.ask === "go on") {
      const go = this.waiting;
      this.waiting = undefined;
      return go?.();
    }
    this.waiting = undefined;
    if (!isWhole(new TextDecoder().decode(question.bytes))) return this.say({ say: "no slip", reason: "" });
    try {
      await this.judge(question);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.say({ say: "no slip", reason: error.message });
    }
  }

  private async judge(question: SlipQuestion): Promise<void> {
    const first = await alone(question);
    const address = first.verdict.ok ? addressOfDraw(first.verdict.draw ?? "") : null;
    const end = (why: Why, more: Partial<Judged> = {}) => this.say({ say: "judged", ...first, why, last: true, ...more });
    if (!first.verdict.ok) return end("");
    if (address === null) return end("nameless");
    this.say({ say: "judged", ...first, why: "fetching", last: false });
    const folder = bundleAt(new URL(question.root), address);
    await this.guarded(end, async () => {
      const list = await listed(folder);
      const go = () => this.guarded(end, () => this.beside(question, first, folder, list));
      if (list.size <= question.unasked) return go();
      this.waiting = go;
      this.say({ say: "judged", ...first, why: "large", last: false, size: list.size });
    });
  }

  /** A site that can't be reached, or whose list of files is none, leaves what the slip shows by itself. */
  private async guarded(end: (why: Why, more?: Partial<Judged>) => void, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof NotFetched) return end(error.lack === "missing" ? "unpublished" : "unreachable", { detail: error.sentence });
      if (error instanceof Refusal) return end("faulty", { against: "nothing" });
      throw error;
    }
  }

  private async beside(question: SlipQuestion, first: Alone, folder: URL, list: Listed): Promise<void> {
    const files = await fetched(folder, list, (share, what) => this.progress("fetch", what, share));
    const source = new SlicesSource(new Map(files.map(({ path, blob }) => [path, blobSlices(blob)])));
    const { verdict: whole, context } = await verify(source, { today: question.today }, {
      started: (check, number, of) => this.progress("check", check, (number - 1) / of, true),
    });
    if (!whole.ok) return this.say({ say: "judged", verdict: first.verdict, against: "nothing", why: "faulty", last: true, detail: whole.failed!.sentence });
    const isEarly = context.kind === ANNOUNCEMENT && voidOf(context) === undefined;
    // A bundle from before the draw says nothing of it yet; but it names the log, and whose it is.
    const verdict = await checkFile(question.bytes, { as: "slip", ...(isEarly ? { key: context.plan.log! } : { bundle: context }) });
    const vouched = verdict.log !== undefined || !isEarly;
    this.say({
      say: "judged", verdict, against: isEarly ? (vouched ? "log" : "nothing") : "bundle", why: isEarly ? "announced" : "", last: true,
      draw: knownOf(context, verdict),
    });
  }

  private told = 0;

  /** Ten times a second is enough for an eye. */
  private progress(step: "fetch" | "check", what: string, share: number, always = false): void {
    if (!always && performance.now() - this.told < 100) return;
    this.told = performance.now();
    this.say({ say: "progress", step, what, share });
  }
}

export function listen(): void {
  const say = (reply: Reply) => (self as unknown as { postMessage(message: Reply): void }).postMessage(reply);
  const judge = new Judge(say);
  self.addEventListener("message", (event: MessageEvent<Question>) => {
    judge.take(event.data).catch((error: unknown) => {
      console.error(error);
      say({ say: "no slip", reason: error instanceof Error ? error.message : String(error) });
    });
  });
}
