// Who sits where in one component, under labels (section 13.4), with the held-lists that the random walk reads.

import type { Component } from "./components.js";
import type { Instance } from "./instance.js";
import type { Stream } from "./stream.js";

export const NEVER = 0x7fffffff;
const NOBODY = -1;

export class Seating {
  /** Inspector and visit of each label. */
  readonly inspectorOf: Int32Array;
  readonly visitOf: Int32Array;
  readonly min: Int32Array;
  readonly max: Int32Array;
  readonly seatVisit: Int32Array;
  readonly seatPool: Int32Array;
  /** Number of each seat in the instance. */
  readonly seatNumber: Int32Array;
  readonly seatStart: Int32Array;
  readonly pools: Int32Array[] = [];
  readonly barred: Int32Array[];
  readonly apart: Int32Array[];
  readonly holder: Int32Array;
  readonly held: number[][];
  /** Two who are to be kept apart in one team, counted once for each visit. */
  repeats = 0;
  private readonly place: Int32Array;

  constructor(readonly instance: Instance, readonly component: Component, stream: Stream) {
    this.inspectorOf = Int32Array.from(component.inspectors);
    stream.shuffle(this.inspectorOf);
    this.visitOf = Int32Array.from(component.visits);
    stream.shuffle(this.visitOf);
    const label = new Map<number, number>();
    this.inspectorOf.forEach((one, k) => label.set(one, k));
    const labels = (list: Int32Array) =>
      Int32Array.from([...list].map((one) => label.get(one) ?? NOBODY).filter((k) => k !== NOBODY)).sort();
    this.min = this.inspectorOf.map((one) => instance.min[one]!);
    this.max = this.inspectorOf.map((one) => instance.max[one]!);
    this.apart = Array.from(this.inspectorOf, (one) => labels(instance.apart[one]!));
    this.barred = Array.from(this.visitOf, (v) => labels(instance.barred[v]!));
    const numbers: number[] = [];
    const visits: number[] = [];
    this.seatStart = new Int32Array(this.visitOf.length + 1);
    this.visitOf.forEach((v, k) => {
      for (let s = instance.seatStart[v]!; s < instance.seatStart[v + 1]!; s++) {
        numbers.push(s);
        visits.push(k);
      }
      this.seatStart[k + 1] = numbers.length;
    });
    this.seatNumber = Int32Array.from(numbers);
    this.seatVisit = Int32Array.from(visits);
    const poolLabel = new Map<number, number>();
    this.seatPool = this.seatNumber.map((s) => {
      const pool = instance.seatPool[s]!;
      let p = poolLabel.get(pool);
      if (p === undefined) {
        p = this.pools.length;
        poolLabel.set(pool, p);
        this.pools.push(labels(instance.pools[pool]!));
      }
      return p;
    });
    this.holder = new Int32Array(this.seatNumber.length).fill(NOBODY);
    this.place = new Int32Array(this.seatNumber.length);
    this.held = Array.from(this.inspectorOf, () => []);
  }

  get seats(): number {
    return this.holder.length;
  }

  sit(w: number, s: number): void {
    const list = this.held[w]!;
    if (this.apart[w]!.length > 0) this.repeats += this.apartInTeam(w, s);
    this.place[s] = list.length;
    list.push(s);
    this.holder[s] = w;
  }

  /** The holder leaves; returns the place that the seat had in his list. */
  leave(s: number): number {
    const w = this.holder[s]!;
    const list = this.held[w]!;
    const p = this.place[s]!;
    const last = list.pop()!;
    if (last !== s) {
      list[p] = last;
      this.place[last] = p;
    }
    this.holder[s] = NOBODY;
    if (this.apart[w]!.length > 0) this.repeats -= this.apartInTeam(w, s);
    return p;
  }

  /** Undoes `sit`, when all later changes are undone. */
  unsit(s: number): void {
    const w = this.holder[s]!;
    this.held[w]!.pop();
    this.holder[s] = NOBODY;
  }

  /** Undoes `leave`, when all later changes are undone. */
  unleave(w: number, s: number, p: number): void {
    const list = this.held[w]!;
    if (p < list.length) {
      const moved = list[p]!;
      this.place[moved] = list.length;
      list.push(moved);
      list[p] = s;
    } else list.push(s);
    this.place[s] = p;
    this.holder[s] = w;
  }

  private apartInTeam(w: number, s: number): number {
    const v = this.seatVisit[s]!;
    const list = this.apart[w]!;
    let count = 0;
    for (let t = this.seatStart[v]!; t < this.seatStart[v + 1]!; t++) {
      if (t !== s && this.holder[t] !== NOBODY && list.includes(this.holder[t]!)) count++;
    }
    return count;
  }

  /** The seat by which w is in the team of visit v, or -1. */
  teamSeat(v: number, w: number): number {
    for (let t = this.seatStart[v]!; t < this.seatStart[v + 1]!; t++) if (this.holder[t] === w) return t;
    return -1;
  }

  isBarred(v: number, w: number): boolean {
    const list = this.barred[v]!;
    for (let i = 0; i < list.length; i++) if (list[i] === w) return true;
    return false;
  }

  key(i: number): number {
    const held = this.held[i]!.length;
    if (held >= this.max[i]!) return NEVER;
    return held < this.min[i]! ? 0 : 1 + held;
  }

  lastKey(i: number): number {
    const held = this.held[i]!.length;
    return held <= this.min[i]! ? 0 : held;
  }
}
