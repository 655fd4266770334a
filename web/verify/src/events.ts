// Questions that many checks have about the events of a draw.

import { H } from "./hash.js";
import { canonicalLine, type Json } from "./serialize.js";
import type { CeremonyEvent, Entry, Finish, Void } from "./types_events.js";

type Named<Name extends CeremonyEvent["event"]> = Extract<CeremonyEvent, { event: Name }>;

/** All events of a name, in order. */
export function allOf<Name extends CeremonyEvent["event"]>(events: readonly CeremonyEvent[], name: Name): Named<Name>[] {
  return events.filter((event): event is Named<Name> => event.event === name);
}

/** The first event of a name. */
export function oneOf<Name extends CeremonyEvent["event"]>(events: readonly CeremonyEvent[], name: Name): Named<Name> | undefined {
  return events.find((event): event is Named<Name> => event.event === name);
}

/** Its hash in the log (section 24.1). */
export function eventHash(event: CeremonyEvent): Uint8Array {
  return H("mq1/event", canonicalLine(event as unknown as Json));
}

export function entryLine(entry: Entry): Uint8Array {
  return canonicalLine({ draw: entry.draw, event: entry.event, hash: entry.hash });
}

/** The last event, if it is one after which nothing comes. */
export function ending(events: readonly CeremonyEvent[]): Finish | Void | undefined {
  const last = events[events.length - 1];
  return last?.event === "finish" || last?.event === "void" ? last : undefined;
}

/** The operator's secret in sealed mode, once it is published. */
export function secretOf(events: readonly CeremonyEvent[]): string | undefined {
  return ending(events)?.secret;
}
