/** The checklist of one visit: stops, groups, items, and how far it has come. */

import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Checklist, Group, Kind } from "../protocol.ts";
import { groupsOf, progress, slotKey, stops } from "../pure/judging.ts";
import type { Judgement, Visit } from "../store/records.ts";
import { day, t, tt } from "../store/state.ts";
import { judgementsOf } from "../store/visiting.ts";
import { ProgressBar } from "./bar.tsx";
import { ItemCard } from "./item.tsx";
import { RetakeCard } from "./retake.tsx";

export type Judgements = Signal<Map<string, Judgement>>;
const REMARK_LEAST = 10;

export const remarkLeast = (): number => day.value?.settings.remark_min ?? REMARK_LEAST;

/** What was judged in a visit, read once and then kept up by whoever writes. */
export function useJudgements(visit: string): Judgements {
  const judgements: Judgements = useSignal(new Map());
  useEffect(() => {
    const read = async (): Promise<void> => {
      const found = await judgementsOf(visit);
      judgements.value = new Map(found.map((one) => [slotKey(one), one]));
    };
    void read();
  }, [visit, judgements]);
  return judgements;
}

interface Props {
  visit: Visit;
  checklist: Checklist;
  kind: Kind;
}

export function ChecklistOf(props: Props): JSX.Element {
  return props.visit.assignment.retake === undefined ? <Whole {...props} /> : <Single {...props} />;
}

/** One judgement that stands, and the camera. */
function Single({ visit, checklist }: Props): JSX.Element {
  const judgements = useJudgements(visit.uuid);
  const [judged] = judgements.value.values();
  const item = judged && checklist.items[judged.item];
  return (
    <>
      {judged && item && <RetakeCard {...{ visit, item, slot: judged, judgements, judged }} />}
      <Finish visit={visit} />
    </>
  );
}

function Finish({ visit }: { visit: Visit }): JSX.Element {
  return (
    <footer class="dock">
      <a class="button wide" href={`#close/${visit.uuid}`}>
        {t("toClose")}
      </a>
    </footer>
  );
}

function Whole({ visit, checklist, kind }: Props): JSX.Element {
  const judgements = useJudgements(visit.uuid);
  const stop = useSignal("");
  const only = visit.assignment.items;
  const judged = judgements.value.values();
  const so = progress(checklist, kind, judged, remarkLeast(), only);
  return (
    <>
      <div class="progress">
        <span>{t("judgedOf", { done: so.judged, all: so.slots })}</span>
        <ProgressBar done={so.judged} all={so.slots} />
        {so.lacking.length > 0 && (
          <span class="tag alert">{t("lackingN", { n: so.lacking.length })}</span>
        )}
      </div>
      <Stops kind={kind} stop={stop} />
      {groupsOf(kind, only).map((group) => (
        <GroupOf
          key={`${group.id}${stop.value}`}
          {...{ visit, checklist, group, judgements, repeat: stop.value }}
        />
      ))}
      <Finish visit={visit} />
    </>
  );
}

/** The stops of a composite point: bus stops of a line, stretches of a road. */
function Stops({ kind, stop }: { kind: Kind; stop: Signal<string> }): JSX.Element | null {
  if (kind.repeats === null || stops(kind).length < 2) return null;
  const { title, metres } = kind.repeats;
  return (
    <div class="chips stops">
      {stops(kind).map((one) => (
        <button
          key={one}
          type="button"
          class="chip"
          aria-pressed={stop.value === one}
          onClick={() => {
            stop.value = one;
          }}
        >
          {t("stop", { title: tt(title), n: one || 1 })}
        </button>
      ))}
      {metres !== null && <small>{t("everyMetres", { m: metres })}</small>}
    </div>
  );
}

interface GroupProps {
  visit: Visit;
  checklist: Checklist;
  group: Group;
  judgements: Judgements;
  repeat: string;
}

function GroupOf({ visit, checklist, group, judgements, repeat }: GroupProps): JSX.Element {
  const done = group.items.filter((item) => judgements.value.has(slotKey({ item, repeat }))).length;
  const head = (
    <>
      {tt(group.title)}
      {group.battery && <small> {t("battery")}</small>}
      <span class="tag">{t("groupDone", { done, all: group.items.length })}</span>
    </>
  );
  return (
    <details class="group" open={!group.battery}>
      <summary>{head}</summary>
      {group.items.map((id) => {
        const item = checklist.items[id];
        const slot = { item: id, repeat };
        return item && <ItemCard key={id} {...{ visit, item, slot, judgements }} />;
      })}
    </details>
  );
}
