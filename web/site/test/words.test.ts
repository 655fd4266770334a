// Every text for people is there in both languages, and in the one that it says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WORDS as LOOK } from "../look/words.js";
import { WHY, WORDS as SLIP } from "../slip/words.js";
import { WORDS as VERIFY } from "../verify/words.js";

for (const [name, words] of Object.entries({ look: LOOK, slip: SLIP, why: WHY, verify: VERIFY })) {
  test(`words of ${name}`, () => {
    for (const [key, word] of Object.entries(words)) {
      assert.deepEqual(Object.keys(word).sort(), ["en", "zh"], key);
      assert.match(word.zh, /\p{Script=Han}/u, key);
      assert.doesNotMatch(word.en, /\p{Script=Han}/u, key);
      assert.ok(word.en.trim() !== "", key);
    }
  });
}
