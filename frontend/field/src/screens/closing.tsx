import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { BackBar } from "../parts/bar.tsx";
import { remarkLeast, useJudgements } from "../parts/checklist.tsx";
import { lackWords } from "../parts/failure.tsx";
import { Notices } from "../parts/notices.tsx";
import { saved } from "../phone.ts";
import type { Checklist } from "../protocol.ts";
import { lacks, type Progress, progress, retaking, type Slot, slotKey } from "../pure/judging.ts";
import { replace } from "../routes.ts";
import { database, type Judgement, type Visit } from "../store/records.ts";
import { t, tt, visits } from "../store/state.ts";
import { close, discard } from "../store/visiting.ts";

/** Before a visit is closed for good: what is missing, what was not judged. */
export function Closing({ visit: uuid }: { visit: string }): JSX.Element {
  const visit = visits.value.find((one) => one.uuid === uuid && one.closedAt === null);
  const checklist = useSignal<Checklist | undefined>(undefined);
  const wanted = visit?.checklist ?? "";
  useEffect(() => {
    const read = async (): Promise<void> => {
      checklist.value = await (await database()).get("checklists", wanted);
    };
    void read();
  }, [wanted, checklist]);
  return (
    <main>
      <BackBar title={t("closeTitle")} to={visit ? `point/${visit.assignment.uuid}` : "points"} />
      <Notices quiet />
      {visit && checklist.value && <Body visit={visit} checklist={checklist.value} />}
    </main>
  );
}

function Body({ visit, checklist }: { visit: Visit; checklist: Checklist }): JSX.Element | null {
  const judgements = useJudgements(visit.uuid).value;
  const { point, items } = visit.assignment;
  const kind = checklist.kinds[point.kind];
  if (kind === undefined) return null;
  const [first] = visit.assignment.retake === undefined ? [] : judgements.values();
  const so =
    first === undefined
      ? progress(checklist, kind, judgements.values(), remarkLeast(), items)
      : retaking(first);
  const lacking = so.lacking.map((slot) => ({ slot, why: whyOf(checklist, slot, judgements) }));
  const unjudged = so.unjudged.map((slot) => ({ slot, why: "" }));
  return (
    <>
      <h2>{tt(point.title)}</h2>
      <p>{t("judgedOf", { done: so.judged, all: so.slots })}</p>
      <Slots
        head={t("closeLacking", { n: lacking.length })}
        tone="alert"
        {...{ checklist }}
        slots={lacking}
      />
      <Slots
        head={t("closeUnjudged", { n: unjudged.length })}
        tone="warn"
        {...{ checklist }}
        slots={unjudged}
      />
      <Verbs visit={visit} so={so} />
    </>
  );
}

function whyOf(checklist: Checklist, slot: Slot, known: Map<string, Judgement>): string {
  const item = checklist.items[slot.item];
  const judged = known.get(slotKey(slot));
  return item && judged ? lackWords(lacks(item, judged, remarkLeast())) : "";
}

interface SlotsProps {
  head: string;
  tone: string;
  checklist: Checklist;
  slots: { slot: Slot; why: string }[];
}

function Slots({ head, tone, checklist, slots }: SlotsProps): JSX.Element | null {
  if (slots.length === 0) return null;
  return (
    <section class={`notice ${tone}`}>
      <p>{head}</p>
      <ul>
        {slots.map(({ slot, why }) => (
          <li key={slotKey(slot)}>
            {tt(checklist.items[slot.item]?.title)}
            {slot.repeat && ` (${slot.repeat})`}
            {why && ` — ${why}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Verbs({ visit, so }: { visit: Visit; so: Progress }): JSX.Element {
  const finish = async (): Promise<void> => {
    const done = await saved(async () => {
      await close(visit.uuid);
      return true;
    });
    if (done) replace("");
  };
  const left = so.unjudged.length;
  return (
    <>
      {so.judged === 0 ? <p>{t("closeNothing")}</p> : <p>{t("closeFinal")}</p>}
      <Discard visit={visit} judged={so.judged} />
      <footer class="dock">
        <button
          type="button"
          class="wide"
          disabled={so.judged === 0 || so.lacking.length > 0}
          onClick={() => void finish()}
        >
          {left > 0 ? t("closeGoUnjudged", { n: left }) : t("closeGo")}
        </button>
      </footer>
    </>
  );
}

/** Two taps, the second beside a sentence that says what is lost. */
function Discard({ visit, judged }: { visit: Visit; judged: number }): JSX.Element {
  const asked = useSignal(false);
  const go = async (): Promise<void> => {
    const done = await saved(async () => {
      await discard(visit.uuid);
      return true;
    });
    if (done) replace("");
  };
  const ask = (wanted: boolean) => (): void => {
    asked.value = wanted;
  };
  if (!asked.value) {
    return (
      <button type="button" class="quiet" onClick={ask(true)}>
        {t("discard")}
      </button>
    );
  }
  return (
    <div class="notice alert">
      <p>{t("discardAsk", { n: judged })}</p>
      <div class="verbs">
        <button type="button" class="danger" onClick={() => void go()}>
          {t("discardGo")}
        </button>
        <button type="button" class="secondary" onClick={ask(false)}>
          {t("keep")}
        </button>
      </div>
    </div>
  );
}
