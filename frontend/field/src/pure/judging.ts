/** What a checklist asks of one point, and what is still missing. */

import type { Checklist, Choice, Group, Item, Kind } from "../protocol.ts";

export const PASS = "pass";
export const FAIL = "fail";
export const NOT_APPLICABLE = "na";

/** What was judged of one item, as far as it has come. */
export interface Judged {
  item: string;
  repeat: string;
  result: string;
  count: number | null;
  of: number | null;
  remark: string;
  photographs: string[];
}

export type Lack = "count" | "of" | "more-than-all" | "remark" | "photograph";

/** One place in the checklist: an item, at one stop of a composite point or at the point whole. */
export interface Slot {
  item: string;
  repeat: string;
}

export interface Progress {
  slots: number;
  judged: number;
  /** Slots that were not met and lack something that their rule or the house asks for. */
  lacking: Slot[];
  unjudged: Slot[];
}

/** The stops of a kind of point as the protocol names them: "" is the first, then "2" … "n". */
export function stops(kind: Kind): string[] {
  const number = Math.max(1, kind.repeats?.number ?? 1);
  return Array.from({ length: number }, (_, i) => (i === 0 ? "" : String(i + 1)));
}

/** The groups of a checklist, own items first; only the items wanted where some are named. */
export function groupsOf(kind: Kind, only?: string[]): Group[] {
  const wanted = only === undefined ? null : new Set(only);
  const kept = kind.groups
    .map((group) => ({
      ...group,
      items: group.items.filter((item) => wanted === null || wanted.has(item)),
    }))
    .filter((group) => group.items.length > 0);
  return [...kept.filter((group) => !group.battery), ...kept.filter((group) => group.battery)];
}

/** Every slot of a kind of point, stop by stop; an item that two groups name is judged once. */
export function slotsOf(kind: Kind, only?: string[]): Slot[] {
  const items = [...new Set(groupsOf(kind, only).flatMap((group) => group.items))];
  return stops(kind).flatMap((repeat) => items.map((item) => ({ item, repeat })));
}

/** Whether a result says that the item was not met: its own answers say so, else the word. */
export function failed(item: Item, result: string): boolean {
  const choice = item.answers.find((one) => one.value === result);
  return choice === undefined ? result === FAIL : !choice.met;
}

/** The answers beside plain 不符合 by which an item is not met: put right at once, named again. */
export function shades(item: Item): Choice[] {
  return ownChoices(item) ? [] : item.answers.filter((one) => !one.met);
}

/** What a judgement still lacks; nothing for what was met, does not apply or was not judged. */
export function lacks(item: Item, judged: Judged, remarkLeast: number): Lack[] {
  if (!failed(item, judged.result)) return [];
  const missing = numbersLacking(item, judged);
  if ([...judged.remark.trim()].length < remarkLeast) missing.push("remark");
  if (judged.photographs.length === 0) missing.push("photograph");
  return missing;
}

/** Whether an item is answered by grades or answers of its own instead of 符合 and 不符合. */
export function ownChoices(item: Item): boolean {
  return (item.asks === "grade" || item.asks === "answers") && item.answers.length > 0;
}

/** The numbers that an item has a field for; those it needs are told by `needsNumber`. */
export function numbersOf(item: Item): ("count" | "of")[] {
  if (item.asks === "count-of") return ["count", "of"];
  return item.asks === "count" ? ["count"] : [];
}

/** Whether the rule refuses a failed item without this number; of a count all are needed. */
export function needsNumber(item: Item, name: "count" | "of"): boolean {
  return (item.needs ?? numbersOf(item)).includes(name);
}

function numbersLacking(item: Item, judged: Judged): Lack[] {
  const missing: Lack[] = numbersOf(item).filter(
    (name) => needsNumber(item, name) && judged[name] === null,
  );
  if (judged.of !== null && judged.of <= 0) return [...new Set<Lack>([...missing, "of"])];
  const both = judged.count !== null && judged.of !== null;
  if (both && (judged.count ?? 0) > (judged.of ?? 0)) missing.push("more-than-all");
  return missing;
}

/** Where a visit stands. */
export function progress(
  checklist: Checklist,
  kind: Kind,
  judged: Iterable<Judged>,
  remarkLeast: number,
  only?: string[],
): Progress {
  const known = new Map([...judged].map((one) => [slotKey(one), one]));
  const slots = slotsOf(kind, only);
  const done = slots.filter((slot) => (known.get(slotKey(slot))?.result ?? "") !== "");
  const lacking = done.filter((slot) => {
    const item = checklist.items[slot.item];
    const one = known.get(slotKey(slot));
    return item !== undefined && one !== undefined && lacks(item, one, remarkLeast).length > 0;
  });
  const unjudged = slots.filter((slot) => !done.includes(slot));
  return { slots: slots.length, judged: done.length, lacking, unjudged };
}

/** Where a visit stands whose one judgement holds, and which wants nothing but a photograph. */
export function retaking({ item, repeat, photographs }: Judged): Progress {
  const lacking = photographs.length === 0 ? [{ item, repeat }] : [];
  return { slots: 1, judged: 1, lacking, unjudged: [] };
}

export function slotKey(slot: Slot): string {
  return `${slot.item}\n${slot.repeat}`;
}
