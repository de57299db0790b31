import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assignment } from "../src/protocol.ts";
import { lettersOf, numbersOf, partsOf } from "../src/pure/parts.ts";

const [TODAY, AFTER] = ["2026-03-08", "2026-03-09"] as const;

function point(uuid: string, round: number, order: number, more: object = {}): Assignment {
  return { uuid, round, order, day: TODAY, ...more } as Assignment;
}

const SHUFFLED = [
  point("b1", 9, 1),
  point("a1", 7, 1),
  point("r1", 7, 1, { problem: 3 }),
  point("b2", 9, 4),
  point("a2", 7, 2),
  point("p1", 9, 1, { retake: {} }),
];

test("it tells rounds apart, and errands from rounds", () => {
  assert.deepEqual(partsOf(SHUFFLED), [7, 9, "recheck", "retake"]);
});

test("it letters rounds where there are several, the one made first first", () => {
  assert.deepEqual(
    [...lettersOf([9, 7, "retake"])],
    [
      [7, "A"],
      [9, "B"],
    ],
  );
  assert.equal(lettersOf([9, "recheck"]).size, 0);
});

test("it numbers each part by itself and without gaps, as its route is numbered", () => {
  const numbers = numbersOf(SHUFFLED);
  const wanted = { a1: 1, a2: 2, b1: 1, b2: 2, r1: 1, p1: 1 };
  assert.deepEqual(Object.fromEntries(numbers), wanted);
});

test("it begins anew with each day of a round", () => {
  const numbers = numbersOf([point("today", 7, 1), point("after", 7, 1, { day: AFTER })]);
  assert.deepEqual([...numbers.values()], [1, 1]);
});
