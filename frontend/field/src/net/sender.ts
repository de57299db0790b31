/** Sends the outbox: one sender at a time, in order, again and again until all is received. */

import { effect } from "@preact/signals";
import type { VisitAnswer, VisitBody } from "../protocol.ts";
import { clockOf, iso } from "../pure/times.ts";
import { pause } from "../pure/waiting.ts";
import { nextOf, settle } from "../store/queue.ts";
import type { Entry } from "../store/records.ts";
import * as state from "../store/state.ts";
import { bodyOf } from "../store/visiting.ts";
import { ask, promised, TroubleError } from "./asking.ts";
import { sendPhotograph } from "./photographs.ts";
import { sync } from "./sync.ts";

const STALE_MS = 600_000;

let running: Promise<void> | null = null;
let wanted = false;
let failures = 0;
let listening = false;
let timer = 0;

/** Send what waits, now; `fresh` asks for the day's list first. One run at a time. */
export function send(fresh = false): Promise<void> {
  if (state.session.value === null) return Promise.resolve();
  clearTimeout(timer);
  if (running !== null) {
    wanted = true;
    return running;
  }
  running = navigator.locks
    .request("chuangcheng-field-sender", () => attempt(fresh))
    .finally(() => {
      running = null;
      if (wanted || isLeftOver()) void send();
      wanted = false;
    });
  return running;
}

/** Go on by itself: when the app opens, when the network is back, when somebody looks again. */
export function sendByItself(): void {
  void send(true);
  if (!listening) listen();
  listening = true;
}

/** Once for all pairings of this page. */
function listen(): void {
  const again = (): void => void send(true);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
  });
  effect(() => {
    if (state.nextTry.value === null && state.unsent.value.length > 0 && running === null)
      void send();
  });
}

/** Something was closed while the last run was already ending. */
function isLeftOver(): boolean {
  return state.unsent.value.length > 0 && state.trouble.value === null;
}

async function attempt(fresh: boolean): Promise<void> {
  state.sending.value = true;
  state.nextTry.value = null;
  try {
    const broken = fresh || isStale() ? await syncFailure() : null;
    if (await flush()) await sync();
    if (broken !== null) throw broken;
    failures = 0;
    state.trouble.value = null;
  } catch (error) {
    later(error);
  } finally {
    state.sending.value = false;
    state.underway.value = null;
  }
}

/** A list that cannot be made just now is no reason to keep what was recorded. */
async function syncFailure(): Promise<TroubleError | null> {
  try {
    await sync();
    return null;
  } catch (error) {
    if (error instanceof TroubleError && error.trouble.word === "server") return error;
    throw error;
  }
}

function isStale(): boolean {
  const last = state.syncedAt.value;
  return last === null || Math.abs(Date.now() - Date.parse(last)) > STALE_MS;
}

/** Note the trouble and try again later; a revoked phone waits for its person. */
function later(error: unknown): void {
  const known = error instanceof TroubleError;
  state.trouble.value = known ? error.trouble : { word: "notSaved", fill: { why: String(error) } };
  if (state.trouble.value.word === "revoked") return;
  failures += 1;
  const wait = pause(failures, Math.random());
  state.nextTry.value = Date.now() + wait;
  timer = setTimeout(() => void send(), wait);
}

/** Send everything that waits, visits before photographs; says whether there was anything. */
async function flush(): Promise<boolean> {
  let some = false;
  for (;;) {
    const visit = await nextOf("visit");
    const photograph = visit === undefined ? await nextOf("photograph") : undefined;
    if (visit !== undefined) await sendVisit(visit);
    else if (photograph !== undefined) await sendPhotograph(photograph);
    else return some;
    failures = 0;
    some = true;
  }
}

/** One at a time: each is acknowledged by itself, and a cut costs one visit and not fifty. */
async function sendVisit(entry: Entry): Promise<void> {
  const closed = await bodyOf(entry.uuid);
  const sent_at = iso(new Date());
  const never = { phone: sent_at, server: null, difference_s: null };
  const clock = clockOf(closed, state.clock.value, Date.parse(sent_at)) ?? never;
  const body: VisitBody = { ...closed, sent_at, clock };
  const reply = await ask("PUT", `visits/${entry.uuid}`, { json: body });
  if (reply.refusal !== null) {
    await settle(entry, "refused", reply.refusal.detail);
    return;
  }
  const answer = promised<VisitAnswer>(reply.body, "uuid", "state");
  // Only an answer that names the visit counts as received.
  if (answer.uuid !== entry.uuid) throw new TroubleError({ word: "portal" });
  await settle(entry, "received", answer.refusal);
}
