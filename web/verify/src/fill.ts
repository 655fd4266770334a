// FILL and LEVEL (sections 13.5 and 13.6): seat everybody, then spread the visits evenly.

import { Search } from "./search.js";
import { NEVER, type Seating } from "./seating.js";

/** Where to begin in a pool, and up to which key whoever comes first is good enough. */
class Pointer {
  at = 0;
  level = 0;
}

/** The position of who is taken for seat s, or -1. */
function choose(seating: Seating, s: number, pointer: Pointer): number {
  const members = seating.pools[seating.seatPool[s]!]!;
  const v = seating.seatVisit[s]!;
  const m = members.length;
  let best = NEVER;
  let bestAt = -1;
  for (let k = 0, q = pointer.at; k < m; k++, q = q + 1 === m ? 0 : q + 1) {
    const w = members[q]!;
    const key = seating.key(w);
    if (key >= best || seating.isBarred(v, w) || seating.teamSeat(v, w) >= 0) continue;
    best = key;
    bestAt = q;
    if (key <= pointer.level) return q;
  }
  if (bestAt >= 0) pointer.level = best;
  return bestAt;
}

/** Returns which seats are frozen or empty, if some seat stays empty; else null. */
export function fill(seating: Seating): number[] | null {
  const search = new Search(seating);
  const pointers = seating.pools.map(() => new Pointer());
  let empty = false;
  for (let s = 0; s < seating.seats; s++) {
    const pool = seating.seatPool[s]!;
    const pointer = pointers[pool]!;
    const q = choose(seating, s, pointer);
    if (q >= 0) {
      seating.sit(seating.pools[pool]![q]!, s);
      pointer.at = q + 1 === seating.pools[pool]!.length ? 0 : q + 1;
    } else if (!search.run([s], NEVER, -1)) empty = true;
  }
  if (!empty) return null;
  const stuck: number[] = [];
  for (let s = 0; s < seating.seats; s++) {
    if (seating.holder[s]! < 0 || search.isFrozenSeat(s)) stuck.push(s);
  }
  return stuck;
}

/** Tells whether everybody has at least his minimum. */
export function level(seating: Seating): boolean {
  const search = new Search(seating);
  const inspectors = seating.inspectorOf.length;
  let K = 0;
  for (let g = 0; g < inspectors; g++) K = Math.max(K, seating.lastKey(g));
  for (; K >= 1; K--) {
    for (let g = 0; g < inspectors; g++) {
      if (seating.lastKey(g) !== K || search.isFrozenInspector(g)) continue;
      const roots = seating.held[g]!.filter((s) => !search.isFrozenSeat(s));
      search.run(roots, K, g);
    }
  }
  return seating.held.every((list, i) => list.length >= seating.min[i]!);
}
