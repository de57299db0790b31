/** Pairing, and fetching all that a day in the street needs. */

import type { Checklist, Clock, Day, Title } from "../protocol.ts";
import { uuid } from "../pure/ids.ts";
import { ahead, iso } from "../pure/times.ts";
import { database, fact, keep } from "../store/records.ts";
import { clock, day, type Session, session, syncedAt } from "../store/state.ts";
import { forgetOld } from "../store/visiting.ts";
import { ask, promised, type Reply } from "./asking.ts";
import { fetchBefores } from "./befores.ts";
import { keepApp } from "./shell.ts";
import { fetchTiles } from "./tiles.ts";

interface Paired {
  token: string;
  person: { name: string };
  server_time: string;
}

/** Connect this phone by a code; gives the site's refusal, or null when it is connected. */
export async function pair(
  code: string,
  title: string,
  allow: (name: string) => Title | null,
): Promise<Title | null> {
  const device = (await fact<string>("device")) ?? uuid();
  const reply = await ask("POST", "pair", { json: { code, uuid: device, title } });
  if (reply.refusal !== null) return reply.refusal.detail;
  const paired = promised<Paired>(reply.body, "token", "person");
  const objection = allow(paired.person.name);
  if (objection !== null) return objection;
  const made: Session = { token: paired.token, name: paired.person.name, device, title };
  await keep("session", made);
  session.value = made;
  await compareClocks(reply, paired.server_time);
  return null;
}

/** Fetch what is to be done and the checklists that it needs. */
export async function sync(): Promise<void> {
  const tag = (await fact<string>("tag")) ?? "";
  const headers: Record<string, string> = tag && day.value ? { "If-None-Match": tag } : {};
  const reply = await ask("GET", "day", { headers });
  if (reply.status === 304) await confirm(reply);
  else await take(reply);
  syncedAt.value = iso(new Date());
  await keep("syncedAt", syncedAt.value);
  await forgetOld();
  void keepApp();
  void fetchBefores();
  void fetchTiles();
}

/** The day is as it was; what was still missing of it may come now. */
async function confirm(reply: Reply): Promise<void> {
  await compareClocks(reply, reply.headers.get("Date") ?? "");
  if (day.value !== null) await fetchChecklists(day.value);
}

/** A day is kept and shown once all that it needs is here: nobody sets out with a part of it. */
async function take(reply: Reply): Promise<void> {
  const told = promised<Day>(reply.body, "assignments", "rounds", "settings", "server_time");
  await compareClocks(reply, told.server_time);
  await fetchChecklists(told);
  const change = (await database()).transaction("facts", "readwrite");
  await Promise.all([
    change.store.put(told, "day"),
    change.store.put(reply.headers.get("ETag") ?? "", "tag"),
    change.done,
  ]);
  day.value = told;
}

async function compareClocks(reply: Reply, site: string): Promise<void> {
  const difference = ahead(reply.asked, reply.heard, site);
  if (difference === null) return;
  const phone = new Date(reply.heard);
  const server = iso(new Date(reply.heard - difference * 1000));
  const compared: Clock = { phone: iso(phone), server, difference_s: difference };
  await keep("clock", compared);
  clock.value = compared;
}

async function fetchChecklists(of: Day): Promise<void> {
  const wanted = new Set(of.rounds.map((round) => round.checklist));
  const have = new Set(await (await database()).getAllKeys("checklists"));
  for (const sha256 of wanted) {
    if (sha256 === "" || have.has(sha256)) continue;
    const reply = await ask("GET", `checklists/${sha256}`);
    if (reply.refusal !== null) continue;
    const told = promised<Checklist>(reply.body, "kinds", "items");
    await (await database()).put("checklists", { ...told, sha256 });
  }
}
