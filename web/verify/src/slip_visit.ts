// Which visit a slip shows, which replacements concern it, and who goes now (section 25).

import type { Context } from "./context.js";
import { ending } from "./events.js";
import type { Sentence } from "./messages.js";
import { calledSentence, goneSentence, isAt, seatSentence, type Selected } from "./replaced_told.js";
import { canonical, type Json } from "./serialize.js";
import type { EntityReplacement, Logged, ReplaceEvent } from "./types_events.js";
import type { Slip } from "./types_files.js";
import type { Visit } from "./types.js";

/** A replacement and its place in the log. */
export interface Replaced {
  readonly event: ReplaceEvent;
  readonly index: number;
}

/** The visit that the draw made; undefined on the slip of a reserve. */
export function visitOf({ leaf }: Slip): Visit | undefined {
  if ("visit" in leaf) return leaf.visit;
  return "state" in leaf ? leaf : undefined;
}

export function reserveOf({ leaf }: Slip): (Selected & { readonly entity: string }) | undefined {
  if ("reserve" in leaf) return typeof leaf.reserve === "object" ? leaf.reserve : leaf as Selected & { entity: string };
  return undefined;
}

export function isCall(event: ReplaceEvent, reserve: Selected): event is EntityReplacement {
  return event.kind === "entity" && isAt(event, reserve, event.by);
}

/** The place that is visited: of a reserve only once an event has taken it. */
function placeOf(slip: Slip, replaced: readonly Replaced[]): string | undefined {
  const reserve = reserveOf(slip);
  if (reserve === undefined) return visitOf(slip)!.id;
  const call = replaced.map((one) => one.event).find((event) => isCall(event, reserve));
  return call?.kind === "entity" ? call.visit : undefined;
}

/** Of these events those that concern the visit; of a reserve none before the one that took it. */
export function concerning(slip: Slip, replaced: readonly Replaced[]): Replaced[] {
  const reserve = reserveOf(slip);
  const place = placeOf(slip, replaced);
  const draws: readonly Selected[] = visitOf(slip)?.draws ?? [reserve!];
  const begin = reserve === undefined ? 0 : replaced.findIndex(({ event }) => isCall(event, reserve));
  if (place === undefined || begin < 0) return [];
  return replaced.slice(begin).filter(({ event }) =>
    event.visit === place || (event.kind === "entity" && draws.some((one) => isAt(event, one, event.rank))));
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

/** A seat that an event names but the visit does not have, as far as it is known which it has. */
export class NoSeat extends Error {
  constructor(readonly event: ReplaceEvent, readonly seats: number) {
    super("no such seat");
  }
}

/** Applies the replacements in their order. Throws NoSeat. */
export function nowOf(slip: Slip, replaced: readonly Replaced[]): Now {
  const visit = visitOf(slip);
  const reserve = reserveOf(slip);
  const place = placeOf(slip, replaced);
  let team: Seated[] | undefined = visit === undefined ? undefined : [...(visit.seats ?? [])];
  let days = visit?.days;
  let draws: readonly (Selected & { entity: string })[] = visit?.draws ?? [reserve!];
  const gone: (Selected & { entity: string })[] = [];
  const sentences: Sentence[] = [];
  let joined = 0;
  for (const { event } of replaced) {
    if (event.kind === "inspector") {
      sentences.push(seatSentence(event));
      if (team === undefined) continue;
      const seat = team[event.seat];
      if (seat === undefined) throw new NoSeat(event, team.length);
      const { inspector: _, ...rest } = seat;
      team[event.seat] = { ...rest, ...(event.by !== undefined && { inspector: event.by }) };
      continue;
    }
    const leaving = draws.filter((one) => isAt(event, one, event.rank));
    gone.push(...leaving);
    draws = draws.filter((one) => !leaving.includes(one));
    if (leaving.length > 0) sentences.push(goneSentence(event));
    if (event.visit === undefined || event.visit !== place) continue;
    sentences.push(calledSentence(event));
    if (reserve === undefined || !isCall(event, reserve)) joined++;
    if (event.team === undefined) continue;
    // Which seat leads is not in the event; the team has the order of the seats.
    team = event.team.map((inspector) => ({ inspector, lead: false }));
    days = event.days;
  }
  const off = draws.length === 0 && joined === 0;
  const going = off ? { off } : { ...(team !== undefined && { team }), ...(days !== undefined && { days }) };
  return {
    ...(place !== undefined && { visit: place }), ...going, draws, gone, sentences,
    ...(reserve !== undefined && { called: place !== undefined }),
  };
}

/** Why the replacements of the slip are not those of the bundle, as far as its events reach; or null. */
export function bundleFault(slip: Slip, size: number, { logged, events }: Context): { got: string; expected: string } | null {
  // Once a draw has ended nothing of it follows; else the log may have more of it than the bundle.
  const reach = ending(events) === undefined ? Math.min(size, logged[logged.length - 1]!.index + 1) : size;
  const text = (list: readonly Replaced[]) => list.map(({ event, index }) => `${index} ${canonical(event as unknown as Json)}`).join(", ") || "none";
  const got = text((slip.replaced ?? []).filter(({ index }) => index < reach));
  const expected = text(concerning(slip, replacementsOf(logged).filter(({ index }) => index < reach)));
  return got === expected ? null : { got, expected };
}
