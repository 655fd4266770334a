// Which members an event has, where its shape leaves it open (sections 20.1 and 23): mode and stage decide it.

import { refuse, type Where } from "./refusal.js";
import type { DrawEvent, Finish, ReplaceEvent, Void } from "./types_events.js";

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

/** Of an earlier attempt, of which neither mode nor roll is shown: what a void says in any case. */
export function checkVoidOfEarlier(event: Void, closed: boolean, where: Where): void {
  if (event.reason === "") refuse("event-reason", { got: "an empty text", expected: "a reason", where });
  present("signature", event.signature, closed, where);
  for (const key of ["secret", "record"] as const) if (!closed) present(key, event[key], false, where);
}

export function checkVoidMembers(event: Void, sealed: boolean, closed: boolean, rolled: boolean, where: Where): void {
  if (event.reason === "") refuse("event-reason", { got: "an empty text", expected: "a reason", where });
  present("signature", event.signature, closed, where);
  present("secret", event.secret, closed && sealed, where);
  present("record", event.record, rolled, where);
}

/** Of an event `replace` that is shown by itself. A signature that is missing is as good as a wrong one: that is told apart. */
export function checkReplaceMembers(event: ReplaceEvent, where: Where): void {
  if (event.kind === "inspector") return;
  const comes = event.by !== undefined;
  present("visit", event.visit, comes, where);
  present("days", event.days, comes && event.team !== undefined, where);
  present("team", event.team, comes && event.days !== undefined, where);
  if (!comes && event.skipped.length > 0) refuse("event-keys", { got: "somebody skipped", expected: "nobody, as no reserve comes", where });
}
