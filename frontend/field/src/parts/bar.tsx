import type { ComponentChildren, JSX } from "preact";
import { t } from "../store/state.ts";

/** The head of a screen that one goes back from. */
export function BackBar({ title, to }: { title: string; to: string }): JSX.Element {
  return (
    <header class="bar">
      <a class="back" href={`#${to}`} aria-label={t("back")}>
        ‹
      </a>
      <h1>{title}</h1>
    </header>
  );
}

export function Bar(props: { title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <header class="bar">
      <h1>{props.title}</h1>
      {props.children}
    </header>
  );
}

export function ProgressBar({ done, all }: { done: number; all: number }): JSX.Element {
  return <progress value={done} max={Math.max(1, all)} aria-label={`${done}/${all}`} />;
}
