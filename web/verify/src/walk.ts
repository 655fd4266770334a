// PASS and TOGETHER (sections 13.7 and 13.8): the random walk over all balanced seatings.

import type { Seating } from "./seating.js";
import type { Stream } from "./stream.js";

const LEAST_MOVES = 4096;
const LEAST_ROUNDS = 64;
const ROUND_EXTRA = 65536;

/** The changes of one round, for undoing it: who left which place of his list, and who sat down. */
class Journal {
  private entries: number[] = [];

  clear(): void {
    this.entries.length = 0;
  }

  left(w: number, s: number, place: number): void {
    this.entries.push(w, s, place);
  }

  sat(s: number): void {
    this.entries.push(-1, s, 0);
  }

  undo(seating: Seating): void {
    const { entries } = this;
    for (let k = entries.length - 3; k >= 0; k -= 3) {
      if (entries[k]! < 0) seating.unsit(entries[k + 1]!);
      else seating.unleave(entries[k]!, entries[k + 1]!, entries[k + 2]!);
    }
  }
}

export class Walk {
  /** Of the last round. */
  opened = -1;
  lastSat = -1;
  moves = 0;
  totalMoves = 0;
  /** R: the number of rounds until they were enough. */
  rounds = 0;
  undone = 0;
  private readonly journal = new Journal();

  constructor(private readonly seating: Seating, private readonly stream: Stream) {}

  private leave(s: number): void {
    const w = this.seating.holder[s]!;
    this.journal.left(w, s, this.seating.leave(s));
  }

  private sit(w: number, s: number): void {
    this.seating.sit(w, s);
    this.journal.sat(s);
    this.lastSat = w;
    this.moves++;
  }

  /** One round; afterwards `moves` are its moves. */
  round(): void {
    const { seating, stream } = this;
    const { seatPool, seatVisit, pools, held } = seating;
    const repeats = seating.repeats;
    const most = seating.seats + ROUND_EXTRA;
    this.journal.clear();
    this.moves = 0;
    let s = stream.below(seating.seats);
    this.opened = s;
    const h = seating.holder[s]!;
    this.leave(s);
    const key = seating.key(h);
    for (;;) {
      const members = pools[seatPool[s]!]!;
      const v = seatVisit[s]!;
      const w = members[stream.below(members.length)]!;
      if (seating.isBarred(v, w)) continue;
      const t = seating.teamSeat(v, w);
      if (t < 0 && seating.key(w) === key) {
        this.sit(w, s);
        return;
      }
      const list = held[w]!;
      if (list.length === 0) continue;
      const z = list[stream.below(list.length)]!;
      if (t >= 0 && t !== z) continue;
      this.leave(z);
      this.sit(w, s);
      if (this.moves === most) {
        this.journal.undo(seating);
        seating.repeats = repeats;
        return;
      }
      s = z;
    }
  }

  /** Rounds until they are enough, then as many again. */
  pass(): void {
    const { seats } = this.seating;
    if (seats === 0) return;
    const enough = Math.max(LEAST_MOVES, 8 * seats);
    while (this.totalMoves < enough || this.rounds < LEAST_ROUNDS) {
      this.round();
      this.totalMoves += this.moves;
      this.rounds++;
    }
    for (let k = 0; k < this.rounds; k++) this.round();
  }

  /** As many rounds again that never put more together who are to be kept apart. */
  together(): void {
    const { seating } = this;
    if (seating.seats === 0 || seating.apart.every((list) => list.length === 0)) return;
    for (let k = 0; k < this.rounds; k++) {
      const before = seating.repeats;
      this.round();
      if (seating.repeats <= before) continue;
      this.journal.undo(seating);
      seating.repeats = before;
      this.undone++;
    }
  }
}
