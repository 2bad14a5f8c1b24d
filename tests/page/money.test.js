import assert from "node:assert/strict";
import test from "node:test";

import { inHundredths, money, moneyOfTerms, shortMoney } from "../../services/notify/web/parts/money.js";

test("an amount is written with its hundredths and its currency", () => {
  assert.equal(money({ amount: 5_000_000, currency: "CNY" }), "50,000.00 CNY");
  assert.equal(money({ amount: -1_050, currency: "USD" }), "-10.50 USD");
  assert.equal(moneyOfTerms({ amount: 1_000_000, currency: "CNY" }), "CNY 10,000.00");
});

test("a short amount has no hundredths that are naught", () => {
  assert.equal(shortMoney({ amount: 80_000_000, currency: "CNY" }), "800,000 CNY");
  assert.equal(shortMoney({ amount: 1_050, currency: "CNY" }), "10.5 CNY");
});

test("what is typed is sent in whole hundredths", () => {
  assert.deepEqual([0.07, 1.15, 100].map(inHundredths), [7, 115, 10_000]);
});
