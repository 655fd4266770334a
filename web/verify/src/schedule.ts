// One attempt to date the visits of a component (section 14.2).

import type { Stream } from "./stream.js";

const UNDATED = -1;

/** A component with its teams. Visits and inspectors have local numbers 0, 1, … in the order of their ids. */
export interface Timetable {
  readonly days: number;
  /** avail(i, d) at i · days + d. */
  readonly avail: Uint8Array;
  /** Visits that fit on a day; 0: no limit. */
  readonly cap: number;
  readonly durations: Int32Array;
  readonly teams: readonly Int32Array[];
}

/** Starts of a visit on whose days all of its team are there, ascending. */
export function possibleStarts(table: Timetable, x: number): number[] {
  const { days, avail } = table;
  const team = table.teams[x]!;
  const t = table.durations[x]!;
  const starts: number[] = [];
  for (let start = 0; start + t <= days; start++) {
    let there = true;
    for (let d = start; there && d < start + t; d++) {
      for (const i of team) there &&= avail[i * days + d]! > 0;
    }
    if (there) starts.push(start);
  }
  return starts;
}

export class Schedule {
  /** The day on which each visit starts, or -1. */
  readonly starts: Int32Array;
  queue: Int32Array;
  evictions = 0;
  private readonly used: Int32Array;
  private readonly count: Int32Array;
  // With a limit of visits a day: the dated visits whose windows hold each day, in no order.
  private readonly onDay: number[][];
  private readonly possible: number[][];
  private readonly visitsOf = new Map<number, number[]>();
  private readonly evictedFrom: Int32Array;

  constructor(private readonly table: Timetable, private readonly stream: Stream) {
    const visits = table.teams.length;
    this.starts = new Int32Array(visits).fill(UNDATED);
    this.evictedFrom = new Int32Array(visits).fill(UNDATED);
    this.used = new Int32Array(table.avail.length);
    this.count = new Int32Array(table.days);
    this.onDay = Array.from({ length: table.cap > 0 ? table.days : 0 }, () => []);
    this.possible = table.teams.map((_, x) => possibleStarts(table, x));
    table.teams.forEach((team, x) => {
      for (const i of team) {
        const list = this.visitsOf.get(i) ?? [];
        list.push(x);
        this.visitsOf.set(i, list);
      }
    });
    this.queue = Int32Array.from(table.teams.keys()).filter((x) => this.possible[x]!.length > 0);
    stream.shuffle(this.queue);
  }

  private full(i: number, d: number): boolean {
    const at = i * this.table.days + d;
    return this.used[at]! >= this.table.avail[at]!;
  }

  private capFull(d: number): boolean {
    return this.table.cap > 0 && this.count[d]! >= this.table.cap;
  }

  private change(x: number, start: number, by: number): void {
    for (let d = start; d < start + this.table.durations[x]!; d++) {
      this.count[d]! += by;
      const list = this.onDay[d];
      if (list !== undefined && by > 0) list.push(x);
      else if (list !== undefined) list.splice(list.indexOf(x), 1);
      for (const i of this.table.teams[x]!) this.used[i * this.table.days + d]! += by;
    }
  }

  private date(x: number, start: number): void {
    this.starts[x] = start;
    this.change(x, start, 1);
  }

  private undate(x: number): number {
    const start = this.starts[x]!;
    this.starts[x] = UNDATED;
    this.change(x, start, -1);
    return start;
  }

  /** What a start costs: 0 if it is free. */
  private cost(x: number, start: number): number {
    let cost = 0;
    for (let d = start; d < start + this.table.durations[x]!; d++) {
      let busy = 0;
      for (const i of this.table.teams[x]!) if (this.full(i, d)) busy++;
      cost += busy > 0 ? busy : this.capFull(d) ? 1 : 0;
    }
    return cost;
  }

  /** Whether the start costs nothing. Mixing asks this more often than anything else. */
  private free(team: Int32Array, start: number, end: number): boolean {
    const { days, avail } = this.table;
    for (let d = start; d < end; d++) {
      for (let k = 0; k < team.length; k++) {
        const at = team[k]! * days + d;
        if (this.used[at]! >= avail[at]!) return false;
      }
      if (this.capFull(d)) return false;
    }
    return true;
  }

  freeStarts(x: number): number[] {
    const possible = this.possible[x]!;
    const team = this.table.teams[x]!;
    const t = this.table.durations[x]!;
    const starts: number[] = [];
    for (let k = 0; k < possible.length; k++) {
      const start = possible[k]!;
      if (this.free(team, start, start + t)) starts.push(start);
    }
    return starts;
  }

  private pick(list: readonly number[]): number {
    return list[this.stream.below(list.length)]!;
  }

  private holdsDay(x: number, d: number): boolean {
    const start = this.starts[x]!;
    return start !== UNDATED && start <= d && d < start + this.table.durations[x]!;
  }

  /** Starts with the least cost, but for the one from which x was evicted last. */
  cheapestStarts(x: number): number[] {
    const all = this.possible[x]!;
    const candidates = all.length > 1 ? all.filter((start) => start !== this.evictedFrom[x]) : all;
    let least = Infinity;
    let best: number[] = [];
    for (const start of candidates) {
      const cost = this.cost(x, start);
      if (cost < least) {
        least = cost;
        best = [];
      }
      if (cost === least) best.push(start);
    }
    return best;
  }

  private evict(x: number, evicted: number[]): void {
    this.evictedFrom[x] = this.undate(x);
    this.evictions++;
    evicted.push(x);
  }

  /** Makes room for x at `start`; returns who had to go, in this order. */
  private makeRoom(x: number, start: number): number[] {
    const evicted: number[] = [];
    for (let d = start; d < start + this.table.durations[x]!; d++) {
      for (const i of this.table.teams[x]!) {
        if (!this.full(i, d)) continue;
        this.evict(this.pick(this.visitsOf.get(i)!.filter((y) => this.holdsDay(y, d))), evicted);
      }
      if (!this.capFull(d)) continue;
      this.evict(this.pick([...this.onDay[d]!].sort((a, b) => a - b)), evicted);
    }
    return evicted;
  }

  /** Works the queue off; `told` hears of each turn. */
  run(told?: (x: number, from: readonly number[], start: number, evicted: readonly number[]) => void): void {
    const Q = this.queue.length;
    const queue = Array.from(this.queue);
    for (let head = 0; head < queue.length; head++) {
      const x = queue[head]!;
      const free = this.freeStarts(x);
      if (free.length > 0) {
        this.date(x, this.pick(free));
        told?.(x, free, this.starts[x]!, []);
        continue;
      }
      if (this.evictions >= 64 * Q) return;
      const cheapest = this.cheapestStarts(x);
      const start = this.pick(cheapest);
      const evicted = this.makeRoom(x, start);
      queue.push(...evicted);
      this.date(x, start);
      told?.(x, cheapest, start, evicted);
    }
  }

  /** Moves single visits about, so that no lawful schedule is preferred. */
  mix(): void {
    const dated: number[] = [];
    this.starts.forEach((start, x) => {
      if (start !== UNDATED) dated.push(x);
    });
    for (let k = 0; k < 16 * dated.length; k++) {
      const x = this.pick(dated);
      this.undate(x);
      this.date(x, this.pick(this.freeStarts(x)));
    }
  }

  /** Every visit has a date. */
  get complete(): boolean {
    return this.starts.every((start) => start !== UNDATED);
  }
}
