/** The deeds of a visit: each is one transaction, and is shown only once it is written. */

import type {
  Assignment,
  Checklist,
  Clock,
  Fix,
  JudgementBody,
  Retake,
  VisitBody,
} from "../protocol.ts";
import { uuid } from "../pure/ids.ts";
import { isJudged, type Slot, told } from "../pure/judging.ts";
import { iso } from "../pure/times.ts";
import { tell } from "./loading.ts";
import {
  type Database,
  database,
  type Entry,
  type Judgement,
  type NewPicture,
  type Photograph,
  type Visit,
} from "./records.ts";
import { clock, day, drafts, judgedOf, outbox, position, visits } from "./state.ts";

declare const __VERSION__: string;
const FORGET_AFTER_MS = 14 * 86_400_000;

/** What a closed visit keeps to be sent; those closed by older apps keep nothing of the clock. */
type Closed = Omit<VisitBody, "sent_at" | "clock"> & { clock?: Clock | null };

/** Begin a visit of a point, or go on with the one that is open. */
export async function start(assignment: Assignment, fix: Fix | null): Promise<Visit> {
  const open = drafts.value.find((visit) => visit.assignment.uuid === assignment.uuid);
  if (open !== undefined) return open;
  const round = day.value?.rounds.find((one) => one.id === assignment.round);
  const visit: Visit = {
    uuid: uuid(),
    assignment,
    checklist: round?.checklist ?? "",
    round: round?.title ?? { zh: "", en: "" },
    openedAt: iso(new Date()),
    position: fix,
    closedAt: null,
    order: 0,
    body: null,
  };
  const known = assignment.retake === undefined ? [] : [standing(visit, assignment.retake)];
  const change = (await database()).transaction(["visits", "judgements"], "readwrite");
  await change.objectStore("visits").put(visit);
  for (const one of known) await change.objectStore("judgements").put(one);
  await change.done;
  visits.value = [...visits.value, visit];
  count(visit.uuid, known.length);
  tell();
  return visit;
}

/** What was judged already: whoever takes a photograph again changes nothing of it. */
function standing({ uuid, assignment, openedAt }: Visit, retake: Retake): Judgement {
  const { judgement, repeat, result, count, of, remark } = retake;
  const item = assignment.items?.[0] ?? "";
  const said = { item, repeat, result, count, of, remark };
  return { ...said, uuid: judgement, visit: uuid, at: openedAt, photographs: [] };
}

/** What was judged in a visit so far. */
export async function judgementsOf(visit: string): Promise<Judgement[]> {
  return (await database()).getAllFromIndex("judgements", "visit", visit);
}

/** Write what was said of one slot; the rest of what was said of it stays. */
export async function judge(
  visit: string,
  slot: Slot,
  said: Partial<Judgement>,
): Promise<Judgement> {
  const change = (await database()).transaction(["visits", "judgements"], "readwrite");
  await refuseClosed(await change.objectStore("visits").get(visit));
  const store = change.objectStore("judgements");
  const before = await store.get([visit, slot.item, slot.repeat]);
  const after: Judgement = { ...(before ?? blank(visit, slot)), ...said, at: iso(new Date()) };
  await store.put(after);
  await change.done;
  count(visit, Number(isJudged(after)) - Number(isJudged(before)));
  return after;
}

function blank(visit: string, { item, repeat }: Slot): Judgement {
  const nothing = { result: "", count: null, of: null, remark: "", photographs: [], at: "" };
  return { uuid: uuid(), visit, item, repeat, ...nothing };
}

function count(visit: string, more: number): void {
  if (more === 0) return;
  judgedOf.value = { ...judgedOf.value, [visit]: (judgedOf.value[visit] ?? 0) + more };
}

async function refuseClosed(visit: Visit | undefined): Promise<void> {
  if (visit === undefined || visit.closedAt !== null) throw new Error("closed");
}

/** Keep a photograph with the judgement it belongs to: both or neither. */
export async function addPhotograph(judgement: Judgement, made: NewPicture): Promise<Judgement> {
  const { uuid: name, image, thumb } = made;
  const { visit, item, repeat } = judgement;
  const stores = ["visits", "judgements", "photographs", "pictures"] as const;
  const change = (await database()).transaction(stores, "readwrite", { durability: "strict" });
  await refuseClosed(await change.objectStore("visits").get(visit));
  const known = await change.objectStore("judgements").get([visit, item, repeat]);
  const before = known ?? judgement;
  const facts = { ...made.facts, visit, judgement: before.uuid, item };
  const after = { ...before, photographs: [...before.photographs, name] };
  await Promise.all([
    change.objectStore("photographs").put({ uuid: name, visit, facts }),
    change.objectStore("pictures").put({ uuid: name, image, thumb }),
    change.objectStore("judgements").put(after),
    change.done,
  ]);
  return after;
}

/** Take a photograph away again, while the visit is open. */
export async function removePhotograph(judgement: Judgement, name: string): Promise<Judgement> {
  const { visit, item, repeat } = judgement;
  const stores = ["visits", "judgements", "photographs", "pictures"] as const;
  const change = (await database()).transaction(stores, "readwrite");
  await refuseClosed(await change.objectStore("visits").get(visit));
  const before = (await change.objectStore("judgements").get([visit, item, repeat])) ?? judgement;
  const after = { ...before, photographs: before.photographs.filter((one) => one !== name) };
  await Promise.all([
    change.objectStore("photographs").delete(name),
    change.objectStore("pictures").delete(name),
    change.objectStore("judgements").put(after),
    change.done,
  ]);
  return after;
}

