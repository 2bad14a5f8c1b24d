import assert from "node:assert/strict";
import test from "node:test";

import { together } from "../../services/notify/web/live/named.js";

test("names that are asked for together are read together, and no more of them than the service answers", async () => {
  const requests = [];
  const read = together(2, async (ids) => {
    requests.push(ids);
    return Object.fromEntries(ids.map((id) => [id, [`${id}网点`, `Branch ${id}`]]));
  });
  const found = await Promise.all([read("B1"), read("B2"), read("B3")]);
  assert.deepEqual(requests, [["B1", "B2"], ["B3"]]);
  assert.deepEqual(found[0], found[1]);
  assert.deepEqual(found[2], { B3: ["B3网点", "Branch B3"] });
  await read("B4");
  assert.deepEqual(requests.at(-1), ["B4"]);
});
