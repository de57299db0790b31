/** A part of a screen that folds, and stays as it was left for as long as the app is open. */

import { signal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";

const left = signal<Record<string, boolean>>({});

interface Props {
  /** What it goes by among all that fold. */
  name: string;
  /** How it is before anybody has touched it. */
  open: boolean;
  summary: ComponentChildren;
  children: ComponentChildren;
}

export function Fold({ name, open, summary, children }: Props): JSX.Element {
  const note = (now: boolean): void => {
    if (now !== (left.peek()[name] ?? open)) left.value = { ...left.peek(), [name]: now };
  };
  return (
    <details
      class="group"
      open={left.value[name] ?? open}
      onToggle={(event) => event.target === event.currentTarget && note(event.currentTarget.open)}
    >
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
