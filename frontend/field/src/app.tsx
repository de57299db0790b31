import type { JSX } from "preact";
import { Notices } from "./parts/notices.tsx";
import { Tabs } from "./parts/tabs.tsx";
import { Closing } from "./screens/closing.tsx";
import { MapScreen } from "./screens/map.tsx";
import { Me } from "./screens/me.tsx";
import { Outbox } from "./screens/outbox.tsx";
import { Pair } from "./screens/pair.tsx";
import { Points } from "./screens/points.tsx";
import { Visiting } from "./screens/visiting.tsx";
import { language, route, session } from "./store/state.ts";

const TABS: Record<string, () => JSX.Element> = {
  points: Points,
  map: MapScreen,
  outbox: Outbox,
  me: Me,
};

export function App(): JSX.Element {
  document.documentElement.lang = language.value === "en" ? "en" : "zh-Hans";
  const [name = "", id = ""] = route.value.split("/");
  if (session.value === null || name.startsWith("pair")) return <Pair />;
  if (name === "point") return <Visiting key={id} assignment={id} />;
  if (name === "close") return <Closing key={id} visit={id} />;
  const Tab = TABS[name] ?? Points;
  return (
    <>
      <Notices />
      <Tab />
      <Tabs here={name in TABS ? name : "points"} />
    </>
  );
}
