// What window and Worker say to each other.

import type { Answer, CheckResult, FileVerdict, Verdict } from "../src/index.js";

/** A file that was dropped or chosen, with its path below what was dropped. */
export interface Given {
  readonly path: string;
  readonly file: File;
}

/** What a person knows from elsewhere; empty where nothing was said. */
export interface Known {
  readonly expect: string;
  readonly policy: string;
  readonly today: string;
}

export type Question =
  | { readonly ask: "bundle"; readonly files: readonly Given[]; readonly log: readonly Given[]; readonly known: Known; readonly helper: MessagePort }
  | { readonly ask: "file"; readonly file: File; readonly known: Known }
  | { readonly ask: "why"; readonly id: string }
  | { readonly ask: "help"; readonly port: MessagePort };

export interface Judged {
  readonly say: "verdict";
  readonly verdict: Verdict;
  readonly draw: string;
  readonly authority: string;
  readonly campaign: string;
  readonly milliseconds: number;
}

export type Reply =
  | { readonly say: "started"; readonly check: string }
  | { readonly say: "progress"; readonly share: number }
  | { readonly say: "finished"; readonly result: CheckResult }
  | Judged
  | { readonly say: "file"; readonly verdict: FileVerdict; readonly besideBundle: boolean }
  | { readonly say: "no file"; readonly reason: string }
  | { readonly say: "answer"; readonly answer: Answer }
  | { readonly say: "unreadable"; readonly reason: string };
