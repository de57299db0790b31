import type { JSX } from "preact";
import type { Assignment } from "../protocol.ts";
import { distance, metres } from "../pure/geo.ts";
import type { Word } from "../pure/words.ts";
import { known, type Standing } from "../store/assignments.ts";
import { label } from "../store/parts.ts";
import { judgedOf, position, t, tt } from "../store/state.ts";

const WORDS: Record<Exclude<Standing, "begun">, Word> = {
  "to-do": "toDo",
  closed: "closed",
  received: "received",
  "taken-in": "takenIn",
  refused: "refused",
};

interface RowProps {
  assignment: Assignment;
  /** What it is part of, where no heading says so. */
  of?: string;
}

/** One point of the list, as large as a thumb wants it. */
export function PointRow({ assignment, of = "" }: RowProps): JSX.Element {
  const { point, problem, retake } = assignment;
  const { standing, refusal } = known(assignment);
  return (
    <li class={`point ${standing}`}>
      <a href={`#point/${assignment.uuid}`}>
        <span class="order">{label(assignment)}</span>
        <span class="what">
          <strong>{tt(point.title)}</strong>
          <small>
            {[of, point.code, point.address, tt(point.kind_title)].filter(Boolean).join(" · ")}
          </small>
          {refusal !== null && <small class="why">{tt(refusal)}</small>}
        </span>
        <span class="marks">
          {problem !== undefined && <span class="tag warn">{t("recheck")}</span>}
          {retake && <span class="tag warn">{t("retake")}</span>}
          {assignment.priority > 0 && <span class="tag warn">{t("urgent")}</span>}
          <StandingTag assignment={assignment} />
          <Far assignment={assignment} />
        </span>
      </a>
    </li>
  );
}

export function StandingTag({ assignment }: { assignment: Assignment }): JSX.Element {
  const { standing, visit } = known(assignment);
  if (standing === "begun") {
    return (
      <span class="tag accent">{t("begunN", { n: judgedOf.value[visit?.uuid ?? ""] ?? 0 })}</span>
    );
  }
  const tone = {
    "to-do": "",
    closed: "accent",
    received: "good",
    "taken-in": "good",
    refused: "alert",
  };
  return <span class={`tag ${tone[standing]}`}>{t(WORDS[standing])}</span>;
}

function Far({ assignment }: { assignment: Assignment }): JSX.Element | null {
  const { lon, lat } = assignment.point;
  const here = position.value;
  if (here === null || lon === null || lat === null) return null;
  return <small>{metres(distance(here, { lon, lat }))}</small>;
}
