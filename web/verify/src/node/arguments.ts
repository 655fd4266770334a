// What may stand on the command line.

import { parseArgs } from "node:util";
import { utf8 } from "../bytes.js";
import { isDay } from "../days.js";
import { GRADES } from "../grade.js";
import { LOG_KEY, verifierKey } from "../keys.js";

export const USAGE = `usage: main.js verify BUNDLE [--policy FILE] [--log FOLDER] [--require GRADE] [--today DAY] [--expect DIGEST] [--json]
       main.js why BUNDLE ID [the same]
       main.js check FILE [--as proof|slip|share] [--bundle BUNDLE] [--policy FILE] [--key VKEY] [--record DIGEST] [--plan FILE] [--json]`;

export class WrongUsage extends Error {}

export interface Command {
  readonly name: "verify" | "why" | "check";
  /** A bundle, or the file to check. */
  readonly path: string;
  readonly id: string;
  readonly json: boolean;
  readonly given: Readonly<Partial<Record<Option, string>>>;
}

type Option = "policy" | "log" | "require" | "today" | "expect" | "bundle" | "key" | "record" | "plan" | "as";

const OF_BUNDLE: readonly Option[] = ["policy", "log", "require", "today", "expect"];
const OF_FILE: readonly Option[] = ["policy", "bundle", "key", "record", "plan", "as"];
const FILE_KINDS = ["proof", "slip", "share"];
const DIGEST = /^[0-9a-f]{64}$/;

/** Whether the value of an option makes sense, and what it takes. */
const VALUES: Readonly<Partial<Record<Option, readonly [(value: string) => boolean, string]>>> = {
  expect: [(value) => DIGEST.test(value), "64 digits 0-9 a-f"],
  record: [(value) => DIGEST.test(value), "64 digits 0-9 a-f"],
  as: [(value) => FILE_KINDS.includes(value), `one of: ${FILE_KINDS.join(", ")}`],
  require: [(value) => GRADES.includes(value), `one of: ${GRADES.join(", ")}`],
  today: [(value) => isDay(utf8(value), 0, utf8(value).length), "a day, YYYY-MM-DD"],
  key: [(value) => verifierKey(value, LOG_KEY) !== null, "the verifier key of a log"],
};

export function parse(args: string[]): Command {
  const text = { type: "string" } as const;
  const options = {
    json: { type: "boolean" }, policy: text, log: text, require: text, today: text, expect: text, bundle: text, key: text, record: text,
    plan: text, as: text,
  } as const;
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options });
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
  const [name, path, ...rest] = parsed.positionals;
  const { json, ...given } = parsed.values;
  if (name !== "verify" && name !== "why" && name !== "check") throw new WrongUsage("a command is needed");
  if (path === undefined) throw new WrongUsage("a bundle or a file is needed");
  if (rest.length !== (name === "why" ? 1 : 0)) throw new WrongUsage("too few or too many arguments");
  const allowed = name === "check" ? OF_FILE : OF_BUNDLE;
  for (const [option, value] of Object.entries(given) as [Option, string][]) {
    if (!allowed.includes(option)) throw new WrongUsage(`${name} takes no --${option}`);
    const rule = VALUES[option];
    if (rule !== undefined && !rule[0](value)) throw new WrongUsage(`--${option} takes ${rule[1]}`);
  }
  return { name, path, id: rest[0] ?? "", json: json === true, given };
}
