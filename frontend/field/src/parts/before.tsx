/** What it looked like before: for whoever stands there to look, or to photograph it, again. */

import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Assignment } from "../protocol.ts";
import { database } from "../store/records.ts";
import { befores, t } from "../store/state.ts";
import { RetakeWhy } from "./retake.tsx";

export function Before({ assignment }: { assignment: Assignment }): JSX.Element | null {
  const names = assignment.before ?? [];
  const pictures = usePictures(names);
  const { problem, retake } = assignment;
  if (problem === undefined && retake === undefined) return null;
  const missing = names.length - pictures.length;
  const head = t(retake ? "retakeBefore" : "recheckBefore", { n: names.length });
  return (
    <section class="befores" aria-label={head}>
      {problem !== undefined && <p class="soft">{t("recheckOf", { n: problem })}</p>}
      {retake && <RetakeWhy why={retake.why} />}
      <p class="soft">
        {head}
        {missing > 0 && t("beforeMissing", { n: missing })}
      </p>
      <div>
        {pictures.map((address, i) => (
          <img
            key={address}
            src={address}
            alt={t(retake ? "retakeNth" : "beforeNth", { n: i + 1 })}
          />
        ))}
      </div>
    </section>
  );
}

/** Addresses of those that are on the phone; looked for again whenever one arrives. */
function usePictures(names: string[]): string[] {
  const found = useSignal<string[]>([]);
  const arrived = befores.value;
  const wanted = names.join();
  useEffect(() => {
    let over = false;
    const read = async (): Promise<void> => {
      const db = await database();
      const blobs = await Promise.all(names.map((name) => db.get("befores", name)));
      const kept = blobs.filter((blob) => blob !== undefined);
      if (!over) found.value = kept.map((blob) => URL.createObjectURL(blob));
    };
    void read();
    return () => {
      over = true;
      for (const address of found.value) URL.revokeObjectURL(address);
    };
  }, [wanted, arrived]);
  return found.value;
}
