import assert from "node:assert/strict";
import test from "node:test";

import { addEntries, canAct, dueOf, mayBeAnswered, outcomeOf, splitFeed } from "../../services/notify/web/live/feed.js";

const entry = (n, more) => ({ id: `li:${n}`, n, kind: "told", urgency: "info", facts: {}, needs_ack: false, ...more });
const offer = (n, more) =>
  entry(n, { kind: "referral_offered", facts: { referral: "r1", answer_by: "10:00" }, ...more });

test("what waits comes first, the most urgent on top and the newest before older ones", () => {
  const asked = (n, urgency) => entry(n, { urgency, needs_ack: true });
  const entries = [entry(5), asked(4, "notice"), asked(3, "alarm"), asked(2, "notice"), entry(1)];
  const { open, rest } = splitFeed(entries, {});
  assert.deepEqual(
    [open, rest].map((list) => list.map((one) => one.n)),
    [
      [3, 4, 2],
      [5, 1],
    ],
  );
});

test("an offer that was answered, by whomever, waits no longer and has no buttons", () => {
  const answered = offer(1, { answer: "referral_accepted" });
  assert.equal(canAct(offer(1), {}), true);
  assert.equal(canAct(answered, {}), false);
  assert.deepEqual(splitFeed([answered], {}).open, []);
  assert.equal(outcomeOf(answered, {}), "done_accepted");
  assert.equal(dueOf(answered, {}), null);
});

test("what was answered by an event that this page does not know is over", () => {
  assert.equal(outcomeOf(offer(1, { answer: "referral_vanished" }), {}), "done_over");
});

test("what was done from this screen counts at once, and not for an offer that comes again", () => {
  const own = { "li:1": "done_declined" };
  assert.equal(canAct(offer(1), own), false);
  assert.equal(canAct(offer(3), own), true);
});

test("an acknowledged offer is answered, and nothing of it is due", () => {
  const noted = offer(1, { acknowledged_at: "09:00" });
  assert.equal(canAct(noted, {}), false);
  assert.equal(dueOf(noted, {}), null);
  assert.deepEqual(dueOf(offer(1), {}), { word: "answer_by", at: "10:00" });
});

test("the acknowledgement is due before the answer", () => {
  const asked = offer(1, { needs_ack: true, ack_by: "09:30" });
  assert.deepEqual(dueOf(asked, {}), { word: "acknowledge_by", at: "09:30" });
});

test("the feed is read again when something that waits may have been answered, whatever came after it", () => {
  const hint = [
    { event: "referral_accepted", answers: true },
    { event: "ticket_issued", answers: false },
  ];
  assert.equal(mayBeAnswered(hint), false); // nothing waits
  addEntries([offer(7)]);
  assert.equal(mayBeAnswered(hint), true);
  assert.equal(mayBeAnswered(hint.slice(1)), false);
  assert.equal(mayBeAnswered(null), true);
});
