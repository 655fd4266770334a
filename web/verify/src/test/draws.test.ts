// The intermediate values of the whole draws: keys, tickets, streams, aside ranks, commitments, salts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { hex, unhex, utf8 } from "../bytes.js";
import { expand, extract, H, hmac, u64be } from "../hash.js";
import { streamKey } from "../pair.js";
import { canonicalLine } from "../serialize.js";
import { sha256 } from "../sha256.js";
import { Stream } from "../stream.js";
import { goodBundle, vector, verifyFiles } from "./support.js";

function words(key: Uint8Array, count: number): string[] {
  const stream = new Stream(key);
  return Array.from({ length: count }, () => String(stream.word()));
}

for (const base of ["tiny", "rules", "tight"]) {
  test(`intermediate values: ${base}`, async () => {
    const { context } = await verifyFiles(goodBundle(base));
    const v = vector(`${base}/draw.json`);
    const { keys, selection, contents, plan } = context;
    assert.equal(hex(keys.close), v.close);
    assert.equal(hex(keys.final), v.final);
    assert.equal(hex(keys.seed), v.seed);
    assert.equal(hex(extract(keys.plan, new Uint8Array([...keys.close, ...keys.final]))), v.seed_extracted);
    assert.equal(hex(sha256(keys.seed)), v.seed_hash);
    assert.equal(hex(keys.pair), v.pair_key);
    assert.equal(hex(keys.schedule), v.schedule_key);
    if (v.select_key !== undefined) assert.equal(hex(expand(keys.seed, "mq1/select")), v.select_key);
    for (const k of [0, 1]) assert.equal(hex(H("mq1/simulate", keys.plan, u64be(k))), v[`simulated_seed_${k}`]);
    plan.tasks.forEach((task, t) => {
      const mine = v.select_by_task?.[task.id] ?? v;
      assert.equal(keys.k[t], mine.k);
      for (const id of Object.keys(mine.tickets)) {
        assert.equal(selection.tickets[t]!.hex(contents.entities.find(id)), mine.tickets[id]);
      }
    });
    const seated = context.visits.filter((visit) => visit.seats.length > 0);
    assert.deepEqual(seated.map((visit) => visit.id), v.visits_with_seats.map((one: any) => one.id));
    seated.forEach((visit, i) => {
      const one = v.visits_with_seats[i];
      assert.deepEqual(visit.seats.map((seat) => seat.pool), one.seats);
      assert.equal(hex(H("mq1/aside", keys.pair, visit.id)), one.aside_rank);
      for (const [kind, key] of [["pair", keys.pair], ["schedule", keys.schedule]] as const) {
        const made = streamKey(key, kind, visit.id, 0);
        assert.equal(hex(made), one[`${kind}_stream_0`].key);
        assert.deepEqual(words(made, 4), one[`${kind}_stream_0`].first_words);
      }
    });
  });

  test(`commitments of freeze: ${base}`, async () => {
    const v = vector(`${base}/freeze.json`);
    const { context } = await verifyFiles(goodBundle(base));
    assert.equal(hex(context.keys.plan), v.plan_digest);
    const { barred } = context.contents;
    for (const one of v.barred_openings_of_all) {
      const line = barred!.ids.find(utf8(one.id));
      for (const kind of ["law", "rotation"] as const) {
        const got = H("mq1/barred", kind, unhex(one[kind].salt), ...one[kind].inspectors);
        assert.equal(hex(got), hex(barred![kind].at(line)));
        const line2 = canonicalLine({ inspectors: one[kind].inspectors, kind });
        const secret = Uint8Array.from({ length: 32 }, (_, i) => i);
        const salt = hmac(secret, H("mq1/salt", "barred", v.draw, one.id, line2));
        if (base === "tiny") assert.equal(hex(salt), one[kind].salt);
      }
    }
  });
}
