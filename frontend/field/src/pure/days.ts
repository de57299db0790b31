/** Which day's points are shown: today's, until somebody picks another. */

import type { Assignment } from "../protocol.ts";

/** The day shown, null for all; a day that was picked and is gone counts as nothing picked. */
export function chosen(
  picked: string | null | undefined,
  days: string[],
  today: string,
): string | null {
  if (picked === null || (picked !== undefined && days.includes(picked))) return picked;
  return days.includes(today) ? today : null;
}

/** Whether something is to be done on a day; an errand waits from its own day on until today. */
export function isOf(day: string | null, one: Assignment, today: string): boolean {
  if (day === null || one.day === day) return true;
  const errand = one.problem !== undefined || one.retake !== undefined;
  return errand && day === today && one.day < today;
}

/** Every day that has points, today first: it must not be looked for. */
export function daysOf(all: Assignment[], today: string): string[] {
  const days = [...new Set(all.map((one) => one.day))].sort();
  return [...days.filter((one) => one === today), ...days.filter((one) => one !== today)];
}
