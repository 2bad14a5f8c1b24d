import assert from "node:assert/strict";
import test from "node:test";

import { forgetRights, may, mayPerhaps, readRights, rights } from "../../services/notify/web/live/rights.js";

const ANSWERS = {
  customer: { everywhere: [], branches: { B1: ["open_case"], B2: [] } },
  lobby: { everywhere: ["view_trace"], branches: { B1: ["view_trace", "call_next"], B2: ["view_trace"] } },
  notify: { everywhere: [], branches: { B1: [], B2: [] } },
  referral: { everywhere: [], branches: { B1: [], B2: [] } },
};

/** Services that answer so; one that is null is away. */
function serve(answers) {
  globalThis.fetch = async (path) => {
    const answer = answers[path.split("/")[2]];
    if (!answer) return new Response("{}", { status: 503 });
    return new Response(JSON.stringify(answer), { status: 200 });
  };
}

/** Read them, and let them count. */
async function knowRights(staff) {
  const take = await readRights(staff);
  take();
}

test.beforeEach(() => {
  forgetRights();
  test.mock.timers.enable({ apis: ["setTimeout"] });
});
test.afterEach(() => test.mock.timers.reset());

test("what may be asked hangs on the branch", async () => {
  serve(ANSWERS);
  await knowRights("li.na");
  assert.equal(may("lobby.call_next", "B1"), true);
  assert.equal(may("lobby.call_next", "B2"), false);
  assert.equal(may("customer.call_next", "B1"), false);
});

test("at a branch that is not named counts what is allowed everywhere", async () => {
  serve(ANSWERS);
  await knowRights("li.na");
  assert.equal(may("lobby.view_trace", "B9"), true);
  assert.equal(may("lobby.call_next", "B9"), false);
  assert.equal(may("lobby.view_trace", null), true);
});

test("before a service has answered nothing may be done, and a room of it is there perhaps", async () => {
  serve({ ...ANSWERS, lobby: null });
  await knowRights("li.na");
  assert.equal(may("lobby.call_next", "B1"), false);
  assert.equal(mayPerhaps(["lobby.call_next"], "B1"), true);
  assert.equal(mayPerhaps(["customer.view_file"], "B1"), false);
});

test("a service that was away is asked again", async () => {
  serve({ ...ANSWERS, lobby: null });
  await knowRights("li.na");
  serve(ANSWERS);
  const known = new Promise((resolve) => rights.watch(resolve));
  test.mock.timers.tick(5_000);
  await known;
  assert.equal(may("lobby.call_next", "B1"), true);
});

test("what was known counts until the next answer, and only for the same person", async () => {
  serve(ANSWERS);
  await knowRights("li.na");
  serve({});
  await knowRights("li.na");
  assert.equal(may("lobby.call_next", "B1"), true);
  await knowRights("wang.fang");
  assert.equal(may("lobby.call_next", "B1"), false);
});

test("nothing changes before they are taken, nor when they are the same again", async () => {
  serve(ANSWERS);
  const take = await readRights("li.na");
  assert.deepEqual(rights.value, {});
  take();
  const known = rights.value;
  await knowRights("li.na");
  assert.equal(rights.value, known);
});

test("a right that ended is gone with the next answer", async () => {
  serve(ANSWERS);
  await knowRights("li.na");
  serve({ ...ANSWERS, lobby: { everywhere: [], branches: { B1: [] } } });
  await knowRights("li.na");
  assert.equal(may("lobby.call_next", "B1"), false);
});

test("an answer that comes after signing out is nobody's", async () => {
  const asked = [];
  globalThis.fetch = () => new Promise((resolve) => asked.push(resolve));
  const reading = readRights("li.na");
  forgetRights();
  for (const answer of asked) answer(new Response(JSON.stringify(ANSWERS.lobby)));
  test.mock.timers.tick(2_000);
  const take = await reading;
  take();
  assert.deepEqual(rights.value, {});
});
