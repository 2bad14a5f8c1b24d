import assert from "node:assert/strict";
import test from "node:test";

import { changedPaths } from "../../services/notify/web/live/floor.js";
import { isDue } from "../../services/notify/web/live/freshness.js";
import { concerns } from "../../services/notify/web/live/query.js";
import { createReader } from "../../services/notify/web/live/reader.js";

/** A reader whose requests are answered by hand, in any order. */
function byHand() {
  const requests = [];
  const taken = [];
  const failed = [];
  const reader = createReader({
    read: () => new Promise((resolve, reject) => requests.push({ resolve, reject })),
    take: (data) => taken.push(data),
    fail: (error) => failed.push(error),
    gather: 100,
  });
  return { reader, requests, taken, failed };
}

test("an answer that is overtaken by a later one is not taken", async () => {
  const { reader, requests, taken } = byHand();
  const both = [reader.now(), reader.now()];
  requests[1].resolve("new");
  requests[0].resolve("old");
  await Promise.all(both);
  assert.deepEqual(taken, ["new"]);
});

test("answers in their order are all taken", async () => {
  const { reader, requests, taken } = byHand();
  const both = [reader.now(), reader.now()];
  requests[0].resolve("first");
  requests[1].resolve("second");
  await Promise.all(both);
  assert.deepEqual(taken, ["first", "second"]);
});

test("an error of an overtaken request is not told", async () => {
  const { reader, requests, taken, failed } = byHand();
  const both = [reader.now(), reader.now()];
  requests[1].resolve("new");
  requests[0].reject(new Error("late"));
  await Promise.all(both);
  assert.deepEqual([taken, failed], [["new"], []]);
});

test("what is dropped is not taken, and what is read after it is", async () => {
  const { reader, requests, taken } = byHand();
  const first = reader.now();
  reader.drop();
  const second = reader.now();
  requests[0].resolve("of another branch");
  requests[1].resolve("of this one");
  await Promise.all([first, second]);
  assert.deepEqual(taken, ["of this one"]);
});

test("a change does not wait for the next read by the clock", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const { reader, requests } = byHand();
  reader.soon(60_000);
  reader.soon();
  reader.soon(5_000);
  context.mock.timers.tick(100);
  assert.equal(requests.length, 1);
  context.mock.timers.tick(120_000);
  assert.equal(requests.length, 1);
});

test("changes are gathered into one request", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { reader, requests } = byHand();
  reader.soon();
  reader.soon();
  context.mock.timers.tick(100);
  assert.equal(requests.length, 1);
});

test("a failure that passes is read again later, until the reader ends", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { reader, requests, failed } = byHand();
  const first = reader.now();
  requests[0].reject({ passing: true });
  await first;
  context.mock.timers.tick(3_000);
  assert.equal(requests.length, 2);
  reader.end();
  await reader.now();
  assert.equal(requests.length, 2);
  assert.equal(failed.length, 1);
});

test("what was read within half a minute is not due; a clock that was set back counts as long ago", () => {
  assert.equal(isDue(100_000, 0, 80_000), false);
  assert.equal(isDue(100_000, 0, null), true);
  assert.equal(isDue(100_000, 65_000, 60_000), true);
  assert.equal(isDue(100_000, 500_000, 500_000), true);
});

test("a tap counts anew where the floor has changed, and only there", () => {
  const floor = { branch: "B1", counters: [], waiting: [], parked: [], diverted: [], serving: [] };
  const counter = { counter: "1", state: "open", staff: "li" };
  const [first, second] = [
    { visit: "v1", need: "cash" },
    { visit: "v2", need: "loan" },
  ];
  const before = { ...floor, counters: [counter], waiting: [first, second] };
  const called = { ...floor, counters: [{ ...counter, visit: "v1" }], waiting: [second], serving: [first] };
  assert.deepEqual(changedPaths(before, called), ["/api/lobby/branches/B1/counters/1/", "/api/lobby/visits/v1/"]);
});

test("after a lost connection all is read again, whatever it minds", () => {
  const never = () => false;
  assert.equal(concerns("live", never, 0), true);
  assert.equal(concerns("live", never, 60_000), true);
  assert.equal(concerns("customer_contacted", never, 0), false);
  assert.equal(
    concerns("customer_contacted", (event) => event === "customer_contacted", 0),
    true,
  );
});

test("without the stream, what has a rhythm of its own keeps it", () => {
  const always = () => true;
  assert.equal(concerns("polled", always, 0), true);
  assert.equal(concerns("polled", always, 300_000), false);
});
