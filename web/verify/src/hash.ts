// The hash and key functions of section 1: H, HMAC, HKDF and expand.

import { concat, hex, utf8 } from "./bytes.js";
import { sha256 } from "./sha256.js";

/** A part of a hash: bytes as they are, a text as UTF-8. Digests must be given as bytes. */
export type Part = Uint8Array | string;

function bytesOf(part: Part): Uint8Array {
  return typeof part === "string" ? utf8(part) : part;
}

function u16(value: number): Uint8Array {
  return new Uint8Array([value >> 8, value & 0xff]);
}

/** The eight bytes of an integer, big-endian (for section 19). */
export function u64be(value: number): Uint8Array {
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint32(0, Math.floor(value / 0x100000000), false);
  view.setUint32(4, value >>> 0, false);
  return out;
}

function tagged(tag: string): Uint8Array {
  const bytes = utf8(tag);
  return concat(u16(bytes.length), bytes);
}

/** H(tag, p1, …, pm). */
export function H(tag: string, ...parts: Part[]): Uint8Array {
  const all = [tagged(tag), ...parts.map(bytesOf)];
  const input = new Uint8Array(all.reduce((sum, bytes) => sum + bytes.length, 8 * parts.length));
  const view = new DataView(input.buffer);
  let at = 0;
  all.forEach((bytes, i) => {
    if (i > 0) {
      view.setUint32(at + 4, bytes.length, false); // no part is as long as 2^32
      at += 8;
    }
    input.set(bytes, at);
    at += bytes.length;
  });
  return sha256(input);
}

export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? sha256(key) : key);
  const inner = block.map((byte) => byte ^ 0x36);
  const outer = block.map((byte) => byte ^ 0x5c);
  return sha256(outer, sha256(inner, message));
}

export function extract(salt: Uint8Array, ikm: Uint8Array): Uint8Array {
  return hmac(salt, ikm);
}

/** expand(key, tag, p1, …): one block of HKDF-Expand, as 32 bytes are all that is ever asked for. */
export function expand(key: Uint8Array, tag: string, ...parts: Part[]): Uint8Array {
  const pieces = [tagged(tag)];
  for (const part of parts) {
    const bytes = bytesOf(part);
    pieces.push(u16(bytes.length), bytes);
  }
  return hmac(key, concat(...pieces, new Uint8Array([1])));
}

/** The id made for a natural key that is none (section 3). */
export function derived(...parts: Part[]): string {
  return "X-" + hex(H("mq1/id", ...parts)).slice(0, 20).toUpperCase();
}
