// Tar archives: ustar, with the long names of pax and GNU.

import { addOnce } from "./archive.js";
import { pieces, Unreadable, type Slices, type Source } from "./source.js";

const BLOCK = 512;
const LONGEST_NAME = 65536;

interface Entry {
  readonly from: number;
  readonly to: number;
}

const decoder = new TextDecoder("utf-8");

function field(block: Uint8Array, from: number, length: number): string {
  const bytes = block.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function sizeOf(block: Uint8Array): number {
  const text = field(block, 124, 12).trim();
  if (!/^[0-7]{1,12}$/.test(text)) throw new Unreadable("a size in the tar archive can't be read");
  return Number.parseInt(text, 8);
}

/** The path in a pax header, if it has one: records are "length key=value\n". */
function paxPath(text: Uint8Array): string | null {
  let path: string | null = null;
  for (let at = 0; at < text.length; ) {
    const space = text.indexOf(0x20, at);
    const length = Number.parseInt(decoder.decode(text.subarray(at, space)), 10);
    if (space < 0 || !(length > 0)) throw new Unreadable("a pax header can't be read");
    const record = decoder.decode(text.subarray(space + 1, at + length - 1));
    if (record.startsWith("path=")) path = record.slice(5);
    if (record.startsWith("size=")) throw new Unreadable("files beyond 8 GiB are not read");
    at += length;
  }
  return path;
}

function ustarName(block: Uint8Array): string {
  const name = field(block, 0, 100);
  const prefix = field(block, 345, 155);
  const posix = block[263] === 0x30; // GNU archives have other things where the prefix stands
  return posix && prefix !== "" ? `${prefix}/${name}` : name;
}

export async function tarSource(file: Slices): Promise<Source> {
  const files = new Map<string, Entry>();
  const others: string[] = [];
  let longName: string | null = null;
  for (let at = 0; at + BLOCK <= file.size; ) {
    const block = await file.slice(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) break;
    const size = sizeOf(block);
    const from = at + BLOCK;
    const to = from + size;
    if (to > file.size) throw new Unreadable("the tar archive is cut off");
    at = from + Math.ceil(size / BLOCK) * BLOCK;
    const type = String.fromCharCode(block[156]!);
    if (type === "x" || type === "L") {
      if (size > LONGEST_NAME) throw new Unreadable("a name in the tar archive is too long");
      const text = await file.slice(from, to);
      longName = type === "x" ? paxPath(text) ?? longName : field(text, 0, size);
      continue;
    }
    if (type === "g") continue;
    const name = (longName ?? ustarName(block)).replace(/^\.\//, "");
    longName = null;
    if (type === "5" || name === "" || name === ".") continue;
    if (type === "0" || type === "\0") addOnce(files, name, { from, to });
    else others.push(name);
  }
  return {
    names: () => [...files.keys()],
    irregular: () => others,
    chunks: (name) => pieces(file, files.get(name)!.from, files.get(name)!.to),
  };
}
