/** Every `[data-map]` of a page becomes a map of what its `data-source` answers. */

import "leaflet/dist/leaflet.css";
import "./map.css";
import { open } from "./board.ts";

for (const element of document.querySelectorAll<HTMLElement>("[data-map]")) open(element);
