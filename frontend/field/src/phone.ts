/** What the phone itself tells: where it is, how much room it has, and that it may keep things. */

import { iso } from "./pure/times.ts";
import { position, positionRefused, room, type Trouble, unsaved } from "./store/state.ts";

let watch: number | null = null;
let following = false;

/** Follow the position while the app is in front; it costs battery otherwise. */
export function followPosition(): void {
  if (following) return;
  following = true;
  const look = (): void => (document.visibilityState === "visible" ? begin() : end());
  document.addEventListener("visibilitychange", look);
  look();
}

function begin(): void {
  if (watch !== null || !("geolocation" in navigator)) return;
  const options = { enableHighAccuracy: true, maximumAge: 10_000 };
  watch = navigator.geolocation.watchPosition(seen, unseen, options);
}

function end(): void {
  if (watch !== null) navigator.geolocation.clearWatch(watch);
  watch = null;
}

function seen({ coords, timestamp }: GeolocationPosition): void {
  positionRefused.value = false;
  position.value = {
    lon: coords.longitude,
    lat: coords.latitude,
    accuracy_m: Math.round(coords.accuracy * 10) / 10,
    at: iso(new Date(timestamp)),
  };
}

function unseen(error: GeolocationPositionError): void {
  if (error.code !== error.PERMISSION_DENIED) return;
  positionRefused.value = true;
  position.value = null;
}

/** Ask the browser to keep what is stored, and see how much room there is. */
export async function measureRoom(): Promise<void> {
  if (!("storage" in navigator)) return;
  const persisted = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  room.value = { used: usage, left: Math.max(0, quota - usage), persisted };
}

/** Do something that writes; when it cannot be written, say so and give null. */
export async function saved<T>(deed: () => Promise<T>): Promise<T | null> {
  try {
    const done = await deed();
    unsaved.value = null;
    return done;
  } catch (error) {
    unsaved.value = whyUnsaved(error);
    void measureRoom();
    return null;
  }
}

function whyUnsaved(error: unknown): Trouble {
  const name = error instanceof Error ? error.name : String(error);
  if (name === "QuotaExceededError") return { word: "full" };
  return { word: "notSaved", fill: { why: name } };
}
