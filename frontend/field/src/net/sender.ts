/** Sends the outbox: one sender at a time, in order, again and again until all is received. */

import { effect } from "@preact/signals";
import type { VisitAnswer, VisitBody } from "../protocol.ts";
import { iso } from "../pure/times.ts";
import { batch, pause } from "../pure/waiting.ts";
import { settle, waitingOf } from "../store/queue.ts";
import type { Entry } from "../store/records.ts";
import * as state from "../store/state.ts";
import { bodyOf } from "../store/visiting.ts";
import { ask, promised, TroubleError } from "./asking.ts";
import { sendPhotograph } from "./photographs.ts";
import { sync } from "./sync.ts";

const MOST_VISITS = 50;
const MOST_BYTES = 500_000;
const STALE_MS = 600_000;

let running: Promise<void> | null = null;
let wanted = false;
let failures = 0;
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
  const again = (): void => void send(true);
  addEventListener("online", again);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
  });
  again();
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
    if (fresh || isStale()) await sync();
    if (await flush()) await sync();
    failures = 0;
    state.trouble.value = null;
  } catch (error) {
    later(error);
  } finally {
    state.sending.value = false;
    state.underway.value = null;
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
    const visits = await waitingOf("visit");
    const [photograph] = visits.length > 0 ? [] : await waitingOf("photograph");
    if (visits.length > 0) await sendVisits(visits);
    else if (photograph !== undefined) await sendPhotograph(photograph);
    else return some;
    failures = 0;
    some = true;
  }
}

interface Outgoing {
  entry: Entry;
  body: VisitBody;
}

async function sendVisits(waiting: Entry[]): Promise<void> {
  const entries = batch(waiting, (entry) => entry.size, MOST_VISITS, MOST_BYTES);
  const out = await Promise.all(entries.map(outgoing));
  const [first] = out;
  if (first !== undefined && out.length === 1) await sendOne(first);
  else await sendMany(out);
}

async function outgoing(entry: Entry): Promise<Outgoing> {
  const sent_at = iso(new Date());
  const clock = state.clock.value ?? { phone: sent_at, server: null, difference_s: null };
  return { entry, body: { ...(await bodyOf(entry.uuid)), sent_at, clock } };
}

async function sendOne({ entry, body }: Outgoing): Promise<void> {
  const reply = await ask("PUT", `visits/${entry.uuid}`, { json: body });
  if (reply.refusal !== null) {
    await settle(entry, "refused", reply.refusal.detail);
    return;
  }
  const answer = promised<VisitAnswer>(reply.body, "uuid", "state");
  await note(entry, reply.status, answer);
}

async function sendMany(out: Outgoing[]): Promise<void> {
  const visits = out.map(({ entry, body }) => ({ uuid: entry.uuid, ...body }));
  const reply = await ask("POST", "outbox", { json: { visits } });
  if (reply.refusal !== null) {
    // One of them spoils the batch: by itself each is judged by itself.
    for (const one of out) await sendOne(one);
    return;
  }
  const { visits: answers } = promised<{ visits: VisitAnswer[] }>(reply.body, "visits");
  const byUuid = new Map(answers.map((answer) => [answer.uuid, answer]));
  for (const { entry } of out) {
    const answer = byUuid.get(entry.uuid);
    if (answer === undefined) throw new TroubleError({ word: "portal" });
    await note(entry, answer.status ?? reply.status, answer);
  }
}

/** Only an answer that names the visit counts as received. */
async function note(entry: Entry, status: number, answer: VisitAnswer): Promise<void> {
  if (answer.uuid !== entry.uuid) throw new TroubleError({ word: "portal" });
  const refused = status >= 400;
  const why = answer.detail ?? answer.refusal ?? null;
  await settle(entry, refused ? "refused" : "received", why);
}
