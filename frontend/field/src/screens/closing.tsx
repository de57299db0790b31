import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { BackBar } from "../parts/bar.tsx";
import { useJudgements } from "../parts/checklist.tsx";
import { Lacking, Unjudged } from "../parts/missing.tsx";
import { Notices } from "../parts/notices.tsx";
import { saved } from "../phone.ts";
import type { Checklist } from "../protocol.ts";
import { type Progress, progress, retaking } from "../pure/judging.ts";
import { replace } from "../routes.ts";
import { database, type Visit } from "../store/records.ts";
import { remarkLeast, t, tt, visits } from "../store/state.ts";
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
    <main class="closing">
      <BackBar title={t("closeTitle")} to={visit ? `point/${visit.assignment.uuid}` : "points"} />
      <Notices quiet />
      {visit && checklist.value && <Body visit={visit} checklist={checklist.value} />}
    </main>
  );
}

function Body({ visit, checklist }: { visit: Visit; checklist: Checklist }): JSX.Element | null {
  const judgements = useJudgements(visit.uuid);
  const { point, items, retake } = visit.assignment;
  const kind = checklist.kinds[point.kind];
  if (kind === undefined || judgements === null) return null;
  const known = judgements.value;
  const [first] = retake === undefined ? [] : known.values();
  const so =
    first === undefined
      ? progress(checklist, kind, known.values(), remarkLeast(), items)
      : retaking(first);
  const all = { visit, checklist, kind };
  return (
    <>
      <h2>{tt(point.title)}</h2>
      <p>{t("judgedOf", { done: so.judged, all: so.slots })}</p>
      <Lacking {...all} slots={so.lacking} known={known} />
      <Unjudged {...all} slots={so.unjudged} />
      <Discard visit={visit} judged={so.judged} />
      <Ending visit={visit} so={so} />
    </>
  );
}

/** The last word and its button, which asks again where anything was left out. */
function Ending({ visit, so }: { visit: Visit; so: Progress }): JSX.Element {
  const asked = useSignal(false);
  const finish = (): Promise<void> => homeAfter(() => close(visit.uuid));
  const left = so.unjudged.length;
  const ready = so.judged > 0 && so.lacking.length === 0;
  const asking = asked.value && ready && left > 0;
  const press = async (): Promise<void> => {
    if (left === 0) return finish();
    asked.value = !asked.value;
  };
  return (
    <footer class="dock ending">
      <p aria-live="polite">{asking ? t("closeAsk", { n: left }) : lastWord(so)}</p>
      {asking && (
        <button type="button" class="danger" onClick={() => void finish()}>
          {t("closeAnyway")}
        </button>
      )}
      {/* What stands where the first tap was takes nothing for good: fingers tap twice. */}
      <button
        type="button"
        class={asking ? "secondary" : ""}
        disabled={!ready}
        onClick={() => void press()}
      >
        {asking ? t("closeNot") : left > 0 ? t("closeGoUnjudged", { n: left }) : t("closeGo")}
      </button>
    </footer>
  );
}

function lastWord({ judged, lacking, unjudged }: Progress): string {
  if (judged === 0) return t("closeNothing");
  if (lacking.length > 0) return t("closeBlocked", { n: lacking.length });
  const n = unjudged.length;
  return n > 0 ? t("closeFinalLeft", { n }) : t("closeFinal");
}

/** Do what ends the visit on this phone, and go back to the list once it is written. */
async function homeAfter(deed: () => Promise<void>): Promise<void> {
  const done = await saved(async () => {
    await deed();
    return true;
  });
  if (done) replace("");
}

/** Two taps, the second beside a sentence that says what is lost. */
function Discard({ visit, judged }: { visit: Visit; judged: number }): JSX.Element {
  const asked = useSignal(false);
  const go = (): Promise<void> => homeAfter(() => discard(visit.uuid));
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
