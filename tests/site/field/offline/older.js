/* A phone as the app's first versions left it: its database by their schema, with a finished visit
   and its photograph that nobody has received. `index` is what the outbox was sorted by: the first
   of all knew its entries by name alone. Gives the names of visit and photograph. */
async ([code, index]) => {
  const [device, visit, judgement, photograph] = [0, 0, 0, 0].map(() => crypto.randomUUID());
  const asked = async (path, more) => (await fetch(`/api/field/${path}`, more)).json();
  const headers = { "Content-Type": "application/json" };
  const said = JSON.stringify({ code, uuid: device, title: "旧手机" });
  const { token, person } = await asked("pair", { method: "POST", headers, body: said });
  const day = await asked("day", { headers: { Authorization: `Bearer ${token}` } });
  const [assignment] = day.assignments.filter((one) => one.order === 1);

  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
  canvas.getContext("2d").fillRect(20, 30, 90, 60);
  const image = await new Promise((made) => canvas.toBlob(made, "image/jpeg", 0.9));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await image.arrayBuffer()));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const at = new Date().toISOString();

  const judged = { item: "lamps", repeat: "", result: "fail", count: null, of: null };
  const told = { ...judged, uuid: judgement, remark: "路灯不亮，已经三天了", photographs: [photograph] };
  const facts = { sha256, size: image.size, visit, judgement, item: "lamps", taken_at: at };
  const more = { position: null, clock_difference_s: null, type: "image/jpeg" };
  const times = { openedAt: at, closedAt: at };
  const body = JSON.stringify({
    ...{ assignment: assignment.uuid, opened_at: at, closed_at: at, position: null },
    ...{ judgements: [told], order: 1, app: "0.1.0" },
  });
  const waits = { visit, state: "waiting", refusal: null, receivedAt: null };

  const opening = indexedDB.open("chuangcheng-field", 1);
  opening.onupgradeneeded = () => {
    const db = opening.result;
    db.createObjectStore("facts");
    db.createObjectStore("checklists", { keyPath: "sha256" });
    db.createObjectStore("visits", { keyPath: "uuid" });
    const byItem = { keyPath: ["visit", "item", "repeat"] };
    db.createObjectStore("judgements", byItem).createIndex("visit", "visit");
    db.createObjectStore("photographs", { keyPath: "uuid" }).createIndex("visit", "visit");
    db.createObjectStore("pictures", { keyPath: "uuid" });
    db.createObjectStore("tiles");
    const outbox = db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true });
    outbox.createIndex(index, index === "uuid" ? "uuid" : ["kind", "state"]);
  };
  await new Promise((opened) => Object.assign(opening, { onsuccess: opened }));
  const change = opening.result.transaction([...opening.result.objectStoreNames], "readwrite");
  const put = (store, ...row) => change.objectStore(store).put(...row);
  put("facts", { token, name: person.name, device, title: "旧手机" }, "session");
  put("facts", 1, "order");
  const closed = { checklist: "", round: { zh: "", en: "" }, position: null, order: 1, body };
  put("visits", { uuid: visit, assignment, ...times, ...closed });
  put("judgements", { ...told, visit, at });
  put("photographs", { uuid: photograph, visit, facts: { ...facts, ...more } });
  put("pictures", { uuid: photograph, image, thumb: image });
  put("outbox", { kind: "visit", uuid: visit, size: body.length, ...waits });
  put("outbox", { kind: "photograph", uuid: photograph, size: image.size, ...waits });
  await new Promise((done) => Object.assign(change, { oncomplete: done }));
  opening.result.close();
  return { visit, photograph: [photograph, visit, sha256] };
}
