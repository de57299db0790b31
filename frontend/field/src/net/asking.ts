/** One request to the site, and everything that can come back instead of an answer. */

import type { Refusal } from "../protocol.ts";
import { session, type Trouble } from "../store/state.ts";

export const BASE = "/api/field/";
const PATIENCE_MS = 30_000;

/** The site could not be asked just now. Whatever was to be sent stays where it is. */
export class TroubleError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.word);
  }
}

export interface Reply {
  status: number;
  /** What came as JSON; null where nothing was wanted (304). */
  body: unknown;
  refusal: Refusal | null;
  headers: Headers;
  /** When it was asked and heard, in milliseconds of the phone's clock. */
  asked: number;
  heard: number;
}

export interface Question {
  json?: unknown;
  bytes?: Blob;
  headers?: Record<string, string>;
}

/** Ask; gives answers and refusals, throws TroubleError for everything else. */
export async function ask(method: string, path: string, said: Question = {}): Promise<Reply> {
  const asked = Date.now();
  const { response, text } = await reach(method, path, said);
  const { status, headers } = response;
  if (response.type === "opaqueredirect") throw new TroubleError({ word: "portal" });
  if (status >= 500 && status !== 507) throw broken(status);
  const body = status === 304 ? null : read(text);
  const refusal = status >= 400 ? refusalIn(body, status) : null;
  if (refusal !== null) stopWhere(status, refusal);
  return { status, body, refusal, headers, asked, heard: Date.now() };
}

/** The whole answer within the patience there is: a body can stop coming, too. */
async function reach(
  method: string,
  path: string,
  said: Question,
): Promise<{ response: Response; text: string }> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(BASE + path, {
      method,
      headers: headersOf(said),
      body: said.bytes ?? (said.json === undefined ? null : JSON.stringify(said.json)),
      redirect: "manual",
      cache: "no-store",
      credentials: "omit",
      signal: patience.signal,
    });
    return { response, text: await response.text() };
  } catch {
    throw new TroubleError({ word: patience.signal.aborted ? "slow" : "offline" });
  } finally {
    clearTimeout(timer);
  }
}

/** A picture from the site; null when it has none for us just now, or something else came. */
export async function askPicture(path: string): Promise<Blob | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const headers = { ...headersOf({}), Accept: "image/*" };
    const signal = patience.signal;
    const response = await fetch(BASE + path, { headers, credentials: "omit", signal });
    const found = response.ok ? await response.blob() : null;
    return found?.type.startsWith("image/") ? found : null;
  } catch {
    throw new TroubleError({ word: patience.signal.aborted ? "slow" : "offline" });
  } finally {
    clearTimeout(timer);
  }
}

function headersOf(said: Question): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json", ...said.headers };
  if (session.value !== null) headers.Authorization = `Bearer ${session.value.token}`;
  if (said.json !== undefined) headers["Content-Type"] = "application/json";
  return headers;
}

/** The JSON of an answer; a page of HTML, or half an answer, is nobody's answer. */
function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new TroubleError({ word: "portal" });
  }
}

/** A refusal in the protocol's own shape; any other refusal is not from the site. */
function refusalIn(body: unknown, status: number): Refusal {
  const said = body as Partial<Refusal> | null;
  if (typeof said?.code !== "string" || typeof said.detail?.zh !== "string") {
    throw status === 429 ? broken(status) : new TroubleError({ word: "portal" });
  }
  return said as Refusal;
}

/** Refusals that concern everything and not the thing that was sent. */
function stopWhere(status: number, refusal: Refusal): void {
  if (status === 401) throw new TroubleError({ word: "revoked" });
  if (status === 507) {
    throw new TroubleError({ word: "server", fill: { status }, detail: refusal.detail });
  }
}

function broken(status: number): TroubleError {
  return new TroubleError({ word: "server", fill: { status } });
}

/** What was promised did not come: somebody else answered with JSON of their own. */
export function promised<T>(body: unknown, ...names: (keyof T & string)[]): T {
  const said = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  if (!names.every((name) => name in said)) throw new TroubleError({ word: "portal" });
  return said as T;
}
