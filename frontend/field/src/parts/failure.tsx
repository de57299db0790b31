/** What an item that was not met asks for: numbers, a sentence, photographs. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { enoughOf, isWhole, type Lack, lacks, numbersOf, shades } from "../pure/judging.ts";
import type { Word } from "../pure/words.ts";
import type { Judgement } from "../store/records.ts";
import { remarkLeast, t, tt } from "../store/state.ts";
import { Photographs } from "./photographs.tsx";
import { type ItemProps, useWriting } from "./writing.ts";

type Props = ItemProps & { judged: Judgement };

const LACKS: Record<Lack, Word> = {
  count: "lackCount",
  of: "lackOf",
  negative: "lackNegative",
  fraction: "lackFraction",
  "no-total": "lackNoTotal",
  "more-than-all": "lackMore",
  remark: "lackRemark",
  photograph: "lackPhotograph",
};

export function Failure(props: Props): JSX.Element {
  return (
    <div class="failure">
      <Shades {...props} />
      <div class="numbers">
        {numbersOf(props.item).map((name) => (
          <NumberField key={name} {...props} name={name} />
        ))}
      </div>
      <Enough {...props} />
      <Remark {...props} />
      <Photographs {...props} />
      <Lacking {...props} />
    </div>
  );
}

export function lackWords(lacking: Lack[]): string {
  return lacking.map((one) => t(LACKS[one], { min: remarkLeast() })).join(t("listed"));
}

function Lacking({ item, judged }: Props): JSX.Element | null {
  const lacking = lacks(item, judged, remarkLeast());
  if (lacking.length === 0) return null;
  return <p class="lack">{t("lacks", { what: lackWords(lacking) })}</p>;
}

/** Put right before the inspector left, or named before: where the rule weighs them. */
function Shades(props: Props): JSX.Element | null {
  const write = useWriting(props);
  const some = shades(props.item);
  if (some.length < 2) return null;
  return (
    <div class="chips">
      {some.map((one) => (
        <button
          key={one.value}
          type="button"
          class="chip"
          aria-pressed={props.judged.result === one.value}
          onClick={() => void write({ result: one.value })}
        >
          {tt(one.title)}
        </button>
      ))}
    </div>
  );
}

function NumberField(props: Props & { name: "count" | "of" }): JSX.Element {
  const { item, judged, name } = props;
  const write = useWriting(props);
  const unit = tt(item.unit);
  const wanted = item.wanted ?? null;
  const whole = isWhole(item);
  // The pads of digits on phones have no minus.
  const signed = name === "count" && item.signed === true;
  return (
    <label>
      {name === "of" ? t("of") : unit ? t("countUnit", { unit }) : t("count")}
      {name === "count" && wanted !== null && <small> {t("wanted", { n: wanted })}</small>}
      <input
        name={name}
        type="number"
        inputMode={signed ? "text" : whole ? "numeric" : "decimal"}
        min={signed ? undefined : 0}
        step={whole ? 1 : "any"}
        value={judged[name] ?? ""}
        onInput={(event) => void write({ [name]: numberIn(event.currentTarget.value) })}
      />
    </label>
  );
}

/** A word and a number that contradict each other: told, and never in the way. */
function Enough({ item, judged }: Props): JSX.Element | null {
  const wanted = enoughOf(item, judged);
  if (wanted === null) return null;
  return <p class="notice warn">{t("enough", { n: wanted })}</p>;
}

function numberIn(text: string): number | null {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? null : value;
}

function Remark(props: Props): JSX.Element {
  const write = useWriting(props);
  const text = useSignal(props.judged.remark);
  const written = [...props.judged.remark.trim()].length;
  const least = remarkLeast();
  return (
    <label>
      {t("remark")}
      <textarea
        name="remark"
        rows={2}
        maxLength={1000}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          void write({ remark: text.value });
        }}
      />
      <small>
        {written < least
          ? t("remarkLeft", { min: least, left: least - written })
          : t("remarkEnough", { n: written })}
      </small>
    </label>
  );
}
