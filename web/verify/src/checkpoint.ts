// Signed notes, checkpoints and cosignatures (sections 24.3 and 24.4).

import { base64 } from "./base64.js";
import { hex, utf8 } from "./bytes.js";
import { isSignature } from "./ed25519.js";
import { isKeyName, type VerifierKey } from "./keys.js";
import { refuse } from "./refusal.js";

/** A checkpoint that is longer is none, wherever it stands. */
export const LARGEST_CHECKPOINT = 65536;
const MOST_SIGNATURES = 100;
/** Of a cosignature, in Unix seconds. */
const LATEST = BigInt(Number.MAX_SAFE_INTEGER);

interface NoteLine {
  readonly name: string;
  readonly id: string;
  readonly signature: Uint8Array;
}

export interface Checkpoint {
  /** What is signed: the three lines, with the last line feed. */
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly lines: readonly NoteLine[];
}

export interface Cosignature {
  /** The witness's key. */
  readonly key: VerifierKey;
  /** Unix seconds. */
  readonly time: number;
}

function noteLine(text: string): NoteLine | null {
  const found = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(text);
  const bytes = found === null ? null : base64(found[2]!);
  // Four bytes are the id, at least one is the signature.
  if (found === null || bytes === null || bytes.length < 5 || !isKeyName(found[1]!)) return null;
  return { name: found[1]!, id: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

/** A note, or what is wrong with it. */
function readNote(bytes: Uint8Array): { text: string; lines: NoteLine[] } | string {
  let whole: string;
  try {
    whole = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return "UTF-8";
  }
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) return "no control characters";
  const empty = whole.lastIndexOf("\n\n");
  if (empty < 0 || !whole.endsWith("\n")) return "a text, an empty line, and signatures";
  const lines = whole.slice(empty + 2, -1).split("\n").map(noteLine);
  if (lines.includes(null)) return "signature lines";
  if (lines.length > MOST_SIGNATURES) return `at most ${MOST_SIGNATURES} signatures`;
  return { text: whole.slice(0, empty + 1), lines: lines as NoteLine[] };
}

/** Reads a checkpoint; nothing is said about its signatures yet. null: it is longer than one may be. */
export function readCheckpoint(bytes: Uint8Array | null, file: string): Checkpoint {
  if (bytes === null || bytes.length > LARGEST_CHECKPOINT) {
    return refuse("checkpoint-long", { got: "more", expected: `at most ${LARGEST_CHECKPOINT} bytes`, where: { file } });
  }
  const note = readNote(bytes);
  const wrong = (expected: string) => refuse("checkpoint-form", { got: "something else", expected, where: { file } });
  if (typeof note === "string") return wrong(note);
  const [origin, size, encoded, end, ...rest] = note.text.split("\n");
  const root = base64(encoded ?? "");
  if (end !== "" || rest.length > 0) return wrong("three lines: origin, size, root");
  if (!isKeyName(origin!)) return wrong("the name of a log as its origin");
  if (!/^(0|[1-9][0-9]*)$/.test(size!) || Number(size) > Number.MAX_SAFE_INTEGER) return wrong("a size in decimal digits");
  if (root === null || root.length !== 32) return wrong("a root of 32 bytes in base64");
  return { text: note.text, origin: origin!, size: Number(size), root, lines: note.lines };
}

/** Refuses unless one of these logs, the one that it says it is of, has signed it, and no signature of any of them is wrong. */
export function checkSignedByOne(checkpoint: Checkpoint, logs: readonly VerifierKey[], file: string): void {
  const where = { file };
  const expected = logs.map((log) => log.name).join(" | ");
  const linesOf = (log: VerifierKey) => checkpoint.lines.filter((line) => line.name === log.name && line.id === log.id);
  const own = logs.filter((log) => log.name === checkpoint.origin);
  if (own.length === 0) refuse("checkpoint-origin", { got: checkpoint.origin, expected, where });
  if (!own.some((log) => linesOf(log).length > 0)) refuse("checkpoint-unsigned", { got: "no signature of the log", expected, where });
  for (const log of logs) {
    if (linesOf(log).every((line) => isSignature(log.key, utf8(checkpoint.text), line.signature))) continue;
    refuse("checkpoint-signature", { got: "a signature that is not valid", expected: `a signature of ${log.name}`, where });
  }
}

export function checkSigned(checkpoint: Checkpoint, log: VerifierKey, file: string): void {
  checkSignedByOne(checkpoint, [log], file);
}

/** When a witness signed, or null if it did not sign this. */
function timeOf(signature: Uint8Array, text: string, key: Uint8Array): number | null {
  if (signature.length !== 72) return null;
  const time = new DataView(signature.buffer, signature.byteOffset, 8).getBigUint64(0, false);
  if (time < 1n || time > LATEST) return null;
  const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
  return isSignature(key, message, signature.subarray(8)) ? Number(time) : null;
}

/** The cosignatures of these witnesses; one that is not valid is refused, whoever else signed. */
export function cosignatures(checkpoint: Checkpoint, witnesses: readonly VerifierKey[], file: string): Cosignature[] {
  const found: Cosignature[] = [];
  for (const line of checkpoint.lines) {
    const witness = witnesses.find((one) => one.name === line.name && one.id === line.id);
    if (witness === undefined) continue;
    const time = timeOf(line.signature, checkpoint.text, witness.key);
    if (time === null) {
      refuse("checkpoint-cosignature", { got: `${line.name}: not valid`, expected: "a valid cosignature", where: { file } });
    }
    found.push({ key: witness, time });
  }
  return found;
}
