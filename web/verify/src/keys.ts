// Verifier keys of logs and witnesses (section 24.3).

import { base64 } from "./base64.js";
import { compareBytes, hex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

export const LOG_KEY = 0x01;
export const WITNESS_KEY = 0x04;

export interface VerifierKey {
  readonly name: string;
  /** Eight digits. */
  readonly id: string;
  readonly key: Uint8Array;
}

const LONGEST_NAME = 255;
/** White space and control characters as Unicode has them, and what divides a key. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const NOT_IN_NAMES = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]/;

/** Whether a key, or a line of a note, may have this name. */
export function isKeyName(name: string): boolean {
  const { length } = utf8(name);
  return length >= 1 && length <= LONGEST_NAME && !NOT_IN_NAMES.test(name);
}

/** The key of `<name>+<id>+<base64>`, if it is one of this type; else null. */
export function verifierKey(text: string, type: number): VerifierKey | null {
  const found = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (found === null) return null;
  const [, name, id, encoded] = found as unknown as [string, string, string, string];
  if (!isKeyName(name)) return null;
  const bytes = base64(encoded);
  if (bytes === null || bytes.length !== 33 || bytes[0] !== type) return null;
  if (hex(sha256(utf8(`${name}\n`), bytes)).slice(0, 8) !== id) return null;
  return { name, id, key: bytes.slice(1) };
}

export function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && compareBytes(a.key, b.key) === 0;
}
