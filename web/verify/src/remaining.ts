// What is left to be inspected at each place (section 23.2): where nothing is, nobody is replaced any more.

import type { Selected } from "./replaced_told.js";
import type { Visit } from "./types.js";

function nameOf({ task, stratum, rank }: Selected): string {
  return `${task} ${stratum} ${rank}`;
}

export class Remaining {
  /** Where each of them is to be visited. */
  private readonly places = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  constructor(visits: readonly Visit[]) {
    for (const { id, draws } of visits) for (const one of draws) this.came(one, id);
  }

  came(one: Selected, place: string): void {
    this.places.set(nameOf(one), place);
    this.counts.set(place, (this.counts.get(place) ?? 0) + 1);
  }

  left(one: Selected): void {
    const place = this.places.get(nameOf(one));
    if (place === undefined) return;
    this.places.delete(nameOf(one));
    this.counts.set(place, this.counts.get(place)! - 1);
  }

  isAny(place: string): boolean {
    return (this.counts.get(place) ?? 0) > 0;
  }
}
