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
