// Zip archives: stored and deflated files, as the central directory lists them.

import { addOnce } from "./archive.js";
import { pieces, Unreadable, type Slices, type Source } from "./source.js";

const END_RECORD = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const LONGEST_END = 22 + 65535;
const LARGEST_DIRECTORY = 16 * 1024 * 1024;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly header: number;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Where the central directory is: the end record is the last thing of the file but for a comment. */
async function directory(file: Slices): Promise<Uint8Array> {
  const from = Math.max(0, file.size - LONGEST_END);
  const tail = await file.slice(from, file.size);
  const view = viewOf(tail);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== END_RECORD) continue;
    const size = view.getUint32(at + 12, true);
    const start = view.getUint32(at + 16, true);
    if (start === 0xffffffff || size > LARGEST_DIRECTORY) throw new Unreadable("zip archives beyond 4 GiB are not read");
    if (start + size > file.size) break;
    return file.slice(start, start + size);
  }
  throw new Unreadable("the zip archive has no directory");
}

/** The content of an entry follows its local header, whose names may have other lengths than in the directory. */
async function packedBytes(file: Slices, entry: Entry): Promise<AsyncIterable<Uint8Array>> {
  const header = viewOf(await file.slice(entry.header, entry.header + 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL) throw new Unreadable("the zip archive is damaged");
  const from = entry.header + 30 + header.getUint16(26, true) + header.getUint16(28, true);
  if (from + entry.packed > file.size) throw new Unreadable("the zip archive is cut off");
  return pieces(file, from, from + entry.packed);
}

async function* inflated(packed: AsyncIterable<Uint8Array>, size: number): AsyncIterable<Uint8Array> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  const feeding = (async () => {
    for await (const piece of packed) await writer.write(piece as Uint8Array<ArrayBuffer>);
    await writer.close();
  })();
  // The reader below meets the same error; here it must only not go unhandled.
  feeding.catch(() => undefined);
  const reader = stream.readable.getReader();
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Unreadable("the zip archive is damaged");
    });
    if (done) break;
    total += value.length;
    // Whoever packs a mountain into a few bytes is stopped where the directory says the file ends.
    if (total > size) throw new Unreadable("a file of the zip archive is longer than its directory says");
    yield value;
  }
}

async function* content(file: Slices, entry: Entry): AsyncIterable<Uint8Array> {
  const packed = await packedBytes(file, entry);
  yield* entry.method === 0 ? packed : inflated(packed, entry.size);
}

export async function zipSource(file: Slices): Promise<Source> {
  const files = new Map<string, Entry>();
  const others: string[] = [];
  const bytes = await directory(file);
  const view = viewOf(bytes);
  const decoder = new TextDecoder("utf-8");
  for (let at = 0; at + 46 <= bytes.length; ) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Unreadable("the zip archive is damaged");
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const mode = view.getUint32(at + 38, true) >>> 16;
    const header = view.getUint32(at + 42, true);
    const name = decoder.decode(bytes.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (name.endsWith("/")) continue;
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) throw new Unreadable(`${name} is packed in a way not read`);
    if (header === 0xffffffff || size === 0xffffffff) throw new Unreadable("zip archives beyond 4 GiB are not read");
    if ((mode & 0xf000) === 0xa000) others.push(name); // a symbolic link
    else addOnce(files, name, { method, packed, size, header });
  }
  return {
    names: () => [...files.keys()],
    irregular: () => others,
    chunks: (name) => content(file, files.get(name)!),
  };
}
