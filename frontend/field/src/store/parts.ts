/** What the points of the chosen day are called: by part, and by number within it. */

import { computed } from "@preact/signals";
import type { Assignment } from "../protocol.ts";
import { lettersOf, numbersOf, type Part, partOf, partsOf } from "../pure/parts.ts";
import { allAssignments } from "./assignments.ts";
import { ofChosenDay } from "./chosen.ts";
import { day, t, tt } from "./state.ts";

/** The parts of the chosen day in their order. */
export const parts = computed(() => partsOf(ofChosenDay.value));

const letters = computed(() => lettersOf(parts.value));
const numbers = computed(() => numbersOf(allAssignments.value));

/** What tells a part from the others before a number; a day of a single round needs nothing. */
function mark(part: Part): string {
  if (typeof part === "string") return t(part === "recheck" ? "recheckMark" : "retakeMark");
  return letters.value.get(part) ?? "";
}

/** The number of a point, as the list, the map and the desk show it. */
export function label(one: Assignment): string {
  return `${mark(partOf(one))}${numbers.value.get(one.uuid) ?? one.order}`;
}

/** A part by its name: its round's, or what is to be done. */
export function nameOf(part: Part): string {
  if (typeof part === "string") return t(part);
  const title = tt(day.value?.rounds.find((one) => one.id === part)?.title);
  return [letters.value.get(part), title].filter(Boolean).join(" · ");
}
