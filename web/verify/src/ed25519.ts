// Signatures of Ed25519, valid exactly as section 1 says: canonical encodings, no points of small order, no cofactor.

import { compareBytes } from "./bytes.js";
import { decode, encode, L, littleEndian, negate, smallOrder, timesBaseAnd } from "./edwards.js";
import { sha512 } from "./sha512.js";

export function isSignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 32 || signature.length !== 64) return false;
  const s = littleEndian(signature.subarray(32));
  const a = decode(key);
  if (s >= L || a === null || smallOrder(a)) return false;
  const r = signature.subarray(0, 32);
  const k = littleEndian(sha512(r, key, message)) % L;
  // The one point that R may be; if R is its encoding, R is canonical, and has not to be decoded.
  const wanted = timesBaseAnd(s, k, negate(a));
  return compareBytes(encode(wanted), r) === 0 && !smallOrder(wanted);
}
