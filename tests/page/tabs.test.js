import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";

import { isSame, merged } from "../../services/notify/web/live/merge.js";

const KEY = Buffer.alloc(32, 1).toString("base64");
const FORM = "log B1";
let opened = 0;

/** A tab: a copy of the module with drafts of its own, over the store that all tabs share. */
async function tab() {
  const listeners = [];
  globalThis.addEventListener = (_, listener) => listeners.push(listener);
  opened += 1;
  const drafts = await import(`../../services/notify/web/live/drafts.js?tab=${opened}`);
  drafts.followTabs();
  await drafts.openDrafts("li", KEY);
  const hears = () => listeners.forEach((listener) => listener({ key: `foyer.draft.li.${FORM}` }));
  return { ...drafts, hears, type: (words) => drafts.keepDraft(FORM, { fields: { words } }) };
}

/** Wait until something is so: what is typed is sealed beside what goes on. */
async function until(isSo) {
  const patient = performance.now() + 10_000;
  while (!isSo() && performance.now() < patient) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(isSo());
}

const stored = () => localStorage.getItem(`foyer.draft.li.${FORM}`);
const words = (of) => of.draftOf(FORM).fields.words;

/** Let a tab type, and wait until it lies in the store. */
async function types(one, text) {
  const before = stored();
  one.type(text);
  await until(() => stored() !== before);
}

beforeEach(() => {
  const kept = {};
  Object.defineProperties(kept, {
    getItem: { value: (place) => kept[place] ?? null },
    setItem: { value: (place, text) => (kept[place] = text) },
    removeItem: { value: (place) => delete kept[place] },
  });
  globalThis.localStorage = kept;
});

test("what is typed in one tab is seen in the other", async () => {
  const [one, other] = [await tab(), await tab()];
  await types(one, "对面银行");
  other.hears();
  await until(() => words(other) === "对面银行");
  assert.equal(other.typedElsewhere.value, 1);
});

test("what both typed at the same time is there in both, and after a reload", async () => {
  const [one, other] = [await tab(), await tab()];
  await types(one, "from one");
  await types(other, "from the other"); // before it heard of the first
  await until(() => words(other) === "from the other / from one");
  one.hears();
  await until(() => words(one) === "from the other / from one");
  assert.equal(words(await tab()), "from the other / from one");
});

test("what is sent from one tab is gone from the other, and cannot be sent twice", async () => {
  const [one, other] = [await tab(), await tab()];
  await types(one, "once");
  other.hears();
  await until(() => words(other) === "once");
  one.keepDraft(FORM, { fields: {} });
  await until(() => stored() === null);
  other.hears();
  await until(() => !other.isTyped(FORM));
});

test("what is typed on while the other tab sends stays", async () => {
  const [one, other] = [await tab(), await tab()];
  await types(one, "sent");
  other.hears();
  await until(() => words(other) === "sent");
  await types(other, "sent, and more");
  one.keepDraft(FORM, { fields: {} });
  await until(() => words(one) === "sent, and more");
  assert.equal(words(await tab()), "sent, and more");
});

test("fields that only one tab touched are as it left them", () => {
  const base = { fields: { kind: "market", words: "a" } };
  const ours = { fields: { kind: "market", words: "ab" } };
  const theirs = { fields: { kind: "risk", words: "a" } };
  assert.deepEqual(merged(base, ours, theirs), { fields: { kind: "risk", words: "ab" } });
});

test("a choice that both made is the one that is seen", () => {
  const [base, ours, theirs] = [[], ["elderly"], ["pregnant"]].map((care) => ({ fields: { care } }));
  assert.deepEqual(merged(base, ours, theirs), ours);
});

test("the key of what one tab sent is known to the other, which sends it under the same", () => {
  const sent = { content: "…", key: "1" };
  const typed = { fields: { words: "a" } };
  assert.deepEqual(merged(typed, typed, { ...typed, sent }), { ...typed, sent });
});

test("of two drafts only what they hold counts, in whichever order", () => {
  assert.ok(isSame({ fields: { a: 1, b: { x: 1, y: 2 } }, at: 1 }, { fields: { b: { y: 2, x: 1 }, a: 1 }, at: 2 }));
  assert.ok(!isSame({ fields: { a: 1 } }, { fields: { a: 2 } }));
});

test("the edition that was read when something was typed goes with it into the other tab", () => {
  const ours = { fields: { needs: ["loan"] }, seen: 3 };
  assert.deepEqual(merged({ fields: {} }, { fields: {} }, ours), ours);
  assert.deepEqual(merged(ours, { ...ours, fields: { needs: [] } }, ours), { fields: { needs: [] }, seen: 3 });
  assert.ok(!isSame(ours, { ...ours, seen: 4 }));
});
