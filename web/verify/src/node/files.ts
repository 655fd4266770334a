// Bundles on a disk: a folder, or one archive file.

import { open, readdir, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { archiveSource } from "../archive.js";
import { pieces, Unreadable, type Slices, type Source } from "../source.js";

async function* diskChunks(path: string): AsyncIterable<Uint8Array> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    yield* pieces(handleSlices(handle, size), 0, size);
  } finally {
    await handle.close();
  }
}

function handleSlices(handle: FileHandle, size: number): Slices {
  return {
    size,
    slice: async (from, to) => {
      const bytes = new Uint8Array(to - from);
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, from + done);
        if (bytesRead === 0) throw new Unreadable("a file became shorter while it was read");
        done += bytesRead;
      }
      return bytes;
    },
  };
}

async function folderSource(root: string): Promise<Source> {
  const files: string[] = [];
  const others: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) await walk(name);
      else if (entry.isFile()) files.push(name);
      else others.push(name);
    }
  };
  await walk("");
  return {
    names: () => files,
    irregular: () => others,
    chunks: (name) => diskChunks(join(root, name)),
  };
}

/** Opens a folder or an archive; `close` when it is done with. */
export async function openBundle(path: string): Promise<{ source: Source; close: () => Promise<void> }> {
  const info = await stat(path).catch(() => {
    throw new Unreadable(`${path} can't be read`);
  });
  if (info.isDirectory()) return { source: await folderSource(path), close: async () => undefined };
  const handle = await open(path, "r");
  try {
    return { source: await archiveSource(handleSlices(handle, info.size)), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
