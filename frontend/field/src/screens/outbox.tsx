import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { send } from "../net/sender.ts";
import { Bar } from "../parts/bar.tsx";
import { saved } from "../phone.ts";
import { short } from "../pure/times.ts";
import { type Verdict, verdictOf } from "../store/assignments.ts";
import { again } from "../store/queue.ts";
import type { Entry, Visit } from "../store/records.ts";
import * as state from "../store/state.ts";
import { t, tt } from "../store/state.ts";

const MOST_RECEIVED = 20;

interface Parcel {
  visit: Visit;
  entries: Entry[];
  open: boolean;
  /** The site's word on it, once all the site has to say is not that it has come. */
  verdict: Verdict | null;
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
  const verdict = verdictOn(visit, entries);
  const waits = entries.some((entry) => entry.state !== "received");
  return { visit, entries, verdict, open: waits || verdict?.state === "refused" };
}

function verdictOn(visit: Visit, entries: Entry[]): Verdict | null {
  const own = entries.find((entry) => entry.kind === "visit");
  return own?.state === "received" ? verdictOf(visit, own) : null;
}

export function Outbox(): JSX.Element {
  return (
    <main>
      <Bar title={t("outbox")} />
      <Summary />
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

/** What is still to be sent, and what came and counts for nothing yet. */
function Summary(): JSX.Element {
  const left = state.unreceived.value;
  const refused = parcels.value.filter(({ verdict }) => verdict?.state === "refused").length;
  return (
    <>
      <p>{left.length === 0 ? t("outboxEmpty") : t("outboxCount", { what: state.amount(left) })}</p>
      {refused > 0 && <p class="notice alert">{t("outboxRefused", { n: refused })}</p>}
    </>
  );
}

function ParcelRow({ visit, entries, verdict }: Parcel): JSX.Element {
  const photographs = entries.filter((entry) => entry.kind === "photograph");
  const done = photographs.filter((entry) => entry.state === "received").length;
  const refused = entries.filter((entry) => entry.state === "refused");
  const own = entries.find((entry) => entry.kind === "visit");
  return (
    <li>
      <a href={`#point/${visit.assignment.uuid}`}>
        <strong>{tt(visit.assignment.point.title)}</strong>
      </a>
      <small>{short(visit.closedAt ?? visit.openedAt)}</small>
      <span class="marks">
        {verdict ? <VerdictTag {...verdict} /> : own && <StateTag entry={own} />}
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
      {verdict?.refusal && <p class="why">{tt(verdict.refusal)}</p>}
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

/** That it arrived is not yet that it counts, and looks no better than it is. */
function VerdictTag({ state: now }: Verdict): JSX.Element {
  if (now === "taken-in") return <span class="tag good">{t("takenIn")}</span>;
  if (now === "refused") return <span class="tag alert">{t("refused")}</span>;
  return <span class="tag accent">{t("received")}</span>;
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
