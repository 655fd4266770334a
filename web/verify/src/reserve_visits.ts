// Which reserve comes when a drawn entity is not visited (section 23.3), and the visit that it makes.

import type { Contents } from "./contents.js";
import { refuse, type Where } from "./refusal.js";
import type { EntityReplacement } from "./types_events.js";
import type { Plan, SelectedLine, Visit } from "./types.js";
import { plainVisitsOf } from "./visits.js";

export class ReserveVisits {
  /** For each stratum its lines, by rank. */
  private readonly lines = new Map<string, SelectedLine[]>();
  private readonly replaced = new Set<SelectedLine>();
  private readonly taken = new Set<SelectedLine>();

  constructor(private readonly plan: Plan, private readonly contents: Contents) {
    for (const line of contents.selected) {
      const key = `${line.task} ${line.stratum}`;
      const list = this.lines.get(key) ?? [];
      list.push(line);
      this.lines.set(key, list);
    }
  }

  /** The reserve that the event takes, if there was one left. */
  take(event: EntityReplacement, where: Where): SelectedLine | undefined {
    const lines = this.lines.get(`${event.task} ${event.stratum}`) ?? [];
    const line = lines.find((one) => one.rank === event.rank);
    const place = `${event.task} ${event.stratum} ${event.rank}`;
    if (line === undefined || (line.reserve && !this.taken.has(line))) {
      return refuse("replace-rank", { got: place, expected: "the rank of one that is drawn", where });
    }
    if (this.replaced.has(line)) refuse("replace-twice", { got: `${place} again`, expected: "nobody twice in a task", where });
    this.replaced.add(line);
    const next = lines.find((one) => one.reserve && !this.taken.has(one));
    if (event.by !== next?.rank) refuse("replace-by", { got: event.by ?? "nobody", expected: next?.rank ?? "nobody", where });
    if (next !== undefined) this.taken.add(next);
    return next;
  }

  /** The visit that section 11 would make of a reserve alone. */
  visitOf({ entity, rank, stratum, task }: SelectedLine): Visit {
    const [plain] = plainVisitsOf(this.plan, this.contents, [{ entity, rank, stratum, task }]);
    const { seats, area, ...rest } = plain!;
    return { ...rest, state: "undated", ...(area !== "" && { area }), ...(seats.length > 0 && { seats }) };
  }

  /** Runs of working days after a day, from the first. */
  windows(after: string, duration: number): string[][] {
    const { days } = this.plan;
    const out: string[][] = [];
    for (let d = 0; d + duration <= days.length; d++) if (days[d]! > after) out.push(days.slice(d, d + duration));
    return out;
  }
}
