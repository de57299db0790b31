/** What was sent of a visit that is closed: to be looked at, never to be changed. */

import type { JSX } from "preact";
import type { Checklist, Item, Kind } from "../protocol.ts";
import { failed, NOT_APPLICABLE, slotKey, slotsOf } from "../pure/judging.ts";
import type { Judgement, Visit } from "../store/records.ts";
import { t, tt } from "../store/state.ts";
import { sentOf } from "../store/visiting.ts";
import { useJudgements } from "./checklist.tsx";
import { Thumb } from "./thumb.tsx";
import { resultIn } from "./writing.ts";

interface Props {
  visit: Visit;
  checklist: Checklist;
  kind: Kind;
}

export function RecordOf({ visit, checklist, kind }: Props): JSX.Element {
  const judgements = useJudgements(visit.uuid)?.value.values() ?? [];
  const keys = slotsOf(kind, visit.assignment.items).map(slotKey);
  const place = (one: Judgement): number => keys.indexOf(slotKey(one));
  const said = sentOf(visit, [...judgements], checklist);
  said.sort((a, b) => place(a) - place(b));
  return (
    <section class="record" aria-label={t("record")}>
      <h2>
        {t("record")} <small>{t("judgedOf", { done: said.length, all: keys.length })}</small>
      </h2>
      {said.map((one) => (
        <Row key={one.uuid} said={one} item={checklist.items[one.item]} />
      ))}
      {said.some((one) => one.photographs.length > 0) && <p class="soft">{t("recordThumbs")}</p>}
    </section>
  );
}

function Row({ said, item }: { said: Judgement; item: Item | undefined }): JSX.Element | null {
  if (item === undefined) return null;
  return (
    <article class={`item ${toneOf(item, said)}`} aria-label={said.item}>
      <h3>
        {tt(item.title)}
        {said.repeat && ` (${said.repeat})`}
      </h3>
      <p>
        <strong class="said">{tt(resultIn(item, said.result))}</strong> {numbers(item, said)}
      </p>
      {said.remark && <p>{said.remark}</p>}
      <div class="photographs">
        {said.photographs.map((name) => (
          <Thumb key={name} name={name} />
        ))}
      </div>
    </article>
  );
}

function toneOf(item: Item, { result }: Judgement): string {
  if (result === NOT_APPLICABLE) return "na";
  return failed(item, result) ? "unmet" : "met";
}

function numbers(item: Item, { count, of }: Judgement): string {
  const unit = tt(item.unit);
  const counted = unit ? t("countUnit", { unit }) : t("count");
  return [count !== null && `${counted} ${count}`, of !== null && `${t("of")} ${of}`]
    .filter(Boolean)
    .join(" · ");
}
