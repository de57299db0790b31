/** Stops of a route that are put into another order by dragging one onto another. */

import type L from "leaflet";

/** So near two marks count as one upon the other. */
const NEAR_PX = 30;

interface Stop {
  readonly key: string;
  readonly marker: L.Marker;
  /** Where it lies; a stop that is dragged goes back there. */
  readonly at: L.LatLng;
}

export class Order {
  private readonly stops: Stop[] = [];

  constructor(private readonly board: { readonly element: HTMLElement; readonly map: L.Map }) {}

  add(marker: L.Marker, key: string): void {
    const stop: Stop = { key, marker, at: marker.getLatLng() };
    this.stops.push(stop);
    marker.dragging?.enable();
    marker.on("drag", () => this.light(this.under(stop)));
    marker.on("dragend", () => this.drop(stop));
  }

  private drop(stop: Stop): void {
    const onto = this.under(stop);
    this.light(null);
    stop.marker.setLatLng(stop.at);
    if (onto === null) return;
    const detail = { key: stop.key, onto: onto.key };
    this.board.element.dispatchEvent(new CustomEvent("map:onto", { bubbles: true, detail }));
  }

  /** The stop that another lies upon, or null. */
  private under(stop: Stop): Stop | null {
    const here = this.pixels(stop.marker.getLatLng());
    const far = (other: Stop): number => here.distanceTo(this.pixels(other.at));
    const others = this.stops.filter((other) => other !== stop && far(other) <= NEAR_PX);
    return others.sort((a, b) => far(a) - far(b))[0] ?? null;
  }

  private pixels(place: L.LatLng): L.Point {
    return this.board.map.latLngToContainerPoint(place);
  }

  private light(lit: Stop | null): void {
    for (const stop of this.stops) {
      stop.marker.getElement()?.classList.toggle("map-under", stop === lit);
    }
  }
}
