// Where a slip comes from: pasted, a file, or the address behind a QR code. What is behind `#` is never sent to a server.

/** Longer than any slip. */
export const LARGEST = 1048576;

function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  } catch {
    return null;
  }
}

/** The slip in the part of an address behind `#`: `s=` and base64url of its line, or the line itself, percent-encoded. */
export function fromFragment(hash: string): Uint8Array | null {
  const fragment = hash.replace(/^#/, "");
  if (fragment.startsWith("s=")) return fromBase64Url(fragment.slice(2));
  try {
    const line = decodeURIComponent(fragment);
    return line.startsWith("{") ? new TextEncoder().encode(line) : null;
  } catch {
    return null;
  }
}

/** What was pasted: the line, or the address behind the QR code. White space around it is nobody's. */
export function fromText(text: string): Uint8Array {
  const line = text.trim();
  const hash = line.indexOf("#");
  const linked = line.startsWith("{") || hash < 0 ? null : fromFragment(line.slice(hash));
  return linked ?? new TextEncoder().encode(line);
}
