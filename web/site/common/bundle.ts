// Fetches a published bundle: its list of files, then each of them.

import { utf8, concat } from "../../verify/src/bytes.js";
import { readObject } from "../../verify/src/lines.js";
import { refuse } from "../../verify/src/refusal.js";
import { manifestShape } from "../../verify/src/shapes_draw.js";
import { MemorySource } from "../../verify/src/source.js";
import type { Manifest } from "../../verify/src/bundle.js";
import { inAddress, pieces } from "./fetching.js";

const MANIFEST = "manifest.json";
const LARGEST_MANIFEST = 4194304;
/** What an address of the site may be made of, where it comes from a link. */
const ADDRESS = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
/** Section 5: `<authority.id>/<sequence>/<attempt>`. */
const DRAW = /^[0-9A-Z][0-9A-Z._-]{0,63}\/[1-9][0-9]*\/[1-9][0-9]*$/;

/** The name of the folder of a draw; null if the text is none. */
export function addressOf(text: string): string | null {
  return ADDRESS.test(text) ? text : null;
}

/** The same from the name of the draw. */
export function addressOfDraw(draw: string): string | null {
  return DRAW.test(draw) ? addressOf(draw.replaceAll("/", "-")) : null;
}

/** Of a site: where the bundle of a draw is. */
export function bundleAt(root: URL, address: string): URL {
  return new URL(`d/${address}/bundle/`, root);
}

export interface Listed {
  readonly manifest: Blob;
  readonly files: Manifest["files"];
  /** Bytes of all files. */
  readonly size: number;
}

export interface Fetched {
  readonly path: string;
  readonly blob: Blob;
}

/** A path leads to a file below the folder, whatever the list of files says. */
function isBelow(path: string): boolean {
  return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\\"));
}

export async function listed(folder: URL): Promise<Listed> {
  const all = await pieces(new URL(MANIFEST, folder), MANIFEST, LARGEST_MANIFEST);
  const source = new MemorySource(new Map([[MANIFEST, concat(...all)]]));
  const { value } = await readObject<Manifest>(source, MANIFEST, manifestShape);
  for (const { path } of value.files) if (!isBelow(path) || utf8(path).length > 200) refuse("manifest-path", { got: path, expected: "a path below the folder" });
  return { manifest: new Blob(all), files: value.files, size: value.files.reduce((sum, file) => sum + file.size, 0) };
}

/** All files of the list, and the list. What is longer than it says is not read to its end: the check `files` finds it. */
export async function fetched(folder: URL, { manifest, files, size }: Listed, progress: (share: number, file: string) => void): Promise<Fetched[]> {
  const all: Fetched[] = [{ path: MANIFEST, blob: manifest }];
  let done = 0;
  for (const file of files) {
    const came = (bytes: number) => {
      done += bytes;
      progress(size === 0 ? 1 : Math.min(1, done / size), file.path);
    };
    const parts = await pieces(new URL(inAddress(file.path), folder), file.path, file.size, { came, cut: true });
    all.push({ path: file.path, blob: new Blob(parts) });
  }
  return all;
}
