// The folder of a log (section 24.2): its checkpoint and its entries, in bundles of 256.

import { LARGEST_CHECKPOINT, readCheckpoint, type Checkpoint } from "./checkpoint.js";
import { MerkleTree } from "./merkle.js";
import { refuse } from "./refusal.js";
import { readAll, unwrapped, Unreadable, type Source } from "./source.js";

const BUNDLE = 256;
const LARGEST_BUNDLE = BUNDLE * (2 + 65535);

/** In messages it is told that a file is one of the log, not of the bundle. */
export const inLog = (file: string) => ({ file: `log: ${file}` });

/** `x001/x234/067` for 1234067. */
export function tileName(n: number): string {
  const digits = String(n);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/.../g)!;
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
}

/** The file of the `width` entries of bundle n; others, smaller or larger ones, are not looked at. */
function bundleFile(n: number, width: number): string {
  const whole = `tile/entries/${tileName(n)}`;
  return width === BUNDLE ? whole : `${whole}.p/${width}`;
}

/** The entries of a file, which has `width` of them and nothing else. */
function entriesOf(bytes: Uint8Array, width: number, file: string): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  while (entries.length < width) {
    const to = at + 2 + (at + 2 <= bytes.length ? view.getUint16(at, false) : 0);
    if (at + 2 > bytes.length || to > bytes.length) {
      refuse("copy-file", { got: `${entries.length} entries`, expected: width, where: inLog(file) });
    }
    entries.push(bytes.subarray(at + 2, to));
    at = to;
  }
  if (at < bytes.length) refuse("copy-file", { got: `${bytes.length - at} bytes behind entry ${width}`, expected: "nothing", where: inLog(file) });
  return entries;
}

export interface LogFiles {
  readonly checkpoint: Checkpoint;
  /** As many as the checkpoint says. */
  readonly entries: readonly Uint8Array[];
}

function demand(names: ReadonlySet<string>, file: string): void {
  if (!names.has(file)) throw new Unreadable(`the copy of the log has no ${file}`);
}

/** Throws Unreadable unless there is a checkpoint: without one it is no copy of a log. */
export function demandCheckpoint(given: Source): void {
  demand(new Set(unwrapped(given, "checkpoint").names()), "checkpoint");
}

/** Reads a log; its signature and root are not looked at yet. Throws Unreadable if a file that it must have is not there. */
export async function readLog(given: Source): Promise<LogFiles> {
  const source = unwrapped(given, "checkpoint");
  const names = new Set(source.names());
  demand(names, "checkpoint");
  const note = await readAll(source, "checkpoint", LARGEST_CHECKPOINT);
  const checkpoint = readCheckpoint(note, inLog("checkpoint").file);
  const entries: Uint8Array[] = [];
  for (let n = 0; n * BUNDLE < checkpoint.size; n++) {
    const width = Math.min(BUNDLE, checkpoint.size - n * BUNDLE);
    const file = bundleFile(n, width);
    demand(names, file);
    const bytes = await readAll(source, file, LARGEST_BUNDLE);
    if (bytes === null) return refuse("copy-file", { got: "more", expected: `at most ${LARGEST_BUNDLE} bytes`, where: inLog(file) });
    entries.push(...entriesOf(bytes, width, file));
  }
  return { checkpoint, entries };
}

/** The root of the entries from `from` to `to`, taken as a tree of their own. */
export function rootOfSpan(entries: readonly Uint8Array[], from: number, to: number): Uint8Array {
  const tree = new MerkleTree();
  for (let i = from; i < to; i++) tree.add(entries[i]!, 0, entries[i]!.length);
  return tree.root();
}
