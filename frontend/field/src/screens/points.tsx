import { computed, signal } from "@preact/signals";
import type { JSX } from "preact";
import { send } from "../net/sender.ts";
import { Bar, ProgressBar } from "../parts/bar.tsx";
import { PointRow } from "../parts/point-row.tsx";
import type { Assignment } from "../protocol.ts";
import { distance } from "../pure/geo.ts";
import { partOf } from "../pure/parts.ts";
import { short } from "../pure/times.ts";
import { allAssignments, isDone, unlisted } from "../store/assignments.ts";
import { chosenDay, days, ofChosenDay, pick, today } from "../store/chosen.ts";
import { nameOf, parts } from "../store/parts.ts";
import * as state from "../store/state.ts";
import { t } from "../store/state.ts";

const nearFirst = signal(false);

const shown = computed(() => [...ofChosenDay.value].sort(nearFirst.value ? byDistance : byRoute));

function byRoute(a: Assignment, b: Assignment): number {
  return a.day.localeCompare(b.day) || place(a) - place(b) || a.order - b.order;
}

const place = (one: Assignment): number => parts.value.indexOf(partOf(one));

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
          <Days />
          <div class="count">
            <span>{t("doneOf", { done, all: all.length })}</span>
            <ProgressBar done={done} all={all.length} />
            <Order />
          </div>
          {nearFirst.value ? <Rows rows={all} /> : <Parted rows={all} />}
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

/** Rows of points as they come; each says what it is part of where there are several parts. */
function Rows({ rows }: { rows: Assignment[] }): JSX.Element {
  const several = parts.value.length > 1;
  return (
    <ol class="points">
      {rows.map((one) => (
        <PointRow key={one.uuid} assignment={one} of={several ? nameOf(partOf(one)) : ""} />
      ))}
    </ol>
  );
}

/** Rows of points; numbers begin anew with each day of a round, so there each has a heading. */
function Parted({ rows }: { rows: Assignment[] }): JSX.Element {
  const headings = headingsOf(rows);
  const several = new Set(headings).size > 1;
  return (
    <ol class="points">
      {rows.flatMap((one, i) => [
        several && headings[i] !== headings[i - 1] && (
          <li key={headings[i]} class="day">
            {headings[i]}
          </li>
        ),
        <PointRow key={one.uuid} assignment={one} />,
      ])}
    </ol>
  );
}

/** The day of each point and what it is part of, as far as rows differ in it. */
function headingsOf(rows: Assignment[]): string[] {
  const days = chosenDay.value === null && new Set(rows.map((one) => one.day)).size > 1;
  return rows.map((one) => {
    const part = parts.value.length > 1 && nameOf(partOf(one));
    return [days && dayName(one.day), part].filter(Boolean).join(" · ");
  });
}

function dayName(one: string): string {
  return one === today() ? t("today") : one.slice(5);
}

function Nothing(): JSX.Element {
  return (
    <div class="empty">
      <p>{t("none")}</p>
      <p class="soft">{t("noneHow")}</p>
    </div>
  );
}

/** The days to choose from, where there is a choice. */
function Days(): JSX.Element | null {
  if (days.value.length < 2) return null;
  return (
    <div class="chips days">
      <Chip on={chosenDay.value === null} set={() => pick(null)} text={t("allDays")} />
      {days.value.map((one) => (
        <Chip key={one} on={chosenDay.value === one} set={() => pick(one)} text={dayName(one)} />
      ))}
    </div>
  );
}

/** Both orders are named, and the one that holds now is marked: nothing here is a command. */
function Order(): JSX.Element {
  return (
    <fieldset class="order-of" aria-label={t("orderOf")}>
      {[false, true].map((near) => (
        <button
          key={String(near)}
          type="button"
          aria-pressed={nearFirst.value === near}
          onClick={() => {
            nearFirst.value = near;
          }}
        >
          {t(near ? "byDistance" : "byRoute")}
        </button>
      ))}
    </fieldset>
  );
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
