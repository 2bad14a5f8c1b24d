import assert from "node:assert/strict";
import test from "node:test";

import { canAct, dueOf, outcomeOf, outcomesOf, splitFeed } from "../../services/notify/web/live/feed.js";

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

test("an offer is acted on until its outcome was told after it", () => {
  const accepted = entry(2, { kind: "referral_accepted", facts: { referral: "r1" } });
  const known = outcomesOf([accepted, offer(1)], {});
  assert.equal(canAct(offer(1), {}), true);
  assert.equal(canAct(offer(1), known), false);
  assert.equal(outcomeOf(offer(1), known), "done_accepted");
});

test("an offer that comes again after it was declined can be acted on", () => {
  const declined = entry(2, { kind: "referral_declined", facts: { referral: "r1" } });
  assert.equal(canAct(offer(3), outcomesOf([offer(3), declined], {})), true);
});

test("what was done from this screen counts at once", () => {
  assert.equal(canAct(offer(1), outcomesOf([offer(1)], { r1: "done_accepted" })), false);
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
