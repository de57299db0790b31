/** The outbox as it lies in the database. */

import type { PhotographFacts, Title } from "../protocol.ts";
import { iso } from "../pure/times.ts";
import { tell } from "./loading.ts";
import { database, type Entry, type State } from "./records.ts";
import { outbox } from "./state.ts";

/** What was put there first of what still waits. */
export async function nextOf(kind: Entry["kind"]): Promise<Entry | undefined> {
  return (await database()).getFromIndex("outbox", "next", [kind, "waiting"]);
}

/** A photograph's facts and bytes; null when it is not on the phone any more. */
export async function pictureOf(
  uuid: string,
): Promise<{ facts: PhotographFacts; image: Blob } | null> {
  const db = await database();
  const [photograph, picture] = await Promise.all([
    db.get("photographs", uuid),
    db.get("pictures", uuid),
  ]);
  return photograph && picture?.image ? { facts: photograph.facts, image: picture.image } : null;
}

/** Write down how it ended; of a received photograph a small one stays, to look back at. */
export async function settle(entry: Entry, state: State, refusal: Title | null): Promise<void> {
  const settled: Entry = { ...entry, state, refusal, receivedAt: iso(new Date()) };
  const change = (await database()).transaction(["outbox", "pictures"], "readwrite");
  await change.objectStore("outbox").put(settled);
  if (entry.kind === "photograph" && state === "received") {
    const picture = await change.objectStore("pictures").get(entry.uuid);
    if (picture) await change.objectStore("pictures").put({ ...picture, image: null });
  }
  await change.done;
  outbox.value = outbox.value.map((one) => (one.seq === settled.seq ? settled : one));
  tell();
}

/** Put what was refused back into the queue. */
export async function again(entries: Entry[]): Promise<void> {
  const change = (await database()).transaction("outbox", "readwrite");
  const back = entries.map((entry): Entry => ({ ...entry, state: "waiting", refusal: null }));
  await Promise.all(back.map((entry) => change.store.put(entry)));
  await change.done;
  const changed = new Map(back.map((entry) => [entry.seq, entry]));
  outbox.value = outbox.value.map((one) => changed.get(one.seq) ?? one);
}
