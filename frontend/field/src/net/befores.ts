/** Photographs from before, of what is to be re-checked: fetched with the day and kept. */

import { database } from "../store/records.ts";
import { befores, day } from "../store/state.ts";
import { askPicture } from "./asking.ts";

const MOST = 400;
let running = false;

/** Fetch what is not on the phone and forget what is over; without them one can still judge. */
export async function fetchBefores(): Promise<void> {
  if (running) return;
  running = true;
  try {
    const names = (day.value?.rechecks ?? []).flatMap((one) => one.before ?? []).slice(0, MOST);
    await forget(new Set(names));
    for (const name of names) await fetchOne(name);
  } catch {
    // The next sync goes on from here.
  } finally {
    running = false;
  }
}

async function fetchOne(name: string): Promise<void> {
  const db = await database();
  if ((await db.getKey("befores", name)) !== undefined) return;
  const picture = await askPicture(`rechecks/photographs/${name}`);
  if (picture === null) return;
  await db.put("befores", picture, name);
  befores.value += 1;
}

async function forget(wanted: Set<string>): Promise<void> {
  const db = await database();
  const over = (await db.getAllKeys("befores")).filter((name) => !wanted.has(name));
  for (const name of over) await db.delete("befores", name);
}
