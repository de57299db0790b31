/** The office's own base map: the tiles around one's points, fetched once and kept. */

import type { MapFile } from "../protocol.ts";
import { type Place, project } from "../pure/geo.ts";
import { type Span, type Tile, tileKey, tilesIn } from "../pure/pmtiles.ts";
import { database } from "../store/records.ts";
import { type Basemap, basemap, day, mapTooLarge, mapUnderway, room } from "../store/state.ts";
import { type Archive, open, picture, placeOf } from "./archive.ts";

const MOST_TILES = 300;
const MARGIN = 0.00002; // of the world's width: some 800 m
/** So much room is left for photographs, which come before any map. */
const SPARED_BYTES = 50 * 1_048_576;
let running = false;

type Box = { west: number; east: number; north: number; south: number };

/** Fetch the tiles that are not on the phone yet; a map is a comfort, so failures only wait. */
export async function fetchTiles(): Promise<void> {
  if (running || day.value === null) return;
  running = true;
  try {
    const file = day.value.basemap_file ?? null;
    if (file === null) await forget();
    else await fetchAround(day.value.basemap ?? "", file, places());
  } catch {
    // The next sync goes on from here; what was whole before stays until then.
  } finally {
    running = false;
    mapUnderway.value = null;
  }
}

function places(): Place[] {
  return (day.value?.assignments ?? []).flatMap(({ point: { lon, lat } }) =>
    lon === null || lat === null ? [] : [{ lon, lat }],
  );
}

async function fetchAround(address: string, { tag }: MapFile, points: Place[]): Promise<void> {
  if (points.length === 0) return;
  const box = boxOf(points);
  const around = JSON.stringify(box);
  if (basemap.value?.tag === tag && basemap.value.around === around) return;
  const archive = await open(address, tag);
  if (archive === null) return;
  const tiles = chosen(archive, box);
  if (!(await fetched(archive, tiles))) return;
  await takeOver({ tag, around, closest: tiles[tiles.length - 1]?.z ?? 0 });
}

/** The tiles of ever closer zooms, as long as there are not too many. */
function chosen({ header }: Archive, box: Box): Tile[] {
  const tiles: Tile[] = [];
  for (let z = header.minZoom; z <= header.maxZoom; z += 1) {
    const here = tilesIn(box, z);
    if (tiles.length + here.length > MOST_TILES) break;
    tiles.push(...here);
  }
  return tiles;
}

function boxOf(points: Place[]): Box {
  const at = points.map(project);
  const xs = at.map(({ x }) => x);
  const ys = at.map(({ y }) => y);
  return {
    west: Math.min(...xs) - MARGIN,
    east: Math.max(...xs) + MARGIN,
    north: Math.min(...ys) - MARGIN,
    south: Math.max(...ys) + MARGIN,
  };
}

interface Piece {
  key: string;
  span: Span;
}

/** Whether all tiles have come; where there is no room for them nothing is fetched. */
async function fetched(archive: Archive, tiles: Tile[]): Promise<boolean> {
  const pieces = await missing(archive, tiles);
  const all = pieces.reduce((sum, { span }) => sum + span.length, 0);
  const left = room.value?.left ?? Number.POSITIVE_INFINITY;
  mapTooLarge.value = all > 0 && all + SPARED_BYTES > left ? all : null;
  if (mapTooLarge.value !== null) return false;
  let done = 0;
  for (const { key, span } of pieces) {
    mapUnderway.value = { done, all };
    await (await database()).put("tiles", await picture(archive, span), key);
    done += span.length;
  }
  return true;
}

/** Those that the file has and the phone has not. */
async function missing(archive: Archive, tiles: Tile[]): Promise<Piece[]> {
  const have = new Set(await (await database()).getAllKeys("tiles"));
  const pieces: Piece[] = [];
  for (const tile of tiles) {
    const key = tileKey(archive.tag, tile);
    const span = have.has(key) ? null : await placeOf(archive, tile);
    if (span !== null) pieces.push({ key, span });
  }
  return pieces;
}

/** From now on this map is shown, and the one before it leaves the phone: both at once. */
async function takeOver(made: Omit<Basemap, "tiles" | "bytes">): Promise<void> {
  const change = (await database()).transaction(["tiles", "facts"], "readwrite");
  const whole: Basemap = { ...made, tiles: 0, bytes: 0 };
  let at = await change.objectStore("tiles").openCursor();
  for (; at !== null; at = await at.continue()) {
    if (at.key.startsWith(tileKey(made.tag))) {
      whole.tiles += 1;
      whole.bytes += at.value.size;
    } else await at.delete();
  }
  await change.objectStore("facts").put(whole, "basemap");
  await change.done;
  basemap.value = whole;
}

/** The office has no map any more. */
async function forget(): Promise<void> {
  if (basemap.value === null) return;
  const change = (await database()).transaction(["tiles", "facts"], "readwrite");
  await change.objectStore("tiles").clear();
  await change.objectStore("facts").delete("basemap");
  await change.done;
  basemap.value = null;
}
