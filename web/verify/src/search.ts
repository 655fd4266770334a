// SEARCH of section 13.5: a way to hand visits on until somebody takes one more.

import type { Seating } from "./seating.js";

const REACHED = 1;
const FROZEN = 2;

export class Search {
  private readonly seatMark: Uint8Array;
  private readonly inspectorMark: Uint8Array;
  private readonly from: Int32Array;
  private readonly queue: Int32Array;
  private readonly met: Int32Array;
  private queued = 0;
  private metCount = 0;
  // Members of each pool who are not reached yet, in order; those who were reached never matter again in one search.
  private readonly live: number[][];
  private readonly liveOf: Int32Array;
  private number = 0;

  constructor(private readonly seating: Seating) {
    this.seatMark = new Uint8Array(seating.seats);
    this.inspectorMark = new Uint8Array(seating.inspectorOf.length);
    this.from = new Int32Array(seating.seats);
    this.queue = new Int32Array(seating.seats);
    this.met = new Int32Array(seating.inspectorOf.length);
    this.live = seating.pools.map(() => []);
    this.liveOf = new Int32Array(seating.pools.length);
  }

  isFrozenSeat(s: number): boolean {
    return this.seatMark[s] === FROZEN;
  }

  isFrozenInspector(i: number): boolean {
    return this.inspectorMark[i] === FROZEN;
  }

  /** Nothing stays frozen after FILL and after LEVEL. */
  thaw(): void {
    this.seatMark.fill(0);
    this.inspectorMark.fill(0);
  }

  private reach(s: number, from: number): void {
    this.seatMark[s] = REACHED;
    this.from[s] = from;
    this.queue[this.queued++] = s;
  }

  private meet(i: number): void {
    this.inspectorMark[i] = REACHED;
    this.met[this.metCount++] = i;
  }

  private settle(mark: number): void {
    for (let k = 0; k < this.queued; k++) this.seatMark[this.queue[k]!] = mark;
    for (let k = 0; k < this.metCount; k++) this.inspectorMark[this.met[k]!] = mark;
  }

  private liveMembers(p: number): number[] {
    if (this.liveOf[p] !== this.number) {
      this.liveOf[p] = this.number;
      const list: number[] = [];
      for (const w of this.seating.pools[p]!) if (this.inspectorMark[w] === 0) list.push(w);
      this.live[p] = list;
    }
    return this.live[p]!;
  }

  /** Looks at the members of the pool of seat s; returns who has won, or -1. */
  private expand(s: number, limit: number): number {
    const { seating } = this;
    const v = seating.seatVisit[s]!;
    const live = this.liveMembers(seating.seatPool[s]!);
    let kept = 0;
    for (let k = 0; k < live.length; k++) {
      const w = live[k]!;
      if (this.inspectorMark[w] !== 0) continue;
      if (!seating.isBarred(v, w)) {
        const t = seating.teamSeat(v, w);
        if (t < 0) {
          if (seating.key(w) < limit) return w;
          this.meet(w);
          for (const held of seating.held[w]!) if (this.seatMark[held] === 0) this.reach(held, s);
          continue;
        }
        if (this.seatMark[t] === 0) this.reach(t, s);
      }
      live[kept++] = w;
    }
    live.length = kept;
    return -1;
  }

  /** w takes s, its holder the seat from which s was reached, and so on. */
  private shift(w: number, s: number): void {
    for (;;) {
      const h = this.seating.holder[s]!;
      const r = this.from[s]!;
      if (h >= 0) this.seating.leave(s);
      this.seating.sit(w, s);
      if (r < 0) return;
      w = h;
      s = r;
    }
  }

  /** `start`: an inspector who is reached from the start, or -1. */
  run(roots: readonly number[], limit: number, start: number): boolean {
    this.number++;
    this.queued = 0;
    this.metCount = 0;
    if (start >= 0) this.meet(start);
    for (const root of roots) this.reach(root, -1);
    for (let k = 0; k < this.queued; k++) {
      const s = this.queue[k]!;
      const w = this.expand(s, limit);
      if (w < 0) continue;
      this.settle(0);
      this.shift(w, s);
      return true;
    }
    this.settle(FROZEN);
    return false;
  }
}
