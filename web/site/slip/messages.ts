// What window and Worker say to each other about one slip.

import type { FileVerdict, Sentence } from "../../verify/src/index.js";

export type Question =
  | {
    readonly ask: "slip";
    readonly bytes: Uint8Array;
    /** Address of the site's root. */
    readonly root: string;
    /** Verifier keys of logs that the site names. */
    readonly keys: readonly string[];
    readonly today: string;
    /** How many bytes of a bundle are fetched unasked. */
    readonly unasked: number;
  }
  /** Fetch the bundle all the same, though it is large. */
  | { readonly ask: "go on" };

/** What the slip was held against. */
export type Against = "nothing" | "log" | "bundle";

/** Why it was not held against a published outcome. */
export type Why = "fetching" | "large" | "unreachable" | "unpublished" | "nameless" | "announced" | "faulty" | "";

export interface Judged {
  readonly say: "judged";
  readonly verdict: FileVerdict;
  readonly against: Against;
  readonly why: Why;
  /** Nothing more comes. */
  readonly last: boolean;
  /** Of a bundle that was fetched. */
  readonly draw?: Known;
  /** What went wrong there. */
  readonly detail?: Sentence;
  /** Bytes of a bundle that is large. */
  readonly size?: number;
}

/** What a verified bundle knows beside the slip. */
export interface Known {
  readonly authority: string;
  readonly campaign: string;
  readonly digest: string;
  readonly entity?: string;
  readonly items: readonly { readonly id: string; readonly name: string }[];
  readonly void?: Sentence;
}

export type Reply =
  | Judged
  | { readonly say: "progress"; readonly step: "fetch" | "check"; readonly what: string; readonly share: number }
  | { readonly say: "no slip"; readonly reason: string };
