/** A judgement whose photograph was not accepted: why, what was found, and the camera. */

import type { JSX } from "preact";
import type { Judgement } from "../store/records.ts";
import { t, tt } from "../store/state.ts";
import { Photographs } from "./photographs.tsx";
import { type ItemProps, resultIn } from "./writing.ts";

export function RetakeCard(props: ItemProps & { judged: Judgement }): JSX.Element {
  const { item, judged } = props;
  const lacking = judged.photographs.length === 0;
  return (
    <article class={lacking ? "item lacking" : "item"} aria-label={judged.item}>
      <h3>{tt(item.title)}</h3>
      <p>
        {tt(resultIn(item, judged.result))}
        {judged.repeat && ` (${judged.repeat})`}
        {judged.remark && ` · ${judged.remark}`}
      </p>
      <p class="soft">{t("retakeStands")}</p>
      <Photographs {...props} />
      {lacking && <p class="lack">{t("lacks", { what: t("lackPhotograph") })}</p>}
    </article>
  );
}

/** Why the one before was not accepted, in the words of whoever decided it. */
export function RetakeWhy({ why }: { why: string }): JSX.Element {
  return (
    <p class="notice warn">
      {t("retakeWhy")} {why}
    </p>
  );
}
