// The three kinds of bundle, and the files that each has (section 16).

import { oneOf } from "./events.js";
import { hasSeats, listsOf } from "./plan.js";
import type { CeremonyEvent } from "./types_events.js";
import type { Plan } from "./types.js";

export const OUTCOME = "mq1/bundle";
export const ANNOUNCEMENT = "mq1/announcement";
export const SEALED = "mq1/sealed";
export const KINDS = [OUTCOME, ANNOUNCEMENT, SEALED];

export const EVENTS_FILE = "evidence/events.jsonl";
export const ENTRIES_FILE = "evidence/entries.jsonl";
export const PREVIOUS_FILE = "evidence/previous.jsonl";
export const CHECKPOINT_FILE = "evidence/checkpoint";
export const CLOSED_FILE = "evidence/closed";
export const CONSISTENCY_FILE = "evidence/consistency.json";
export const EVIDENCE_OPENINGS = "evidence/openings.jsonl";
export const CAPSULES_FILE = "sealed/capsules.jsonl";

const DOCUMENTS = ["summary.en.md", "summary.html", "summary.md", "visits.xlsx"];

/** Files that are there or not as the events say. */
export const OF_EVENTS = [CLOSED_FILE, CONSISTENCY_FILE, EVIDENCE_OPENINGS, CAPSULES_FILE];

function outcomeFiles(plan: Plan): string[] {
  const files = ["draw/ceremony.json", "draw/record.json", "draw/selected.jsonl", "draw/strata.jsonl", "draw/visits.jsonl"];
  if (hasSeats(plan)) files.push("draw/apart.jsonl", "draw/openings.jsonl", "draw/pairing.json");
  return [...files, ...DOCUMENTS.map((name) => `documents/${name}`)];
}

function evidenceFiles(kind: string, plan: Plan, events: readonly CeremonyEvent[]): string[] {
  const files = [EVENTS_FILE, ENTRIES_FILE, PREVIOUS_FILE, CHECKPOINT_FILE];
  if (oneOf(events, "close")) files.push(CLOSED_FILE, CONSISTENCY_FILE);
  const sealed = plan.mode === "sealed" && oneOf(events, "draw") !== undefined;
  if (kind === SEALED || (kind === OUTCOME && sealed)) files.push(CAPSULES_FILE);
  return files;
}

/** The files of a bundle but for the manifest, and without `evidence/openings.jsonl`, for which lists must be read. */
export function requiredFiles(kind: string, plan: Plan, events: readonly CeremonyEvent[]): string[] {
  return [
    "plan.json", ...listsOf(plan).map((list) => `lists/${list}.jsonl`),
    ...(kind === OUTCOME ? outcomeFiles(plan) : []),
    ...(plan.log !== undefined ? evidenceFiles(kind, plan, events) : []),
  ];
}
