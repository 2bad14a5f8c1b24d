import assert from "node:assert/strict";
import test from "node:test";

import { inHundredths, money } from "../../services/notify/web/parts/money.js";

test("an amount is written with its currency, and with hundredths where it has any", () => {
  assert.equal(money({ amount: 5_000_000, currency: "CNY" }), "50,000 CNY");
  assert.equal(money({ amount: -1_050, currency: "USD" }), "-10.50 USD");
  assert.equal(money({ amount: 0, currency: "CNY" }), "0 CNY");
});

test("what is typed is sent in whole hundredths", () => {
  assert.deepEqual([0.07, 1.15, 100].map(inHundredths), [7, 115, 10_000]);
});
