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

/** The key of `<name>+<id>+<base64>`, if it is one of this type; else null. */
export function verifierKey(text: string, type: number): VerifierKey | null {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  if (found === null) return null;
  const [, name, id, encoded] = found as unknown as [string, string, string, string];
  const bytes = base64(encoded);
  if (bytes === null || bytes.length !== 33 || bytes[0] !== type) return null;
  if (hex(sha256(utf8(`${name}\n`), bytes)).slice(0, 8) !== id) return null;
  return { name, id, key: bytes.slice(1) };
}

export function sameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && compareBytes(a.key, b.key) === 0;
}
