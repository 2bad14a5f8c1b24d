import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import {
  abandonDraft,
  closeDrafts,
  draftOf,
  isTyped,
  isTypedIn,
  keepDraft,
  openDrafts,
} from "../../services/notify/web/live/drafts.js";

const [OWN, OTHER] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString("base64"));

beforeEach(() => {
  const kept = {};
  Object.defineProperties(kept, {
    getItem: { value: (place) => kept[place] ?? null },
    setItem: { value: (place, text) => (kept[place] = text) },
    removeItem: { value: (place) => delete kept[place] },
  });
  globalThis.localStorage = kept;
  closeDrafts();
});

/** Wait until so many drafts lie in the browser: they are sealed beside what goes on. */
async function laid(count) {
  const patient = performance.now() + 10_000;
  while (Object.keys(localStorage).length !== count && performance.now() < patient) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.equal(Object.keys(localStorage).length, count);
}

test("what was typed is there after the page was left, for its author", async () => {
  await openDrafts("li", OWN);
  keepDraft("log B1", { fields: { words: "对面银行今日停业" } });
  await laid(1);
  closeDrafts();
  assert.equal(isTyped("log B1"), false);
  await openDrafts("li", OWN);
  assert.deepEqual(draftOf("log B1").fields, { words: "对面银行今日停业" });
});

test("nothing typed lies open, and none of it opens for another person or key", async () => {
  await openDrafts("li", OWN);
  keepDraft("log B1", { fields: { words: "secret" } });
  await laid(1);
  assert.ok(!JSON.stringify(localStorage).includes("secret"));
  await openDrafts("wang", OTHER);
  assert.equal(isTyped("log B1"), false);
  closeDrafts();
  await openDrafts("li", OTHER);
  assert.equal(isTyped("log B1"), false);
  await laid(0);
});

test("a draft that is begun anew has no key, and remembers that something was sent", async () => {
  await openDrafts("li", OWN);
  keepDraft("reception B1", { fields: { amount: "500" }, sent: { content: "…", key: "1" } });
  abandonDraft("reception B1");
  const { fields, sent } = draftOf("reception B1");
  assert.deepEqual(fields, {});
  assert.deepEqual(JSON.parse(JSON.stringify(sent)), { doubtful: true });
});

test("an empty draft goes", async () => {
  await openDrafts("li", OWN);
  keepDraft("log B1", { fields: { words: "…" } });
  await laid(1);
  keepDraft("log B1", { fields: {} });
  await laid(0);
});

test("forms are found by the words that their names begin with", () => {
  keepDraft("report B1 2026-11-23", { fields: { suggestions: "…" } });
  assert.equal(isTypedIn("report B1"), true);
  assert.equal(isTypedIn("report B"), false);
});
