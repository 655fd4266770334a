// Reads what is under evidence/ and sealed/ apart from the events, and tells which reserves have come to be visited.

import { utf8 } from "./bytes.js";
import { LARGEST_CHECKPOINT } from "./checkpoint.js";
import type { Contents } from "./contents.js";
import { CAPSULES_FILE, CHECKPOINT_FILE, CLOSED_FILE, CONSISTENCY_FILE, ENTRIES_FILE, EVIDENCE_OPENINGS, PREVIOUS_FILE } from "./kinds.js";
import { readObject, readObjects } from "./lines.js";
import { openingShape } from "./shapes_draw.js";
import { capsuleShape, consistencyShape, entryShape, previousShape } from "./shapes_events.js";
import { readAll, type Source } from "./source.js";
import type { Capsule, EntityReplacement, Entry, Evidence, Logged, Previous } from "./types_events.js";
import type { Opening } from "./types.js";

export async function readEvidence(source: Source): Promise<Evidence> {
  const has = (file: string) => source.names().includes(file);
  const capsules = has(CAPSULES_FILE) ? await readObjects<Capsule>(source, CAPSULES_FILE, capsuleShape) : null;
  const consistency = has(CONSISTENCY_FILE)
    ? (await readObject<{ hashes: string[] }>(source, CONSISTENCY_FILE, consistencyShape)).value.hashes : null;
  return {
    entries: (await readObjects<Entry>(source, ENTRIES_FILE, entryShape)).rows,
    previous: (await readObjects<Previous>(source, PREVIOUS_FILE, previousShape)).rows,
    checkpoint: await readAll(source, CHECKPOINT_FILE, LARGEST_CHECKPOINT),
    closed: has(CLOSED_FILE) ? await readAll(source, CLOSED_FILE, LARGEST_CHECKPOINT) : undefined,
    consistency,
    openings: has(EVIDENCE_OPENINGS) ? (await readObjects<Opening>(source, EVIDENCE_OPENINGS, openingShape)).rows : null,
    capsules: capsules?.rows ?? null,
    capsulesRoot: capsules?.root ?? null,
  };
}

/** Whether some replacement took a reserve. */
export function tookReserve(logged: readonly Logged[]): boolean {
  return logged.some(({ event }) => isEntityReplacement(event) && event.by !== undefined);
}

function isEntityReplacement(event: Logged["event"]): event is EntityReplacement {
  return event.event === "replace" && event.kind === "entity";
}

/** Reserves that replacements took, that have a line in `barred`, and that no task drew (those are opened already); each once. */
export function reservesToOpen(contents: Contents, logged: readonly Logged[]): string[] {
  const { barred, selected } = contents;
  if (barred === null) return [];
  const drawn = new Set(selected.filter((one) => !one.reserve).map((one) => one.entity));
  const taken = new Set<string>();
  for (const { event } of logged) {
    if (!isEntityReplacement(event) || event.by === undefined) continue;
    const line = selected.find((one) =>
      one.task === event.task && one.stratum === event.stratum && one.rank === event.by && one.reserve);
    if (line !== undefined && !drawn.has(line.entity) && barred.ids.find(utf8(line.entity)) >= 0) taken.add(line.entity);
  }
  return [...taken].sort();
}
