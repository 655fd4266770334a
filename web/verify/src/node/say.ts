// The only way by which anything is written on a terminal: a line at a time, and without characters that nobody sees.

import { clean, cleanJson } from "../clean.js";

export function say(line: string): void {
  console.log(clean(line));
}

export function sayJson(value: unknown): void {
  console.log(cleanJson(value));
}

export function complain(line: string): void {
  console.error(clean(line));
}
