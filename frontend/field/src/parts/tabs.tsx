import type { JSX } from "preact";
import type { Word } from "../pure/words.ts";
import { t, unreceived } from "../store/state.ts";

const TABS: [string, Word][] = [
  ["points", "points"],
  ["map", "map"],
  ["outbox", "outbox"],
  ["me", "me"],
];

export function Tabs({ here }: { here: string }): JSX.Element {
  return (
    <nav class="tabs" aria-label={t("app")}>
      {TABS.map(([to, word]) => (
        <a key={to} href={`#${to}`} aria-current={to === here ? "page" : undefined}>
          {t(word)}
          {to === "outbox" && unreceived.value.length > 0 && (
            <span class="badge">{unreceived.value.length}</span>
          )}
        </a>
      ))}
    </nav>
  );
}
