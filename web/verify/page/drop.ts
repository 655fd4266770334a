// What a person drops or chooses, as files with paths: a folder, one archive, or a single file.

import type { Given } from "./messages.js";

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A folder's reader gives its entries in portions, at the end an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function collect(entry: FileSystemEntry, folder: string, into: Given[]): Promise<void> {
  const path = folder + entry.name;
  if (entry.isFile) {
    into.push({ path, file: await fileOf(entry as FileSystemFileEntry) });
    return;
  }
  for (const inner of await entriesOf(entry as FileSystemDirectoryEntry)) await collect(inner, `${path}/`, into);
}

/** Entries must be taken out of the event at once: it is empty when the first await returns. */
export async function dropped(transfer: DataTransfer): Promise<Given[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files: Given[] = [];
  for (const entry of entries) await collect(entry, "", files);
  return files;
}

export function chosen(list: FileList): Given[] {
  return [...list].map((file) => ({ path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath, file }));
}

/** The folder, with its `/`, that holds a file of this name, the nearest to the top; null if there is none. */
function folderWith(files: readonly Given[], name: string): string | null {
  const folders = files.filter(({ path }) => path === name || path.endsWith(`/${name}`)).map(({ path }) => path.slice(0, -name.length));
  return folders.reduce<string | null>((best, folder) => (best === null || folder.length < best.length ? folder : best), null);
}

/** A bundle and a copy of the log may be dropped together, side by side or in one folder. */
export function parted(files: readonly Given[]): { bundle: readonly Given[]; log: readonly Given[] } {
  const bundle = folderWith(files, "manifest.json");
  const log = folderWith(files.filter(({ path }) => bundle === null || !path.startsWith(bundle)), "checkpoint");
  if (bundle === null || log === null || bundle === "") return { bundle: files, log: [] };
  return { bundle: files.filter(({ path }) => path.startsWith(bundle)), log: files.filter(({ path }) => path.startsWith(log)) };
}
