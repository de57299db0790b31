/** Sentences about what is wrong just now, on every screen. */

import type { JSX } from "preact";
import { clockTime, rough } from "../pure/times.ts";
import * as state from "../store/state.ts";
import { t, tt } from "../store/state.ts";

const LITTLE_MB = 50;

/** With `quiet` a mere lack of network is not mentioned: at work it changes nothing. */
export function Notices({ quiet = false }: { quiet?: boolean }): JSX.Element {
  return (
    <div class="notices" role="status">
      <Unsaved />
      {quiet && state.trouble.value?.word === "offline" ? null : <Unreached />}
      <WrongClock />
      <LittleRoom />
      <NotKept />
    </div>
  );
}

function Unsaved(): JSX.Element | null {
  const trouble = state.unsaved.value;
  if (trouble === null) return null;
  return <p class="notice alert">{t(trouble.word, trouble.fill)}</p>;
}

function Unreached(): JSX.Element | null {
  const trouble = state.trouble.value;
  if (trouble === null) return null;
  const revoked = trouble.word === "revoked";
  // Where one pairs, a link that leads there leads nowhere.
  const pairing = state.route.value.startsWith("pair");
  return (
    <p class={revoked ? "notice alert" : "notice warn"}>
      {t(trouble.word, trouble.fill)} {tt(trouble.detail)}
      {state.nextTry.value !== null && (
        <> {t("nextTry", { when: clockTime(new Date(state.nextTry.value)) })}</>
      )}
      {revoked && !pairing && <a href="#pair">{t("pairAgain")}</a>}
    </p>
  );
}

function WrongClock(): JSX.Element | null {
  const seconds = state.clock.value?.difference_s ?? 0;
  const least = state.day.value?.settings.clock_warn_s ?? Number.POSITIVE_INFINITY;
  if (Math.abs(seconds) <= least) return null;
  const [n, unit] = rough(seconds);
  const way = t(seconds > 0 ? "fast" : "slowClock");
  return <p class="notice warn">{t("clockWrong", { way, n, unit: t(unit) })}</p>;
}

function NotKept(): JSX.Element | null {
  return state.appKept.value === false ? <p class="notice warn">{t("appNotKept")}</p> : null;
}

function LittleRoom(): JSX.Element | null {
  const room = state.room.value;
  const left = Math.floor((room?.left ?? Number.POSITIVE_INFINITY) / 1_048_576);
  if (left >= LITTLE_MB) return null;
  return <p class="notice warn">{t("almostFull", { mb: left })}</p>;
}
