import assert from "node:assert/strict";
import { test } from "node:test";
import { distance, metres, outside, project } from "../src/pure/geo.ts";
import { directory, find, header, tileId, tilesIn } from "../src/pure/pmtiles.ts";
import { cover, panned, zoomed } from "../src/pure/view.ts";

const here = { lon: 116.4, lat: 39.9, accuracy_m: 20 };

test("it measures along the sphere", () => {
  assert.equal(distance(here, here), 0);
  // A degree of latitude on a sphere of 6 371 008.8 m.
  assert.ok(Math.abs(distance(here, { lon: 116.4, lat: 40.9 }) - 111_195.1) < 1);
  assert.deepEqual([85, 1234, 34_100].map(metres), ["85 m", "1.2 km", "34 km"]);
});

test("it warns only when somebody is surely outside", () => {
  const point = { lon: 116.402, lat: 39.9 }; // 170.6 m east
  assert.ok(outside(here, point, 150) > 150);
  assert.equal(outside({ ...here, accuracy_m: 30 }, point, 150), 0);
  assert.equal(outside(null, point, 150), 0);
  assert.equal(outside(here, { lon: null, lat: null }, 150), 0);
});

test("it projects the world to the unit square", () => {
  assert.deepEqual(project({ lon: 0, lat: 0 }), { x: 0.5, y: 0.5 });
  assert.ok(Math.abs(project({ lon: 180, lat: 85.0511287798 }).y) < 1e-9);
});

test("it numbers tiles along the Hilbert curve, as the specification lists them", () => {
  const listed = [
    [0, 0, 0, 0],
    [1, 0, 0, 1],
    [1, 0, 1, 2],
    [1, 1, 1, 3],
    [1, 1, 0, 4],
    [2, 0, 0, 5],
  ];
  for (const [z = 0, x = 0, y = 0, id] of listed) assert.equal(tileId(z, x, y), id);
  assert.equal(tileId(12, 3423, 1763), 19_078_479);
});

test("it gives every tile of a zoom a number of its own", () => {
  const ids = tilesIn({ west: 0, east: 1, north: 0, south: 1 }, 4).map(({ z, x, y }) =>
    tileId(z, x, y),
  );
  assert.deepEqual([new Set(ids).size, Math.min(...ids), Math.max(...ids)], [256, 85, 340]);
});

test("it reads a directory and finds a tile, a run of tiles, a leaf or nothing", () => {
  // Three rows: id 5 (run 2, length 300, offset 0), id 9 (leaf), id 20 (follows at once).
  const rows = directory(Uint8Array.of(3, 5, 4, 11, 2, 0, 1, 0xac, 2, 10, 7, 1, 101, 0));
  assert.deepEqual(
    rows.map((row) => row.offset),
    [0, 100, 110],
  );
  assert.equal(find(rows, 6)?.length, 300);
  assert.equal(find(rows, 12)?.run, 0);
  assert.equal(find(rows, 7), null);
  assert.equal(find(rows, 4), null);
});

test("it takes no file for a map that is none", () => {
  assert.equal(header(new ArrayBuffer(127)), null);
});

test("it shows all places, and keeps the middle when it zooms", () => {
  const places = [
    { x: 0.8, y: 0.4 },
    { x: 0.81, y: 0.405 },
  ];
  const view = cover(places, { width: 360, height: 480 });
  for (const { x } of places) assert.ok(Math.abs(x - view.x) * view.scale <= 180);
  assert.deepEqual({ ...zoomed(view, 2), scale: view.scale }, view);
  assert.ok(panned(view, 36, 0).x < view.x);
});
