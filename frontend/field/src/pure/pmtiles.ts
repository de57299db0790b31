/**
 * As much of the PMTiles format (version 3) as raster tiles need: header, directories, tile numbers.
 * Source: the public specification of PMTiles.
 */

export interface Header {
  root: Span;
  leaves: number;
  tiles: number;
  packed: boolean;
  type: string;
  minZoom: number;
  maxZoom: number;
}

export interface Span {
  offset: number;
  length: number;
}

/** One entry of a directory: `run` tiles from `id` on; `run` 0 points to a leaf directory. */
export interface Row extends Span {
  id: number;
  run: number;
}

export const HEADER_BYTES = 127;
const GZIP = 2;
const TYPES: Record<number, string> = { 2: "image/png", 3: "image/jpeg", 4: "image/webp" };

/** The header; null when it is not PMTiles 3, holds no pictures, or is packed in another way. */
export function header(bytes: ArrayBuffer): Header | null {
  const view = new DataView(bytes);
  const long = (at: number): number => Number(view.getBigUint64(at, true));
  const magic = String.fromCharCode(...new Uint8Array(bytes, 0, 7));
  const type = TYPES[view.getUint8(99)];
  const packing = view.getUint8(97);
  if (magic !== "PMTiles" || view.getUint8(7) !== 3 || type === undefined) return null;
  if (packing !== 1 && packing !== GZIP) return null;
  return {
    root: { offset: long(8), length: long(16) },
    leaves: long(40),
    tiles: long(56),
    packed: packing === GZIP,
    type,
    minZoom: view.getUint8(100),
    maxZoom: view.getUint8(101),
  };
}

/** The rows of an unpacked directory. */
export function directory(bytes: Uint8Array): Row[] {
  const next = varints(bytes);
  const rows = Array.from({ length: next() }, (): Row => ({ id: 0, run: 0, offset: 0, length: 0 }));
  let id = 0;
  for (const row of rows) {
    id += next();
    row.id = id;
  }
  for (const row of rows) row.run = next();
  for (const row of rows) row.length = next();
  let end = 0;
  for (const row of rows) {
    const told = next();
    row.offset = told === 0 ? end : told - 1;
    end = row.offset + row.length;
  }
  return rows;
}

function varints(bytes: Uint8Array): () => number {
  let at = 0;
  return () => {
    let value = 0;
    for (let place = 1; ; place *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * place;
      if (byte < 128) return value;
    }
  };
}

/** The row that holds a tile or leads to it; null when the file has no such tile. */
export function find(rows: Row[], id: number): Row | null {
  const before = rows.filter((row) => row.id <= id).pop();
  if (before === undefined) return null;
  return before.run === 0 || id < before.id + before.run ? before : null;
}

/** The number of a tile: all lower zooms first, then along the Hilbert curve. */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let s = 2 ** z / 2; s >= 1; s /= 2) {
    const rx = tx & s ? 1 : 0;
    const ry = ty & s ? 1 : 0;
    id += s * s * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [tx, ty] = [s - 1 - tx, s - 1 - ty];
      [tx, ty] = [ty, tx];
    }
    // Only the lower bits matter from here on.
    [tx, ty] = [tx & (s - 1), ty & (s - 1)];
  }
  return id;
}

export interface Tile {
  z: number;
  x: number;
  y: number;
}

/** What a phone keeps a tile of a map under; without a tile, what all of that map begin with. */
export function tileKey(tag: string, tile?: Tile): string {
  return `${tag}/${tile === undefined ? "" : `${tile.z}/${tile.x}/${tile.y}`}`;
}

/** The tiles of a box of the unit square at one zoom. */
export function tilesIn(
  box: { west: number; east: number; north: number; south: number },
  z: number,
): Tile[] {
  const n = 2 ** z;
  const clamp = (value: number): number => Math.max(0, Math.min(n - 1, Math.floor(value * n)));
  const tiles: Tile[] = [];
  for (let x = clamp(box.west); x <= clamp(box.east); x += 1) {
    for (let y = clamp(box.north); y <= clamp(box.south); y += 1) tiles.push({ z, x, y });
  }
  return tiles;
}
