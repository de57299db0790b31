/** What the phone keeps, and where: one IndexedDB, each tap a small record of its own. */

import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import type { Assignment, Checklist, Fix, PhotographFacts, Title } from "../protocol.ts";
import type { Judged } from "../pure/judging.ts";

/** One visit of one point: open while it is worked on, closed for good after that. */
export interface Visit {
  uuid: string;
  assignment: Assignment;
  checklist: string;
  round: Title;
  openedAt: string;
  position: Fix | null;
  closedAt: string | null;
  order: number;
  /** What is sent, written when it is sent first and the same ever after. */
  body: string | null;
}

export interface Judgement extends Judged {
  uuid: string;
  visit: string;
  at: string;
}

export interface Photograph {
  uuid: string;
  visit: string;
  facts: PhotographFacts;
}

export interface Picture {
  uuid: string;
  /** Null once the site has it. */
  image: Blob | null;
  thumb: Blob;
}

/** A photograph as the camera's picture was made into it, before it is known what it shows. */
export interface NewPicture extends Picture {
  facts: Omit<PhotographFacts, "visit" | "judgement" | "item">;
}

export type State = "waiting" | "received" | "refused";

/** One line of the outbox; `seq` is the order in which things are sent. */
export interface Entry {
  seq?: number;
  kind: "visit" | "photograph";
  uuid: string;
  visit: string;
  state: State;
  size: number;
  refusal: Title | null;
  receivedAt: string | null;
}

interface Schema extends DBSchema {
  facts: { key: string; value: unknown };
  checklists: { key: string; value: Checklist };
  visits: { key: string; value: Visit };
  judgements: { key: [string, string, string]; value: Judgement; indexes: { visit: string } };
  photographs: { key: string; value: Photograph; indexes: { visit: string } };
  pictures: { key: string; value: Picture };
  tiles: { key: string; value: Blob };
  befores: { key: string; value: Blob };
  outbox: { key: number; value: Entry; indexes: { next: [Entry["kind"], State] } };
}

export type Database = IDBPDatabase<Schema>;
export type Store =
  | "facts"
  | "checklists"
  | "visits"
  | "judgements"
  | "photographs"
  | "pictures"
  | "tiles"
  | "befores"
  | "outbox";

const NAME = "chuangcheng-field";
const VERSION = 3;
let opened: Promise<Database> | null = null;

/** The database, opened once. */
export function database(): Promise<Database> {
  opened ??= openDB<Schema>(NAME, VERSION, { upgrade: lay, blocking: letGo, terminated: letGo });
  return opened;
}

type Upgrade = IDBPTransaction<Schema, Store[], "versionchange">;

/** Lay what a phone of that version has not got; what people recorded stays. */
function lay(db: Database, version: number, _newest: number | null, change: Upgrade): void {
  if (version < 1) layFirst(db);
  if (version < 2) db.createObjectStore("befores");
  if (version < 3) layThird(change);
}

/** Tiles are kept by their map's tag now; and the very first outboxes had no index of what is next. */
function layThird(change: Upgrade): void {
  change.objectStore("tiles").clear();
  const outbox = change.objectStore("outbox");
  if (!outbox.indexNames.contains("next")) outbox.createIndex("next", ["kind", "state"]);
}

function layFirst(db: Database): void {
  db.createObjectStore("facts");
  db.createObjectStore("checklists", { keyPath: "sha256" });
  db.createObjectStore("visits", { keyPath: "uuid" });
  const judgements = db.createObjectStore("judgements", { keyPath: ["visit", "item", "repeat"] });
  judgements.createIndex("visit", "visit");
  const photographs = db.createObjectStore("photographs", { keyPath: "uuid" });
  photographs.createIndex("visit", "visit");
  db.createObjectStore("pictures", { keyPath: "uuid" });
  db.createObjectStore("tiles");
  const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
  outbox.createIndex("next", ["kind", "state"]);
}

/** A newer version of the app wants the database, or the browser closed it: open it anew. */
function letGo(): void {
  const was = opened;
  opened = null;
  was?.then((db) => db.close());
}

/** Read one of the loose facts: session, day, language, clock. */
export async function fact<T>(name: string): Promise<T | null> {
  return ((await (await database()).get("facts", name)) as T | undefined) ?? null;
}

/** Write one of the loose facts. */
export async function keep(name: string, value: unknown): Promise<void> {
  await (await database()).put("facts", value, name);
}

const EVERYTHING: Store[] = [
  "facts",
  "checklists",
  "visits",
  "judgements",
  "photographs",
  "pictures",
  "tiles",
  "befores",
  "outbox",
];

/** Remove everything but the language, at once or not at all. */
export async function wipe(): Promise<void> {
  const language = await fact("language");
  const change = (await database()).transaction(EVERYTHING, "readwrite", { durability: "strict" });
  await Promise.all(EVERYTHING.map((name) => change.objectStore(name).clear()));
  if (language !== null) await change.objectStore("facts").put(language, "language");
  await change.done;
}
