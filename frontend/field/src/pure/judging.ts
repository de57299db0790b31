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

export type Lack =
  | "count"
  | "of"
  | "negative"
  | "fraction"
  | "no-total"
  | "more-than-all"
  | "remark"
  | "photograph";

export interface Withheld {
  photographs: number;
  written: boolean;
}

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

/** Places by the group that asks for them, in the order of the checklist. */
export function byGroup(
  kind: Kind,
  slots: Slot[],
  only?: string[],
): { group: Group; slots: Slot[] }[] {
  const left = new Set(slots);
  const taken = groupsOf(kind, only).map((group) => {
    const own = [...left].filter((slot) => group.items.includes(slot.item));
    for (const slot of own) left.delete(slot);
    return { group, slots: own };
  });
  return taken.filter((one) => one.slots.length > 0);
}

/** Whether something was answered; an answer that was taken back is none. */
export function isJudged(one: Pick<Judged, "result"> | undefined): boolean {
  return one !== undefined && one.result !== "";
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

/** Whether a photograph goes with what is met: at a re-check it shows that it was put right. */
export function showsMet(item: Item, result: string, recheck: boolean): boolean {
  return recheck && result !== "" && result !== NOT_APPLICABLE && !failed(item, result);
}

/**
 * What of a judgement is sent: nothing that only a failed item asks for, once it is none.
 *
 * Numbers weigh more than the word beside them, so a count that was left over would cost points.
 */
export function told<T extends Judged>(item: Item, judged: T, recheck: boolean): T {
  if (failed(item, judged.result)) return judged;
  const photographs = showsMet(item, judged.result, recheck) ? judged.photographs : [];
  return { ...judged, count: null, of: null, remark: "", photographs };
}

/** What stays on the phone instead: how many photographs, and whether anything was written. */
export function withheld(item: Item, judged: Judged, recheck: boolean): Withheld {
  const { photographs, count, of, remark } = told(item, judged, recheck);
  const isLess = count !== judged.count || of !== judged.of || remark !== judged.remark;
  return { photographs: judged.photographs.length - photographs.length, written: isLess };
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

/**
 * As many as are wanted, though the answer is that they were not met; null where nothing is odd.
 *
 * The count decides and not the word, so one of them is a slip; which, only the inspector knows.
 */
export function enoughOf(item: Item, judged: Judged): number | null {
  if (!failed(item, judged.result) || judged.count === null) return null;
  const all = item.asks === "count-of" && item.unit !== null ? judged.of : null;
  const wanted = item.wanted ?? all;
  return wanted !== null && wanted > 0 && judged.count >= wanted ? wanted : null;
}

/** Whether the count is one of faults: a thing is counted and nothing is wanted of it. */
export function isWhole(item: Item): boolean {
  return item.asks === "count" && item.unit !== null && (item.wanted ?? null) === null;
}

function numbersLacking(item: Item, judged: Judged): Lack[] {
  const missing: Lack[] = numbersOf(item).filter(
    (name) => needsNumber(item, name) && judged[name] === null,
  );
  return [...missing, ...numbersWrong(item, judged)];
}

/** What the site refuses of numbers that are there: a visit is sealed once it hears of it. */
function numbersWrong(item: Item, { count, of }: Judged): Lack[] {
  const wrong: Lack[] = [];
  if (count !== null && count < 0 && item.signed !== true) wrong.push("negative");
  if (count !== null && isWhole(item) && !Number.isInteger(count)) wrong.push("fraction");
  if (of !== null && of <= 0) wrong.push("no-total");
  else if (count !== null && of !== null && count > of) wrong.push("more-than-all");
  return wrong;
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
  const done = slots.filter((slot) => isJudged(known.get(slotKey(slot))));
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
