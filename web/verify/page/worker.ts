// The Worker: verifies what it is given, then answers questions about it. It asks nobody and sends nothing out.
// A second one hashes for it.

import {
  archiveSource, blobSlices, checkFile, SlicesSource, Unreadable, unwrapped, verify, why, type Context, type Options, type Source,
} from "../src/index.js";
import { help, helperAt } from "./helper.js";
import type { Given, Known, Question, Reply } from "./messages.js";

type BundleQuestion = Extract<Question, { ask: "bundle" }>;

/** What passed every check last; only such a bundle may be asked further questions, or stand beside a slip. */
let verified: Context | undefined;

function reply(message: Reply): void {
  (self as unknown as { postMessage(message: Reply): void }).postMessage(message);
}

function folder(files: readonly Given[], marker: string): Source {
  return unwrapped(new SlicesSource(new Map(files.map(({ path, file }) => [path, blobSlices(file)]))), marker);
}

async function bundleSource({ files, helper }: BundleQuestion): Promise<Source> {
  const [first] = files;
  if (first === undefined) throw new Unreadable("nothing was given");
  const archive = files.length === 1 && !first.path.includes("/");
  const source = archive ? await archiveSource(blobSlices(first.file)) : folder(files, "manifest.json");
  const hasher = await helperAt(helper);
  if (hasher === undefined) return source;
  return { names: () => source.names(), irregular: () => source.irregular(), chunks: (name) => source.chunks(name), hasher };
}

/** What was pasted has no line feed at its end more often than not; a policy has. */
function policyOf({ policy }: Known): { policy?: string } {
  if (policy.trim() === "") return {};
  return { policy: policy.endsWith("\n") ? policy : `${policy}\n` };
}

function optionsOf(known: Known, log: readonly Given[]): Options {
  return {
    today: known.today,
    ...(known.expect !== "" && { expect: known.expect }),
    ...policyOf(known),
    ...(log.length > 0 && { log: folder(log, "checkpoint") }),
  };
}

async function checkBundle(question: BundleQuestion): Promise<void> {
  verified = undefined;
  const began = performance.now();
  let told = 0;
  const source = await bundleSource(question);
  const { verdict, context } = await verify(source, optionsOf(question.known, question.log), {
    started: (check) => reply({ say: "started", check }),
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

async function checkOneFile({ file, known }: Extract<Question, { ask: "file" }>): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const verdict = await checkFile(bytes, {
    ...policyOf(known),
    ...(verified !== undefined && { bundle: verified }),
  });
  reply({ say: "file", verdict, besideBundle: verified !== undefined });
}

/** A file that is neither proof nor slip nor share: what was said of a bundle stands. */
async function tryFile(question: Extract<Question, { ask: "file" }>): Promise<void> {
  try {
    await checkOneFile(question);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    reply({ say: "no file", reason: error.message });
  }
}

async function answer(question: Question): Promise<void> {
  switch (question.ask) {
    case "bundle": return checkBundle(question);
    case "file": return tryFile(question);
    case "help": return help(question.port);
    case "why": if (verified !== undefined) reply({ say: "answer", answer: why(verified, question.id) });
  }
}

export function listen(): void {
  self.addEventListener("message", (event: MessageEvent<Question>) => {
    answer(event.data).catch((error: unknown) => {
      reply({ say: "unreadable", reason: error instanceof Error ? error.message : String(error) });
    });
  });
}
