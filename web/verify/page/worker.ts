// The Worker: verifies what it is given, then answers questions about it. It asks nobody and sends nothing out.

import { archiveSource, blobSlices, SlicesSource, Unreadable, unwrapped, verify, why, type Context, type Source } from "../src/index.js";
import type { Given, Question, Reply } from "./messages.js";

/** What passed every check last; only such a bundle may be asked further questions. */
let verified: Context | undefined;

function reply(message: Reply): void {
  (self as unknown as { postMessage(message: Reply): void }).postMessage(message);
}

async function sourceOf(files: readonly Given[]): Promise<Source> {
  const [first] = files;
  if (first === undefined) throw new Unreadable("nothing was given");
  if (files.length === 1 && !first.path.includes("/")) return archiveSource(blobSlices(first.file));
  return unwrapped(new SlicesSource(new Map(files.map(({ path, file }) => [path, blobSlices(file)]))));
}

async function check(question: Extract<Question, { ask: "check" }>): Promise<void> {
  verified = undefined;
  const began = performance.now();
  let told = 0;
  const source = await sourceOf(question.files);
  const { verdict, context } = await verify(source, question.expect === "" ? {} : { expect: question.expect }, {
    started: (name, number, of) => reply({ say: "started", check: name, number, of }),
    progress: (_, share) => {
      // Ten times a second is enough for an eye.
      if (performance.now() - told < 100) return;
      told = performance.now();
      reply({ say: "progress", share });
    },
    finished: (result) => reply({ say: "finished", result }),
  });
  if (verdict.ok) verified = context;
  const plan = context.read === undefined ? undefined : context.plan;
  reply({
    say: "verdict", verdict, milliseconds: performance.now() - began,
    draw: plan === undefined ? "" : `${plan.authority.id}/${plan.sequence}/${plan.attempt}`,
    authority: plan?.authority.name ?? "", campaign: plan?.campaign ?? "",
  });
}

async function answer(question: Question): Promise<void> {
  if (question.ask === "check") return check(question);
  if (verified !== undefined) reply({ say: "answer", answer: why(verified, question.id) });
}

export function listen(): void {
  self.addEventListener("message", (event: MessageEvent<Question>) => {
    answer(event.data).catch((error: unknown) => {
      reply({ say: "unreadable", reason: error instanceof Error ? error.message : String(error) });
    });
  });
}
