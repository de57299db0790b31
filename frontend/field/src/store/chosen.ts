/** The day that was chosen in the list, which the map follows. */

import { computed, signal } from "@preact/signals";
import type { Assignment } from "../protocol.ts";
import { chosen, daysOf, isOf } from "../pure/days.ts";
import { day as dayOf } from "../pure/times.ts";
import { allAssignments } from "./assignments.ts";

const picked = signal<string | null | undefined>(undefined);

const calendar = signal(dayOf(new Date()));

export const today = (): string => calendar.value;

/** An app that was left open overnight turns over to the new day when it is looked at again. */
export function followCalendar(): void {
  document.addEventListener("visibilitychange", () => {
    calendar.value = dayOf(new Date());
  });
}

export const days = computed(() => daysOf(allAssignments.value, today()));

/** The day that is shown; null is all of them. */
export const chosenDay = computed(() => chosen(picked.value, days.value, today()));

export const ofChosenDay = computed<Assignment[]>(() =>
  allAssignments.value.filter((one) => isOf(chosenDay.value, one, today())),
);

export function pick(one: string | null): void {
  picked.value = one;
}
