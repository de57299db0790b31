import { computed, signal } from "@preact/signals";
import type { JSX } from "preact";
import { send } from "../net/sender.ts";
import { Bar, ProgressBar } from "../parts/bar.tsx";
import { PointRow } from "../parts/point-row.tsx";
import type { Assignment } from "../protocol.ts";
import { distance } from "../pure/geo.ts";
import { day as dayOf, short } from "../pure/times.ts";
import { allAssignments, isDone, unlisted } from "../store/assignments.ts";
import * as state from "../store/state.ts";
import { t } from "../store/state.ts";

const chosenDay = signal<string | null>(null);
const nearFirst = signal(false);

const days = computed(() => [...new Set(allAssignments.value.map((one) => one.day))].sort());
const shown = computed(() => {
  const chosen = chosenDay.value;
  const some = allAssignments.value.filter((one) => chosen === null || one.day === chosen);
  return [...some].sort(nearFirst.value ? byDistance : byRoute);
});

function byRoute(a: Assignment, b: Assignment): number {
  return a.day.localeCompare(b.day) || a.order - b.order;
}

function byDistance(a: Assignment, b: Assignment): number {
  return far(a) - far(b) || byRoute(a, b);
}

function far({ point: { lon, lat } }: Assignment): number {
  const here = state.position.value;
  if (here === null || lon === null || lat === null) return Number.MAX_SAFE_INTEGER;
  return distance(here, { lon, lat });
}

export function Points(): JSX.Element {
  const all = shown.value;
  const done = all.filter((one) => isDone(one)).length;
  return (
    <main>
      <Bar title={t("points")}>
        <SyncButton />
      </Bar>
      {allAssignments.value.length > 0 ? (
        <>
          <Filters />
          <p class="count">
            <span>{t("doneOf", { done, all: all.length })}</span>
            <ProgressBar done={done} all={all.length} />
          </p>
          <Rows rows={all} byDay={chosenDay.value === null && !nearFirst.value} />
        </>
      ) : (
        <Nothing />
      )}
      {unlisted.value.length > 0 && (
        <>
          <h2>{t("unlistedHead")}</h2>
          <Rows rows={unlisted.value} />
        </>
      )}
    </main>
  );
}

/** Rows of points; numbers begin anew with each day, so days are told apart where there are some. */
function Rows({ rows, byDay = false }: { rows: Assignment[]; byDay?: boolean }): JSX.Element {
  const several = byDay && new Set(rows.map((one) => one.day)).size > 1;
  return (
    <ol class="points">
      {rows.flatMap((one, i) => [
        several && one.day !== rows[i - 1]?.day && (
          <li key={one.day} class="day">
            {dayName(one.day)}
          </li>
        ),
        <PointRow key={one.uuid} assignment={one} />,
      ])}
    </ol>
  );
}

function dayName(one: string): string {
  return one === dayOf(new Date()) ? t("today") : one.slice(5);
}

function Nothing(): JSX.Element {
  return (
    <div class="empty">
      <p>{t("none")}</p>
      <p class="soft">{t("noneHow")}</p>
    </div>
  );
}

function Filters(): JSX.Element {
  return (
    <div class="chips">
      <Chip on={chosenDay.value === null} set={() => pick(null)} text={t("allDays")} />
      {days.value.length > 1 &&
        days.value.map((one) => (
          <Chip key={one} on={chosenDay.value === one} set={() => pick(one)} text={dayName(one)} />
        ))}
      <button
        type="button"
        class="chip end"
        onClick={() => {
          nearFirst.value = !nearFirst.value;
        }}
      >
        ⇅ {t(nearFirst.value ? "byDistance" : "byRoute")}
      </button>
    </div>
  );
}

function pick(one: string | null): void {
  chosenDay.value = one;
}

function Chip({ on, set, text }: { on: boolean; set: () => void; text: string }): JSX.Element {
  return (
    <button type="button" class="chip" aria-pressed={on} onClick={set}>
      {text}
    </button>
  );
}

function SyncButton(): JSX.Element {
  const last = state.syncedAt.value;
  return (
    <div class="sync">
      <small>{last === null ? t("neverSynced") : t("synced", { when: short(last) })}</small>
      <button
        type="button"
        class="secondary"
        disabled={state.sending.value}
        onClick={() => void send(true)}
      >
        {t(state.sending.value ? "syncing" : "sync")}
      </button>
    </div>
  );
}
