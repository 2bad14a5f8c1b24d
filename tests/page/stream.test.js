import assert from "node:assert/strict";
import test from "node:test";

import { shownState } from "../../services/notify/web/live/connection.js";
import { blockCutter, parseBlock } from "../../services/notify/web/live/event-stream.js";

test("blocks are cut wherever the pieces of a stream end", () => {
  const cut = blockCutter();
  assert.deepEqual(cut("event: entry\nda"), []);
  assert.deepEqual(cut('ta: {"n":1}\n'), []);
  assert.deepEqual(cut('\ndata: {"n":2}\r\n\r\n: ping'), ['event: entry\ndata: {"n":1}', 'data: {"n":2}']);
  assert.deepEqual(cut("\n\n"), [": ping"]);
});

test("a block has its type and its data", () => {
  assert.deepEqual(parseBlock('event: floor\ndata: {"branch":"B1",\ndata: "n":1}'), {
    type: "floor",
    data: { branch: "B1", n: 1 },
  });
});

test("pings and what is no JSON say nothing", () => {
  assert.equal(parseBlock(": ping"), null);
  assert.equal(parseBlock("data: {"), null);
});

for (const [what, args, state] of [
  ["a stream that is there", ["live", 0, 1_000, 0, 0], "live"],
  ["a stream that says nothing new", ["live", 0, 60_000, 0, 60_000], "lost"],
  ["no stream, and read since", ["lost", 1_000, 500, 2_000, 2_500], "polled"],
  ["no stream, and not read since", ["lost", 2_000, 1_500, 1_000, 2_500], "lost"],
  ["a stream that takes long to come", ["connecting", 0, 5_000, 5_000, 10_000], "polled"],
  ["a stream that is coming", ["connecting", 0, 500, 500, 1_000], "connecting"],
  ["nothing read yet", ["connecting", 0, null, null, 20_000], "connecting"],
]) {
  test(`${what} is shown as ${state}`, () => assert.equal(shownState(...args), state));
}
