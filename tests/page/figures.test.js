import assert from "node:assert/strict";
import test from "node:test";

import { dayIn, periodOf } from "../../services/notify/web/rooms/business/plan/figures.js";
import { ticks } from "../../services/notify/web/rooms/business/territory/funnel.js";
import { span } from "../../services/notify/web/parts/span.js";
import { language } from "../../services/notify/web/words/language.js";

test("the periods before and after that of a day are those of the calendar", () => {
  const named = (kind, day) => [-1, 0, 1].map((steps) => periodOf(kind, dayIn(kind, day, steps)));
  assert.deepEqual(named("month", "2026-01-31"), ["2025-12", "2026-01", "2026-02"]);
  assert.deepEqual(named("quarter", "2026-11-30"), ["2026-Q3", "2026-Q4", "2027-Q1"]);
  assert.deepEqual(named("year", "2026-02-28"), ["2025", "2026", "2027"]);
  assert.deepEqual(named("week", "2026-01-01"), ["2025-W52", "2026-W01", "2026-W02"]);
});

test("ticks are whole numbers at equal steps, for few cases and for many", () => {
  assert.deepEqual(ticks(1), [0, 1]);
  assert.deepEqual(ticks(5), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(ticks(12), [0, 5, 10]);
  assert.deepEqual(ticks(1_000), [0, 200, 400, 600, 800, 1_000]);
});

test("what takes minutes is told in minutes, and never as no hours", () => {
  language.set("en");
  assert.deepEqual([20, 90, 3_599, 5_400, 90_000].map(span), ["under a minute", "1 min", "59 min", "1.5 h", "1 d"]);
});
