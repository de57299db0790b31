/** The checklist of one visit: stops, groups, items, and how far it has come. */

import { type Signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Checklist, Group, Kind } from "../protocol.ts";
import { aimOf } from "../pure/aiming.ts";
import { groupsOf, isJudged, progress, type Slot, slotKey, stops } from "../pure/judging.ts";
import { rename } from "../routes.ts";
import type { Visit } from "../store/records.ts";
import { remarkLeast, route, t, tt } from "../store/state.ts";
import { judgementsOf } from "../store/visiting.ts";
import { ProgressBar } from "./bar.tsx";
import { Fold } from "./fold.tsx";
import { ItemCard } from "./item.tsx";
import { RetakeCard } from "./retake.tsx";
import type { Judgements } from "./writing.ts";

/** What was judged in a visit, read once and then kept up by whoever writes; null before that. */
export function useJudgements(visit: string): Judgements | null {
  const judgements: Judgements = useSignal(new Map());
  const isRead = useSignal(false);
  useEffect(() => {
    const read = async (): Promise<void> => {
      const found = await judgementsOf(visit);
      judgements.value = new Map(found.map((one) => [slotKey(one), one]));
      isRead.value = true;
    };
    void read();
  }, [visit, judgements, isRead]);
  return isRead.value ? judgements : null;
}

interface Props {
  visit: Visit;
  checklist: Checklist;
  kind: Kind;
}

type Read = Props & { judgements: Judgements };

export function ChecklistOf(props: Props): JSX.Element {
  const judgements = useJudgements(props.visit.uuid);
  if (judgements === null) return <p class="soft">…</p>;
  const { retake } = props.visit.assignment;
  const Shown = retake === undefined ? Whole : Single;
  return <Shown {...props} judgements={judgements} />;
}

/** One judgement that stands, and the camera. */
function Single({ visit, checklist, judgements }: Read): JSX.Element {
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

/** Come by a link to one item: unfold its group, show it, and go by the point's address again. */
function useAim(visit: Visit): Slot | null {
  const aim = useRef(aimOf(route.peek())).current;
  useEffect(() => {
    if (aim === null) return;
    rename(`point/${visit.assignment.uuid}`);
    const card = document.getElementById(`item-${aim.item}`);
    const group = card?.closest("details");
    if (group) group.open = true;
    card?.scrollIntoView();
    card?.focus({ preventScroll: true });
    // Once: whoever writes must not be carried off when the visit is read again.
  }, [aim, visit.assignment.uuid]);
  return aim;
}

function Whole({ visit, checklist, kind, judgements }: Read): JSX.Element {
  const stop = useSignal(useAim(visit)?.repeat ?? "");
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
  const done = group.items.filter((item) =>
    isJudged(judgements.value.get(slotKey({ item, repeat }))),
  ).length;
  const head = (
    <>
      {tt(group.title)}
      {group.battery && <small> {t("battery")}</small>}
      <span class="tag">{t("groupDone", { done, all: group.items.length })}</span>
    </>
  );
  const name = `point/${visit.uuid}/${group.id}`;
  return (
    <Fold name={name} open={!group.battery} summary={head}>
      {group.items.map((id) => {
        const item = checklist.items[id];
        const slot = { item: id, repeat };
        return item && <ItemCard key={id} {...{ visit, item, slot, judgements }} />;
      })}
    </Fold>
  );
}
