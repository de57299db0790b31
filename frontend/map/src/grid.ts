/** The ground where the office has no base map: plain lines that say how far things are apart. */

import L from "leaflet";

export class Grid extends L.GridLayer {
  protected override createTile(): HTMLElement {
    const tile = document.createElement("div");
    tile.className = "map-grid";
    return tile;
  }
}
