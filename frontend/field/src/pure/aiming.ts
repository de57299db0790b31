/** Addresses that lead to one item of a point's checklist, and what they say. */

import type { Slot } from "./judging.ts";

/** The address of one item, at one stop, in the checklist of an assignment. */
export function aimAt(assignment: string, { item, repeat }: Slot): string {
  return `point/${assignment}/${new URLSearchParams({ item, repeat })}`;
}

/** The item that an address leads to; null where it leads to the whole point. */
export function aimOf(address: string): Slot | null {
  const [, , ...rest] = address.split("/");
  const said = new URLSearchParams(rest.join("/"));
  const item = said.get("item");
  return item === null ? null : { item, repeat: said.get("repeat") ?? "" };
}
