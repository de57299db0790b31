/** Places: distances in metres, and Web Mercator for the map. */

export interface Place {
  lon: number;
  lat: number;
}

const EARTH_M = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Metres between two places, by the haversine formula on a sphere. */
export function distance(a: Place, b: Place): number {
  const dLat = radians(b.lat - a.lat);
  const dLon = radians(b.lon - a.lon);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** "85 m", "1.2 km", "34 km". */
export function metres(value: number): string {
  if (value < 995) return `${Math.round(value)} m`;
  const km = value / 1000;
  return `${km < 9.95 ? km.toFixed(1) : Math.round(km)} km`;
}

/**
 * How far outside the fence somebody surely is: the accuracy counts in their favour.
 * Zero inside, or where it cannot be said.
 */
export function outside(
  fix: (Place & { accuracy_m: number }) | null,
  point: { lon: number | null; lat: number | null },
  fence: number,
): number {
  if (fix === null || point.lon === null || point.lat === null) return 0;
  const far = distance(fix, { lon: point.lon, lat: point.lat });
  return far - fix.accuracy_m > fence ? far : 0;
}

/** Web Mercator: the whole world is the unit square, y going south. */
export function project(place: Place): { x: number; y: number } {
  const sin = Math.sin(radians(place.lat));
  return {
    x: place.lon / 360 + 0.5,
    y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI),
  };
}

/** Metres on the ground for one unit of the projected square at a latitude. */
export function metresPerUnit(lat: number): number {
  return 2 * Math.PI * EARTH_M * Math.cos(radians(lat));
}
