// Components (section 13.3): visits that share inspectors, by way of others too.

import type { Instance } from "./instance.js";

export interface Component {
  /** Ascending; the first names the component. */
  readonly visits: readonly number[];
  readonly inspectors: readonly number[];
}

class Unions {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  root(i: number): number {
    while (this.parent[i] !== i) {
      this.parent[i] = this.parent[this.parent[i]!]!;
      i = this.parent[i]!;
    }
    return i;
  }

  join(a: number, b: number): void {
    this.parent[this.root(a)] = this.root(b);
  }
}

/** The components of these visits (ascending), by name. */
export function components(instance: Instance, visits: readonly number[]): Component[] {
  const { inspectors, seatStart, seatPool, pools } = instance;
  // Nodes: inspectors, then pools, then visits.
  const poolNode = inspectors;
  const visitNode = inspectors + pools.length;
  const unions = new Unions(visitNode + seatStart.length - 1);
  const used = new Uint8Array(pools.length);
  for (const v of visits) {
    for (let s = seatStart[v]!; s < seatStart[v + 1]!; s++) {
      used[seatPool[s]!] = 1;
      // An empty pool connects nobody.
      if (pools[seatPool[s]!]!.length > 0) unions.join(visitNode + v, poolNode + seatPool[s]!);
    }
    if (instance.together) unions.join(visitNode + v, visitNode + visits[0]!);
  }
  const touched = new Uint8Array(inspectors);
  pools.forEach((members, p) => {
    if (used[p] === 0) return;
    for (const one of members) {
      touched[one] = 1;
      unions.join(one, poolNode + p);
    }
  });
  const found = new Map<number, { visits: number[]; inspectors: number[] }>();
  for (const v of visits) {
    const root = unions.root(visitNode + v);
    const component = found.get(root) ?? { visits: [], inspectors: [] };
    component.visits.push(v);
    found.set(root, component);
  }
  for (let one = 0; one < inspectors; one++) {
    if (touched[one] === 1) found.get(unions.root(one))!.inspectors.push(one);
  }
  return [...found.values()].sort((a, b) => a.visits[0]! - b.visits[0]!);
}
