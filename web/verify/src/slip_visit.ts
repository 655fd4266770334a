// Which visit a slip shows, which replacements concern it, and who goes now (section 25).

import type { Context } from "./context.js";
import type { Sentence } from "./messages.js";
import { calledSentence, goneSentence, isAt, seatSentence, type Selected } from "./replaced_told.js";
import type { EntityReplacement, Logged, ReplaceEvent } from "./types_events.js";
import type { Slip } from "./types_files.js";
import type { Visit } from "./types.js";

/** A replacement and its place in the log. */
export interface Replaced {
  readonly event: ReplaceEvent;
  readonly index: number;
}

/** What of a slip says which visit it is. */
type Shows = Pick<Slip, "leaf">;

/** The visit that the draw made; undefined on the slip of a reserve. */
export function visitOf({ leaf }: Shows): Visit | undefined {
  if ("visit" in leaf) return leaf.visit;
  return "state" in leaf ? leaf : undefined;
}

export function reserveOf({ leaf }: Shows): (Selected & { readonly entity: string }) | undefined {
  if ("reserve" in leaf) return typeof leaf.reserve === "object" ? leaf.reserve : leaf as Selected & { entity: string };
  return undefined;
}

export function isCall(event: ReplaceEvent, reserve: Selected): event is EntityReplacement {
  return event.kind === "entity" && isAt(event, reserve, event.by);
}

/** What is known of a visit while its replacements are followed: where, how many seats, and whom it is for. */
interface Followed {
  readonly visit: string;
  readonly seats: number;
  readonly draws: Selected[];
}

/** Of these events those that concern the visit; of a reserve none before the one that took it. */
export function concerning(slip: Shows, replaced: readonly Replaced[]): Replaced[] {
  const reserve = reserveOf(slip);
  const visit = visitOf(slip);
  let known: Followed | undefined;
  if (visit !== undefined) known = { visit: visit.id, seats: visit.seats?.length ?? 0, draws: [...visit.draws] };
  return replaced.filter(({ event }) => {
    if (known === undefined) {
      if (!isCall(event, reserve!) || event.visit === undefined) return false;
      // A reserve that joins a visit has no seats of its own.
      known = { visit: event.visit, seats: event.team?.length ?? 0, draws: [reserve!] };
      return true;
    }
    if (event.kind === "inspector") return event.visit === known.visit && event.seat < known.seats;
    const leaves = known.draws.some((one) => isAt(event, one, event.rank));
    const joins = event.by !== undefined && event.visit === known.visit;
    if (joins) known.draws.push({ task: event.task, stratum: event.stratum, rank: event.by! });
    return leaves || joins;
  });
}

/** All replacements that concern the visit and are known: those of the slip, and those of a bundle at hand. */
export function knownReplaced(slip: Slip, bundle: Context | undefined): Replaced[] {
  const own = slip.replaced ?? [];
  const logged = bundle === undefined ? [] : concerning(slip, replacementsOf(bundle.logged));
  return [...logged, ...own.filter((one) => !logged.some((other) => other.index === one.index))].sort((a, b) => a.index - b.index);
}

export function replacementsOf(logged: readonly Logged[]): Replaced[] {
  return logged.flatMap(({ event, index }) => (event.event === "replace" ? [{ event, index }] : []));
}

export interface Seated {
  readonly inspector?: string;
  readonly lead: boolean;
  readonly pool?: string;
}

/** Who goes now, where, and for what. */
export interface Now {
  readonly visit?: string;
  /** Left out where nobody goes, or the slip does not show who: a reserve that joined a visit of others. */
  readonly team?: readonly Seated[];
  readonly days?: readonly string[];
  /** What was drawn and is inspected still, and what is not any more. */
  readonly draws: readonly (Selected & { readonly entity: string })[];
  readonly gone: readonly (Selected & { readonly entity: string })[];
  /** Nothing of the visit is left. */
  readonly off?: true;
  /** Of a reserve: whether it was called up. */
  readonly called?: boolean;
  readonly sentences: readonly Sentence[];
}

/** Applies the replacements that concern the visit, in their order. */
export function nowOf(slip: Shows, replaced: readonly Replaced[]): Now {
  const visit = visitOf(slip);
  const reserve = reserveOf(slip);
  const taken = reserve === undefined ? undefined : replaced[0]?.event;
  const place = visit?.id ?? taken?.visit;
  let team: Seated[] | undefined = visit === undefined ? undefined : [...(visit.seats ?? [])];
  let days = visit?.days;
  let draws: readonly (Selected & { entity: string })[] = visit?.draws ?? [reserve!];
  let joined: readonly Selected[] = [];
  const gone: (Selected & { entity: string })[] = [];
  const sentences: Sentence[] = [];
  for (const { event } of replaced) {
    if (event.kind === "inspector") {
      sentences.push(seatSentence(event));
      const { inspector: _, ...rest } = team![event.seat]!;
      team![event.seat] = { ...rest, ...(event.by !== undefined && { inspector: event.by }) };
      continue;
    }
    const isLeaving = (one: Selected) => isAt(event, one, event.rank);
    if ([...draws, ...joined].some(isLeaving)) sentences.push(goneSentence(event));
    gone.push(...draws.filter(isLeaving));
    draws = draws.filter((one) => !isLeaving(one));
    joined = joined.filter((one) => !isLeaving(one));
    if (event.by === undefined || event.visit !== place) continue;
    sentences.push(calledSentence(event));
    if (event !== taken) joined = [...joined, { task: event.task, stratum: event.stratum, rank: event.by }];
    if (event !== taken || event.team === undefined) continue;
    // Which seat leads is not in the event; the team has the order of the seats.
    team = event.team.map((inspector) => ({ inspector, lead: false }));
    days = event.days;
  }
  const off = draws.length === 0 && joined.length === 0;
  const going = off ? { off } : { ...(team !== undefined && { team }), ...(days !== undefined && { days }) };
  return {
    ...(place !== undefined && { visit: place }), ...going, draws, gone, sentences,
    ...(reserve !== undefined && { called: place !== undefined }),
  };
}
