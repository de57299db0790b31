/** What is to be done, in parts: each round by itself, then re-checks and photographs. */

import type { Assignment } from "../protocol.ts";

/** A round by its key, or what an errand is. */
export type Part = number | "recheck" | "retake";

export function partOf(one: Assignment): Part {
  if (one.problem !== undefined) return "recheck";
  return one.retake === undefined ? one.round : "retake";
}

/** The parts of some points in their order: the round made first, then errands. */
export function partsOf(all: Assignment[]): Part[] {
  const found = new Set(all.map(partOf));
  const errands = (["recheck", "retake"] as const).filter((one) => found.has(one));
  return [...roundsOf([...found]), ...errands];
}

/** The letters that tell rounds apart where there are several; the desk gives the same. */
export function lettersOf(parts: Part[]): Map<Part, string> {
  const rounds = roundsOf(parts);
  const lettered = rounds.map((one, i): [Part, string] => [one, String.fromCharCode(65 + i)]);
  return new Map(rounds.length > 1 ? lettered : []);
}

/** The number of each point by its uuid; they begin anew with each day of a round, as routes do. */
export function numbersOf(all: Assignment[]): Map<string, number> {
  const last = new Map<string, number>();
  const inOrder = [...all].sort((a, b) => a.order - b.order);
  return new Map(
    inOrder.map((one) => {
      const part = partOf(one);
      const among = typeof part === "number" ? `${part} ${one.day}` : part;
      const number = (last.get(among) ?? 0) + 1;
      last.set(among, number);
      return [one.uuid, number];
    }),
  );
}

function roundsOf(parts: Part[]): number[] {
  return parts.filter((one) => typeof one === "number").sort((a, b) => a - b);
}
