import { type Signal, useSignal } from "@preact/signals";
import type { JSX, RefObject, SVGAttributes } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Bar } from "../parts/bar.tsx";
import type { Assignment } from "../protocol.ts";
import { metres, metresPerUnit, outside, project } from "../pure/geo.ts";
import { partOf } from "../pure/parts.ts";
import { type Tile, tileKey, tilesIn } from "../pure/pmtiles.ts";
import { type Box, cover, panned, type View, zoomed } from "../pure/view.ts";
import { known } from "../store/assignments.ts";
import { ofChosenDay } from "../store/chosen.ts";
import { label, nameOf, parts } from "../store/parts.ts";
import { database } from "../store/records.ts";
import { basemap, position, t, tt } from "../store/state.ts";

/** What the drawing is taken to be before it was measured. */
const BOX: Box = { width: 360, height: 480 };
const GRID_PX = 60;
/** About a mile from side to side. */
const AROUND_ME = 256 * 2 ** 15;
/** A finger that went less far than this has tapped. */
const TAP_PX = 8;

interface Spot {
  assignment: Assignment;
  x: number;
  y: number;
}

function spots(): Spot[] {
  return ofChosenDay.value.flatMap((assignment) => {
    const { lon, lat } = assignment.point;
    return lon === null || lat === null ? [] : [{ assignment, ...project({ lon, lat }) }];
  });
}

const NEAR_M = 20_000;

/** Whether one stands among one's points: from afar they would all be one spot. */
function isNear(points: Spot[]): boolean {
  return points.some(({ assignment }) => outside(position.value, assignment.point, NEAR_M) === 0);
}

/** Points on the office's base map where there is one, on a plain grid otherwise. */
export function MapScreen(): JSX.Element {
  const points = spots();
  const here = position.value === null ? null : project(position.value);
  const view = useSignal<View | null>(null);
  const box = useSignal(BOX);
  const whole = cover(isNear(points) && here ? [...points, here] : points, box.value);
  const now = view.value ?? whole;
  const set = (next: View | null): void => {
    view.value = next;
  };
  return (
    <main class="mapping">
      <Bar title={t("map")}>
        <Looks now={now} set={set} here={here} />
      </Bar>
      <Canvas now={now} set={set} points={points} here={here} box={box} />
      <Scale now={now} points={points} />
    </main>
  );
}

function Scale({ now, points }: { now: View; points: Spot[] }): JSX.Element {
  const missing = ofChosenDay.value.length - points.length;
  const lat = points[0]?.assignment.point.lat ?? 30;
  const m = metres((metresPerUnit(lat) * GRID_PX) / now.scale);
  return (
    <p class="soft">
      {t(basemap.value ? "gridScale" : "gridNote", { m })}
      {missing > 0 && <> {t("noPlace", { n: missing })}</>}
      {parts.value.length > 1 && (
        <>
          <br />
          {parts.value.map(nameOf).join(t("listed"))}
        </>
      )}
    </p>
  );
}

interface Looking {
  now: View;
  set: (next: View | null) => void;
}

/** All the points of the day, or where one is: from there one looks closer. */
function Looks({ now, set, here }: Looking & { here: Place }): JSX.Element {
  const around = (): void => {
    if (here !== null) set({ ...here, scale: Math.max(now.scale, AROUND_ME) });
  };
  return (
    <div class="looks">
      <button type="button" class="secondary" disabled={here === null} onClick={around}>
        {t("hereIAm")}
      </button>
      <button type="button" class="secondary" onClick={() => set(null)}>
        {t("showAll")}
      </button>
    </div>
  );
}

function Zooms({ now, set }: Looking): JSX.Element {
  return (
    <div class="zooms">
      <button type="button" aria-label={t("zoomIn")} onClick={() => set(zoomed(now, 2))}>
        +
      </button>
      <button type="button" aria-label={t("zoomOut")} onClick={() => set(zoomed(now, 0.5))}>
        −
      </button>
    </div>
  );
}

type Place = { x: number; y: number } | null;

interface CanvasProps extends Looking {
  points: Spot[];
  here: Place;
  box: Signal<Box>;
}

function Canvas({ now, set, points, here, box }: CanvasProps): JSX.Element {
  const drawing = useMeasured(box);
  const { width, height } = box.value;
  const at = (spot: { x: number; y: number }): { x: number; y: number } => ({
    x: (spot.x - now.x) * now.scale + width / 2,
    y: (spot.y - now.y) * now.scale + height / 2,
  });
  return (
    <div class="canvas">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold a drawing's links */}
      <svg
        ref={drawing}
        class="map"
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={t("map")}
        {...usePanning(now, set)}
      >
        <Tiles now={now} box={box.value} />
        <Grid box={box.value} />
        {here && <Here {...at(here)} />}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it is tabbed to */}
        <g aria-hidden="true">
          {points.map((spot) => (
            <Reach key={spot.assignment.uuid} assignment={spot.assignment} {...at(spot)} />
          ))}
        </g>
        {points.map((spot) => (
          <Dot key={spot.assignment.uuid} assignment={spot.assignment} {...at(spot)} />
        ))}
      </svg>
      <Zooms now={now} set={set} />
    </div>
  );
}

