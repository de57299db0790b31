/** Photographs from before, of what is to be looked at or taken again: fetched with the day. */

import type { Assignment } from "../protocol.ts";
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
    const { rechecks = [], retakes = [] } = day.value ?? {};
    const wanted = [...named("retakes", retakes), ...named("rechecks", rechecks)].slice(0, MOST);
    await forget(new Set(wanted.map(({ name }) => name)));
    for (const one of wanted) await fetchOne(one);
  } catch {
    // The next sync goes on from here.
  } finally {
    running = false;
  }
}

interface Wanted {
  kind: string;
  name: string;
}

function named(kind: string, some: Assignment[]): Wanted[] {
  return some.flatMap((one) => one.before ?? []).map((name) => ({ kind, name }));
}

async function fetchOne({ kind, name }: Wanted): Promise<void> {
  const db = await database();
  if ((await db.getKey("befores", name)) !== undefined) return;
  const picture = await askPicture(`${kind}/photographs/${name}`);
  if (picture === null) return;
  await db.put("befores", picture, name);
  befores.value += 1;
}

async function forget(wanted: Set<string>): Promise<void> {
  const db = await database();
  const over = (await db.getAllKeys("befores")).filter((name) => !wanted.has(name));
  for (const name of over) await db.delete("befores", name);
}
