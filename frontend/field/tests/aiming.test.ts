import assert from "node:assert/strict";
import { test } from "node:test";
import { aimAt, aimOf } from "../src/pure/aiming.ts";

for (const item of ["A-1", "路灯", "a/b&c=d", "%", "item=x"]) {
  for (const repeat of ["", "2"]) {
    test(`it leads to ${item} at stop ${repeat || 1} and nowhere else`, () => {
      const address = aimAt("uuid", { item, repeat });
      assert.equal(address.split("/")[1], "uuid");
      assert.deepEqual(aimOf(address), { item, repeat });
    });
  }
}

test("it leads to no item from what names none", () => {
  for (const address of ["", "points", "point/uuid", "point/uuid/", "point/uuid/%", "close/uuid"]) {
    assert.equal(aimOf(address), null, address);
  }
});
