/** Which points there are to visit, and how far each has come. */

import { computed } from "@preact/signals";
import type { Assignment, Title } from "../protocol.ts";
import type { Entry, Visit } from "./records.ts";
import { day, outbox, visits } from "./state.ts";

export const allAssignments = computed<Assignment[]>(() => [
  ...(day.value?.assignments ?? []),
  ...(day.value?.rechecks ?? []),
  ...(day.value?.retakes ?? []),
]);

/** The latest visit of each assignment on this phone. */
const latest = computed(() => {
  const found = new Map<string, Visit>();
  for (const visit of visits.value) {
    const before = found.get(visit.assignment.uuid);
    if (before === undefined || before.openedAt <= visit.openedAt) {
      found.set(visit.assignment.uuid, visit);
    }
  }
  return found;
});

const entryOf = computed(() => {
  const some = outbox.value.filter((entry) => entry.kind === "visit");
  return new Map(some.map((entry) => [entry.uuid, entry]));
});

/** Points with an open visit that the site does not list any more. */
export const unlisted = computed<Assignment[]>(() => {
  const listed = new Set(allAssignments.value.map((one) => one.uuid));
  const open = visits.value.filter((visit) => visit.closedAt === null);
  return open.map((visit) => visit.assignment).filter((one) => !listed.has(one.uuid));
});

export type Standing = "to-do" | "begun" | "closed" | "received" | "taken-in" | "refused";

export interface Known {
  standing: Standing;
  visit: Visit | null;
  entry: Entry | null;
  refusal: Title | null;
}

/** How far an assignment has come, by what the phone and the site know of it. */
export function known(assignment: Assignment): Known {
  const visit = latest.value.get(assignment.uuid) ?? null;
  const entry = visit === null ? null : (entryOf.value.get(visit.uuid) ?? null);
  return { visit, entry, ...standingOf(assignment, visit, entry) };
}

function standingOf(
  assignment: Assignment,
  visit: Visit | null,
  entry: Entry | null,
): Pick<Known, "standing" | "refusal"> {
  if (visit !== null && visit.closedAt === null) return { standing: "begun", refusal: null };
  if (entry?.state === "waiting") return { standing: "closed", refusal: null };
  if (entry?.state === "refused") return { standing: "refused", refusal: entry.refusal };
  if (assignment.state !== "to-do") {
    return { standing: assignment.state, refusal: assignment.refusal };
  }
  if (visit === null || entry === null) return { standing: "to-do", refusal: null };
  const { state, refusal } = verdictOf(visit, entry);
  return { standing: state, refusal };
}

/** Nobody is done with a point whose visit was not taken in. */
export function isDone(assignment: Assignment): boolean {
  return !["to-do", "begun", "refused"].includes(known(assignment).standing);
}

export type Verdict = Pick<Assignment, "state" | "refusal">;

/** What the site made of a visit that it received: its day's word, else what it answered. */
export function verdictOf(visit: Visit, entry: Entry): Verdict {
  const listed = allAssignments.value.find((one) => one.visit === visit.uuid);
  if (listed !== undefined) return listed;
  return { state: entry.refusal === null ? "received" : "refused", refusal: entry.refusal };
}

/** An assignment by its uuid: the site's word for it, else what an open visit remembers. */
export function assignmentBy(uuid: string): Assignment | null {
  const listed = allAssignments.value.find((one) => one.uuid === uuid);
  return listed ?? latest.value.get(uuid)?.assignment ?? null;
}
