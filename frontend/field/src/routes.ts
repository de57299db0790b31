/** Where one is in the app: what stands after the # of the address. */

import { route } from "./store/state.ts";

export function followRoute(): void {
  const read = (): void => {
    route.value = location.hash.slice(1);
    scrollTo(0, 0);
  };
  addEventListener("hashchange", read);
  read();
}

export function go(to: string): void {
  location.hash = to;
}

/** Go on without leaving a step to come back to. */
export function replace(to: string): void {
  history.replaceState(null, "", `#${to}`);
  route.value = to;
}
