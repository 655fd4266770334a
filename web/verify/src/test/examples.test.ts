// The worked examples of sections 13.11 and 14.5, step by step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { components } from "../components.js";
import { fill, level } from "../fill.js";
import type { Instance } from "../instance.js";
import { impossibilities } from "../impossible.js";
import { Schedule } from "../schedule.js";
import { Seating } from "../seating.js";
import { Stream } from "../stream.js";
import { Walk } from "../walk.js";

const A = 0, B = 1, C = 2;

const INSTANCE: Instance = {
  inspectors: 6,
  min: Int32Array.of(0, 0, 2, 0, 0, 0),
  max: Int32Array.of(3, 2, 3, 1, 2, 9),
  seatStart: Int32Array.of(0, 2, 4, 6, 9, 10),
  seatPool: Int32Array.of(A, C, A, B, B, C, A, C, C, C),
  pools: [[0, 1], [1, 2, 3], [0, 2, 3, 4], [5]].map((list) => Int32Array.from(list)),
  barred: [[], [1], [2], [], [0]].map((list) => Int32Array.from(list)),
  apart: [[4], [], [], [], [0], []].map((list) => Int32Array.from(list)),
  together: false,
};

function holders(seating: Seating): string {
  return seating.holder.join(" ");
}

function held(seating: Seating): string {
  return seating.held.map((list) => `[${list.join(", ")}]`).join(" ");
}

test("13.11: pairing", () => {
  const found = components(INSTANCE, [0, 1, 2, 3, 4]);
  assert.deepEqual(found, [{ visits: [0, 1, 2, 3, 4], inspectors: [0, 1, 2, 3, 4] }]);
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  key[31] = 0x16;
  const stream = new Stream(key);
  const seating = new Seating(INSTANCE, found[0]!, stream);
  assert.equal(stream.words, 8);
  assert.deepEqual([...seating.inspectorOf], [2, 1, 3, 4, 0]);
  assert.deepEqual([...seating.visitOf], [0, 2, 3, 4, 1]);
  // The pools A, B, C are those of the seats 0, 2 and 1.
  assert.deepEqual([0, 2, 1].map((s) => [...seating.pools[seating.seatPool[s]!]!]), [[1, 4], [0, 1, 2], [0, 2, 3, 4]]);
  assert.equal(fill(seating), null);
  assert.equal(holders(seating), "1 4 2 3 4 0 3 0 4 0");
  assert.equal(held(seating), "[7, 5, 9] [0] [2] [3, 6] [4, 8, 1]");
  assert.equal(level(seating), true);
  assert.equal(holders(seating), "1 4 1 3 4 0 3 2 4 0");
  assert.equal(held(seating), "[9, 5] [0, 2] [7] [3, 6] [4, 8, 1]");
  assert.equal(stream.words, 8);
});

test("13.11: the random walk", () => {
  const key = Uint8Array.from({ length: 32 }, (_, i) => i);
  key[31] = 0x16;
  const stream = new Stream(key);
  const seating = new Seating(INSTANCE, components(INSTANCE, [0, 1, 2, 3, 4])[0]!, stream);
  fill(seating);
  level(seating);
  const walk = new Walk(seating, stream);
  const rounds: [number, number, number, number, string, string][] = [
    [0, 26, 1, 67, "4 0 1 3 1 4 3 2 4 0", "[9, 1] [2, 4] [7] [6, 3] [8, 0, 5]"],
    [4, 1, 1, 71, "4 0 1 3 1 4 3 2 4 0", "[9, 1] [2, 4] [7] [6, 3] [8, 0, 5]"],
    [0, 3, 4, 77, "4 0 1 3 1 4 3 2 4 0", "[9, 1] [2, 4] [7] [6, 3] [8, 5, 0]"],
    [2, 9, 1, 104, "4 3 1 3 1 4 2 0 4 0", "[9, 7] [4, 2] [6] [3, 1] [8, 5, 0]"],
  ];
  for (const [opened, moves, last, words, holder, lists] of rounds) {
    walk.round();
    walk.totalMoves += walk.moves;
    walk.rounds++;
    assert.deepEqual([walk.opened, walk.moves, walk.lastSat, stream.words], [opened, moves, last, words]);
    assert.equal(holders(seating), holder);
    assert.equal(held(seating), lists);
  }
  walk.pass();
  assert.deepEqual([walk.rounds, stream.words], [1149, 21494]);
  assert.equal(holders(seating), "1 3 1 4 4 0 3 2 4 0");
  assert.equal(held(seating), "[5, 9] [2, 0] [7] [1, 6] [8, 3, 4]");
  walk.together();
  assert.deepEqual([walk.undone, stream.words, seating.repeats], [224, 32053, 0]);
  assert.equal(holders(seating), "4 0 1 4 1 2 3 3 4 0");
  assert.equal(held(seating), "[9, 1] [2, 4] [5] [7, 6] [8, 3, 0]");
  const result: number[] = [];
  seating.seatNumber.forEach((number, s) => { result[number] = seating.inspectorOf[seating.holder[s]!]!; });
  assert.deepEqual(result, [0, 2, 0, 2, 1, 0, 1, 3, 4, 4]);
});

test("14.5: schedule", () => {
  const table = {
    days: 4, avail: new Uint8Array(16).fill(1), cap: 2,
    durations: Int32Array.of(1, 2, 1, 1, 1, 1),
    teams: [[0, 1], [1, 2], [0, 2], [2, 3], [3], [0, 3]].map((team) => Int32Array.from(team)),
  };
  assert.deepEqual(impossibilities(table, 4), []);
  const stream = new Stream(new Uint8Array(32).fill(0x11));
  const schedule = new Schedule(table, stream);
  assert.deepEqual([...schedule.queue, stream.words], [0, 3, 1, 2, 5, 4, 5]);
  const told: string[] = [];
  schedule.run((x, from, start, evicted) => told.push(`${x}: [${from}] ${start} [${evicted}]`));
  assert.deepEqual(told, [
    "0: [0,1,2,3] 2 []", "3: [0,1,2,3] 3 []", "1: [0] 0 []", "2: [0,1,2,3] 1 [1]", "5: [0] 0 []", "4: [1,2] 2 []",
    "1: [1,2] 2 [0,3]", "0: [0,1,3] 1 [2]", "3: [1] 1 []", "2: [0,2,3] 3 [1]", "1: [0,1] 0 [0,3]", "0: [2] 2 []",
    "3: [2,3] 2 [4]", "4: [1,3] 1 []",
  ]);
  assert.deepEqual([[...schedule.starts], stream.words, schedule.evictions], [[2, 0, 3, 2, 1, 0], 27, 8]);
  schedule.mix();
  assert.deepEqual([[...schedule.starts], stream.words], [[2, 0, 3, 2, 0, 1], 219]);
});

test("14.3: three pairs of three inspectors on two days: nothing is proved, and there is no schedule", () => {
  const table = {
    days: 2, avail: new Uint8Array(6).fill(1), cap: 0, durations: Int32Array.of(1, 1, 1),
    teams: [[0, 1], [0, 2], [1, 2]].map((team) => Int32Array.from(team)),
  };
  assert.deepEqual(impossibilities(table, 3), []);
  const schedule = new Schedule(table, new Stream(new Uint8Array(32)));
  schedule.run();
  assert.equal(schedule.complete, false);
});
