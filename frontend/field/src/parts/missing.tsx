/** What a visit still lacks, each line a way to the item in question. */

import type { JSX } from "preact";
import type { Checklist, Kind } from "../protocol.ts";
import { aimAt } from "../pure/aiming.ts";
import { byGroup, lacks, type Slot, slotKey } from "../pure/judging.ts";
import type { Judgement, Visit } from "../store/records.ts";
import { remarkLeast, t, tt } from "../store/state.ts";
import { lackWords } from "./failure.tsx";
import { Fold } from "./fold.tsx";

interface Props {
  visit: Visit;
  checklist: Checklist;
  kind: Kind;
  slots: Slot[];
}

/** Failed items that are incomplete, and what each lacks. */
export function Lacking(props: Props & { known: Map<string, Judgement> }): JSX.Element | null {
  const { slots, known, ...all } = props;
  if (slots.length === 0) return null;
  const retake = all.visit.assignment.retake !== undefined;
  const why = (slot: Slot): string => {
    const item = all.checklist.items[slot.item];
    const judged = known.get(slotKey(slot));
    if (retake) return t("lackPhotograph");
    return item && judged ? lackWords(lacks(item, judged, remarkLeast())) : "";
  };
  return (
    <section class="notice alert missing">
      <p>{t(retake ? "closeRetake" : "closeLacking", { n: slots.length })}</p>
      <Lines {...all} slots={slots} why={why} />
    </section>
  );
}

/** What nobody has judged, folded group by group: there may be dozens. */
export function Unjudged({ slots, ...all }: Props): JSX.Element | null {
  if (slots.length === 0) return null;
  return (
    <section class="notice warn missing">
      <p>{t("closeUnjudged", { n: slots.length })}</p>
      {byGroup(all.kind, slots, all.visit.assignment.items).map(({ group, slots: some }) => (
        <Fold
          key={group.id}
          name={`close/${all.visit.uuid}/${group.id}`}
          open={false}
          summary={
            <>
              {tt(group.title)}
              <span class="tag">{some.length}</span>
            </>
          }
        >
          <Lines {...all} slots={some} />
        </Fold>
      ))}
    </section>
  );
}

function Lines(props: Props & { why?: (slot: Slot) => string }): JSX.Element {
  const { visit, checklist, kind, slots, why } = props;
  const ends = (text: string | undefined): string => (text ? ` — ${text}` : "");
  return (
    <ul>
      {slots.map((slot) => (
        <li key={slotKey(slot)}>
          <a href={`#${aimAt(visit.assignment.uuid, slot)}`}>
            {tt(checklist.items[slot.item]?.title)}
            {stopWords(kind, slot)}
            {ends(why?.(slot))}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** At which stop, where a point has several. */
function stopWords({ repeats }: Kind, { repeat }: Slot): string {
  if (repeats === null || repeats.number < 2) return repeat && ` (${repeat})`;
  return ` (${t("stop", { title: tt(repeats.title), n: repeat || 1 })})`;
}
