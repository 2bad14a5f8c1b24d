import assert from "node:assert/strict";
import test from "node:test";

import { abandoned, formKeys, isUnanswered, tapKeys } from "../../services/notify/web/live/keys.js";

const PATH = "/api/lobby/branches/B1/visits";

/** Keys 1, 2, 3, … */
function counting() {
  let count = 0;
  return () => String((count += 1));
}

/** A tap of the page, with a clock to turn. */
function taps(how = {}) {
  const at = { now: 0 };
  return { at, keys: tapKeys({ clock: () => at.now, make: counting(), ...how }) };
}

/** A form: what it was last kept as, and a new sending of it in some state. */
function form() {
  const kept = { draft: { fields: {} } };
  const make = counting();
  const sending = (state) =>
    formKeys({
      read: () => kept.draft,
      write(draft) {
        kept.draft = JSON.parse(JSON.stringify(draft)); // as a browser keeps it
      },
      state,
      make,
    });
  return { kept, sending };
}

test("a tap whose answer was lost keeps its key when it comes again", () => {
  const { keys } = taps();
  assert.deepEqual(keys.begin(PATH, "a"), { key: "1", sentBefore: false });
  keys.lose("a", "1");
  assert.deepEqual(keys.begin(PATH, "a"), { key: "1", sentBefore: true });
});

test("a tap that was answered is another one when it comes again", () => {
  const { keys } = taps();
  keys.begin(PATH, "a");
  keys.settle("a");
  assert.deepEqual(keys.begin(PATH, "a"), { key: "2", sentBefore: false });
});

test("a tap much later is another one", () => {
  const { at, keys } = taps();
  keys.begin(PATH, "a");
  at.now = 120_000;
  assert.equal(keys.begin(PATH, "a").key, "2");
});

test("a tap in a dialog that stays open is the same however late", () => {
  const { at, keys } = taps({ lasts: Infinity });
  keys.begin(PATH, "a");
  at.now = 3_600_000;
  assert.equal(keys.begin(PATH, "a").key, "1");
});

test("a tap is another one once what it is about was seen to change", () => {
  const { keys } = taps();
  keys.begin(PATH, "a");
  keys.begin("/api/elsewhere", "b");
  keys.forgetBelow("/api/lobby/branches/B1/");
  keys.lose("a", "1"); // the first try fails only now
  assert.equal(keys.begin(PATH, "a").key, "3");
  assert.equal(keys.begin("/api/elsewhere", "b").key, "2");
});

test("the content of a form keeps its key until the answer is there", () => {
  const { kept, sending } = form();
  assert.equal(sending().begin(PATH, "a").key, "1");
  assert.ok(isUnanswered(kept.draft));
  const again = sending();
  assert.deepEqual(again.begin(PATH, "a"), { key: "1", sentBefore: true });
  again.settle("a");
  assert.ok(!isUnanswered(kept.draft));
  assert.equal(sending().begin(PATH, "a").key, "2");
});

test("a correction after a lost answer has its own key, and leaves a doubt", () => {
  const { sending } = form();
  sending().begin(PATH, "a");
  const corrected = sending();
  assert.deepEqual(corrected.begin(PATH, "b"), { key: "2", sentBefore: false });
  assert.equal(corrected.doubtful, true);
});

test("who begins anew gets another key for the same content, and a doubt about what was sent before", () => {
  const { kept, sending } = form();
  sending().begin(PATH, "a");
  kept.draft = abandoned(kept.draft);
  assert.ok(!isUnanswered(kept.draft));
  const next = sending();
  assert.deepEqual(next.begin(PATH, "a"), { key: "2", sentBefore: false });
  assert.equal(next.doubtful, true);
});

test("nothing is in doubt where nothing was sent", () => {
  assert.deepEqual(abandoned({ fields: { amount: "5" } }), { fields: {}, sent: undefined });
});

test("the same content in another state of what it is about is another command", () => {
  const { kept, sending } = form();
  sending(3).begin(PATH, "a");
  assert.ok(isUnanswered(kept.draft, 3));
  assert.ok(!isUnanswered(kept.draft, 5));
  const next = sending(5);
  assert.equal(next.begin(PATH, "a").key, "2");
  assert.equal(next.doubtful, false);
});
