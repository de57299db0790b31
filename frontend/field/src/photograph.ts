/** From what the camera gave to what is kept: turned, scaled, stamped, a JPEG without EXIF. */

import type { Fix, Settings } from "./protocol.ts";
import { uuid } from "./pure/ids.ts";
import { clockTime, day as dayOf, iso } from "./pure/times.ts";
import type { NewPicture } from "./store/records.ts";

const THUMB_PX = 160;
const TYPE = "image/jpeg";

export interface Stamp {
  point: string;
  inspector: string;
  noPosition: string;
}

export interface Circumstances {
  fix: Fix | null;
  clockDifference: number | null;
  settings: Pick<Settings, "photo_px" | "photo_quality">;
  stamp: Stamp;
}

/** Make a photograph of a file; throws when the file is no picture. */
export async function develop(file: File, around: Circumstances): Promise<NewPicture> {
  const { settings, fix } = around;
  const taken = momentOf(file);
  const source = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = scaled(source, settings.photo_px);
  const thumb = await jpeg(scaled(source, THUMB_PX), 0.7);
  source.close();
  stampOn(canvas, linesOf(around, taken));
  const image = await jpeg(canvas, settings.photo_quality);
  const facts = {
    sha256: await sha256(image),
    size: image.size,
    taken_at: iso(taken),
    position: fix,
    clock_difference_s: around.clockDifference,
    type: TYPE,
  };
  return { uuid: uuid(), image, thumb, facts };
}

/** When it was taken: the file says so, which tells an old picture from a new one. */
function momentOf(file: File): Date {
  const now = Date.now();
  const told = file.lastModified;
  return new Date(told > 0 && told <= now ? told : now);
}

function scaled(source: ImageBitmap, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(source.width, source.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  pen(canvas).drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function pen(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("canvas");
  return context;
}

function linesOf({ fix, stamp }: Circumstances, taken: Date): string[] {
  const where = fix
    ? `${fix.lat.toFixed(6)}, ${fix.lon.toFixed(6)} ±${Math.round(fix.accuracy_m)} m`
    : stamp.noPosition;
  const when = `${dayOf(taken)} ${clockTime(taken)}`;
  return [`${when}  ${stamp.inspector}`, stamp.point, where];
}

/** White on a dark band at the foot; a line too long is set narrower, never cut. */
function stampOn(canvas: HTMLCanvasElement, lines: string[]): void {
  const size = Math.max(10, Math.round(Math.max(canvas.width, canvas.height) / 48));
  const edge = Math.round(size * 0.6);
  const height = Math.round(lines.length * size * 1.4 + edge);
  const context = pen(canvas);
  context.fillStyle = "rgba(0, 0, 0, 0.6)";
  context.fillRect(0, canvas.height - height, canvas.width, height);
  context.fillStyle = "#fff";
  context.font = `${size}px sans-serif`;
  context.textBaseline = "top";
  lines.forEach((line, i) => {
    const top = canvas.height - height + edge + i * size * 1.4;
    context.fillText(line, edge, top, canvas.width - 2 * edge);
  });
}

function jpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((made, failed) => {
    const done = (blob: Blob | null): void => (blob ? made(blob) : failed(new Error("canvas")));
    canvas.toBlob(done, TYPE, quality);
  });
}

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
