import assert from "node:assert/strict";
import { test } from "node:test";
import type { Checklist, Item, Kind } from "../src/protocol.ts";
import {
  groupsOf,
  type Judged,
  lacks,
  progress,
  retaking,
  shades,
  slotsOf,
  stops,
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

test("it counts what is judged, incomplete and untouched", () => {
  const some = [judged({ photographs: [] }), judged({ repeat: "2", result: "pass" })];
  const so = progress(checklist, kind, some, 10);
  assert.deepEqual([so.slots, so.judged, so.lacking.length, so.unjudged.length], [6, 2, 1, 4]);
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
