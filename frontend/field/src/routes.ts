/** Where one is in the app: what stands after the # of the address. */

import { route } from "./store/state.ts";

/** How long a screen may take to grow as long as it was: a second. */
const MOST_FRAMES = 60;
/** How far down each screen was left. */
const places = new Map<string, number>();

export function followRoute(): void {
  // The browser would do it before the screen has read what it shows.
  history.scrollRestoration = "manual";
  addEventListener("hashchange", () => arrive(location.hash.slice(1)));
  arrive(location.hash.slice(1));
}

export function go(to: string): void {
  location.hash = to;
}

/** Go on without leaving a step to come back to. */
export function replace(to: string): void {
  history.replaceState(null, "", `#${to}`);
  arrive(to);
}

/** The same place on the screen goes by another address from now on. */
export function rename(to: string): void {
  history.replaceState(null, "", `#${to}`);
  route.value = to;
}

/** Show a screen where it was left. */
function arrive(to: string): void {
  places.set(route.peek(), scrollY);
  route.value = to;
  scrollTo(0, 0);
  settle(to, places.get(to) ?? 0, MOST_FRAMES);
}

/** Screens grow while they read from the database, so this is tried until there is room. */
function settle(at: string, top: number, frames: number): void {
  if (route.peek() !== at || frames === 0 || scrollY >= top - 1) return;
  scrollTo(0, top);
  requestAnimationFrame(() => settle(at, top, frames - 1));
}
