// The checks `manifest` and `files` (sections 16 and 17): exactly the right files, each unchanged.

import { compareText, hex } from "./bytes.js";
import { tookReserve } from "./evidence.js";
import { here, type Hasher } from "./hasher.js";
import { EVENTS_FILE, EVIDENCE_OPENINGS, KINDS, OF_EVENTS, OUTCOME, requiredFiles, SEALED } from "./kinds.js";
import { readObject, readObjects } from "./lines.js";
import { Refusal, refuse } from "./refusal.js";
import { sha256 } from "./sha256.js";
import { manifestShape } from "./shapes_draw.js";
import { eventLineShape } from "./shapes_events.js";
import { planShape } from "./shapes_plan.js";
import { readAll, type Source } from "./source.js";
import type { Logged } from "./types_events.js";
import type { Plan } from "./types.js";

const MANIFEST = "manifest.json";
const LARGEST_MANIFEST = 268435456;

export interface ManifestFile {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

export interface Manifest {
  readonly format: string;
  readonly files: readonly ManifestFile[];
}

/** The SHA-256 of `manifest.json`, by which a bundle is known; null if there is none. */
export async function bundleDigest(source: Source): Promise<string | null> {
  if (!source.names().includes(MANIFEST)) return null;
  const bytes = await readAll(source, MANIFEST, LARGEST_MANIFEST);
  return bytes === null ? null : hex(sha256(bytes));
}

function checkPath(path: string): void {
  const parts = path.split("/");
  const bad = path.includes("\\") || parts.includes("") || parts.includes("..");
  if (bad) refuse("manifest-path", { got: path, expected: "a relative path without .. and \\", where: { file: MANIFEST } });
}

/** `expect`: the bundle digest that somebody knows from elsewhere. */
export async function checkManifest(source: Source, digest: string | null, expect?: string): Promise<Manifest> {
  const where = { file: MANIFEST };
  if (digest === null) refuse("manifest-absent", { expected: MANIFEST, where });
  const manifest = await readObject<Manifest>(source, MANIFEST, manifestShape).catch((error: unknown) => {
    if (error instanceof Refusal) throw new Refusal("manifest-form", error.details);
    throw error;
  });
  const { format, files } = manifest.value;
  if (!KINDS.includes(format)) refuse("manifest-format", { got: format, expected: KINDS.join(" | "), where });
  files.forEach((file, i) => {
    checkPath(file.path);
    const before = files[i - 1]?.path;
    if (before !== undefined && compareText(before, file.path) >= 0) {
      refuse("manifest-order", { got: `${file.path} after ${before}`, expected: "sorted paths, each once", where });
    }
  });
  if (expect !== undefined && expect !== digest) {
    refuse("manifest-digest", { got: digest, expected: expect, where });
  }
  return manifest.value;
}

interface Measured {
  readonly size: number;
  readonly digest: string;
}

async function measure(source: Source, file: ManifestFile, hasher: Hasher): Promise<Measured> {
  const hashing = hasher.start("digest");
  let size = 0;
  for await (const piece of source.chunks(file.path)) {
    size += piece.length;
    await hashing.add(piece);
  }
  return { size, digest: hex(await hashing.end()) };
}

function checkFile(file: ManifestFile, { size, digest }: Measured): void {
  const where = { file: file.path };
  if (size !== file.size) refuse("file-size", { got: size, expected: file.size, where });
  if (digest !== file.sha256) refuse("file-digest", { got: digest, expected: file.sha256, where });
}

/** In order, so that the first fault is told. With a helper the largest file is hashed there meanwhile. */
async function checkDigests(source: Source, files: readonly ManifestFile[], progress: (done: number) => void): Promise<void> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const [largest] = [...files].sort((a, b) => b.size - a.size);
  const aside = source.hasher && largest && measure(source, largest, source.hasher);
  // If another file is at fault, nobody waits for this one.
  aside?.catch(() => undefined);
  let done = 0;
  for (const file of files) {
    checkFile(file, await (file === largest && aside ? aside : measure(source, file, here)));
    done += file.size;
    progress(total === 0 ? 1 : done / total);
  }
}

function checkPresence(source: Source, files: readonly ManifestFile[]): void {
  for (const file of source.irregular()) {
    refuse("file-irregular", { got: "a link or something else", expected: "a regular file", where: { file } });
  }
  const there = new Set(source.names());
  const listed = new Set(files.map((file) => file.path));
  for (const file of files) {
    if (!there.has(file.path)) refuse("file-absent", { got: "no such file", expected: "the listed file", where: { file: file.path } });
  }
  for (const file of there) {
    if (file !== MANIFEST && !listed.has(file)) refuse("file-unlisted", { expected: "only files of the manifest", where: { file } });
  }
}

/** Announcements and sealed bundles are only for plans with a log, the latter for sealed ones. */
function checkKind(format: string, plan: Plan): void {
  const where = { file: MANIFEST };
  if (format !== OUTCOME && plan.log === undefined) {
    refuse("file-kind", { got: format, expected: `${OUTCOME}, as the plan has no log`, where });
  }
  if (format === SEALED && plan.mode !== "sealed") {
    refuse("file-kind", { got: format, expected: "another kind, as the plan is not sealed", where });
  }
}

export interface ReadPlan {
  readonly plan: Plan;
  readonly line: Uint8Array;
  /** Of a plan with a log; their form is checked, nothing else. */
  readonly logged: readonly Logged[];
}

/** A file that tells which files there must be is read early; if its form is wrong, that is a failure of `format`. */
async function early<T>(reading: Promise<T>): Promise<T | Refusal> {
  return reading.catch((error: unknown) => {
    if (error instanceof Refusal) return new Refusal(error.code, error.details, "format");
    throw error;
  });
}

function missing(file: string): never {
  refuse("file-missing", { got: "no such file", expected: "a file of every such bundle", where: { file } });
}

/** Exactly the files of section 16. `logged`: null if the events can't be read; then what depends on them is not asked for. */
function checkSet(listed: ReadonlySet<string>, format: string, plan: Plan, logged: readonly Logged[] | null): void {
  const required = new Set(requiredFiles(format, plan, (logged ?? []).map((line) => line.event)));
  for (const file of required) if (!listed.has(file)) missing(file);
  const perhaps = new Set(logged === null ? OF_EVENTS : []);
  // Whether this one must be there, the check `openings` says.
  if (logged !== null && format === OUTCOME && tookReserve(logged)) perhaps.add(EVIDENCE_OPENINGS);
  for (const file of listed) {
    if (required.has(file) || perhaps.has(file)) continue;
    refuse("file-extra", { expected: "only the files of a bundle (section 16)", where: { file } });
  }
}

export async function checkFiles(source: Source, { files, format }: Manifest, progress: (done: number) => void): Promise<ReadPlan> {
  checkPresence(source, files);
  await checkDigests(source, files, progress);
  const listed = new Set(files.map((file) => file.path));
  if (!listed.has("plan.json")) missing("plan.json");
  const read = await early(readObject<Plan>(source, "plan.json", planShape));
  if (read instanceof Refusal) throw read;
  const { value: plan, line } = read;
  checkKind(format, plan);
  if (plan.log !== undefined && !listed.has(EVENTS_FILE)) missing(EVENTS_FILE);
  const events = plan.log === undefined ? { rows: [] } : await early(readObjects<Logged>(source, EVENTS_FILE, eventLineShape));
  checkSet(listed, format, plan, events instanceof Refusal ? null : events.rows);
  if (events instanceof Refusal) throw events;
  return { plan, line, logged: events.rows };
}
