/** Moments and days, and how far two clocks are apart. */

import type { Clock } from "../protocol.ts";

/** What two comparisons of one clock may differ by without its having been set in between. */
const JITTER_MS = 60_000;

const two = (value: number): string => String(value).padStart(2, "0");

/** A moment as ISO 8601 with the phone's own offset: 2026-05-06T09:30:05+08:00. */
export function iso(moment: Date): string {
  const minutes = -moment.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const offset = `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${day(moment)}T${clockTime(moment)}${offset}`;
}

/** The local day: 2026-05-06. */
export function day(moment: Date): string {
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The local time: 09:30:05. */
export function clockTime(moment: Date): string {
  return [moment.getHours(), moment.getMinutes(), moment.getSeconds()].map(two).join(":");
}

/** The local day and time to the minute, as people read it: 05-06 09:30. */
export function short(text: string): string {
  const moment = new Date(text);
  return `${day(moment).slice(5)} ${clockTime(moment).slice(0, 5)}`;
}

/**
 * Seconds by which the phone's clock is ahead of the site's, to a tenth.
 * The site's time is taken to be that of the middle between asking and hearing.
 */
export function ahead(asked: number, heard: number, site: string): number | null {
  const told = Date.parse(site);
  if (Number.isNaN(told)) return null;
  return Math.round(((asked + heard) / 2 - told) / 100) / 10;
}

/** A visit as it was closed: when, and what was known of the phone's clock then. */
export interface Closing {
  closed_at: string;
  clock?: Clock | null;
}

/**
 * The comparison by which a visit's times are corrected when it is sent, at `sent` by the phone:
 * that known when it was closed, unless none was or the clock was set in between; else the newest.
 */
export function clockOf(visit: Closing, newest: Clock | null, sent: number): Clock | null {
  const known = visit.clock ?? null;
  if (known === null || newest === null) return known ?? newest;
  const closed = Date.parse(visit.closed_at);
  // Closed before the comparison was made, or, by the site's time, after now: it was another clock.
  const isEarly = closed < Date.parse(known.phone) - JITTER_MS;
  const isLate = bySite(closed, known) > bySite(sent, newest) + JITTER_MS;
  return isEarly || isLate ? newest : known;
}

/** A moment of the phone's clock by the site's, both in milliseconds. */
function bySite(moment: number, { difference_s }: Clock): number {
  return moment - (difference_s ?? 0) * 1000;
}

/** Seconds as the largest fitting unit, rounded: [2, "days"]. */
export function rough(seconds: number): [number, "seconds" | "minutes" | "hours" | "days"] {
  const s = Math.abs(seconds);
  if (s < 120) return [Math.round(s), "seconds"];
  if (s < 7200) return [Math.round(s / 60), "minutes"];
  if (s < 172_800) return [Math.round(s / 3600), "hours"];
  return [Math.round(s / 86_400), "days"];
}
