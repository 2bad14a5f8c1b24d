import assert from "node:assert/strict";
import test from "node:test";

import { setZones } from "../../services/notify/web/live/clock.js";
import { endedOn } from "../../services/notify/web/rooms/business/deals/shared.js";

test("a working group of a deal that ended early did not end on the day that was planned", () => {
  setZones({ B001: "Asia/Shanghai" });
  const group = { ends_on: "2026-12-31" };
  assert.equal(endedOn(group, { ended_at: "2026-12-20T17:00:00Z" }), "2026-12-21");
  assert.equal(endedOn(group, { ended_at: "2027-01-05T03:00:00Z" }), "2026-12-31");
  assert.equal(endedOn(group, { ended_at: null }), "2026-12-31");
});
