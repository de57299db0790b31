import assert from "node:assert/strict";
import { test } from "node:test";
import type { Checklist, Item, Kind } from "../src/protocol.ts";
import {
  byGroup,
  enoughOf,
  groupsOf,
  type Judged,
  type Lack,
  lacks,
  progress,
  retaking,
  shades,
  slotsOf,
  stops,
  told,
  withheld,
} from "../src/pure/judging.ts";

const nothing = { zh: "", en: "" };
const plain: Item = {
  title: nothing,
  guidance: nothing,
  exceptions: nothing,
  veto: false,
  asks: "result",
  unit: null,
  answers: [
    { value: "pass", title: nothing, met: true },
    { value: "fail", title: nothing, met: false },
  ],
};
const graded: Item = {
  ...plain,
  asks: "grade",
  answers: [
    { value: "A", title: nothing, met: true },
    { value: "C", title: nothing, met: false },
  ],
};
const kind: Kind = {
  title: nothing,
  groups: [
    { id: "shared", title: nothing, battery: true, items: ["b", "a"] },
    { id: "own", title: nothing, battery: false, items: ["a"] },
  ],
  repeats: { title: nothing, number: 3, metres: null },
};
const checklist: Checklist = {
  sha256: "",
  title: nothing,
  kinds: { k: kind },
  items: { a: plain, b: graded },
};

function judged(said: Partial<Judged>): Judged {
  const whole = { remark: "十个字的说明写在这里了", photographs: ["p"], count: null, of: null };
  return { item: "a", repeat: "", result: "fail", ...whole, ...said };
}

test("it asks nothing of what was met, does not apply or was graded well", () => {
  const bare = { remark: "", photographs: [] };
  assert.deepEqual(lacks(plain, judged({ ...bare, result: "pass" }), 10), []);
  assert.deepEqual(lacks(plain, judged({ ...bare, result: "na" }), 10), []);
  assert.deepEqual(lacks(graded, judged({ ...bare, result: "A" }), 10), []);
});

test("it asks a failed item for a photograph and enough characters", () => {
  assert.deepEqual(lacks(plain, judged({ remark: "  九个字还差一个字 " }), 10), ["remark"]);
  assert.deepEqual(lacks(graded, judged({ result: "C", photographs: [] }), 10), ["photograph"]);
  assert.deepEqual(lacks(plain, judged({ remark: "😀".repeat(10) }), 10), []);
});

test("it asks for the numbers that the rule needs", () => {
  const of: Item = { ...plain, asks: "count-of" };
  assert.deepEqual(lacks({ ...plain, asks: "count" }, judged({}), 10), ["count"]);
  assert.deepEqual(lacks({ ...plain, asks: "count", needs: [] }, judged({}), 10), []);
  assert.deepEqual(lacks(of, judged({ count: 1 }), 10), ["of"]);
  assert.deepEqual(lacks(of, judged({ count: 3, of: 2 }), 10), ["more-than-all"]);
  assert.deepEqual(lacks(of, judged({ count: 0, of: 2 }), 10), []);
});

const faults: Item = { ...plain, asks: "count", needs: [], unit: nothing };
const calls: Item = { ...faults, needs: ["count"], wanted: 2 };
const measured: Item = { ...plain, asks: "count", needs: ["count"] };
const growth: Item = { ...measured, signed: true };
const rate: Item = { ...plain, asks: "count-of", needs: ["count"] };

const NUMBERS: [string, Item, number | null, number | null, Lack[]][] = [
  ["a count of faults", faults, 3, null, []],
  ["no count of faults, which is one", faults, null, null, []],
  ["fewer than no faults", faults, -3, null, ["negative"]],
  ["two and a half faults", faults, 2.5, null, ["fraction"]],
  ["minus half a fault", faults, -0.5, null, ["negative", "fraction"]],
  ["fewer calls than none", calls, -1, null, ["negative"]],
  ["a measured value with a fraction", measured, 0.5, null, []],
  ["a measured value below zero", measured, -0.5, null, ["negative"]],
  ["growth below zero", growth, -0.5, null, []],
  ["a rate that is told as such", rate, 0.95, null, []],
  ["a rate below zero", rate, -1, 2, ["negative"]],
  ["a rate out of nothing", rate, 0, 0, ["no-total"]],
  ["a rate out of less than nothing", rate, 1, -2, ["no-total"]],
  ["a total without a count", rate, null, 0, ["count", "no-total"]],
  ["more than all", rate, 3, 2, ["more-than-all"]],
  ["all", rate, 2, 2, []],
];

for (const [what, item, count, of, wanted] of NUMBERS) {
  test(`it holds back what the site refuses, and nothing else: ${what}`, () => {
    assert.deepEqual(lacks(item, judged({ count, of }), 10), wanted);
  });
}

