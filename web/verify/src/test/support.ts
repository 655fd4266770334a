// The vectors, and the making of bundles from them.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hex, utf8 } from "../bytes.js";
import { MerkleTree } from "../merkle.js";
import { canonical, type Json } from "../serialize.js";
import { sha256 } from "../sha256.js";
import { MemorySource } from "../source.js";
import type { Options } from "../context.js";
import { verify, type Verified } from "../verify.js";

/** Given by MQ1_VECTORS; else in the project, web/verify and tests/vectors; else beside this package. */
function findVectors(): string {
  const given = process.env["MQ1_VECTORS"];
  if (given !== undefined) return given;
  const here = join(dirname(fileURLToPath(import.meta.url)), "../..");
  const found = ["../../tests/vectors", "../vectors"].map((path) => join(here, path)).find((path) => existsSync(join(path, "tiny/bundle")));
  if (found === undefined) throw new Error("no vectors found; set MQ1_VECTORS");
  return found;
}

export const VECTORS = findVectors();

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- vectors have many forms
export function vector(path: string): any {
  return JSON.parse(readFileSync(join(VECTORS, path), "utf8"));
}

export type Files = Map<string, Uint8Array>;

const DOCUMENTS = ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"];

/** The bundle of a vector, or one that is a folder itself, with stand-ins for its renderings and its manifest. */
export function goodBundle(base: string): Files {
  const files: Files = new Map();
  const root = [join(VECTORS, base, "bundle"), join(VECTORS, base)].find((folder) => existsSync(join(folder, "plan.json")))!;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(root.length + 1).replaceAll("\\", "/"), new Uint8Array(readFileSync(path)));
  }
  const format = formatOf(files);
  if (format === "mq1/bundle") for (const name of DOCUMENTS) files.set(`documents/${name}`, utf8(`${name}\n`));
  writeManifest(files, format);
  return files;
}

/** The format that the manifest has now, which an edit may have changed. */
function formatOf(files: Files): string {
  const manifest = files.get("manifest.json");
  if (manifest === undefined) return "mq1/bundle";
  return (JSON.parse(new TextDecoder().decode(manifest)) as { format: string }).format;
}

/** The manifest anew, of an outcome if nothing else is said. */
export function writeManifest(files: Files, format = "mq1/bundle"): void {
  files.delete("manifest.json");
  const list = [...files.keys()].sort().map((path) => {
    const bytes = files.get(path)!;
    return { path, sha256: hex(sha256(bytes)), size: bytes.length };
  });
  files.set("manifest.json", utf8(canonical({ files: list, format }) + "\n"));
}

export function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split("\n").slice(0, -1);
}

/** Count and root of a list as it stands. */
export function rootOf(bytes: Uint8Array): { count: number; root: string } {
  const tree = new MerkleTree();
  for (const line of linesOf(bytes)) tree.add(utf8(line), 0, utf8(line).length);
  return { count: tree.count, root: hex(tree.root()) };
}

/** Sets the roots that stand in an object file to those of the lists of a folder, as a liar would. */
function rewriteRoots(files: Files, file: string, folder: string): void {
  const bytes = files.get(file);
  if (bytes === undefined) return;
  const object = JSON.parse(new TextDecoder().decode(bytes)) as { roots: Record<string, Json> };
  for (const name of Object.keys(object.roots)) {
    const list = files.get(`${folder}/${name}.jsonl`);
    if (list !== undefined) object.roots[name] = rootOf(list);
  }
  files.set(file, utf8(canonical(object as unknown as Json) + "\n"));
}

export function rebuild(files: Files, how: string): void {
  if (how === "all") {
    rewriteRoots(files, "plan.json", "lists");
    rewriteRoots(files, "draw/record.json", "draw");
  }
  if (how === "none") return;
  writeManifest(files, formatOf(files));
}

export function verifyFiles(files: Files, options: Options = {}): Promise<Verified> {
  return verify(new MemorySource(files), options);
}