/** The drawing takes what room there is, one unit a pixel, so that it goes where the finger goes. */
function useMeasured(box: Signal<Box>): RefObject<SVGSVGElement | null> {
  const drawing = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const seen = new ResizeObserver(([entry]) => {
      const { width, height } = entry?.contentRect ?? BOX;
      if (width > 0 && height > 0) box.value = { width, height };
    });
    if (drawing.current !== null) seen.observe(drawing.current);
    return () => seen.disconnect();
  }, [box]);
  return drawing;
}

/** What a finger does; where it has moved the map, the point beneath it was not meant. */
function usePanning(now: View, set: (next: View) => void): SVGAttributes<SVGSVGElement> {
  const from = useRef<{ x: number; y: number; view: View } | null>(null);
  const moved = useRef(false);
  const up = (): void => {
    from.current = null;
  };
  return {
    onPointerDown: ({ clientX: x, clientY: y }) => {
      from.current = { x, y, view: now };
      moved.current = false;
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (from.current === null) return;
      const [dx, dy] = [clientX - from.current.x, clientY - from.current.y];
      moved.current ||= Math.hypot(dx, dy) > TAP_PX;
      if (moved.current) set(panned(from.current.view, dx, dy));
    },
    onPointerUp: up,
    onPointerLeave: up,
    onClickCapture: (event) => {
      if (moved.current) event.preventDefault();
    },
  };
}

function Grid({ box: { width, height } }: { box: Box }): JSX.Element {
  const lines = [];
  for (let x = 0; x <= width; x += GRID_PX) lines.push(`M${x} 0V${height}`);
  for (let y = 0; y <= height; y += GRID_PX) lines.push(`M0 ${y}H${width}`);
  return <path class="grid" d={lines.join("")} />;
}

function Here({ x, y }: { x: number; y: number }): JSX.Element {
  return (
    <g class="here">
      <title>{t("hereIAm")}</title>
      <circle cx={x} cy={y} r={9} />
      <circle cx={x} cy={y} r={4} />
    </g>
  );
}

interface DotProps {
  assignment: Assignment;
  x: number;
  y: number;
}

const REACH_PX = 22;

/** A point by its name, and by its part where there are several. */
function named(one: Assignment): string {
  const part = parts.value.length > 1 ? [nameOf(partOf(one))] : [];
  return [tt(one.point.title), ...part].join(" · ");
}

/** As much as a thumb needs about a dot; beneath all dots, so that it covers none, and unread. */
function Reach({ assignment, x, y }: DotProps): JSX.Element {
  return (
    <a href={`#point/${assignment.uuid}`} class="reach" tabIndex={-1}>
      <title>{named(assignment)}</title>
      <circle cx={x} cy={y} r={REACH_PX} />
    </a>
  );
}

function Dot({ assignment, x, y }: DotProps): JSX.Element {
  const { standing } = known(assignment);
  const number = label(assignment);
  return (
    <a href={`#point/${assignment.uuid}`} class={`dot ${standing}`}>
      <title>{named(assignment)}</title>
      <circle cx={x} cy={y} r={13} />
      <text x={x} y={y + 4} class={number.length > 2 ? "long" : undefined}>
        {number}
      </text>
    </a>
  );
}

const TILE_PX = 256;

/** The tiles that are on the phone, at the zoom that suits the view or the closest there is. */
function Tiles({ now, box: { width, height } }: { now: View; box: Box }): JSX.Element {
  const shown = useSignal<{ tile: Tile; address: string }[]>([]);
  const suited = Math.max(0, Math.round(Math.log2(now.scale / TILE_PX)));
  const tag = basemap.value?.tag ?? "";
  const z = Math.min(suited, basemap.value?.closest ?? 0);
  const halfX = width / 2 / now.scale;
  const halfY = height / 2 / now.scale;
  const box = {
    west: now.x - halfX,
    east: now.x + halfX,
    north: now.y - halfY,
    south: now.y + halfY,
  };
  const tiles = tilesIn(box, z);
  const names = tiles.map((tile) => tileKey(tag, tile)).join(" ");
  useEffect(() => {
    let over = false;
    const read = async (): Promise<void> => {
      const found = await Promise.all(tiles.map((tile) => addressOf(tag, tile)));
      if (over) for (const { address } of found.flat()) URL.revokeObjectURL(address);
      else shown.value = found.flat();
    };
    void read();
    return () => {
      over = true;
      for (const { address } of shown.value) URL.revokeObjectURL(address);
    };
  }, [names, basemap.value]);
  return (
    <g>
      {shown.value.map(({ tile, address }) => {
        const size = now.scale / 2 ** tile.z;
        const x = tile.x * size - now.x * now.scale + width / 2;
        const y = tile.y * size - now.y * now.scale + height / 2;
        return (
          <image key={address} href={address} x={x} y={y} width={size + 0.5} height={size + 0.5} />
        );
      })}
    </g>
  );
}

async function addressOf(tag: string, tile: Tile): Promise<{ tile: Tile; address: string }[]> {
  const blob = await (await database()).get("tiles", tileKey(tag, tile));
  return blob === undefined ? [] : [{ tile, address: URL.createObjectURL(blob) }];
}
