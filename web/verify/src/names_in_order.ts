// The names alone of a draw's entries (section 20.2): what of their order everybody sees who has only the log.

// Names of one stage come in any order among themselves; stages only go up.
export const STAGES: Readonly<Record<string, number>> = {
  announce: 0, share: 1, contribution: 2, commitment: 2, reveal: 3, close: 4, sign: 5, roll: 6, draw: 7, open: 8, replace: 8, finish: 9,
};

/** What must have come before an event of this name. */
export const AFTER: Readonly<Record<string, string>> = {
  sign: "close", roll: "close", draw: "roll", open: "draw", replace: "draw", finish: "draw",
};

const ONCE = ["announce", "close", "roll", "draw", "finish", "void"];

/** The names of one draw, in the log's order. */
export class NamesInOrder {
  private readonly seen = new Set<string>();
  private stage = 0;

  has(name: string): boolean {
    return this.seen.has(name);
  }

  /** Takes the next name, which is one of 20.1; returns what was expected in its place, or null. */
  next(name: string): string | null {
    const fault = this.fault(name);
    this.seen.add(name);
    this.stage = Math.max(this.stage, STAGES[name] ?? 0);
    return fault;
  }

  private fault(name: string): string | null {
    if (this.seen.size === 0) return name === "announce" ? null : "its announcement before it";
    if (this.seen.has("finish") || this.seen.has("void")) return "nothing after its end";
    if (ONCE.includes(name) && this.seen.has(name)) return "once";
    if (name === "void") return null;
    if (STAGES[name]! < this.stage) return "the order of section 20.2";
    const needed = AFTER[name];
    return needed === undefined || this.seen.has(needed) ? null : `${needed} before it`;
  }
}
