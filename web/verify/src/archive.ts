// A bundle in one archive file: which kind it is, by its first bytes.

import { Unreadable, unwrapped, type Slices, type Source } from "./source.js";
import { tarSource } from "./tar.js";
import { zipSource } from "./zip.js";

export async function archiveSource(file: Slices): Promise<Source> {
  const start = await file.slice(0, Math.min(512, file.size));
  const zip = start[0] === 0x50 && start[1] === 0x4b && (start[2] === 0x03 || start[2] === 0x05);
  const tar = start.length === 512 && String.fromCharCode(...start.subarray(257, 262)) === "ustar";
  if (zip) return unwrapped(await zipSource(file));
  if (tar) return unwrapped(await tarSource(file));
  throw new Unreadable("neither a zip nor a tar archive");
}

/** Adds an entry; an archive with two files of one path could be read in two ways. */
export function addOnce<T>(entries: Map<string, T>, name: string, entry: T): void {
  if (entries.has(name)) throw new Unreadable(`the archive has ${name} twice`);
  entries.set(name, entry);
}
