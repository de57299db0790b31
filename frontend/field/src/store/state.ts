/** What the screens show; all of it is read from the database and follows it. */

import { computed, signal } from "@preact/signals";
import type { Clock, Day, Fix, Title } from "../protocol.ts";
import { counted, type Language, say, titled, type Word } from "../pure/words.ts";
import type { Entry, Visit } from "./records.ts";

export interface Session {
  token: string;
  name: string;
  device: string;
  title: string;
}

/** Why something could not be done just now; nothing is lost by any of them. */
export interface Trouble {
  word: Word;
  fill?: Record<string, string | number>;
  /** The site's own sentence, where it gave one. */
  detail?: Title;
}

/** Tiles of one map file: its tag, for which points, up to which zoom, how many and how large. */
export interface Basemap {
  tag: string;
  around: string;
  closest: number;
  tiles: number;
  bytes: number;
}

export interface Room {
  used: number;
  left: number;
  persisted: boolean;
}

export const language = signal<Language>("zh");
export const session = signal<Session | null>(null);
export const day = signal<Day | null>(null);
export const syncedAt = signal<string | null>(null);
export const clock = signal<Clock | null>(null);
export const visits = signal<Visit[]>([]);
/** How many slots of each open visit are judged, by its uuid. */
export const judgedOf = signal<Record<string, number>>({});
export const outbox = signal<Entry[]>([]);
export const position = signal<Fix | null>(null);
export const positionRefused = signal(false);
/** Why the site could not be reached, and why the last step was not saved. */
export const trouble = signal<Trouble | null>(null);
export const unsaved = signal<Trouble | null>(null);
export const sending = signal(false);
/** The photograph that is being sent, and how much of it has arrived. */
export const underway = signal<{ uuid: string; share: number } | null>(null);
/** Counts the photographs from before that have arrived, so that screens look for them. */
export const befores = signal(0);
/** The base map that is whole on the phone. */
export const basemap = signal<Basemap | null>(null);
/** How much of another base map has come, in bytes; null while none is being fetched. */
export const mapUnderway = signal<{ done: number; all: number } | null>(null);
/** How many bytes a base map would have needed for which there is no room. */
export const mapTooLarge = signal<number | null>(null);
/** Whether the app opens without a network; null until the browser has said so. */
export const appKept = signal<boolean | null>(null);
export const nextTry = signal<number | null>(null);
export const room = signal<Room | null>(null);
export const route = signal("");

/** A sentence in the language chosen. */
export const t = (word: Word, fill?: Record<string, string | number>): string =>
  say(language.value, word, fill);

/** A title in the language chosen. */
export const tt = (title: Title | null | undefined): string => titled(language.value, title);

/** How many visits and photographs these are, and visits that nobody finished, in words. */
export function amount(entries: Entry[], unfinished = 0): string {
  const visits = entries.filter((entry) => entry.kind === "visit").length;
  return counted(language.value, [
    ["nVisits", visits],
    ["nPhotographs", entries.length - visits],
    ["nDrafts", unfinished],
  ]);
}

export const unsent = computed(() => outbox.value.filter((entry) => entry.state === "waiting"));
/** What would be lost by wiping: refused entries count, too. */
export const unreceived = computed(() =>
  outbox.value.filter((entry) => entry.state !== "received"),
);
/** How many characters the note of a failed item has at least, where the office has not said. */
const REMARK_LEAST = 10;

export const remarkLeast = (): number => day.value?.settings.remark_min ?? REMARK_LEAST;
export const drafts = computed(() => visits.value.filter((visit) => visit.closedAt === null));
