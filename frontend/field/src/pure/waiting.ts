/** When to try again, and how much to send at once. */

const FIRST_MS = 1_000;
const LAST_MS = 300_000;
const SMALLEST_CHUNK = 16_384;

/** Milliseconds until the next try after `failures` in a row; `chance` in [0, 1) spreads phones. */
export function pause(failures: number, chance: number): number {
  const full = Math.min(LAST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + chance / 2));
}

/** The next chunk's size: half after a cut, double after a success, within bounds. */
export function nextChunk(size: number, arrived: boolean, most: number): number {
  const wanted = arrived ? size * 2 : Math.floor(size / 2);
  return Math.max(Math.min(SMALLEST_CHUNK, most), Math.min(most, wanted));
}
