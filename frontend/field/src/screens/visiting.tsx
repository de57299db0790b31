import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { BackBar } from "../parts/bar.tsx";
import { Before } from "../parts/before.tsx";
import { ChecklistOf } from "../parts/checklist.tsx";
import { Notices } from "../parts/notices.tsx";
import { RecordOf } from "../parts/record.tsx";
import { saved } from "../phone.ts";
import type { Assignment, Checklist } from "../protocol.ts";
import { distance, metres, outside } from "../pure/geo.ts";
import { short } from "../pure/times.ts";
import { allAssignments, assignmentBy, known } from "../store/assignments.ts";
import { database } from "../store/records.ts";
import * as state from "../store/state.ts";
import { t, tt } from "../store/state.ts";
import { start } from "../store/visiting.ts";

/** One point: what is known of it, and its checklist once the visit has begun. */
export function Visiting({ assignment: uuid }: { assignment: string }): JSX.Element {
  const assignment = assignmentBy(uuid);
  if (assignment === null) return <Gone />;
  const { visit } = known(assignment);
  const open = visit !== null && visit.closedAt === null;
  return (
    <main class="visiting">
      <BackBar title={tt(assignment.point.title)} to="points" />
      <Notices quiet />
      <Warnings assignment={assignment} />
      {open ? null : <Facts assignment={assignment} />}
      <Before assignment={assignment} />
      <Checked assignment={assignment} />
    </main>
  );
}

function Gone(): JSX.Element {
  return (
    <main>
      <BackBar title={t("points")} to="points" />
      <p class="empty">{t("none")}</p>
    </main>
  );
}

/** The checklist of the visit that is open, or how the last one ended and a way to begin. */
function Checked({ assignment }: { assignment: Assignment }): JSX.Element {
  const { visit } = known(assignment);
  const round = state.day.value?.rounds.find((one) => one.id === assignment.round);
  const checklist = useChecklist(visit?.checklist || round?.checklist || "");
  if (checklist === "missing") return <p class="notice warn">{t("checklistMissing")}</p>;
  if (checklist === "loading") return <p class="soft">…</p>;
  const kind = checklist.kinds[assignment.point.kind];
  if (kind === undefined) {
    return <p class="notice warn">{t("kindMissing", { kind: tt(assignment.point.kind_title) })}</p>;
  }
  if (visit === null) return <Begin assignment={assignment} />;
  const of = { visit, checklist, kind };
  if (visit.closedAt === null) return <ChecklistOf key={visit.uuid} {...of} />;
  return (
    <>
      <Begin assignment={assignment} />
      <RecordOf key={visit.uuid} {...of} />
    </>
  );
}

function Begin({ assignment }: { assignment: Assignment }): JSX.Element {
  const { visit, standing, refusal } = known(assignment);
  const begin = (): Promise<unknown> => saved(() => start(assignment, state.position.value));
  const again = visit !== null || standing !== "to-do";
  return (
    <>
      {visit?.closedAt && <p class="soft">{t("closedView", { when: short(visit.closedAt) })}</p>}
      {refusal !== null && (
        <p class="notice alert">
          <strong>{t("refused")}</strong> {tt(refusal)}
        </p>
      )}
      <footer class="dock">
        <button type="button" class={again ? "wide secondary" : "wide"} onClick={begin}>
          {t(again ? "again" : assignment.retake ? "retakeGo" : "start")}
        </button>
      </footer>
    </>
  );
}

type Found = Checklist | "loading" | "missing";

function useChecklist(sha256: string): Found {
  const found = useSignal<Found>("loading");
  const synced = state.syncedAt.value;
  useEffect(() => {
    const look = async (): Promise<void> => {
      found.value = (await (await database()).get("checklists", sha256)) ?? "missing";
    };
    void look();
  }, [sha256, synced]);
  return found.value;
}

function Warnings({ assignment }: { assignment: Assignment }): JSX.Element {
  const { round, uuid, point, problem } = assignment;
  // A re-check is looked at by the checklist of a round, and may come after its end.
  const told = state.day.value?.rounds.find((one) => one.id === round && problem === undefined);
  const listed = allAssignments.value.some((one) => one.uuid === uuid);
  const fence = state.day.value?.settings.geofence_m ?? Number.POSITIVE_INFINITY;
  // How far away one is matters while something can be judged, not when one looks back.
  const going = ["to-do", "begun"].includes(known(assignment).standing);
  const far = going ? outside(state.position.value, point, fence) : 0;
  return (
    <>
      {listed && told?.closed && <p class="notice warn">{t("roundClosed")}</p>}
      {!listed && <p class="notice warn">{t("unlisted")}</p>}
      {far > 0 && <p class="notice warn">{t("farAway", { far: metres(far) })}</p>}
      {going && state.positionRefused.value && <p class="notice">{t("positionRefused")}</p>}
    </>
  );
}

function Facts({ assignment }: { assignment: Assignment }): JSX.Element {
  const { point, partners, opens, closes } = assignment;
  const round = state.day.value?.rounds.find((one) => one.id === assignment.round);
  return (
    <dl class="facts">
      <Fact name={t("address")} value={[tt(point.area), point.address].filter(Boolean).join(" ")} />
      <Fact name={point.code} value={[tt(point.kind_title), tt(round?.title)].join(" · ")} />
      {partners.length > 0 && (
        <Fact name="" value={t("partners", { names: partners.join(t("listed")) })} />
      )}
      {opens !== null && closes !== null && (
        <Fact name="" value={t("window", { from: opens, to: closes })} />
      )}
      <Fact name="" value={howFar(assignment)} />
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }): JSX.Element | null {
  if (value === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function howFar({ point: { lon, lat } }: Assignment): string {
  const here = state.position.value;
  if (here === null) return t("noPosition");
  if (lon === null || lat === null) return "";
  return t("fromHere", { far: metres(distance(here, { lon, lat })) });
}
