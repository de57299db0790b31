import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { send } from "../net/sender.ts";
import { Bar } from "../parts/bar.tsx";
import { saved } from "../phone.ts";
import { short } from "../pure/times.ts";
import { again } from "../store/queue.ts";
import type { Entry, Visit } from "../store/records.ts";
import * as state from "../store/state.ts";
import { t, tt } from "../store/state.ts";

const MOST_RECEIVED = 20;

interface Parcel {
  visit: Visit;
  entries: Entry[];
  open: boolean;
}

/** Each closed visit with its photographs, what waits first. */
const parcels = computed<Parcel[]>(() => {
  const byVisit = new Map<string, Entry[]>();
  for (const entry of state.outbox.value) {
    const entries = byVisit.get(entry.visit);
    if (entries === undefined) byVisit.set(entry.visit, [entry]);
    else entries.push(entry);
  }
  const closed = state.visits.value.filter((visit) => byVisit.has(visit.uuid));
  const all = closed.map((visit) => parcel(visit, byVisit.get(visit.uuid) ?? []));
  all.sort(
    (a, b) =>
      Number(b.open) - Number(a.open) || (a.open ? 1 : -1) * (a.visit.order - b.visit.order),
  );
  const open = all.filter((one) => one.open).length;
  return all.slice(0, open + MOST_RECEIVED);
});

function parcel(visit: Visit, entries: Entry[]): Parcel {
  return { visit, entries, open: entries.some((entry) => entry.state !== "received") };
}

export function Outbox(): JSX.Element {
  const left = state.unreceived.value;
  const visits = left.filter((entry) => entry.kind === "visit").length;
  return (
    <main>
      <Bar title={t("outbox")} />
      <p>
        {left.length === 0
          ? t("outboxEmpty")
          : t("outboxCount", { visits, photos: left.length - visits })}
      </p>
      {state.unsent.value.length > 0 && (
        <button
          type="button"
          class="wide"
          disabled={state.sending.value}
          onClick={() => void send(true)}
        >
          {t(state.sending.value ? "sendingNow" : "sendNow")}
        </button>
      )}
      <ul class="parcels">
        {parcels.value.map((one) => (
          <ParcelRow key={one.visit.uuid} {...one} />
        ))}
      </ul>
    </main>
  );
}

function ParcelRow({ visit, entries }: Parcel): JSX.Element {
  const photographs = entries.filter((entry) => entry.kind === "photograph");
  const done = photographs.filter((entry) => entry.state === "received").length;
  const refused = entries.filter((entry) => entry.state === "refused");
  const own = entries.find((entry) => entry.kind === "visit");
  return (
    <li>
      <strong>{tt(visit.assignment.point.title)}</strong>
      <small>{short(visit.closedAt ?? visit.openedAt)}</small>
      <span class="marks">
        {own && <StateTag entry={own} />}
        {photographs.length > 0 && (
          <span class="tag">{t("photographs", { done, all: photographs.length })}</span>
        )}
        {photographs.map(
          (entry) => entry.uuid === state.underway.value?.uuid && <StateTag entry={entry} />,
        )}
      </span>
      {refused.map((entry) => (
        <p key={entry.uuid} class="why">
          {tt(entry.refusal)}
        </p>
      ))}
      {refused.length > 0 && <SendAgain entries={refused} />}
    </li>
  );
}

function SendAgain({ entries }: { entries: Entry[] }): JSX.Element {
  return (
    <button type="button" class="secondary" onClick={() => void saved(() => again(entries))}>
      {t("sendAgain")}
    </button>
  );
}

function StateTag({ entry }: { entry: Entry }): JSX.Element {
  const now = state.underway.value;
  if (entry.state === "received") return <span class="tag good">{t("received")}</span>;
  if (entry.state === "refused") return <span class="tag alert">{t("refused")}</span>;
  if (now?.uuid === entry.uuid) {
    return <span class="tag accent">{t("sending", { n: Math.round(now.share * 100) })}</span>;
  }
  return <span class="tag">{t("waiting")}</span>;
}
