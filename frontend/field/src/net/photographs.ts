/** Uploads of photographs: whole when small, in pieces that resume when not. */

import type { PhotographFacts } from "../protocol.ts";
import { base64url } from "../pure/ids.ts";
import { nextChunk } from "../pure/waiting.ts";
import { pictureOf, settle } from "../store/queue.ts";
import type { Entry } from "../store/records.ts";
import { day, underway } from "../store/state.ts";
import { ask, promised, type Reply, TroubleError } from "./asking.ts";

const MOST_ROUNDS = 3;
const DEFAULT_CHUNK = 262_144;
let chunk = DEFAULT_CHUNK;

interface Upload {
  entry: Entry;
  facts: PhotographFacts;
  image: Blob;
}

/** Send one photograph; a network that breaks makes the next pieces smaller. */
export async function sendPhotograph(entry: Entry): Promise<void> {
  const found = await pictureOf(entry.uuid);
  if (found === null) {
    await settle(entry, "received", null);
    return;
  }
  const most = day.value?.settings.chunk_bytes ?? DEFAULT_CHUNK;
  chunk = Math.min(chunk, most);
  try {
    await upload({ entry, ...found });
    chunk = nextChunk(chunk, true, most);
  } catch (error) {
    chunk = nextChunk(chunk, false, most);
    throw error;
  }
}

async function upload(one: Upload): Promise<void> {
  if (one.image.size <= chunk) {
    const reply = await put(one, one.image);
    // Part of it may have arrived before, or not all of it now: then it goes on in pieces.
    const cut = reply.refusal === null && nextOffset(reply) < one.image.size;
    if (!cut && reply.refusal?.code !== "offset") return finish(one, reply);
  }
  return inPieces(one);
}

function put({ entry, facts }: Upload, bytes: Blob): Promise<Reply> {
  const headers = { "Upload-Facts": base64url(JSON.stringify(facts)), "Content-Type": facts.type };
  return ask("PUT", `photographs/${entry.uuid}`, { bytes, headers });
}

async function inPieces(one: Upload): Promise<void> {
  for (let round = 1; ; round += 1) {
    const begun = await put(one, new Blob([]));
    if (begun.refusal !== null) return finish(one, begun);
    const last = await pieces(one, promised<{ offset: number }>(begun.body, "offset").offset);
    if (!isSpoilt(last) || round === MOST_ROUNDS) return finish(one, last ?? begun);
  }
}

/** Send from an offset to the end; gives the last answer, null when nothing was left to send. */
async function pieces(one: Upload, offset: number): Promise<Reply | null> {
  let last: Reply | null = null;
  let at = offset;
  for (let stuck = 0; at < one.image.size; ) {
    underway.value = { uuid: one.entry.uuid, share: at / one.image.size };
    last = await patch(one, at);
    if (last.refusal !== null && last.refusal.code !== "offset") return last;
    const next = nextOffset(last);
    stuck = next > at ? 0 : stuck + 1;
    if (stuck === MOST_ROUNDS) throw new TroubleError({ word: "slow" });
    at = next;
  }
  return last;
}

function patch({ entry, image }: Upload, at: number): Promise<Reply> {
  const bytes = image.slice(at, Math.min(at + chunk, image.size));
  const headers = { "Upload-Offset": String(at), "Content-Type": "application/octet-stream" };
  return ask("PATCH", `photographs/${entry.uuid}`, { bytes, headers });
}

/** Where the site wants the next bytes; an answer without it is not from the site. */
function nextOffset(reply: Reply): number {
  const { offset } = promised<{ offset: number }>(reply.body, "offset");
  if (typeof offset !== "number") throw new TroubleError({ word: "portal" });
  return offset;
}

/** The site lost what it had, or the bytes were spoilt on the way: it starts again. */
function isSpoilt(reply: Reply | null): boolean {
  const code = reply?.refusal?.code;
  return code === "photograph-differs" || code === "not-found";
}

async function finish({ entry }: Upload, reply: Reply): Promise<void> {
  if (reply.refusal === null) await settle(entry, "received", null);
  else await settle(entry, "refused", reply.refusal.detail);
}
