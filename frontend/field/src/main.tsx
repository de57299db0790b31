import { render } from "preact";
import { App } from "./app.tsx";
import { sendByItself } from "./net/sender.ts";
import { keepApp } from "./net/shell.ts";
import { followPosition, measureRoom } from "./phone.ts";
import { followRoute } from "./routes.ts";
import { followCalendar } from "./store/chosen.ts";
import { follow, load } from "./store/loading.ts";
import { session } from "./store/state.ts";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/closing.css";
import "./styles/photographs.css";
import "./styles/map.css";
import "./styles/points.css";
import "./styles/visiting.css";

async function begin(): Promise<void> {
  followRoute();
  void keepApp();
  if (!isSecureContext) return show();
  await load();
  follow();
  show();
  await measureRoom();
  session.subscribe((paired) => {
    if (paired === null) return;
    followPosition();
    followCalendar();
    sendByItself();
  });
}

function show(): void {
  const root = document.getElementById("app");
  if (root !== null) render(<App />, root);
}

void begin();
