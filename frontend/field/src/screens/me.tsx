import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { Bar } from "../parts/bar.tsx";
import { LanguageSwitch } from "../parts/language.tsx";
import { saved } from "../phone.ts";
import { rough, short } from "../pure/times.ts";
import { replace } from "../routes.ts";
import { load, tell } from "../store/loading.ts";
import { wipe } from "../store/records.ts";
import * as state from "../store/state.ts";
import { t } from "../store/state.ts";

declare const __VERSION__: string;
const MB = 1_048_576;

export function Me(): JSX.Element {
  return (
    <main>
      <Bar title={t("me")}>
        <LanguageSwitch />
      </Bar>
      <dl class="facts">
        <Fact name={t("person")} value={state.session.value?.name ?? ""} />
        <Fact name={t("pairName")} value={state.session.value?.title ?? ""} />
        <Fact name={t("sync")} value={lastSync()} />
        <Fact name={t("clock")} value={clockNow()} />
        <Fact name={t("storage")} value={storageNow()} />
        <Fact name={t("baseMap")} value={mapNow()} />
        <Fact name={t("withoutNetwork")} value={appNow()} />
        <Fact name={t("version")} value={__VERSION__} />
      </dl>
      <SignOut />
    </main>
  );
}

function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function appNow(): string {
  return state.appKept.value === true ? t("appKept") : t("appNotKept");
}

function lastSync(): string {
  const last = state.syncedAt.value;
  return last === null ? t("neverSynced") : t("synced", { when: short(last) });
}

function clockNow(): string {
  const seconds = state.clock.value?.difference_s ?? 0;
  const least = state.day.value?.settings.clock_warn_s ?? Number.POSITIVE_INFINITY;
  const [n, unit] = rough(seconds);
  return Math.abs(seconds) <= least ? t("clockFine") : `${n} ${t(unit)}`;
}

function storageNow(): string {
  const room = state.room.value;
  if (room === null) return "";
  const used = (room.used / MB).toFixed(1);
  const sentence = t("storageUsed", { used, left: Math.floor(room.left / MB) });
  return `${sentence} · ${t(room.persisted ? "persisted" : "notPersisted")}`;
}

/** Which map is on the phone, and what becomes of a newer one. */
function mapNow(): string {
  const kept = state.basemap.value;
  const held = kept && t("mapKept", { n: kept.tiles, mb: inMb(kept.bytes) });
  return [held, newerMap()].filter(Boolean).join(" · ") || t("mapNone");
}

function newerMap(): string {
  const file = state.day.value?.basemap_file ?? null;
  const coming = state.mapUnderway.value;
  if (coming !== null) {
    return t("mapComing", { done: inMb(coming.done), all: inMb(coming.all) });
  }
  if (file === null || file.tag === state.basemap.value?.tag) return "";
  const tooLarge = state.mapTooLarge.value;
  if (tooLarge !== null) return t("mapTooLarge", { mb: inMb(tooLarge) });
  return t(state.basemap.value === null ? "mapNotYet" : "mapOld");
}

const inMb = (bytes: number): string => (bytes / MB).toFixed(1);

/** Wiping asks; where something was not sent it wants a word typed. */
function SignOut(): JSX.Element {
  const asked = useSignal(false);
  const ask = (wanted: boolean) => (): void => {
    asked.value = wanted;
  };
  if (asked.value) return <Ask cancel={ask(false)} />;
  return (
    <button type="button" class="secondary danger-text" onClick={ask(true)}>
      {t("signOut")}
    </button>
  );
}

function Ask({ cancel }: { cancel: () => void }): JSX.Element {
  const typed = useSignal("");
  const left = state.unreceived.value;
  const drafts = state.drafts.value.length;
  const safe = left.length + drafts === 0;
  const word = t("wipeWord");
  const fill = { what: state.amount(left, drafts), word };
  return (
    <section class="notice alert">
      <p>{safe ? t("signOutAsk") : t("signOutUnsent", fill)}</p>
      {!safe && (
        <input
          name="word"
          aria-label={word}
          autocomplete="off"
          autocapitalize="none"
          onInput={(event) => {
            typed.value = event.currentTarget.value.trim().toLowerCase();
          }}
        />
      )}
      <div class="verbs">
        <button
          type="button"
          class="danger"
          disabled={!safe && typed.value !== word}
          onClick={() => void signOut()}
        >
          {t("signOut")}
        </button>
        <button type="button" class="secondary" onClick={cancel}>
          {t("cancel")}
        </button>
      </div>
    </section>
  );
}

async function signOut(): Promise<void> {
  await saved(wipe);
  state.trouble.value = null;
  await load();
  tell();
  replace("");
}
