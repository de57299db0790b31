/** From the database to the screens, at the start and whenever another window changed something. */

import type { Clock, Day } from "../protocol.ts";
import { isJudged } from "../pure/judging.ts";
import type { Language } from "../pure/words.ts";
import { database, fact } from "./records.ts";
import * as state from "./state.ts";

const channel = new BroadcastChannel("chuangcheng-field");

/** Read everything that the screens show. */
export async function load(): Promise<void> {
  const db = await database();
  const [session, day, syncedAt, clock, language, basemap] = await Promise.all([
    fact<state.Session>("session"),
    fact<Day>("day"),
    fact<string>("syncedAt"),
    fact<Clock>("clock"),
    fact<Language>("language"),
    fact<state.Basemap>("basemap"),
  ]);
  state.session.value = session;
  state.day.value = day;
  state.syncedAt.value = syncedAt;
  state.clock.value = clock;
  state.language.value = language ?? "zh";
  state.basemap.value = basemap;
  state.visits.value = await db.getAll("visits");
  state.outbox.value = await db.getAll("outbox");
  await countJudged();
}

async function countJudged(): Promise<void> {
  const db = await database();
  const counted = await Promise.all(
    state.drafts.value.map(async ({ uuid }) => {
      const known = await db.getAllFromIndex("judgements", "visit", uuid);
      return [uuid, known.filter(isJudged).length] as const;
    }),
  );
  state.judgedOf.value = Object.fromEntries(counted);
}

/** Tell other windows of the app that something changed. */
export function tell(): void {
  channel.postMessage("changed");
}

/** Follow what other windows change. */
export function follow(): void {
  channel.onmessage = () => void load();
}
