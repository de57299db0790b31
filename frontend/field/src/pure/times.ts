/** Moments and days, and how far two clocks are apart. */

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

/** Seconds as the largest fitting unit, rounded: [2, "days"]. */
export function rough(seconds: number): [number, "seconds" | "minutes" | "hours" | "days"] {
  const s = Math.abs(seconds);
  if (s < 120) return [Math.round(s), "seconds"];
  if (s < 7200) return [Math.round(s / 60), "minutes"];
  if (s < 172_800) return [Math.round(s / 3600), "hours"];
  return [Math.round(s / 86_400), "days"];
}
