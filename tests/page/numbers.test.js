import assert from "node:assert/strict";
import test from "node:test";

import { readDay, readNumber } from "../../services/notify/web/parts/numbers.js";

const MINUTES = { unit: "minutes", most: 480 };

for (const [typed, bounds, value] of [
  ["5 分钟", MINUTES, 5],
  ["1.5小时", MINUTES, 90],
  ["１２", {}, 12],
  ["1,234.5", {}, 1234.5],
  ["5万", { unit: "yuan" }, 50_000],
  ["¥ 300", { unit: "yuan" }, 300],
  ["", {}, null],
]) {
  test(`"${typed}" is read as ${value}`, () => assert.deepEqual(readNumber(typed, bounds), { value }));
}

for (const [typed, bounds, word] of [
  ["abc", {}, "number_wrong"],
  ["1.000", { whole: true }, "number_wrong"],
  ["1.5", { whole: true }, "number_whole"],
  ["500", MINUTES, "number_range"],
  ["0", { above: 0 }, "number_above"],
  ["", { needed: true }, "number_needed"],
  ["12\u202e34", {}, "number_wrong"],
]) {
  test(`"${typed}" is refused as ${word}`, () => assert.equal(readNumber(typed, bounds).wrong[0], word));
}

for (const typed of ["2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "20261123"]) {
  test(`"${typed}" is a day`, () => assert.deepEqual(readDay(typed), { value: "2026-11-23" }));
}

test("a day that no calendar has is refused", () => assert.equal(readDay("2026-02-30").wrong[0], "day_wrong"));

test("a day beyond the last one is refused", () => {
  assert.deepEqual(readDay("2026-11-24", { most: "2026-11-23" }).wrong, [
    "day_range",
    { least: "2000-01-01", most: "2026-11-23" },
  ]);
});
