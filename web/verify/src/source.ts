// Where the files of a bundle come from. The core knows nothing else of folders, archives or browsers.

import { concat } from "./bytes.js";
import type { Hasher } from "./hasher.js";

export interface Source {
  /** Paths of all regular files, with `/` between folders. */
  names(): readonly string[];
  /** Paths of what is neither a regular file nor a folder: links, devices. */
  irregular(): readonly string[];
  /** The bytes of a file, piece by piece. */
  chunks(name: string): AsyncIterable<Uint8Array>;
  /** Who hashes its long files, if not whoever reads them. Only of a source that gives each piece a buffer of its own. */
  readonly hasher?: Hasher;
}

/** The bundle can't be read at all: nothing is said about whether it is right. */
export class Unreadable extends Error {}

/** Something that can be read in parts: a file of a browser or of Node. */
export interface Slices {
  readonly size: number;
  slice(from: number, to: number): Promise<Uint8Array>;
}

const PIECE = 4 * 1024 * 1024;

/** The bytes from `from` to `to`, in pieces. The next one is read while its user works on the last. */
export async function* pieces(of: Slices, from: number, to: number): AsyncIterable<Uint8Array> {
  const read = (at: number) => of.slice(at, Math.min(to, at + PIECE));
  let next = from < to ? read(from) : undefined;
  for (let at = from; next !== undefined; at += PIECE) {
    const piece = await next;
    next = at + PIECE < to ? read(at + PIECE) : undefined;
    // Who wants no further piece hears of no error in it; who does meets it above.
    next?.catch(() => undefined);
    yield piece;
  }
}

/** The whole of a file, unless it has more than `limit` bytes. */
export async function readAll(source: Source, name: string, limit: number): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source.chunks(name)) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : concat(...parts);
}

/** Files that are in memory. */
export class MemorySource implements Source {
  constructor(private readonly files: ReadonlyMap<string, Uint8Array>) {}

  names(): string[] {
    return [...this.files.keys()];
  }

  irregular(): string[] {
    return [];
  }

  async *chunks(name: string): AsyncIterable<Uint8Array> {
    yield this.files.get(name)!;
  }
}

/** Files that can be read in parts, by path: a dropped folder (each File wrapped by `blobSlices`). */
export class SlicesSource implements Source {
  constructor(private readonly files: ReadonlyMap<string, Slices>, private readonly others: readonly string[] = []) {}

  names(): string[] {
    return [...this.files.keys()];
  }

  irregular(): readonly string[] {
    return this.others;
  }

  chunks(name: string): AsyncIterable<Uint8Array> {
    const file = this.files.get(name)!;
    return pieces(file, 0, file.size);
  }
}

/** A File or Blob of a browser. */
export function blobSlices(blob: Blob): Slices {
  return {
    size: blob.size,
    slice: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}

/** If `manifest.json` (of a log: `checkpoint`) is not at the top, but in one folder that holds everything: its files. */
export function unwrapped(source: Source, top = "manifest.json"): Source {
  const all = [...source.names(), ...source.irregular()];
  if (all.includes(top) || all.length === 0) return source;
  const slash = all[0]!.indexOf("/");
  const folder = all[0]!.slice(0, slash + 1);
  if (slash < 1 || !all.every((name) => name.startsWith(folder))) return source;
  if (!all.includes(folder + top)) return source;
  const strip = (names: readonly string[]) => names.map((name) => name.slice(folder.length));
  return {
    names: () => strip(source.names()),
    irregular: () => strip(source.irregular()),
    chunks: (name) => source.chunks(folder + name),
  };
}
