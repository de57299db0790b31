/** One item of a checklist: how to judge it, the three answers, and what a failure asks for. */

import type { JSX } from "preact";
import type { Choice, Item } from "../protocol.ts";
import {
  FAIL,
  failed,
  lacks,
  NOT_APPLICABLE,
  ownChoices,
  showsMet,
  slotKey,
  withheld,
} from "../pure/judging.ts";
import type { Judgement } from "../store/records.ts";
import { remarkLeast, t, tt } from "../store/state.ts";
import { Failure } from "./failure.tsx";
import { Photographs } from "./photographs.tsx";
import { type ItemProps, notApplicable, plainAnswers, useWriting } from "./writing.ts";

export function ItemCard(props: ItemProps): JSX.Element {
  const { visit, item, slot, judgements } = props;
  const judged = judgements.value.get(slotKey(slot));
  const recheck = visit.assignment.problem !== undefined;
  const isFailed = judged !== undefined && failed(item, judged.result);
  const lacking = judged !== undefined && lacks(item, judged, remarkLeast()).length > 0;
  return (
    <article
      class={lacking ? "item lacking" : "item"}
      id={`item-${slot.item}`}
      tabIndex={-1}
      aria-label={slot.item}
    >
      <h3>
        {tt(item.title)}
        {item.veto && <span class="tag alert">{t("veto")}</span>}
      </h3>
      <Help item={item} />
      <Answers {...props} judged={judged} />
      {isFailed && <Failure {...props} judged={judged} />}
      {judged && showsMet(item, judged.result, recheck) && (
        <Photographs {...props} judged={judged} />
      )}
      {judged && <Kept {...{ item, judged, recheck }} />}
    </article>
  );
}

/** What was written for another answer is not sent with this one, and is not gone either. */
function Kept({ item, judged, recheck }: KeptProps): JSX.Element | null {
  const { photographs, written } = withheld(item, judged, recheck);
  if (photographs === 0 && !written) return null;
  return <p class="soft kept">{t(photographs > 0 ? "keptAll" : "keptNote", { n: photographs })}</p>;
}

interface KeptProps {
  item: Item;
  judged: Judgement;
  recheck: boolean;
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

/** One answer; a second tap on it takes it back. */
function Answer(props: ItemProps & { choice: Choice; on: boolean }): JSX.Element {
  const { choice, on } = props;
  const write = useWriting(props);
  const tone = choice.value === NOT_APPLICABLE ? "na" : choice.met ? "met" : "unmet";
  return (
    <button
      type="button"
      class={`answer ${tone}`}
      aria-pressed={on}
      onClick={() => void write({ result: on ? "" : choice.value })}
    >
      {tt(choice.title)}
    </button>
  );
}
