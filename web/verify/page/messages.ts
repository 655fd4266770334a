// What window and Worker say to each other.

import type { Answer, CheckResult, Verdict } from "../src/index.js";

/** A file that was dropped or chosen, with its path below what was dropped. */
export interface Given {
  readonly path: string;
  readonly file: File;
}

export type Question =
  | { readonly ask: "check"; readonly files: readonly Given[]; readonly expect: string; readonly policy: string; readonly today: string }
  | { readonly ask: "why"; readonly id: string };

export type Reply =
  | { readonly say: "started"; readonly check: string; readonly number: number; readonly of: number }
  | { readonly say: "progress"; readonly share: number }
  | { readonly say: "finished"; readonly result: CheckResult }
  | { readonly say: "verdict"; readonly verdict: Verdict; readonly draw: string; readonly authority: string; readonly campaign: string; readonly milliseconds: number }
  | { readonly say: "answer"; readonly answer: Answer }
  | { readonly say: "unreadable"; readonly reason: string };
