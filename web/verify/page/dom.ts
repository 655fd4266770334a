// Elements, made from text only: nothing that was read from a file is ever taken as markup, nor does it turn or hide what
// stands around.

import { clean } from "../src/clean.js";

type Child = Node | string | null;

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null).map((child) => (typeof child === "string" ? clean(child) : child)));
  return element;
}

export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A digest in groups of four, as it is read aloud. The text that is copied has no spaces. */
export function grouped(digest: string): HTMLElement {
  const groups = digest.match(/.{1,4}/g) ?? [];
  return el("code", { class: "digest" }, ...groups.map((group) => el("span", {}, group)));
}
