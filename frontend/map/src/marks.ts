/** How a mark looks and what it is called. */

import L from "leaflet";
import type { Mark } from "./source.ts";

const SMALL = 18;
const LARGEST = 52;
const THOUSAND = 1000;

/** A mark's side in pixels: it grows with the logarithm of what it stands for. */
function side(mark: Mark): number {
  if (mark.label) return 26;
  const count = mark.count ?? 1;
  return count === 1 ? SMALL : Math.min(LARGEST, 26 + 6 * Math.log10(count));
}

function text(mark: Mark): string {
  if (mark.label) return mark.label;
  const count = mark.count ?? 1;
  if (count === 1) return "";
  return count < 10 * THOUSAND ? String(count) : `${Math.round(count / THOUSAND)}k`;
}

export function icon(mark: Mark): L.DivIcon {
  const size = side(mark);
  const written = document.createElement("span");
  written.textContent = text(mark);
  const tone = mark.tone ? ` map-${mark.tone}` : "";
  return L.divIcon({ className: `map-mark${tone}`, html: written, iconSize: [size, size] });
}

/** What a reader is told: the thing's own name, or how many there are. */
export function name(mark: Mark, many: string): string {
  return mark.title ?? many.replace("{count}", String(mark.count ?? 1));
}
