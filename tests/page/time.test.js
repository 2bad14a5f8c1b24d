import assert from "node:assert/strict";
import test from "node:test";

import {
  clockTime,
  daysAfter,
  duration,
  monthAndDay,
  secondsSince,
  weekdayOf,
  wholeDay,
  wholeMonth,
} from "../../services/notify/web/live/time.js";
import { changes } from "../../services/notify/web/parts/changes.js";

test("durations are said in minutes, and in hours where there are any", () => {
  assert.deepEqual([0, 247, 3_729].map(duration), ["0:00", "4:07", "1:02:09"]);
});

test("a moment to come is no time ago", () => {
  assert.equal(secondsSince("2026-03-02T01:00:05Z", Date.parse("2026-03-02T01:00:00Z")), 0);
  assert.equal(secondsSince("2026-03-02T01:00:00Z", Date.parse("2026-03-02T01:00:09.900Z")), 9);
});

test("times are those of the branch, at midnight too", () => {
  assert.equal(clockTime("2026-03-02T16:00:05Z", "Asia/Shanghai"), "00:00");
  assert.equal(clockTime("2026-03-02T16:00:05Z", "Asia/Shanghai", true), "00:00:05");
  assert.equal(monthAndDay("2026-03-02T16:00:05Z", "Asia/Shanghai"), "03-03");
});

test("a month begins with the midnight of the branch", () => {
  assert.equal(wholeMonth("2026-10-31T15:59:59Z", "Asia/Shanghai"), "2026-10");
  assert.equal(wholeMonth("2026-10-31T16:00:00Z", "Asia/Shanghai"), "2026-11");
});

test("days are counted over the ends of months and years", () => {
  assert.equal(daysAfter("2026-12-31", 1), "2027-01-01");
  assert.equal(daysAfter("2028-03-01", -1), "2028-02-29");
  assert.deepEqual(["2026-11-23", "2026-11-26", "2026-11-29"].map(weekdayOf), [0, 3, 6]);
});

test("a form sends what was changed in it, at every level, and lists as a whole", () => {
  const was = { rates: { V: 3, A: 1 }, recalls: 3, counters: ["1", "2"] };
  assert.deepEqual(changes({ rates: { V: 4, A: 1 }, recalls: 3, counters: ["1"] }, was), {
    rates: { V: 4 },
    counters: ["1"],
  });
  assert.deepEqual(changes(structuredClone(was), was), {});
});

test("a day is that of the branch", () => {
  assert.equal(wholeDay("2026-03-02T16:00:05Z", "Asia/Shanghai"), "2026-03-03");
  assert.equal(wholeDay("2026-03-02T16:00:05Z", "UTC"), "2026-03-02");
});
