/** What goes over the wire, as docs/reference/field-protocol.md says it. */

export interface Title {
  zh: string;
  en: string;
}

/** A place in WGS-84 degrees; the accuracy in metres, the moment as ISO 8601. */
export interface Fix {
  lon: number;
  lat: number;
  accuracy_m: number;
  at: string;
}

export interface RoundFacts {
  id: number;
  title: Title;
  kind: string;
  starts: string;
  ends: string;
  closed: boolean;
  checklist: string;
}

export interface PointFacts {
  id: number;
  code: string;
  title: Title;
  kind: string;
  kind_title: Title;
  address: string;
  area: Title;
  lon: number | null;
  lat: number | null;
}

export type TakenIn = "to-do" | "received" | "taken-in" | "refused";

export interface Assignment {
  uuid: string;
  round: number;
  point: PointFacts;
  day: string;
  order: number;
  opens: string | null;
  closes: string | null;
  priority: number;
  partners: string[];
  state: TakenIn;
  refusal: Title | null;
  visit: string | null;
  /** Of a re-check only: the problem, the items to look at, the photographs from before. */
  problem?: number | string;
  items?: string[];
  before?: string[];
  /** Of a photograph to be taken again only. */
  retake?: Retake;
}

/** A judgement as it stands, under whose name a new photograph is sent, and why one is wanted. */
export interface Retake {
  judgement: string;
  repeat: string;
  result: string;
  count: number | null;
  of: number | null;
  remark: string;
  why: string;
}

export interface Settings {
  photo_px: number;
  photo_quality: number;
  remark_min: number;
  geofence_m: number;
  chunk_bytes: number;
  clock_warn_s: number;
}

export interface Day {
  server_time: string;
  person: { name: string };
  rounds: RoundFacts[];
  assignments: Assignment[];
  rechecks?: Assignment[];
  retakes?: Assignment[];
  settings: Settings;
  basemap: string | null;
  /** Which map that is, and how large the whole of it is. */
  basemap_file?: MapFile | null;
}

export interface MapFile {
  tag: string;
  bytes: number;
}

export type Asks = "result" | "count" | "count-of" | "grade" | "answers";

export interface Choice {
  value: string;
  title: Title;
  met: boolean;
}

export interface Item {
  title: Title;
  guidance: Title;
  exceptions: Title;
  veto: boolean;
  asks: Asks;
  unit: Title | null;
  answers: Choice[];
  /** The numbers without which an answer that is not met is refused. */
  needs?: ("count" | "of")[];
  /** What the count is held against where the framework says it, such as 2 calls. */
  wanted?: number | null;
  /** Whether the number may lie below zero, such as growth. */
  signed?: boolean;
}

export interface Group {
  id: string;
  title: Title;
  battery: boolean;
  items: string[];
}

export interface Repeats {
  title: Title;
  number: number;
  metres: number | null;
}

export interface Kind {
  title: Title;
  groups: Group[];
  repeats: Repeats | null;
}

export interface Checklist {
  sha256: string;
  title: Title;
  kinds: Record<string, Kind>;
  items: Record<string, Item>;
}

/** How far the phone's clock was ahead of the site's, when both were last compared. */
export interface Clock {
  phone: string;
  server: string | null;
  difference_s: number | null;
}

export interface JudgementBody {
  uuid: string;
  item: string;
  repeat: string;
  result: string;
  count: number | null;
  of: number | null;
  remark: string;
  photographs: string[];
}

export interface VisitBody {
  assignment: string;
  opened_at: string;
  closed_at: string;
  sent_at: string;
  clock: Clock;
  position: Fix | null;
  judgements: JudgementBody[];
  order: number;
  app: string;
}

export interface VisitAnswer {
  uuid: string;
  state: string;
  refusal: Title | null;
}

export interface PhotographFacts {
  sha256: string;
  size: number;
  visit: string;
  judgement: string;
  item: string;
  taken_at: string;
  position: Fix | null;
  clock_difference_s: number | null;
  type: string;
}

export interface Refusal {
  code: string;
  detail: Title;
  offset?: number;
}
