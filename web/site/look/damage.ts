// What is wrong with files that a site serves: told in both languages, with what was got and expected where that helps.

import type { Sentence } from "../../verify/src/messages.js";
import { Refusal } from "../../verify/src/refusal.js";
import type { CheckResult } from "../../verify/src/verify.js";

/** A file that is not what it must be. Then there is no answer, for whatever code. */
export class Damaged extends Error {
  constructor(readonly file: string, readonly sentence: Sentence, readonly got?: string, readonly expected?: string) {
    super(`${file}: ${sentence.en}`);
  }
}

const FORM: Sentence = { zh: "文件的写法不符合规范。", en: "The file is not written as it must be." };

/** Does something with a file; what it refuses is told as damage of that file. */
export async function ofFile<T>(file: string, does: () => T | Promise<T>): Promise<T> {
  try {
    return await does();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { got, expected } = error.details;
    throw new Damaged(file, FORM, got === undefined ? undefined : String(got), expected === undefined ? undefined : String(expected));
  }
}

/** A step of section 25 that failed. */
export function failedStep(file: string, { got, expected, sentence }: CheckResult): Damaged {
  return new Damaged(file, sentence, got === undefined ? undefined : String(got), expected === undefined ? undefined : String(expected));
}
