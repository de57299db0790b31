/** What part of the world's unit square a map shows. */

/** The middle, and how many pixels the width of the whole world takes. */
export interface View {
  x: number;
  y: number;
  scale: number;
}

export interface Box {
  width: number;
  height: number;
}

const CLOSEST = 256 * 2 ** 18;
const EDGE = 0.8;

/** The view that shows all places with an edge around them, as close as makes sense. */
export function cover(places: { x: number; y: number }[], box: Box): View {
  if (places.length === 0) return { x: 0.8, y: 0.4, scale: 1024 };
  const xs = places.map((place) => place.x);
  const ys = places.map((place) => place.y);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [north, south] = [Math.min(...ys), Math.max(...ys)];
  const fit = (pixels: number, span: number): number => (pixels * EDGE) / Math.max(span, 1e-9);
  const scale = Math.min(fit(box.width, east - west), fit(box.height, south - north), CLOSEST / 4);
  return { x: (west + east) / 2, y: (north + south) / 2, scale };
}

export function zoomed(view: View, factor: number): View {
  return { ...view, scale: Math.max(256, Math.min(CLOSEST, view.scale * factor)) };
}

/** The view after the finger went by so many pixels. */
export function panned(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
}
