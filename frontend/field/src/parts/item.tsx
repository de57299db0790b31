/** One item of a checklist: how to judge it, the three answers, and what a failure asks for. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { saved } from "../phone.ts";
import type { Choice, Item, Title } from "../protocol.ts";
import {
  FAIL,
  failed,
  lacks,
  NOT_APPLICABLE,
  ownChoices,
  PASS,
  type Slot,
  slotKey,
} from "../pure/judging.ts";
import type { Judgement, Visit } from "../store/records.ts";
import { t, tt } from "../store/state.ts";
import { judge } from "../store/visiting.ts";
import { type Judgements, remarkLeast } from "./checklist.tsx";
import { Failure } from "./failure.tsx";
import { Photographs } from "./photographs.tsx";

export interface ItemProps {
  visit: Visit;
  item: Item;
  slot: Slot;
  judgements: Judgements;
}

export function ItemCard(props: ItemProps): JSX.Element {
  const { item, slot, judgements } = props;
  const judged = judgements.value.get(slotKey(slot));
  const isFailed = judged !== undefined && failed(item, judged.result);
  const lacking = judged !== undefined && lacks(item, judged, remarkLeast()).length > 0;
  return (
    <article
      class={lacking ? "item lacking" : "item"}
      id={`item-${slot.item}`}
      aria-label={slot.item}
    >
      <h3>
        {tt(item.title)}
        {item.veto && <span class="tag alert">{t("veto")}</span>}
      </h3>
      <Help item={item} />
      <Answers {...props} judged={judged} />
      {isFailed && <Failure {...props} judged={judged} />}
      {judged && shows(props, judged) && <Photographs {...props} judged={judged} />}
    </article>
  );
}

/** That something was put right is shown by a photograph, too. */
function shows({ item, visit }: ItemProps, { result }: Judgement): boolean {
  const recheck = visit.assignment.problem !== undefined;
  return recheck && result !== "" && result !== NOT_APPLICABLE && !failed(item, result);
}

/** Guidance and written exceptions, one tap away. */
function Help({ item }: { item: Item }): JSX.Element | null {
  const guidance = tt(item.guidance);
  const exceptions = tt(item.exceptions);
  if (!guidance && !exceptions) return null;
  return (
    <details class="help">
      <summary>{t(exceptions ? "exceptions" : "howTo")}</summary>
      {guidance && <p>{guidance}</p>}
      {exceptions && (
        <p>
          <strong>{t("exceptions")}</strong> {exceptions}
        </p>
      )}
    </details>
  );
}

function Answers(props: ItemProps & { judged: Judgement | undefined }): JSX.Element {
  const { item, judged } = props;
  const result = judged?.result ?? "";
  const answers = ownChoices(item) ? item.answers : plainAnswers();
  const bad = failed(item, result);
  const isOn = ({ value }: Choice): boolean =>
    value === result || (value === FAIL && bad && !ownChoices(item));
  return (
    <fieldset class="answers" aria-label={tt(item.title)}>
      {[...answers, notApplicable()].map((one) => (
        <Answer key={one.value} {...props} choice={one} on={isOn(one)} />
      ))}
    </fieldset>
  );
}

/** An answer by its value, in words. */
export function resultIn(item: Item, value: string): Title {
  const all = [...item.answers, ...plainAnswers(), notApplicable()];
  return all.find((one) => one.value === value)?.title ?? { zh: value, en: value };
}

const plainAnswers = (): Choice[] => [
  { value: PASS, title: { zh: t("pass"), en: t("pass") }, met: true },
  { value: FAIL, title: { zh: t("fail"), en: t("fail") }, met: false },
];

const notApplicable = (): Choice => ({
  value: NOT_APPLICABLE,
  title: { zh: t("na"), en: t("na") },
  met: true,
});

function Answer(props: ItemProps & { choice: Choice; on: boolean }): JSX.Element {
  const { choice, on } = props;
  const write = useWriting(props);
  const tone = choice.value === NOT_APPLICABLE ? "na" : choice.met ? "met" : "unmet";
  return (
    <button
      type="button"
      class={`answer ${tone}`}
      aria-pressed={on}
      onClick={() => on || void write({ result: choice.value })}
    >
      {tt(choice.title)}
    </button>
  );
}

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
