// The canonical line of a value, for comparing what was recomputed with what was published.

import { utf8 } from "./bytes.js";

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The canonical form. Keys whose value is undefined are left out. JSON.stringify escapes as RFC 8785 does. */
export function canonical(value: Json): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return "[" + value.map((element: Json) => canonical(element)).join(",") + "]";
  const object = value as { readonly [key: string]: Json | undefined };
  const parts: string[] = [];
  for (const key of Object.keys(object).sort()) {
    const element = object[key];
    if (element !== undefined) parts.push(JSON.stringify(key) + ":" + canonical(element));
  }
  return "{" + parts.join(",") + "}";
}

/** The canonical line as bytes, without a line feed. */
export function canonicalLine(value: Json): Uint8Array {
  return utf8(canonical(value));
}
