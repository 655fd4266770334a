// The names of draws (section 5): `<authority>/<sequence>/<attempt>`.

const NAME = /^([0-9A-Z][0-9A-Z._-]{0,63})\/([1-9][0-9]{0,9})\/([1-9][0-9]{0,9})$/;
/** Of a sequence number and an attempt. */
const LARGEST = 4294967295;

export interface DrawParts {
  readonly authority: string;
  readonly sequence: number;
  readonly attempt: number;
}

/** The parts of the name of a draw; null for what is none. */
export function drawParts(name: string): DrawParts | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  const [sequence, attempt] = [Number(found[2]), Number(found[3])];
  return sequence > LARGEST || attempt > LARGEST ? null : { authority: found[1]!, sequence, attempt };
}

export function isDrawName(name: string): boolean {
  return drawParts(name) !== null;
}
