import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Bar } from "../parts/bar.tsx";
import type { Assignment } from "../protocol.ts";
import { metres, metresPerUnit, outside, project } from "../pure/geo.ts";
import { type Tile, tileKey, tilesIn } from "../pure/pmtiles.ts";
import { type Box, cover, panned, type View, zoomed } from "../pure/view.ts";
import { allAssignments, known } from "../store/assignments.ts";
import { database } from "../store/records.ts";
import { basemap, position, t, tt } from "../store/state.ts";

const WIDTH = 360;
const HEIGHT = 480;
const BOX: Box = { width: WIDTH, height: HEIGHT };
const GRID_PX = 60;

interface Spot {
  assignment: Assignment;
  x: number;
  y: number;
}

function spots(): Spot[] {
  return allAssignments.value.flatMap((assignment) => {
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
  const whole = cover(isNear(points) && here ? [...points, here] : points, BOX);
  const now = view.value ?? whole;
  const set = (next: View | null): void => {
    view.value = next;
  };
  const missing = allAssignments.value.length - points.length;
  const lat = points[0]?.assignment.point.lat ?? 30;
  return (
    <main class="mapping">
      <Bar title={t("map")}>
        <Zooms now={now} set={set} />
      </Bar>
      <Canvas now={now} set={set} points={points} here={here} />
      <p class="soft">
        {t(basemap.value ? "gridScale" : "gridNote", {
          m: metres((metresPerUnit(lat) * GRID_PX) / now.scale),
        })}
        {missing > 0 && <> {t("noPlace", { n: missing })}</>}
      </p>
    </main>
  );
}

function Zooms({ now, set }: { now: View; set: (next: View | null) => void }): JSX.Element {
  return (
    <div class="zooms">
      <button type="button" aria-label={t("zoomOut")} onClick={() => set(zoomed(now, 0.5))}>
        −
      </button>
      <button type="button" aria-label={t("zoomIn")} onClick={() => set(zoomed(now, 2))}>
        +
      </button>
      <button type="button" onClick={() => set(null)}>
        {t("showAll")}
      </button>
    </div>
  );
}

interface CanvasProps {
  now: View;
  set: (next: View) => void;
  points: Spot[];
  here: { x: number; y: number } | null;
}

function Canvas({ now, set, points, here }: CanvasProps): JSX.Element {
  const from = useRef<{ x: number; y: number; view: View } | null>(null);
  const down = (event: PointerEvent): void => {
    from.current = { x: event.clientX, y: event.clientY, view: now };
  };
  const move = (event: PointerEvent): void => {
    if (from.current === null) return;
    const { x, y, view } = from.current;
    set(panned(view, event.clientX - x, event.clientY - y));
  };
  const up = (): void => {
    from.current = null;
  };
  const at = (spot: { x: number; y: number }): { x: number; y: number } => ({
    x: (spot.x - now.x) * now.scale + WIDTH / 2,
    y: (spot.y - now.y) * now.scale + HEIGHT / 2,
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold a drawing's links
    <svg
      class="map"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="group"
      aria-label={t("map")}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerLeave={up}
    >
      <Tiles now={now} />
      <Grid />
      {here && <Here {...at(here)} />}
      {points.map((spot) => (
        <Dot key={spot.assignment.uuid} assignment={spot.assignment} {...at(spot)} />
      ))}
    </svg>
  );
}

function Grid(): JSX.Element {
  const lines = [];
  for (let x = 0; x <= WIDTH; x += GRID_PX) lines.push(`M${x} 0V${HEIGHT}`);
  for (let y = 0; y <= HEIGHT; y += GRID_PX) lines.push(`M0 ${y}H${WIDTH}`);
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

function Dot({ assignment, x, y }: { assignment: Assignment; x: number; y: number }): JSX.Element {
  const { standing } = known(assignment);
  return (
    <a href={`#point/${assignment.uuid}`} class={`dot ${standing}`}>
      <title>{tt(assignment.point.title)}</title>
      <circle cx={x} cy={y} r={13} />
      <text x={x} y={y + 4}>
        {assignment.order}
      </text>
    </a>
  );
}

const TILE_PX = 256;

/** The tiles that are on the phone, at the zoom that suits the view or the closest there is. */
function Tiles({ now }: { now: View }): JSX.Element {
  const shown = useSignal<{ tile: Tile; address: string }[]>([]);
  const suited = Math.max(0, Math.round(Math.log2(now.scale / TILE_PX)));
  const tag = basemap.value?.tag ?? "";
  const z = Math.min(suited, basemap.value?.closest ?? 0);
  const halfX = WIDTH / 2 / now.scale;
  const halfY = HEIGHT / 2 / now.scale;
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
        const x = tile.x * size - now.x * now.scale + WIDTH / 2;
        const y = tile.y * size - now.y * now.scale + HEIGHT / 2;
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
