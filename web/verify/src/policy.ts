// The trust policy that the user of a verifier gives (section 24.5): logs, witnesses, and how many of them are enough.

import type { Cosignature } from "./checkpoint.js";
import { LOG_KEY, verifierKey, WITNESS_KEY, type VerifierKey } from "./keys.js";
import { Unreadable } from "./source.js";

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

  line(words: readonly string[]): string | null {
    const [what, name, ...rest] = words;
    if (name === undefined) return "a line has too few words";
    switch (what) {
      case "log": return this.log(name);
      case "witness": return this.witness(name, rest[0]);
      case "group": return this.group(name, rest);
      case "quorum": return this.setQuorum(name, rest);
      default: return `${what} is no word of a policy`;
    }
  }

  private log(text: string): string | null {
    const key = verifierKey(text, LOG_KEY);
    if (key === null) return `${text} is not the key of a log`;
    this.logs.push(key);
    return null;
  }

  private define(name: string, member: Member): string | null {
    if (name === "none" || this.members.has(name)) return `the name ${name} is taken`;
    this.members.set(name, member);
    return null;
  }

  private witness(name: string, text: string | undefined): string | null {
    const key = verifierKey(text ?? "", WITNESS_KEY);
    if (key === null) return `${text ?? "nothing"} is not the key of a witness`;
    // One witness under two names would count twice.
    if (this.witnesses.some((one) => one.key.key.every((byte, i) => byte === key.key[i]))) return `the key of ${name} is there already`;
    const witness = { name, key };
    this.witnesses.push(witness);
    return this.define(name, witness);
  }

  private group(name: string, [how, ...names]: readonly string[]): string | null {
    const members = names.map((one) => this.members.get(one));
    if (members.length === 0 || members.includes(undefined)) return `group ${name} has a member that is not defined before it`;
    if (new Set(names).size < names.length) return `group ${name} has a member twice`;
    const number = /^[1-9][0-9]{0,8}$/.test(how!) ? Number(how) : 0;
    const needed = how === "any" ? 1 : how === "all" ? members.length : number;
    if (needed < 1 || needed > members.length) return `group ${name}: ${how} of ${members.length}`;
    return this.define(name, { needed, members: members as Member[] });
  }

  private setQuorum(name: string, rest: readonly string[]): string | null {
    if (this.quorum !== undefined || rest.length > 0) return "there is more than one quorum";
    const member = name === "none" ? null : this.members.get(name);
    if (member === undefined) return `the quorum ${name} is not defined before it`;
    this.quorum = member;
    return null;
  }
}

export function readPolicy(text: string): Policy {
  const reader = new Reader();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words.length === 0 || line.startsWith("#")) continue;
    const fault = reader.line(words);
    if (fault !== null) throw new WrongPolicy(`policy, line ${i + 1}: ${fault}`);
  }
  const { logs, witnesses, quorum } = reader;
  if (logs.length === 0) throw new WrongPolicy("policy: no log");
  if (quorum === undefined) throw new WrongPolicy("policy: no quorum");
  return { logs, witnesses, quorum };
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
