// What can be proved impossible with given teams (section 14.3), for the replay.

import { possibleStarts, type Timetable } from "./schedule.js";

export type Impossible =
  | { readonly kind: "no_window"; readonly visit: number }
  | {
    readonly kind: "inspector" | "cap"; readonly inspector: number; readonly visits: readonly number[];
    readonly days: readonly number[]; readonly demand: number; readonly capacity: number;
  };

/** Days of all possible windows of these visits. */
function union(table: Timetable, starts: readonly (readonly number[])[], visits: readonly number[]): number[] {
  const held = new Uint8Array(table.days);
  for (const x of visits) {
    for (const start of starts[x]!) held.fill(1, start, start + table.durations[x]!);
  }
  return [...held.keys()].filter((d) => held[d] === 1);
}

/** All proofs, in the order of the protocol, in local numbers. */
export function impossibilities(table: Timetable, inspectors: number): Impossible[] {
  const starts = table.teams.map((_, x) => possibleStarts(table, x));
  const open: number[] = [];
  const proofs: Impossible[] = [];
  starts.forEach((list, x) => {
    if (list.length > 0) open.push(x);
    else proofs.push({ kind: "no_window", visit: x });
  });
  const claim = (kind: "inspector" | "cap", inspector: number, visits: readonly number[], places: (d: number) => number) => {
    const days = union(table, starts, visits);
    const demand = visits.reduce((sum, x) => sum + table.durations[x]!, 0);
    const capacity = days.reduce((sum, d) => sum + places(d), 0);
    if (demand > capacity) proofs.push({ kind, inspector, visits, days, demand, capacity });
  };
  const visitsOf = new Map<number, number[]>();
  for (const x of open) {
    for (const i of table.teams[x]!) {
      const list = visitsOf.get(i) ?? [];
      list.push(x);
      visitsOf.set(i, list);
    }
  }
  for (let i = 0; i < inspectors; i++) claim("inspector", i, visitsOf.get(i) ?? [], (d) => table.avail[i * table.days + d]!);
  if (table.cap > 0) claim("cap", -1, open, () => table.cap);
  return proofs;
}

/** The number of the proof that explains visit x, or -1. The proofs stand in the order in which they count. */
export function explains(proofs: readonly Impossible[], x: number): number {
  return proofs.findIndex((proof) => (proof.kind === "no_window" ? proof.visit === x : proof.visits.includes(x)));
}
