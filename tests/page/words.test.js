import assert from "node:assert/strict";
import test from "node:test";

import { BUSINESS_TEXTS } from "../../services/notify/web/words/business/index.js";
import { CUSTOMER_TEXTS } from "../../services/notify/web/words/customers/index.js";
import * as enums from "../../services/notify/web/words/enums.js";
import { language, t } from "../../services/notify/web/words/language.js";
import { TEXTS } from "../../services/notify/web/words/texts.js";

const SAID = { ...TEXTS, ...CUSTOMER_TEXTS, ...BUSINESS_TEXTS };
const WORDS = Object.values(enums).flatMap((list) => (Array.isArray(list) ? [] : Object.values(list)));
const ALL = [...Object.entries(SAID), ...WORDS.map((words) => /** @type {const} */ (["enums", words]))];

/** What statisticians call it, and nobody in a branch does. */
const JARGON = new RegExp(
  [
    "posterior|prior\\b|\\bbeta\\b|jeffreys|log-?odds|kaplan|credible|brier|binomial|median|quantile|percentile",
    "\\bp(?:10|50|80|90)\\b|confidence|funnel plot|后验|先验|贝塔|对数|布里尔|二项|中位|分位|置信|漏斗",
  ].join("|"),
  "i",
);

/** What is never one, or no count: bounds of a form, spans of some weeks, how much longer, a segment. */
const SEVERAL = ["most", "days", "stretch", "segment"];
const COUNTED =
  /\{(\w+)\} (?:\w+ )?(?:times|days|weeks|years|minutes|customers|prospects|parts|figures|rows|files|attempts|contacts|slots|cards|needs|holders|branches|others)\b/g;

test("texts are in the words of a branch", () => {
  const found = ALL.flatMap(([key, texts]) => texts.map((text) => [key, text]));
  assert.deepEqual(
    found.filter(([, text]) => JARGON.test((text ?? "").replaceAll(/\{[^}]*\}/g, ""))),
    [],
  );
});

test("a count of one has a word of its own in English", () => {
  const found = Object.entries(SAID).flatMap(([key, [, en = ""]]) =>
    [...en.matchAll(COUNTED)]
      .filter(([, name = ""]) => !SEVERAL.includes(name) || key.startsWith("span_"))
      .map(() => key),
  );
  assert.deepEqual(found, []);
});

test("one is said in the singular, and none and several in the plural", () => {
  language.set("en");
  assert.deepEqual(
    [0, 1, "1", 2].map((n) => t("deal_days", { n })),
    ["0 working days", "1 working day", "1 working day", "2 working days"],
  );
  language.set("zh");
  assert.equal(t("deal_days", { n: 1 }), "1 个工作日");
});
