// Who may take whose place (section 23.1): the order of substitutes of a seat, and who is available for which days.

import { compareBytes } from "./bytes.js";
import { H } from "./hash.js";
import type { Level } from "./rules.js";
import { Lawful, type Outcome } from "./teams.js";
import type { Opening, Visit } from "./types.js";

/** A visit as it stands now: after the replacements so far. */
export interface Standing {
  readonly visit: Visit;
  readonly days: readonly string[] | undefined;
  /** Who sits where; undefined: nobody. */
  readonly team: (string | undefined)[];
  /** Everybody who ever sat in it. */
  readonly been: Set<string>;
  /** Whom a reserve that joined it bars by law. */
  readonly barred: Set<string>;
  /** An earlier replacement made it, or wanted to. */
  readonly made: boolean;
}

export class Substitutes {
  private readonly lawful: Lawful;
  private readonly held: ReadonlyMap<string, number>;
  private readonly used = new Map<string, number>();
  private readonly gained = new Map<string, number>();
  private readonly gainedOn = new Map<string, number>();

  constructor(private readonly outcome: Outcome, private readonly key: Uint8Array, private readonly reserves: ReadonlyMap<string, Opening>) {
    this.lawful = new Lawful(outcome, outcome.level);
    const held = new Map<string, number>();
    for (const visit of outcome.visits) {
      for (const { inspector } of visit.seats!) {
        if (inspector === undefined) continue;
        held.set(inspector, (held.get(inspector) ?? 0) + 1);
        for (const day of visit.days ?? []) count(this.used, `${inspector} ${day}`);
      }
    }
    this.held = held;
  }

  get level(): Level {
    return this.lawful.level;
  }

  /** Pseudonyms in order. `passed`: who is passed over in any case. */
  order(visit: Visit, seat: number, passed: (id: string) => boolean): string[] {
    const { inspectors } = this.outcome;
    const barred = this.barred(visit);
    const ranked = this.lawful.pool(visit, seat)
      .map((i) => inspectors[i]!.id)
      .filter((id) => !barred.has(id) && !passed(id))
      .map((id) => ({ id, rank: H("mq1/replace", this.key, visit.id, String(seat), id) }));
    return ranked.sort((a, b) => compareBytes(a.rank, b.rank)).map(({ id }) => id);
  }

  private barred(visit: Visit): Set<string> {
    const drawn = this.outcome.barred(this.level, visit);
    for (const id of this.level.barred(visit, this.reserves)) drawn.add(id);
    return drawn;
  }

  /** Who is in `law` of the opening of an entity; nobody, if it has no line in `barred`. */
  law(entity: string): readonly string[] {
    return (this.outcome.opening(entity) ?? this.reserves.get(entity))?.law.inspectors ?? [];
  }

  available(id: string, days: readonly string[]): boolean {
    return this.left(id) > (this.gained.get(id) ?? 0) && days.every((day) => this.free(id, day) > (this.gainedOn.get(`${id} ${day}`) ?? 0));
  }

  /** The same, if nobody had gained anything. */
  availableAtFirst(id: string, days: readonly string[]): boolean {
    return this.left(id) > 0 && days.every((day) => this.free(id, day) > 0);
  }

  private left(id: string): number {
    return this.outcome.quota(this.level, this.outcome.numbers.get(id)!).max - (this.held.get(id) ?? 0);
  }

  private free(id: string, day: string): number {
    return this.outcome.available(this.outcome.numbers.get(id)!, day) - (this.used.get(`${id} ${day}`) ?? 0);
  }

  /** Somebody is given a visit; who loses one gets nothing back. */
  gain(id: string, days: readonly string[]): void {
    count(this.gained, id);
    for (const day of days) count(this.gainedOn, `${id} ${day}`);
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
