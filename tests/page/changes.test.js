import assert from "node:assert/strict";
import test from "node:test";

import { lastChange, LIVE, noteChanges } from "../../services/notify/web/live/floor.js";

function heardOf(changes) {
  const heard = [];
  const stop = lastChange.watch((change) => heard.push(change.event));
  noteChanges(changes);
  stop();
  return heard;
}

test("every event that one hint tells is heard by what minds it, not the last alone", () => {
  const hint = [
    { event: "referral_accepted", visit: "v1" },
    { event: "ticket_issued", visit: "v2" },
  ];
  assert.deepEqual(heardOf(hint), ["referral_accepted", "ticket_issued"]);
});

test("where nobody knows all that happened, everything is read", () => {
  assert.deepEqual(heardOf(null), [LIVE]);
});
