// Text that comes from a file, shown so that it can't pass for words of the verifier (section 25).

/** Control, direction and invisible characters (section 3): nobody sees them, but they move or hide what stands around. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b-\u200d\u2060\ufeff]/g;

/** The text with U+FFFD in place of each of them. */
export function clean(text: string): string {
  return text.replace(HIDDEN, "\ufffd");
}

/** JSON in which they are written as escapes: it says the same, and shows none of them. */
export function cleanJson(value: unknown): string {
  return JSON.stringify(value).replace(HIDDEN, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Free text in quotation marks, so that one sees where it ends. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A time of a cosignature. A witness may have signed any number of seconds; not each is a date. */
export function moment(seconds: number): string {
  const date = new Date(1000 * seconds);
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString();
}
