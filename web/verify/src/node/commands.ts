// What the commands do.

import { readFile } from "node:fs/promises";
import { checkFile, Unrecognized, WrongPlan, type FileKind } from "../check_file.js";
import { Unreadable, type Source } from "../source.js";
import { verify, type Verified } from "../verify.js";
import { why } from "../why.js";
import { demandCheckpoint } from "../log_files.js";
import { WrongUsage, type Command } from "./arguments.js";
import { openBundle } from "./files.js";
import { fileJson, printAnswer, printFile, printResult, printUnrecognized, printVerdict, verdictJson } from "./print.js";
import { sayJson } from "./say.js";

async function read(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path).catch(() => {
    throw new Unreadable(`${path} can't be read`);
  }));
}

async function policyOf({ given }: Command): Promise<{ policy?: Uint8Array }> {
  return given.policy === undefined ? {} : { policy: await read(given.policy) };
}

/** Opens what is given, and closes it afterwards. */
async function withSource<T>(path: string | undefined, use: (source: Source | undefined) => Promise<T>): Promise<T> {
  if (path === undefined) return use(undefined);
  const { source, close } = await openBundle(path);
  try {
    return await use(source);
  } finally {
    await close();
  }
}

async function verified(command: Command, path: string): Promise<Verified> {
  const { log, today, expect, require } = command.given;
  const told = !command.json && command.name === "verify";
  const policy = await policyOf(command);
  return withSource(path, (source) => withSource(log, (copy) => {
    if (copy !== undefined) demandCheckpoint(copy);
    return verify(source!, {
      ...policy, ...(copy && { log: copy }), ...(today !== undefined && { today }), ...(expect !== undefined && { expect }),
      ...(require !== undefined && { require }),
    }, told ? { finished: printResult } : {});
  }));
}

/** `verify` and `why`: of a bundle that fails, the failure is told and nothing else. */
export async function runVerify(command: Command): Promise<number> {
  const { verdict, context } = await verified(command, command.path);
  if (command.name === "verify" || !verdict.ok) {
    if (command.json) sayJson(verdictJson(verdict));
    else {
      if (command.name === "why") printResult(verdict.failed!);
      printVerdict(verdict);
    }
    return verdict.ok ? 0 : 3;
  }
  const answer = why(context, command.id);
  if (command.json) sayJson({ ok: true, digest: verdict.digest, grade: verdict.grade, state: verdict.state, answer });
  else {
    printAnswer(answer);
    printVerdict(verdict);
  }
  return 0;
}

export async function runCheck(command: Command): Promise<number> {
  const { bundle, key, record, plan } = command.given;
  const as = command.given.as as FileKind | undefined;
  // As what it is given, it fails by name: nothing that can be read is as good as nothing.
  const bytes = await read(command.path).catch((error: unknown) => {
    if (as === undefined || !(error instanceof Unreadable)) throw error;
    return new Uint8Array(0);
  });
  const beside = bundle === undefined ? undefined : await verified(command, bundle);
  if (beside && !beside.verdict.ok) {
    if (command.json) sayJson(verdictJson(beside.verdict));
    else {
      printResult(beside.verdict.failed!);
      printVerdict(beside.verdict);
    }
    return 3;
  }
  const options = {
    ...await policyOf(command), ...(as !== undefined && { as }), ...(key !== undefined && { key }), ...(record !== undefined && { record }),
    ...(plan !== undefined && { plan: await read(plan) }),
    ...(beside && { bundle: beside.context }),
  };
  try {
    const verdict = await checkFile(bytes, options);
    if (command.json) sayJson(fileJson(verdict));
    else printFile(verdict);
    return verdict.ok ? 0 : 3;
  } catch (error) {
    return otherwise(error, command);
  }
}

/** A file that is none of the three fails like one that is malformed; a wrong plan is wrong usage. */
function otherwise(error: unknown, { json }: Command): number {
  if (error instanceof WrongPlan) throw new WrongUsage(`--plan: ${error.message}`);
  if (!(error instanceof Unrecognized)) throw error;
  if (json) sayJson({ ok: false, check: "format", got: error.message });
  else printUnrecognized();
  return 3;
}
