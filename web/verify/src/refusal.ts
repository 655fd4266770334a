// How a check says that it failed.

export interface Where {
  readonly file: string;
  /** Line of a list, from 1. */
  readonly line?: number;
}

export interface Details {
  readonly got?: string | number;
  readonly expected?: string | number;
  readonly where?: Where;
}

/** What does not hold: a short stable code, what was got and expected, and where. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly details: Details = {},
    /** The check to name, where it is not the one that is running. */
    readonly check?: string,
  ) {
    super(code);
  }
}

export function refuse(code: string, details: Details = {}): never {
  throw new Refusal(code, details);
}

/** Refuses unless got and expected are the same. */
export function same(code: string, got: string | number, expected: string | number, where: Where): void {
  if (got !== expected) throw new Refusal(code, { got, expected, where });
}
