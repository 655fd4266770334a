// A shard: where it is, and whether it is one. It says nothing yet about whether its lines are published ones.

import { base64 } from "../../verify/src/base64.js";
import { compareBytes, hex, utf8 } from "../../verify/src/bytes.js";
import { readObject } from "../../verify/src/lines.js";
import type { Sentence } from "../../verify/src/messages.js";
import { sha256 } from "../../verify/src/sha256.js";
import { MemorySource } from "../../verify/src/source.js";
import type { EntityLine } from "../../verify/src/types_files.js";
import { Damaged, ofFile } from "./damage.js";
import { shardShape, type Row, type Shard } from "./shapes.js";

export const LARGEST_SHARD = 65536;
export const MOST_BITS = 20;

/** An id of section 3. */
const ID = /^[0-9A-Z][0-9A-Z._-]{0,63}$/;

/** The code that somebody typed: without spaces, full-width characters as the plain ones, in upper case; null if it is none. */
export function codeOf(typed: string): string | null {
  const plain = typed.replace(/[\uff01-\uff5e]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
  const code = plain.replace(/\s/g, "").toUpperCase();
  return ID.test(code) ? code : null;
}

function keyOf(k: string, code: string): Uint8Array {
  return sha256(utf8(k + code));
}

/** The first bits of a key; there are at most 20 of them, so that three bytes are enough. */
function firstBits(key: Uint8Array, bits: number): number {
  return ((key[0]! << 16) | (key[1]! << 8) | key[2]!) >>> (24 - bits);
}

export function shardNumber(k: string, code: string, bits: number): number {
  return firstBits(keyOf(k, code), bits);
}

/** Seen from the folder of look.json. */
export function shardPath(number: number): string {
  return `s/${(number >> 8).toString(16)}/${(number & 255).toString(16).padStart(2, "0")}.json`;
}

const PATH: Sentence = { zh: "有一条路径指向这个文件里没有的节点。", en: "A path leads to a node that this file does not have." };
const NODE: Sentence = { zh: "有一个节点不是散列值。", en: "A node is no hash." };
const PLACE: Sentence = { zh: "有一行不该在这个文件里，或次序不对。", en: "A row does not belong into this file, or is out of order." };
const OWNER: Sentence = { zh: "有一行写的不是它自己的检查对象。", en: "A row is not of the entity that it names." };

/** The hashes of a path, in hexadecimal digits. */
export function hashesOf(file: string, nodes: readonly string[], path: readonly number[]): string[] {
  return path.map((number) => {
    const node = nodes[number];
    if (node === undefined) throw new Damaged(file, PATH, String(number), `0 … ${nodes.length - 1}`);
    const bytes = base64(node);
    if (bytes === null || bytes.length !== 32) throw new Damaged(file, NODE, node);
    return hex(bytes);
  });
}

function isOfItsEntity({ former, id, leaves }: Row): boolean {
  const [first] = leaves;
  if (first === undefined || first.file !== "lists/entities.jsonl") return false;
  const line = first.line as EntityLine;
  return line.id === id && (former === undefined || (line.former_ids ?? []).includes(former));
}

/** Every row has its place and is of its entity: so a code that was made unreadable is not taken for one that is not there. */
function checkRows(file: string, rows: readonly Row[], k: string, bits: number, number: number): void {
  let before: Uint8Array | undefined;
  for (const row of rows) {
    const code = row.former ?? row.id;
    const key = keyOf(k, code);
    const ordered = before === undefined || compareBytes(before, key) < 0;
    if (firstBits(key, bits) !== number || !ordered) throw new Damaged(file, PLACE, code);
    if (!isOfItsEntity(row)) throw new Damaged(file, OWNER, code);
    before = key;
  }
}

/** The shard with this number. */
export async function readShard(bytes: Uint8Array, k: string, bits: number, number: number): Promise<Shard> {
  const file = shardPath(number);
  const { value } = await ofFile(file, () => readObject<Shard>(new MemorySource(new Map([[file, bytes]])), file, shardShape));
  checkRows(file, value.rows, k, bits, number);
  return value;
}
