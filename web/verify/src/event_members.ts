// Which members an event has, where its shape leaves it open (sections 20.1 and 23): mode and stage decide it.

import { refuse, type Where } from "./refusal.js";
import type { Announce, DrawEvent, Finish, ReplaceEvent, Void } from "./types_events.js";

/** Whether an optional key is there exactly when it must be. */
export function present(what: string, value: unknown, wanted: boolean, where: Where): void {
  if ((value !== undefined) === wanted) return;
  refuse("event-keys", { got: wanted ? `no ${what}` : what, expected: wanted ? what : `no ${what} here`, where });
}

export function checkDrawMembers(event: DrawEvent, sealed: boolean, where: Where): void {
  present("record", event.record, !sealed, where);
  for (const key of ["seed_hash", "leaves", "capsules"] as const) present(key, event[key], sealed, where);
}

export function checkFinishMembers(event: Finish, sealed: boolean, where: Where): void {
  present("secret", event.secret, sealed, where);
}

export function checkAnnounceMembers(event: Announce, sealed: boolean, beacon: boolean, where: Where): void {
  present("round", event.round, beacon, where);
  present("commitment", event.commitment, sealed, where);
  present("points", event.points, sealed, where);
}

/** How far a draw had come when it was declared void, and what kind of draw it was. */
export interface Voided {
  readonly sealed: boolean;
  /** Its final source comes by itself: then the superior signs even before the close. */
  readonly beacon: boolean;
  readonly closed: boolean;
  readonly rolled: boolean;
}

export function checkVoidMembers(event: Void, { sealed, beacon, closed, rolled }: Voided, where: Where): void {
  if (event.reason === "") refuse("event-reason", { got: "an empty text", expected: "a reason", where });
  present("signature", event.signature, closed || beacon, where);
  present("secret", event.secret, closed && sealed, where);
  present("record", event.record, rolled, where);
}

/** Of an event `replace` that is shown by itself. A signature that is missing is as good as a wrong one: that is told apart. */
export function checkReplaceMembers(event: ReplaceEvent, where: Where): void {
  if (event.kind === "inspector") return;
  const comes = event.by !== undefined;
  for (const rank of [event.rank, event.by ?? 1]) {
    if (rank < 1) refuse("event-keys", { got: `rank ${rank}`, expected: "ranks from 1", where });
  }
  present("visit", event.visit, comes, where);
  present("days", event.days, comes && event.team !== undefined, where);
  present("team", event.team, comes && event.days !== undefined, where);
  if (!comes && event.skipped.length > 0) refuse("event-keys", { got: "somebody skipped", expected: "nobody, as no reserve comes", where });
}
