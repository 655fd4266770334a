// The final sources of section 8: dice, lottery balls, a drand round. Their form in the plan, bits, name and values.

import { dayNumber } from "./days.js";
import { refuse, type Where } from "./refusal.js";
import type { Final } from "./types.js";

const LEAST_BITS = 64n;
const CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

const FIRST_ROUND = 1692803367;
const SECONDS_A_ROUND = 3;
/** China is eight hours ahead of Unix time. */
const AHEAD = 28800;

/** When the round of a beacon begins, in Unix seconds. */
export function beaconTime(round: number): number {
  return FIRST_ROUND + SECONDS_A_ROUND * (round - 1);
}

type Numbers = Readonly<Record<string, number>>;

interface SourceKind {
  /** The keys that `final` has beside `source`. */
  readonly keys: readonly string[];
  readonly valid: (n: Numbers) => boolean;
  /** How many values there are: at least this many. */
  readonly values: (n: Numbers) => bigint;
  readonly id: (n: Numbers) => string;
  /** Whether a value is well-formed, and how it should look. */
  readonly holds: (n: Numbers, value: string) => boolean;
  readonly form: (n: Numbers) => string;
}

/** How many ordered draws of k from n there are: n · (n − 1) · … · (n − k + 1). */
function arrangements(n: number, k: number): bigint {
  let product = 1n;
  for (let i = 0; i < k; i++) product *= BigInt(n - i);
  return product;
}

/** One draw: k different numbers from 1 to n, as they came. */
function isDraw(text: string, n: number, k: number): boolean {
  const numbers = text.split(",");
  const right = numbers.every((one) => /^[1-9][0-9]{0,2}$/.test(one) && Number(one) <= n);
  return right && numbers.length === k && new Set(numbers).size === k;
}

const KINDS: ReadonlyMap<string, SourceKind> = new Map<string, SourceKind>([
  ["dice", {
    keys: ["count", "sides"],
    valid: (n) => (n["sides"] === 10 || n["sides"] === 6) && n["count"]! >= 1 && n["count"]! <= 200,
    values: (n) => BigInt(n["sides"]!) ** BigInt(n["count"]!),
    id: (n) => `dice-${n["sides"]}x${n["count"]}`,
    holds: (n, value) => value.length === n["count"] && (n["sides"] === 6 ? /^[1-6]*$/ : /^[0-9]*$/).test(value),
    form: (n) => `${n["count"]} digits, ${n["sides"] === 6 ? "1-6" : "0-9"}`,
  }],
  ["balls", {
    keys: ["draws", "of", "pick"],
    valid: (n) => n["draws"]! >= 1 && n["draws"]! <= 50 && n["of"]! >= 2 && n["of"]! <= 100 && n["pick"]! >= 1 && n["pick"]! <= n["of"]!,
    values: (n) => arrangements(n["of"]!, n["pick"]!) ** BigInt(n["draws"]!),
    id: (n) => `balls-${n["draws"]}x${n["pick"]}of${n["of"]}`,
    holds: (n, value) => {
      const draws = value.split(";");
      return draws.length === n["draws"] && draws.every((draw) => isDraw(draw, n["of"]!, n["pick"]!));
    },
    form: (n) => `${n["draws"]} draws of ${n["pick"]} different numbers from 1 to ${n["of"]}`,
  }],
  ["drand", {
    keys: ["round"],
    valid: (n) => n["round"]! >= 1,
    values: () => 1n << 256n,
    id: (n) => `drand-${CHAIN}-${n["round"]}`,
    holds: (_, value) => /^[0-9a-f]{96}$/.test(value) && value.length === 96,
    form: () => "96 digits 0-9 a-f",
  }],
]);

function parts(final: Final): { kind: SourceKind; numbers: Numbers } {
  const { source, ...numbers } = final;
  return { kind: KINDS.get(source)!, numbers };
}

/** What is wrong with the source of a plan, or null. */
export function finalFault(final: Final): string | null {
  const { source, ...numbers } = final;
  const kind = KINDS.get(source);
  if (kind === undefined) return `one of: ${[...KINDS.keys()].join(", ")}`;
  if (Object.keys(numbers).sort().join() !== kind.keys.join()) return `exactly: source, ${kind.keys.join(", ")}`;
  if (!kind.valid(numbers)) return "numbers as section 8 says";
  return kind.values(numbers) < 1n << LEAST_BITS ? `at least ${LEAST_BITS} bits` : null;
}

/** A beacon's value is public from its round on: a round before the plan was made would be known to who makes it. */
export function beaconFault(final: Final, created: string): string | null {
  if (final.source !== "drand") return null;
  const begins = 86400 * dayNumber(created) - AHEAD;
  return beaconTime(final.round!) >= begins ? null : `a round that begins at ${begins} or later: not before ${created}`;
}

/** floor(log2) of the number of values. */
export function finalBits(final: Final): number {
  const { kind, numbers } = parts(final);
  return kind.values(numbers).toString(2).length - 1;
}

export function sourceId(final: Final): string {
  const { kind, numbers } = parts(final);
  return kind.id(numbers);
}

export function checkFinalValue(final: Final, value: string, where: Where): void {
  const { kind, numbers } = parts(final);
  if (kind.holds(numbers, value)) return;
  refuse("ceremony-final", { got: value, expected: kind.form(numbers), where });
}
