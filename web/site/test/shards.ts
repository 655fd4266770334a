// Makes look-up shards of a bundle, from docs/SITE.md alone, and lies about them.

import "./vectors.js";
import { compareBytes, hex, utf8 } from "../../verify/src/bytes.js";
import type { Context } from "../../verify/src/context.js";
import { H } from "../../verify/src/hash.js";
import { canonical, type Json } from "../../verify/src/serialize.js";
import { sha256 } from "../../verify/src/sha256.js";
import { linesOf, type Files } from "../../verify/src/test/support.js";

/* eslint-disable @typescript-eslint/no-explicit-any -- lines have many forms */
export type Any = any;

const LINES_PER_SHARD = 32;
const LARGEST = 65536;

/** An RFC 6962 tree, level by level: the last node of an odd level moves up as it is. */
class Tree {
  private readonly levels: Uint8Array[][];

  constructor(private readonly name: string, readonly lines: readonly string[]) {
    let level = lines.map((line) => sha256(new Uint8Array([0]), utf8(line)));
    this.levels = [level];
    while (level.length > 1) {
      const up: Uint8Array[] = [];
      for (let i = 0; i < level.length; i += 2) up.push(level[i + 1] === undefined ? level[i]! : sha256(new Uint8Array([1]), level[i]!, level[i + 1]!));
      this.levels.push(level = up);
    }
  }

  /** The nodes of the inclusion proof, from the leaf upwards, each with a name of its own. */
  path(index: number): { node: string; hash: Uint8Array }[] {
    const nodes: { node: string; hash: Uint8Array }[] = [];
    this.levels.forEach((level, height) => {
      const beside = (index >> height) ^ 1;
      if (beside < level.length) nodes.push({ node: `${this.name} ${height} ${beside}`, hash: level[beside]! });
    });
    return nodes;
  }
}

/** Hashes in the order in which they are first named, each node of a tree once. */
class Nodes {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  numbersOf(path: readonly { node: string; hash: Uint8Array }[]): number[] {
    return path.map(({ node, hash }) => {
      const known = this.numbers.get(node);
      if (known !== undefined) return known;
      this.numbers.set(node, this.texts.length);
      return this.texts.push(Buffer.from(hash).toString("base64")) - 1;
    });
  }
}

interface PlainRow {
  readonly key: Uint8Array;
  readonly former?: string;
  readonly id: string;
  readonly leaves: readonly { readonly file: string; readonly index: number }[];
}

export const object = (value: unknown): Uint8Array => utf8(canonical(value as Json) + "\n");
const parsed = (bytes: Uint8Array): Any => JSON.parse(new TextDecoder().decode(bytes));

class Maker {
  readonly plan: Any;
  readonly record: Any;
  readonly kind: string;
  readonly k: string;
  private readonly trees = new Map<string, Tree>();
  private readonly all = new Map<string, Any[]>();

  constructor(private readonly files: Files, private readonly context: Context) {
    this.plan = parsed(files.get("plan.json")!);
    this.kind = parsed(files.get("manifest.json")!).format;
    this.record = files.has("draw/record.json") ? parsed(files.get("draw/record.json")!) : undefined;
    this.k = this.record?.keys[0].k ?? "";
  }

  tree(file: string): Tree {
    const made = this.trees.get(file) ?? new Tree(file, linesOf(this.files.get(file)!));
    this.trees.set(file, made);
    return made;
  }

  lines(file: string): Any[] {
    const made = this.all.get(file) ?? (this.files.has(file) ? this.tree(file).lines.map((line) => JSON.parse(line)) : []);
    this.all.set(file, made);
    return made;
  }

  private readonly indices = new Map<string, Map<string, number[]>>();

  /** Where lines say this of a field. */
  private where(file: string, field: string, value: string): number[] {
    let index = this.indices.get(`${file} ${field}`);
    if (index === undefined) {
      index = new Map();
      this.lines(file).forEach((line, i) => {
        for (const one of field === "draws" ? new Set<string>(line.draws.map((draw: Any) => draw.entity)) : [line[field]]) index!.set(one, [...index!.get(one) ?? [], i]);
      });
      this.indices.set(`${file} ${field}`, index);
    }
    return index.get(value) ?? [];
  }

  /** The leaves of section 25, in its order. */
  leaves(row: number): { file: string; index: number }[] {
    const id: string = this.lines("lists/entities.jsonl")[row].id;
    const at = (file: string, indices: number[]) => indices.map((index) => ({ file, index }));
    const first = [...at("lists/entities.jsonl", [row]), ...at("lists/exclusions.jsonl", this.where("lists/exclusions.jsonl", "id", id))];
    if (this.record === undefined) return first;
    return [
      ...first, ...at("lists/selection.jsonl", this.selection(id)), ...at("lists/strata.jsonl", this.where("lists/strata.jsonl", "id", id)),
      ...at("draw/strata.jsonl", this.strata(row)), ...at("draw/selected.jsonl", this.where("draw/selected.jsonl", "entity", id)),
      ...at("draw/visits.jsonl", this.where("draw/visits.jsonl", "draws", id)),
    ];
  }

