/** One file of map tiles on the site, read piece by piece; never two files as if they were one. */

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
} from "../pure/pmtiles.ts";

export interface Archive {
  address: string;
  tag: string;
  header: Header;
  leaves: Map<number, Row[]>;
}

/** Begin to read the file of that tag; null when its format is none that we know. */
export async function open(address: string, tag: string): Promise<Archive | null> {
  const first = await range({ address, tag }, { offset: 0, length: HEADER_BYTES });
  const told = header(first);
  return told && { address, tag, header: told, leaves: new Map() };
}

/** Where a tile lies in the file; null when it has none of that place. */
export async function placeOf(archive: Archive, { z, x, y }: Tile): Promise<Span | null> {
  const row = await locate(archive, tileId(z, x, y), archive.header.root);
  return row && { offset: archive.header.tiles + row.offset, length: row.length };
}

/** The picture that lies there. */
export async function picture(archive: Archive, span: Span): Promise<Blob> {
  return new Blob([await range(archive, span)], { type: archive.header.type });
}

async function locate(archive: Archive, id: number, span: Span): Promise<Row | null> {
  let rows = archive.leaves.get(span.offset);
  if (rows === undefined) {
    rows = directory(await unpacked(archive, await range(archive, span)));
    archive.leaves.set(span.offset, rows);
  }
  const row = find(rows, id);
  if (row === null || row.run > 0) return row;
  return locate(archive, id, { offset: archive.header.leaves + row.offset, length: row.length });
}

async function unpacked(archive: Archive, bytes: ArrayBuffer): Promise<Uint8Array> {
  if (!archive.header.packed) return new Uint8Array(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function range(
  { address, tag }: Pick<Archive, "address" | "tag">,
  { offset, length }: Span,
): Promise<ArrayBuffer> {
  const headers = { Range: `bytes=${offset}-${offset + length - 1}` };
  const response = await fetch(address, { headers, credentials: "omit" });
  if (response.status !== 206) throw new Error(`no ranges: ${response.status}`);
  // The office may replace the file between two pieces.
  if (!response.headers.get("ETag")?.includes(tag)) throw new Error("another file");
  return response.arrayBuffer();
}
