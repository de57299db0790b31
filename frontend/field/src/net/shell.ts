/** The app itself on the phone, so that it opens without a network. */

import { appKept } from "../store/state.ts";

const WORKER = "/field/sw.js";

/** Have the browser keep the app; what a bad network spoilt is tried again at the next sync. */
export async function keepApp(): Promise<void> {
  if (!("serviceWorker" in navigator) || appKept.value === true) return;
  try {
    const registration = await navigator.serviceWorker.register(WORKER);
    appKept.value = registration.active !== null || (await isActive(registration.installing));
  } catch {
    appKept.value = false;
  }
}

/** Whether all of it came and is in use; the browser drops a worker that could not fetch all. */
function isActive(worker: ServiceWorker | null): Promise<boolean> {
  return new Promise((decided) => {
    const look = (): void => {
      if (worker === null || worker.state === "redundant") decided(false);
      else if (worker.state === "activated") decided(true);
    };
    worker?.addEventListener("statechange", look);
    look();
  });
}