const full = { count: 3, of: 4, remark: "路灯不亮", photographs: ["p"] };
const bare = { count: null, of: null, remark: "", photographs: [] };
const shown = { ...bare, photographs: ["p"] };

const TOLD: [string, Item, string, boolean, Partial<Judged>][] = [
  ["all of what was not met", plain, "fail", false, full],
  ["all of a grade that is none", graded, "C", false, full],
  ["the word alone of what is met", plain, "pass", false, bare],
  ["the word alone of a good grade", graded, "A", false, bare],
  ["the word alone of what does not apply", plain, "na", true, bare],
  ["the photograph too of what was put right", plain, "pass", true, shown],
  ["nothing of what is not judged any more", plain, "", true, bare],
];

for (const [what, item, result, recheck, wanted] of TOLD) {
  test(`it sends ${what}`, () => {
    const one = judged({ ...full, result });
    assert.deepEqual(told(item, one, recheck), { ...one, ...wanted });
    const kept = { photographs: wanted.photographs?.length ? 0 : 1, written: wanted !== full };
    assert.deepEqual(withheld(item, one, recheck), kept);
  });
}

const outOf: Item = { ...plain, asks: "count-of", needs: ["count", "of"], unit: nothing };

const ENOUGH: [string, Item, Partial<Judged>, number | null][] = [
  ["two calls of two", calls, { count: 2 }, 2],
  ["more calls than are wanted", calls, { count: 5, result: "again" }, 2],
  ["one call of two", calls, { count: 1 }, null],
  ["two calls of two, and met", calls, { count: 2, result: "pass" }, null],
  ["calls that nobody counted", calls, {}, null],
  ["all there are", outOf, { count: 3, of: 3 }, 3],
  ["fewer than there are", outOf, { count: 2, of: 3 }, null],
  ["nothing of nothing", outOf, { count: 0, of: 0 }, null],
  ["faults, of which none is wanted", faults, { count: 9 }, null],
  ["a rate, whose steps are not known", rate, { count: 3, of: 3 }, null],
];

for (const [what, item, said, wanted] of ENOUGH) {
  test(`it sees a count that contradicts its word, and blocks nothing: ${what}`, () => {
    const answers = [...item.answers, { value: "again", title: nothing, met: false }];
    const one = judged(said);
    assert.equal(enoughOf({ ...item, answers }, one), wanted);
    if (wanted !== null) assert.deepEqual(lacks({ ...item, answers }, one, 10), []);
  });
}

test("it names stops as the protocol does, the first by nothing", () => {
  assert.deepEqual(stops(kind), ["", "2", "3"]);
  assert.deepEqual(stops({ ...kind, repeats: null }), [""]);
});

test("it shows own items before batteries and judges an item of both once", () => {
  assert.deepEqual(
    groupsOf(kind).map((group) => group.id),
    ["own", "shared"],
  );
  assert.equal(slotsOf(kind).length, 2 * 3);
  assert.deepEqual(
    groupsOf(kind, ["b"]).map((group) => group.items),
    [["b"]],
  );
});

test("it sorts places by the group that asks for them, each once", () => {
  const slots = slotsOf(kind).filter((slot) => slot.repeat !== "3");
  const sorted = byGroup(kind, slots).map(({ group, slots: some }) => [group.id, some]);
  const both = (item: string) => ["", "2"].map((repeat) => ({ item, repeat }));
  assert.deepEqual(sorted, [
    ["own", both("a")],
    ["shared", both("b")],
  ]);
  assert.deepEqual(
    byGroup(
      kind,
      slots.filter((slot) => slot.item === "b"),
    ).length,
    1,
  );
});

test("it counts what is judged, incomplete and untouched", () => {
  const some = [judged({ photographs: [] }), judged({ repeat: "2", result: "pass" })];
  const so = progress(checklist, kind, some, 10);
  assert.deepEqual([so.slots, so.judged, so.lacking.length, so.unjudged.length], [6, 2, 1, 4]);
});

test("it counts no answer that was taken back", () => {
  const before = progress(checklist, kind, [judged({ result: "pass" })], 10);
  const after = progress(checklist, kind, [judged({ result: "", photographs: [] })], 10);
  assert.deepEqual([before.judged, before.unjudged.length], [1, 5]);
  assert.deepEqual([after.judged, after.unjudged.length, after.lacking.length], [0, 6, 0]);
});

test("it wants nothing but a photograph of what is taken again", () => {
  const short = judged({ photographs: [], remark: "短" });
  assert.deepEqual(retaking(short), {
    slots: 1,
    judged: 1,
    lacking: [{ item: short.item, repeat: short.repeat }],
    unjudged: [],
  });
  assert.deepEqual(retaking(judged({ photographs: ["p"] })).lacking, []);
});

test("it offers shades of failure for plain items alone", () => {
  assert.deepEqual(
    shades(plain).map((one) => one.value),
    ["fail"],
  );
  assert.deepEqual(shades(graded), []);
});
