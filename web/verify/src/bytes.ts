// Bytes, hexadecimal, UTF-8 and the order of texts by their bytes.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const SHORT = 64;
const DIGITS = "0123456789abcdef";
/** The value of each byte that is a hexadecimal digit. */
const VALUES = new Uint8Array(256);
for (let value = 0; value < 16; value++) {
  const digit = DIGITS[value]!;
  VALUES[digit.charCodeAt(0)] = VALUES[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Ids are asked for as bytes some hundred thousand times: the encoder is called only for other texts. */
export function utf8(text: string): Uint8Array {
  if (text.length > SHORT) return encoder.encode(text);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < out.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return encoder.encode(text);
    out[i] = unit;
  }
  return out;
}

/** The text of bytes already known to be UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function hex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += DIGITS[byte >> 4]! + DIGITS[byte & 15]!;
  return out;
}

/** The bytes of hexadecimal digits whose form was checked before. */
export function unhex(digits: string): Uint8Array {
  const out = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = (VALUES[digits.charCodeAt(2 * i)]! << 4) | VALUES[digits.charCodeAt(2 * i + 1)]!;
  return out;
}

/** The same from digits that stand as bytes in `digits` at `from`; they fill `length` bytes of `out` at `at`. */
export function unhexInto(digits: Uint8Array, from: number, out: Uint8Array, at: number, length: number): void {
  for (let i = 0; i < length; i++) out[at + i] = (VALUES[digits[from + 2 * i]!]! << 4) | VALUES[digits[from + 2 * i + 1]!]!;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Compares two ranges of bytes: negative, 0 or positive. */
export function compareRanges(
  a: Uint8Array, aFrom: number, aTo: number, b: Uint8Array, bFrom: number, bTo: number,
): number {
  const n = Math.min(aTo - aFrom, bTo - bFrom);
  for (let i = 0; i < n; i++) {
    const difference = a[aFrom + i]! - b[bFrom + i]!;
    if (difference !== 0) return difference;
  }
  return aTo - aFrom - (bTo - bFrom);
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return compareRanges(a, 0, a.length, b, 0, b.length);
}

/** Whether the range begins with `text` (both as bytes). */
export function startsWith(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}

// UTF-16 orders surrogates before U+E000–FFFF, UTF-8 after them: this puts them right.
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Compares two texts as their UTF-8 bytes compare. */
export function compareText(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Whether the texts strictly increase by their bytes. */
export function strictlySorted(texts: readonly string[]): boolean {
  for (let i = 1; i < texts.length; i++) if (compareText(texts[i - 1]!, texts[i]!) >= 0) return false;
  return true;
}