  private selection(id: string): number[] {
    if (!this.plan.tasks.some((task: Any) => task.population === "selection")) return [];
    const own = this.where("lists/selection.jsonl", "id", id);
    if (own.length > 0) return own;
    const all = this.lines("lists/selection.jsonl");
    const next = all.findIndex((line) => line.id > id);
    const after = next < 0 ? all.length : next;
    return [after - 1, after].filter((i) => i >= 0 && i < all.length);
  }

  private strata(row: number): number[] {
    const { members } = this.context;
    return this.lines("draw/strata.jsonl").flatMap((line, i) => {
      const t = this.plan.tasks.findIndex((task: Any) => task.id === line.task);
      const s = members[t]!.strata[row]!;
      return s >= 0 && members[t]!.excluded[row] === 0 && this.plan.tasks[t].strata[s].id === line.stratum ? [i] : [];
    });
  }

  rows(): PlainRow[] {
    return this.lines("lists/entities.jsonl").flatMap((line, row) => {
      const leaves = this.leaves(row);
      return [undefined, ...(line.former_ids ?? [])].map((former: string | undefined) => ({
        key: sha256(utf8(this.k + (former ?? line.id))), id: line.id as string, leaves, ...(former !== undefined && { former }),
      }));
    });
  }

  shard(rows: readonly PlainRow[]): Any {
    const nodes = new Nodes();
    const made = [...rows].sort((a, b) => compareBytes(a.key, b.key)).map(({ former, id, leaves }) => ({
      ...(former !== undefined && { former }), id,
      leaves: leaves.map(({ file, index }) => (file === "draw/strata.jsonl" ? { file, index }
        : { file, index, line: this.lines(file)[index], path: nodes.numbersOf(this.tree(file).path(index)) })),
    }));
    return { nodes: nodes.texts, rows: made };
  }

  private logged(): Any[] {
    return this.files.has("evidence/events.jsonl") ? linesOf(this.files.get("evidence/events.jsonl")!).map((line) => JSON.parse(line)) : [];
  }

  describe(bits: number, rows: number): Any {
    const { authority, attempt, sequence } = this.plan;
    const base = {
      bits, bundle: hex(sha256(this.files.get("manifest.json")!)), draw: `${authority.id}/${sequence}/${attempt}`, format: "mingqian/look/1",
      k: this.k, kind: this.kind, rows,
      plan: { digest: hex(H("mq1/plan", utf8(canonical(this.plan)))), path: "../bundle/plan.json" },
    };
    if (this.record === undefined) return base;
    const nodes = new Nodes();
    const strata = this.lines("draw/strata.jsonl").map((line, i) => ({ line, path: nodes.numbersOf(this.tree("draw/strata.jsonl").path(i)) }));
    const last = this.logged().filter((line) => line.event.record !== undefined).pop();
    const replaced = this.logged().filter((line) => line.event.event === "replace");
    const checkpoint = this.files.get("evidence/checkpoint");
    return {
      ...base, strata, ...(nodes.texts.length > 0 && { nodes: nodes.texts }), ...(replaced.length > 0 && { replaced }),
      record: { digest: hex(sha256(this.files.get("draw/record.json")!)), path: "../bundle/draw/record.json" },
      ...(last !== undefined && { log: { checkpoint: new TextDecoder().decode(checkpoint), ...last } }),
    };
  }
}

export interface Folder {
  /** By their paths, seen from the folder of look.json; plan and record too. */
  readonly files: Map<string, Uint8Array>;
  readonly description: Any;
}

const numberOf = (key: Uint8Array, bits: number): number => Math.floor((key[0]! * 65536 + key[1]! * 256 + key[2]!) / 2 ** (24 - bits));

export function pathOf(number: number): string {
  return `s/${Math.floor(number / 256).toString(16)}/${(number % 256).toString(16).padStart(2, "0")}.json`;
}

/** All shards of a bundle that has passed every check. */
export function shardsOf(bundle: Files, context: Context): Folder {
  const maker = new Maker(bundle, context);
  const rows = maker.rows();
  for (let bits = 0; ; bits++) {
    if (rows.length > LINES_PER_SHARD * 2 ** bits) continue;
    const parts: PlainRow[][] = Array.from({ length: 2 ** bits }, () => []);
    for (const row of rows) parts[numberOf(row.key, bits)]!.push(row);
    const shards = parts.map((part) => object(maker.shard(part)));
    if (shards.some((shard) => shard.length > LARGEST)) continue;
    const description = maker.describe(bits, rows.length);
    const files = new Map(shards.map((shard, number) => [pathOf(number), shard]));
    files.set("look.json", object(description));
    files.set("../bundle/plan.json", bundle.get("plan.json")!);
    if (maker.record !== undefined) files.set("../bundle/draw/record.json", bundle.get("draw/record.json")!);
    return { files, description };
  }
}

/** Where a code is. */
export function placeOf({ description: { bits, k } }: Folder, code: string): string {
  return pathOf(numberOf(sha256(utf8(k + code)), bits));
}

/** The same folder with one file that says something else. */
export function edited(folder: Folder, path: string, edit: (value: Any) => void, write: (value: Any) => Uint8Array = object): Folder {
  const value = parsed(folder.files.get(path)!);
  edit(value);
  return { ...folder, files: new Map([...folder.files, [path, write(value)]]) };
}

