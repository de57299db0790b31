/** What all parts of an item share: whose it is, its answers in words, and how a tap is written. */

import { type Signal, useSignal } from "@preact/signals";
import { saved } from "../phone.ts";
import type { Choice, Item, Title } from "../protocol.ts";
import { FAIL, NOT_APPLICABLE, PASS, type Slot, slotKey } from "../pure/judging.ts";
import type { Judgement, Visit } from "../store/records.ts";
import { t } from "../store/state.ts";
import { judge } from "../store/visiting.ts";

export type Judgements = Signal<Map<string, Judgement>>;

export interface ItemProps {
  visit: Visit;
  item: Item;
  slot: Slot;
  judgements: Judgements;
}

/** An answer by its value, in words. */
export function resultIn(item: Item, value: string): Title {
  const all = [...item.answers, ...plainAnswers(), notApplicable()];
  return all.find((one) => one.value === value)?.title ?? { zh: value, en: value };
}

export const plainAnswers = (): Choice[] => [
  { value: PASS, title: { zh: t("pass"), en: t("pass") }, met: true },
  { value: FAIL, title: { zh: t("fail"), en: t("fail") }, met: false },
];

export const notApplicable = (): Choice => ({
  value: NOT_APPLICABLE,
  title: { zh: t("na"), en: t("na") },
  met: true,
});

/** Write first, then show: what is seen on the screen is on the phone. */
export function useWriting({
  visit,
  slot,
  judgements,
}: ItemProps): (said: Partial<Judgement>) => Promise<void> {
  const line = useSignal<Promise<unknown>>(Promise.resolve());
  return (said) => {
    const turn = line.value.then(async () => {
      const written = await saved(() => judge(visit.uuid, slot, said));
      if (written) show(judgements, written);
    });
    line.value = turn;
    return turn;
  };
}

export function show(judgements: Judgements, written: Judgement): void {
  judgements.value = new Map(judgements.value).set(slotKey(written), written);
}
