// Base64 (RFC 4648) with padding, strict: exactly one text for any bytes.

/** The bytes, or null if the text is not their base64. */
export function base64(text: string): Uint8Array | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  // The bits that do not count must be zeros.
  return btoa(String.fromCharCode(...bytes)) === text ? bytes : null;
}
