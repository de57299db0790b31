import assert from "node:assert/strict";
import { test } from "node:test";
import type { Assignment } from "../src/protocol.ts";
import { chosen, daysOf, isOf } from "../src/pure/days.ts";

const [BEFORE, TODAY, AFTER] = ["2026-03-07", "2026-03-08", "2026-03-09"] as const;
const on = (day: string, more: object = {}): Assignment => ({ day, ...more }) as Assignment;

test("it shows today until another day is picked", () => {
  assert.equal(chosen(undefined, [BEFORE, TODAY], TODAY), TODAY);
  assert.equal(chosen(BEFORE, [BEFORE, TODAY], TODAY), BEFORE);
  assert.equal(chosen(null, [BEFORE, TODAY], TODAY), null);
});

test("it shows all days where today has no points, and today where the picked day is gone", () => {
  assert.equal(chosen(undefined, [BEFORE, AFTER], TODAY), null);
  assert.equal(chosen(AFTER, [BEFORE, TODAY], TODAY), TODAY);
});

test("it hides no errand that waits since another day", () => {
  assert.ok(isOf(TODAY, on(BEFORE, { problem: 3 }), TODAY));
  assert.ok(isOf(TODAY, on(BEFORE, { retake: {} }), TODAY));
  assert.ok(!isOf(TODAY, on(BEFORE), TODAY));
  assert.ok(!isOf(AFTER, on(BEFORE, { problem: 3 }), TODAY));
  assert.ok(isOf(null, on(BEFORE), TODAY));
});

test("it names today first of all days", () => {
  assert.deepEqual(
    daysOf(
      [AFTER, BEFORE, TODAY, BEFORE].map((one) => on(one)),
      TODAY,
    ),
    [TODAY, BEFORE, AFTER],
  );
});
