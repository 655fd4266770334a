// What the check `plan` asks for again and again.

import { strictlySorted } from "./bytes.js";
import { refuse } from "./refusal.js";

const WHERE = { file: "plan.json" };

export function demand(holds: boolean, code: string, got: string | number, expected: string): void {
  if (!holds) refuse(code, { got, expected, where: WHERE });
}

export function oneOf(code: string, what: string, got: string, words: readonly string[]): void {
  demand(words.includes(got), code, `${what}: ${got}`, words.join(" | "));
}

export function unique(what: string, ids: readonly string[]): void {
  demand(new Set(ids).size === ids.length, "plan-unique", `${what}: ${ids.join(", ")}`, "no two the same");
}

export function sorted(what: string, texts: readonly string[]): void {
  demand(strictlySorted(texts), "plan-order", `${what}: ${texts.join(", ")}`, "sorted, without repetition");
}

export function noneEmpty(what: string, texts: readonly string[]): void {
  demand(!texts.includes(""), "plan-empty", `${what}: an empty text`, "no empty text");
}
