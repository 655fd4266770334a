// One line of facts: what it is, and what it says.

import { el } from "./dom.js";
import { WORDS, type Lang } from "./words.js";

export function fact(lang: Lang, word: keyof typeof WORDS, value: Node | string): HTMLElement[] {
  return [el("dt", {}, WORDS[word][lang]), el("dd", {}, value)];
}
