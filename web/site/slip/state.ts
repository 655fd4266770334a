// What is said of a slip at one glance.

import type { Judged } from "./messages.js";

/** `off`: genuine, but nobody is to come on it. `checking`: nothing stands beside it yet. */
export type State = "good" | "bad" | "unsure" | "off" | "checking";

export function stateOf({ against, draw, verdict, why }: Judged): State {
  if (!verdict.ok) return "bad";
  if (draw?.void !== undefined) return "off";
  // Not before the published outcome was looked at: it may know that the draw is void, or of a later replacement.
  if (why === "fetching") return "checking";
  if (against === "nothing") return "unsure";
  return verdict.now?.off === true || verdict.now?.called === false ? "off" : "good";
}
