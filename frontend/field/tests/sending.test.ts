import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock } from "../src/protocol.ts";
import { base64url, pairingCode, uuid } from "../src/pure/ids.ts";
import { ahead, type Closing, clockOf, iso, rough } from "../src/pure/times.ts";
import { nextChunk, pause } from "../src/pure/waiting.ts";
import { counted, say, WORDS } from "../src/pure/words.ts";

test("it waits longer after each failure, up to five minutes", () => {
  const waits = [1, 2, 3, 20].map((failures) => pause(failures, 1));
  assert.deepEqual(waits, [1000, 2000, 4000, 300_000]);
  assert.equal(pause(1, 0), 500);
});

test("it halves what it sends after a cut and doubles it after a success", () => {
  assert.equal(nextChunk(262_144, false, 262_144), 131_072);
  assert.equal(nextChunk(16_384, false, 262_144), 16_384);
  assert.equal(nextChunk(262_144, true, 262_144), 262_144);
  assert.equal(nextChunk(4_096, false, 4_096), 4_096);
});

test("it makes UUIDs of version 4 that differ", () => {
  const made = Array.from({ length: 100 }, uuid);
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.ok(made.every((one) => form.test(one)));
  assert.equal(new Set(made).size, 100);
});

test("it writes headers that bytes above 127 survive", () => {
  const told = Buffer.from(base64url('{"item":"公交-03-02"}'), "base64url").toString("utf8");
  assert.equal(told, '{"item":"公交-03-02"}');
});

test("it finds the code in a link and in what people type", () => {
  assert.equal(pairingCode("http://127.0.0.1/field/#pair=K7QM-4T2X"), "K7QM4T2X");
  assert.equal(pairingCode(" k7qm 4t2x "), "k7qm4t2x");
});

test("it measures how far the phone's clock is ahead", () => {
  const heard = Date.parse("2026-03-10T09:00:01Z");
  assert.equal(ahead(heard - 2000, heard, "2026-03-08T09:00:00+00:00"), 172_800);
  assert.equal(ahead(heard, heard, "nonsense"), null);
  assert.deepEqual(rough(-172_800), [2, "days"]);
});

const THREE_DAYS_S = 259_200;
const NOON = Date.parse("2026-03-10T12:00:00Z");

/** A comparison at a moment of the site, in milliseconds, of a phone that is so far ahead. */
function compared(site: number, difference_s: number): Clock {
  const [phone, server] = [site + difference_s * 1000, site].map((at) => iso(new Date(at)));
  return { phone: phone ?? "", server: server ?? "", difference_s };
}

/** A visit closed an hour before noon by a clock that is so far ahead. */
function closed(ahead_s: number, clock?: Clock | null): Closing {
  const closed_at = iso(new Date(NOON - 3_600_000 + ahead_s * 1000));
  return clock === undefined ? { closed_at } : { closed_at, clock };
}

test("it corrects a visit by the clock with which it was closed, not by one set right since", () => {
  const right = compared(NOON, 0);
  for (const wrong_s of [-THREE_DAYS_S, THREE_DAYS_S]) {
    const known = compared(NOON - 7_200_000, wrong_s);
    assert.equal(clockOf(closed(wrong_s, known), right, NOON), known);
  }
});

test("it takes the newest comparison for a visit that was closed without any", () => {
  const newest = compared(NOON, -THREE_DAYS_S);
  const sent = NOON - THREE_DAYS_S * 1000;
  assert.equal(clockOf(closed(-THREE_DAYS_S), newest, sent), newest);
  assert.equal(clockOf(closed(-THREE_DAYS_S, null), newest, sent), newest);
  assert.equal(clockOf(closed(0, null), null, NOON), null);
});

test("it takes the newest comparison when the clock went wrong before the closing", () => {
  const known = compared(NOON - 7_200_000, 0);
  for (const wrong_s of [-THREE_DAYS_S, THREE_DAYS_S]) {
    const newest = compared(NOON, wrong_s);
    assert.equal(clockOf(closed(wrong_s, known), newest, NOON + wrong_s * 1000), newest);
  }
});

test("it goes by the clock of the closing although two comparisons differ by seconds", () => {
  const known = compared(NOON - 3_601_000, -THREE_DAYS_S - 5);
  const visit = closed(-THREE_DAYS_S, known);
  assert.equal(clockOf(visit, compared(NOON, 0), NOON - 3_600_000), known);
});

test("it writes moments that read back as themselves", () => {
  const moment = new Date("2026-03-08T01:02:03Z");
  assert.equal(new Date(iso(moment)).getTime(), moment.getTime());
  assert.match(iso(moment), /[+-]\d\d:\d\d$/);
});

test("it has every word in both languages, with the same gaps to fill", () => {
  const gaps = (text: string): string[] =>
    [...new Set(Array.from(text.matchAll(/\{(\w+)[:}]/g), (found) => found[1] ?? ""))].sort();
  for (const [name, [zh, en]] of Object.entries(WORDS)) {
    assert.ok(zh !== "" && en !== "", name);
    assert.deepEqual(gaps(zh), gaps(en), name);
  }
  assert.equal(say("en", "doneOf", { done: 1, all: 2 }), "1 of 2 done");
});

test("it speaks of one, of several and of none as people do", () => {
  assert.match(say("en", "discardAsk", { n: 0 }), /^This visit will/);
  assert.match(say("en", "discardAsk", { n: 1 }), /^The one judgement of this visit and its/);
  assert.match(say("en", "discardAsk", { n: 2 }), /^The 2 judgements of this visit and their/);
  assert.match(say("zh", "discardAsk", { n: 2 }), /^这次走访的 2 项判定和照片会/);
});

test("it leaves out what there is nothing of", () => {
  const many = (
    visits: number,
    photographs: number,
  ): [["nVisits", number], ["nPhotographs", number]] => [
    ["nVisits", visits],
    ["nPhotographs", photographs],
  ];
  assert.equal(counted("en", many(1, 2)), "1 visit and 2 photographs");
  assert.equal(counted("en", many(0, 1)), "1 photograph");
  assert.equal(counted("zh", many(1, 2)), "1 次走访和 2 张照片");
  assert.equal(
    counted("en", [...many(2, 1), ["nDrafts", 1]]),
    "2 visits, 1 photograph and 1 unfinished visit",
  );
});
