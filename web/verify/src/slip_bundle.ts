// Replacements of a slip beside a bundle (section 25, `slip-draw`): as far as the bundle reaches they are those of its
// events. What is checked of later ones is in slip_beyond.ts.

import type { Context } from "./context.js";
import { ending } from "./events.js";
import { canonical, type Json } from "./serialize.js";
import { concerning, replacementsOf, type Replaced } from "./slip_visit.js";
import type { Slip } from "./types_files.js";

/** Before which place of the log the bundle has everything of its draw. Once a draw has ended nothing of it follows. */
export function reachOf({ logged, events }: Context): number {
  return ending(events) === undefined ? logged[logged.length - 1]!.index + 1 : Infinity;
}

/** Those that came after the last event of the bundle. */
export function beyond(slip: Slip, bundle: Context): readonly Replaced[] {
  const reach = reachOf(bundle);
  return (slip.replaced ?? []).filter(({ index }) => index >= reach);
}

/** Why the replacements of the slip are not those of the bundle, as far as its events reach; or null. */
export function bundleFault(slip: Slip, size: number, bundle: Context): { got: string; expected: string } | null {
  const reach = Math.min(size, reachOf(bundle));
  const text = (list: readonly Replaced[]) => list.map(({ event, index }) => `${index} ${canonical(event as unknown as Json)}`).join(", ") || "none";
  const got = text((slip.replaced ?? []).filter(({ index }) => index < reach));
  const expected = text(concerning(slip, replacementsOf(bundle.logged).filter(({ index }) => index < reach)));
  return got === expected ? null : { got, expected };
}
