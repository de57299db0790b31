/** One map: its ground, its marks, and asking anew when it is moved. */

import L from "leaflet";
import { leafletRasterLayer, PMTiles } from "pmtiles";
import { Grid } from "./grid.ts";
import { icon, name } from "./marks.ts";
import { Order } from "./order.ts";
import { type Answer, type Box, fetchMarks, type Mark } from "./source.ts";

const CELL_PX = 56;
const CLOSEST = 18;
const CLOSER = 2;
const FITTED: L.FitBoundsOptions = { maxZoom: 16, padding: [24, 24] };

interface Board {
  readonly element: HTMLElement;
  readonly map: L.Map;
  readonly marks: L.LayerGroup;
  asking: AbortController;
}

export function open(element: HTMLElement): void {
  // Pictures are sharp at whole zooms only; lines are at any.
  const zoomSnap = element.dataset.basemap ? 1 : 0.25;
  const map = L.map(element, { maxZoom: CLOSEST, zoomControl: false, zoomSnap });
  map.attributionControl.setPrefix(false);
  const { nearer = "+", farther = "−" } = element.dataset;
  L.control.zoom({ zoomInTitle: nearer, zoomOutTitle: farther }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  lay(map, element.dataset.basemap);
  const marks = L.layerGroup().addTo(map);
  const board: Board = { element, map, marks, asking: new AbortController() };
  void begin(board);
}

/** The office's own map once it says how close it goes; until then, and without one, plain lines. */
function lay(map: L.Map, address: string | undefined): void {
  const plain = new Grid({ tileSize: 128 }).addTo(map);
  if (!address) return;
  const archive = new PMTiles(address);
  void archive.getHeader().then(({ maxZoom }) => {
    plain.remove();
    // Closer than that, its closest pictures are drawn larger.
    const options: L.GridLayerOptions = { maxZoom: CLOSEST, maxNativeZoom: maxZoom };
    (leafletRasterLayer(archive, options) as L.GridLayer).addTo(map);
  });
}

/** Everything first; the server says where it lies. */
async function begin(board: Board): Promise<void> {
  const answer = await ask(board);
  if (answer === null) return;
  const [west, south, east, north] = answer.box ?? [73, 18, 135, 54];
  board.map.fitBounds(new L.LatLngBounds([south, west], [north, east]), FITTED);
  show(board, answer);
  if (board.element.dataset.whole === undefined) board.map.on("moveend", () => void follow(board));
}

async function follow(board: Board): Promise<void> {
  const seen = board.map.getBounds();
  const box: Box = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
  const answer = await ask(board, box);
  if (answer !== null) show(board, answer);
}

/** The answer, or null where another question has overtaken this one or none came. */
async function ask(board: Board, box?: Box): Promise<Answer | null> {
  board.asking.abort();
  board.asking = new AbortController();
  const { signal } = board.asking;
  const { x, y } = board.map.getSize();
  const cells = { across: Math.ceil(x / CELL_PX), down: Math.ceil(y / CELL_PX) };
  try {
    const asked = box ? { box, ...cells } : cells;
    return await fetchMarks(board.element.dataset.source ?? "", asked, signal);
  } catch {
    if (!signal.aborted) apologise(board);
    return null;
  }
}

function show(board: Board, answer: Answer): void {
  board.marks.clearLayers();
  for (const line of answer.lines ?? []) {
    const places = line.map(([lon, lat]): L.LatLngTuple => [lat, lon]);
    L.polyline(places, { className: "map-line" }).addTo(board.marks);
  }
  const order = board.element.dataset.reorder === undefined ? null : new Order(board);
  for (const mark of answer.marks) place(board, mark, order);
  board.element.dataset.shown = String(answer.marks.length);
}

function place(board: Board, mark: Mark, order: Order | null): void {
  const told = name(mark, board.element.dataset.many ?? "{count}");
  const at: L.LatLngTuple = [mark.lat, mark.lon];
  const marker = L.marker(at, { icon: icon(mark), alt: told, title: told });
  marker.on("click", () => {
    if (mark.url) window.location.assign(mark.url);
    else board.map.setView(at, Math.min(board.map.getZoom() + CLOSER, CLOSEST));
  });
  marker.addTo(board.marks);
  marker.getElement()?.setAttribute("aria-label", told);
  if (mark.key) order?.add(marker, mark.key);
}

function apologise(board: Board): void {
  const said = document.createElement("p");
  said.className = "map-silent";
  said.setAttribute("role", "status");
  said.textContent = board.element.dataset.silent ?? "";
  board.element.querySelector(".map-silent")?.remove();
  board.element.append(said);
}