const CLOSING = [
  ...(["visits", "judgements", "photographs"] as const),
  ...(["checklists", "outbox", "facts"] as const),
];

/** Close a visit for good and put it, and its photographs after it, into the outbox. */
export async function close(uuid: string): Promise<void> {
  const change = (await database()).transaction(CLOSING, "readwrite", { durability: "strict" });
  const [visit, judgements, photographs, last] = await Promise.all([
    change.objectStore("visits").get(uuid),
    change.objectStore("judgements").index("visit").getAll(uuid),
    change.objectStore("photographs").index("visit").getAll(uuid),
    change.objectStore("facts").get("order") as Promise<number | undefined>,
  ]);
  if (visit === undefined || visit.closedAt !== null) throw new Error("closed");
  const checklist = await change.objectStore("checklists").get(visit.checklist);
  const sent = sentOf(visit, judgements, checklist);
  const closed = shut(visit, (last ?? 0) + 1, sent);
  const named = new Set(sent.flatMap((one) => one.photographs));
  const entries = entriesOf(
    closed,
    photographs.filter((one) => named.has(one.uuid)),
  );
  await change.objectStore("facts").put(closed.order, "order");
  await change.objectStore("visits").put(closed);
  for (const entry of entries) entry.seq = await change.objectStore("outbox").add(entry);
  await change.done;
  visits.value = visits.value.map((one) => (one.uuid === uuid ? closed : one));
  outbox.value = [...outbox.value, ...entries];
  tell();
}

/** What is sent of what was judged: nothing written for an answer that was changed since. */
export function sentOf(
  visit: Visit,
  all: Judgement[],
  checklist: Checklist | undefined,
): Judgement[] {
  const { retake, problem } = visit.assignment;
  const judged = all.filter(isJudged);
  if (retake !== undefined) return judged;
  return judged.map((one) => {
    const item = checklist?.items[one.item];
    return item === undefined ? one : told(item, one, problem !== undefined);
  });
}

function shut(visit: Visit, order: number, judgements: Judgement[]): Visit {
  const closedAt = iso(new Date());
  const fix = visit.position ?? position.value;
  const body: Closed = {
    assignment: visit.assignment.uuid,
    opened_at: visit.openedAt,
    closed_at: closedAt,
    clock: clock.value,
    position: fix,
    judgements: judgements.map(bodyOfJudgement),
    order,
    app: __VERSION__,
  };
  return { ...visit, position: fix, closedAt, order, body: JSON.stringify(body) };
}

function bodyOfJudgement(one: Judgement): JudgementBody {
  const { uuid, item, repeat, result, count, of, remark, photographs } = one;
  return { uuid, item, repeat, result, count, of, remark: remark.trim(), photographs };
}

function entriesOf(visit: Visit, photographs: Photograph[]): Entry[] {
  const common = { visit: visit.uuid, state: "waiting", refusal: null, receivedAt: null } as const;
  const size = visit.body?.length ?? 0;
  return [
    { kind: "visit", uuid: visit.uuid, size, ...common },
    ...photographs.map(({ uuid, facts }): Entry => {
      return { kind: "photograph", uuid, size: facts.size, ...common };
    }),
  ];
}

/** What is sent of a closed visit, but for the moment of sending. */
export async function bodyOf(uuid: string): Promise<Closed> {
  const visit = await (await database()).get("visits", uuid);
  return JSON.parse(visit?.body ?? "{}") as Closed;
}

/** Remove an open visit with all that belongs to it. */
export async function discard(uuid: string): Promise<void> {
  const db = await database();
  const visit = await db.get("visits", uuid);
  await refuseClosed(visit);
  await remove(db, uuid);
  visits.value = visits.value.filter((one) => one.uuid !== uuid);
  tell();
}

async function remove(db: Database, uuid: string): Promise<void> {
  const stores = ["visits", "judgements", "photographs", "pictures", "outbox"] as const;
  const change = db.transaction(stores, "readwrite");
  const judgements = await change.objectStore("judgements").index("visit").getAllKeys(uuid);
  const photographs = await change.objectStore("photographs").index("visit").getAllKeys(uuid);
  const entries = (await change.objectStore("outbox").getAll()).filter((one) => one.visit === uuid);
  await Promise.all([
    change.objectStore("visits").delete(uuid),
    ...judgements.map((key) => change.objectStore("judgements").delete(key)),
    ...photographs.map((key) => change.objectStore("photographs").delete(key)),
    ...photographs.map((key) => change.objectStore("pictures").delete(key)),
    ...entries.map((entry) => change.objectStore("outbox").delete(entry.seq ?? -1)),
    change.done,
  ]);
}

/** Forget visits that were received, photographs and all, more than two weeks ago. */
export async function forgetOld(): Promise<void> {
  const over = Date.now() - FORGET_AFTER_MS;
  const recent = (entry: Entry): boolean =>
    entry.state !== "received" || Date.parse(entry.receivedAt ?? "") > over;
  const kept = new Set(outbox.value.filter(recent).map((entry) => entry.visit));
  const old = visits.value.filter((visit) => visit.closedAt !== null && !kept.has(visit.uuid));
  const db = await database();
  for (const { uuid } of old) await remove(db, uuid);
  if (old.length === 0) return;
  const gone = new Set(old.map((visit) => visit.uuid));
  visits.value = visits.value.filter((visit) => !gone.has(visit.uuid));
  outbox.value = outbox.value.filter((entry) => !gone.has(entry.visit));
}
