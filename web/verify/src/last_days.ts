// The last day of an entity for a task (section 23.4): it follows from the draw, and not from a day that the office writes.

import type { Selected } from "./replaced_told.js";
import type { EntityReplacement } from "./types_events.js";
import type { Visit } from "./types.js";

function nameOf({ task, stratum, rank }: Selected): string {
  return `${task} ${stratum} ${rank}`;
}

export class LastDays {
  /** undefined: it is visited, and has no days. */
  private readonly days = new Map<string, string | undefined>();

  constructor(visits: readonly Visit[]) {
    for (const { days, draws } of visits) for (const one of draws) this.keep(one, days);
  }

  private keep(one: Selected, days: readonly string[] | undefined): void {
    this.days.set(nameOf(one), days?.[days.length - 1]);
  }

  /** Whether it is known what days it has, if any. */
  knows(one: Selected): boolean {
    return this.days.has(nameOf(one));
  }

  /** undefined: it has none. */
  of(one: Selected): string | undefined {
    return this.days.get(nameOf(one));
  }

  /** Of a reserve that joins a visit, or for which there are no days, the event has none. */
  took({ by, days, stratum, task }: EntityReplacement): void {
    if (by !== undefined) this.keep({ task, stratum, rank: by }, days);
  }
}
