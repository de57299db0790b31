/** The office's own base map: the tiles around one's points, fetched once and kept. */

import { type Place, project } from "../pure/geo.ts";
import {
  directory,
  find,
  HEADER_BYTES,
  type Header,
  header,
  type Row,
  type Span,
  type Tile,
  tileId,
  tilesIn,
} from "../pure/pmtiles.ts";
import { database, fact, keep } from "../store/records.ts";
import { day, tileZoom } from "../store/state.ts";

const MOST_TILES = 300;
const MARGIN = 0.00002; // of the world's width: some 800 m

interface Source {
  address: string;
  header: Header;
  leaves: Map<number, Row[]>;
}

/** Fetch the tiles that are not on the phone yet; a map is a comfort, so failures are silent. */
export async function fetchTiles(): Promise<void> {
  const address = day.value?.basemap ?? null;
  const points = (day.value?.assignments ?? []).flatMap(({ point: { lon, lat } }) =>
    lon === null || lat === null ? [] : [{ lon, lat }],
  );
  if (address === null || points.length === 0) return;
  try {
    await fetchAround(address, points);
  } catch {
    // The next sync tries again; without tiles the map shows its grid.
  }
}

async function fetchAround(address: string, points: Place[]): Promise<void> {
  const wanted = JSON.stringify([address, boxOf(points)]);
  if ((await fact<string>("tiled")) === wanted) return;
  const first = header(await range(address, { offset: 0, length: HEADER_BYTES }));
  if (first === null) return;
  const source: Source = { address, header: first, leaves: new Map() };
  const tiles = chosen(first, points);
  for (const tile of tiles) await fetchTile(source, tile);
  const closest = tiles[tiles.length - 1]?.z ?? null;
  await keep("tileZoom", closest);
  await keep("tiled", wanted);
  tileZoom.value = closest;
}

/** The tiles of ever closer zooms, as long as there are not too many. */
function chosen(told: Header, points: Place[]): Tile[] {
  const tiles: Tile[] = [];
  for (let z = told.minZoom; z <= told.maxZoom; z += 1) {
    const here = tilesIn(boxOf(points), z);
    if (tiles.length + here.length > MOST_TILES) break;
    tiles.push(...here);
  }
  return tiles;
}

function boxOf(points: Place[]): { west: number; east: number; north: number; south: number } {
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

async function fetchTile(source: Source, { z, x, y }: Tile): Promise<void> {
  const key = `${z}/${x}/${y}`;
  const db = await database();
  if ((await db.getKey("tiles", key)) !== undefined) return;
  const row = await locate(source, tileId(z, x, y), source.header.root);
  if (row === null) return;
  const span = { offset: source.header.tiles + row.offset, length: row.length };
  const bytes = await range(source.address, span);
  await db.put("tiles", new Blob([bytes], { type: source.header.type }), key);
}

async function locate(source: Source, id: number, span: Span): Promise<Row | null> {
  let rows = source.leaves.get(span.offset);
  if (rows === undefined) {
    rows = directory(await unpacked(source, await range(source.address, span)));
    source.leaves.set(span.offset, rows);
  }
  const row = find(rows, id);
  if (row === null || row.run > 0) return row;
  return locate(source, id, { offset: source.header.leaves + row.offset, length: row.length });
}

async function unpacked(source: Source, bytes: ArrayBuffer): Promise<Uint8Array> {
  if (!source.header.packed) return new Uint8Array(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function range(address: string, { offset, length }: Span): Promise<ArrayBuffer> {
  const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
  const response = await fetch(address, { headers, credentials: "omit" });
  if (response.status !== 206) throw new Error(`no ranges: ${response.status}`);
  return response.arrayBuffer();
}
