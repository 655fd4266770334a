// The trust policy that the user of a verifier gives (section 24.5): logs, witnesses, and how many of them are enough.

import { hex, utf8 } from "./bytes.js";
import type { Cosignature } from "./checkpoint.js";
import { LOG_KEY, verifierKey, WITNESS_KEY, type VerifierKey } from "./keys.js";
import { Unreadable } from "./source.js";
import { Lines } from "./split.js";

const LARGEST = 1048576;
/** Most logs, witnesses and groups, each. */
const PARTS = 256;
const [TAB, LF, SPACE, HASH] = [0x09, 0x0a, 0x20, 0x23];
const BOM = [0xef, 0xbb, 0xbf];

/** The policy itself is wrong: that is the user's fault, and no bundle's. */
export class WrongPolicy extends Unreadable {}

interface Witness {
  readonly name: string;
  readonly key: VerifierKey;
}

interface Group {
  readonly needed: number;
  readonly members: readonly Member[];
}

type Member = Witness | Group;

export interface Policy {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly Witness[];
  /** null: never met. */
  readonly quorum: Member | null;
}

class Reader {
  readonly logs: VerifierKey[] = [];
  readonly witnesses: Witness[] = [];
  quorum: Member | null | undefined;
  private readonly members = new Map<string, Member>();
  private readonly keys = new Set<string>();
  /** Nothing is a member twice, of one group or of two. */
  private readonly taken = new Set<Member>();
  private groups = 0;

  /** What is wrong with a line, or null. */
  line([what, ...rest]: readonly string[]): string | null {
    switch (what) {
      case "log": return this.log(rest);
      case "witness": return this.witness(rest);
      case "group": return this.group(rest);
      case "quorum": return this.setQuorum(rest);
      default: return `${what} is no word of a policy`;
    }
  }

  /** A key that nobody has yet: one witness under two names would count twice. */
  private key(text: string, type: number): VerifierKey | string {
    const key = verifierKey(text, type);
    if (key === null) return `${text || "nothing"} is not the key of a ${type === LOG_KEY ? "log" : "witness"}`;
    const digits = hex(key.key);
    if (this.keys.has(digits)) return `the key of ${key.name} is there already`;
    this.keys.add(digits);
    return key;
  }

  /** Behind a key one address may stand. */
  private log([text = "", ...rest]: readonly string[]): string | null {
    if (rest.length > 1) return "a log has too many words";
    const key = this.key(text, LOG_KEY);
    if (typeof key === "string") return key;
    if (this.logs.push(key) > PARTS) return "there are too many logs";
    return null;
  }

  private define(name: string, member: Member): string | null {
    if (name === "none" || this.members.has(name)) return `the name ${name} is taken`;
    this.members.set(name, member);
    return null;
  }

  private witness([name = "", text = "", ...rest]: readonly string[]): string | null {
    if (rest.length > 1) return "a witness has too many words";
    const key = this.key(text, WITNESS_KEY);
    if (typeof key === "string") return key;
    const witness = { name, key };
    if (this.witnesses.push(witness) > PARTS) return "there are too many witnesses";
    return this.define(name, witness);
  }

  private group([name, how, ...names]: readonly string[]): string | null {
    if (name === undefined || how === undefined) return "a group has too few words";
    const members = names.map((one) => this.members.get(one));
    if (members.length === 0 || members.includes(undefined)) return `group ${name} has a member that is not defined before it`;
    for (const one of members) {
      if (this.taken.has(one!)) return `group ${name} has a member that is one already`;
      this.taken.add(one!);
    }
    if (++this.groups > PARTS) return "there are too many groups";
    const number = /^[1-9][0-9]{0,8}$/.test(how) ? Number(how) : 0;
    const needed = how === "any" ? 1 : how === "all" ? members.length : number;
    if (needed < 1 || needed > members.length) return `group ${name}: ${how} of ${members.length}`;
    return this.define(name, { needed, members: members as Member[] });
  }

  private setQuorum([name, ...rest]: readonly string[]): string | null {
    if (name === undefined || rest.length > 0) return "a quorum is one name, or none";
    if (this.quorum !== undefined) return "there is more than one quorum";
    const member = name === "none" ? null : this.members.get(name);
    if (member === undefined) return `the quorum ${name} is not defined before it`;
    this.quorum = member;
    return null;
  }
}

const wrong = (what: string): never => {
  throw new WrongPolicy(`policy: ${what}`);
};

/** The words of a line, none of one that is passed over: nobody has to understand a comment, whatever bytes it has. */
function wordsOf(line: Uint8Array): string[] | null {
  const begin = line.findIndex((byte) => byte !== SPACE && byte !== TAB);
  if (begin < 0 || line[begin] === HASH) return [];
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
    return text.split(/[ \t]+/).filter((word) => word !== "");
  } catch {
    return null;
  }
}

/** Reads the bytes of a policy, or its text; throws WrongPolicy for what is none. */
export function readPolicy(given: Uint8Array | string): Policy {
  const bytes = typeof given === "string" ? utf8(given) : given;
  if (bytes.length > LARGEST) wrong(`more than ${LARGEST} bytes`);
  // A carriage return too: lines end in a line feed alone.
  if (bytes.some((byte) => (byte < SPACE && byte !== TAB && byte !== LF) || byte === 0x7f)) wrong("a control character");
  if (BOM.every((byte, i) => bytes[i] === byte)) wrong("a byte order mark");
  const reader = new Reader();
  const lines = new Lines();
  lines.add(bytes, (all, from, to, number) => {
    const words = wordsOf(all.subarray(from, to));
    const fault = words === null ? "it is not UTF-8" : words.length === 0 ? null : reader.line(words);
    if (fault !== null) throw new WrongPolicy(`policy, line ${number}: ${fault}`);
  });
  if (lines.rest.length > 0) wrong("the last line has no line feed");
  const { logs, witnesses, quorum } = reader;
  if (logs.length === 0) wrong("no log");
  return { logs, witnesses, quorum: quorum === undefined ? wrong("no quorum") : quorum };
}

/** When the member was met: the smallest such time; Infinity: never. */
function metAt(member: Member, times: ReadonlyMap<VerifierKey, number>): number {
  if ("key" in member) return times.get(member.key) ?? Infinity;
  const sorted = member.members.map((one) => metAt(one, times)).sort((a, b) => a - b);
  return sorted[member.needed - 1]!;
}

/** t(D) of section 20.5: when the cosignatures met the quorum, or null if they do not. */
export function quorumTime(policy: Policy, signed: readonly Cosignature[]): number | null {
  if (policy.quorum === null) return null;
  const times = new Map<VerifierKey, number>();
  for (const { key, time } of signed) times.set(key, Math.min(time, times.get(key) ?? Infinity));
  const met = metAt(policy.quorum, times);
  return met === Infinity ? null : met;
}
