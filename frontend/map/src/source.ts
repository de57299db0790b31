/** What the server says is on a map: see `ground/site/maps.py`. */

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

export interface Mark {
  readonly lon: number;
  readonly lat: number;
  readonly count?: number;
  readonly title?: string;
  readonly url?: string;
  /** What is written on the mark, such as its place in a route. */
  readonly label?: string;
  /** What it is told from the others by when it is dragged. */
  readonly key?: string;
  readonly tone?: string;
}

export interface Answer {
  readonly box: Box | null;
  readonly marks: readonly Mark[];
  /** Routes, each a line through places. */
  readonly lines?: readonly (readonly (readonly [number, number])[])[];
}

/** What is in a box, or everything; raises when the server does not answer with it. */
export async function fetchMarks(
  source: string,
  asked: { box?: Box; across: number; down: number },
  signal: AbortSignal,
): Promise<Answer> {
  const address = new URL(source, document.baseURI);
  address.searchParams.set("across", String(asked.across));
  address.searchParams.set("down", String(asked.down));
  if (asked.box) address.searchParams.set("box", asked.box.map((side) => side.toFixed(6)).join());
  const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()) as Answer;
}
