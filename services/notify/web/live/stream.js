// The live stream: one per browser, shared by its tabs, that finds its way back after the last entry received.
//
// It reads the event stream by fetch rather than EventSource: so it sees the server's pings (a half-dead connection
// is noticed), the status of a refusal, and it chooses where to resume and when.

import { Failure, problemOf, renewed } from "./api.js";
import { blockCutter, parseBlock } from "./event-stream.js";

const SILENCE = 40_000; // the server pings every 15 s; so long is waited for it, and for a tab that reads for others
const BEAT = 10_000; // milliseconds after which the tab that reads tells its state
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** @typedef {(message: StreamMessage) => void} Receive */

/**
 * Follow what `staff` is told. `after()` gives the number of the last entry received; `receive` gets
 * `{type: "state", state: "live" | "lost"}` and `{type: "entry" | "floor" | …, data}`. The answer stops it.
 *
 * One tab holds the lock and reads for all. One that holds it and says nothing any more (it hangs, or sleeps) loses
 * it to a tab that waits.
 *
 * @param {{staff: string, after: () => number, receive: Receive}} of
 * @returns {() => void}
 */
export function follow({ staff, after, receive }) {
  const stop = new AbortController();
  const name = `foyer.stream.${staff}`;
  const channel = channelOf(name);
  if (!channel) {
    keepReading(after, receive, stop.signal);
    return () => stop.abort();
  }
  /** @type {StreamMessage} */
  let state = { type: "state", state: "connecting" }; // of the tab that reads
  /** @type {AbortController | null} */
  let reading = null; // what ends the reading of this tab
  let queued = false; // whether this tab waits for the lock
  let received = Date.now();

  const share = (/** @type {StreamMessage} */ message) => {
    if (message.type === "state") state = message;
    receive(message);
    channel.postMessage(message);
  };
  channel.onmessage = ({ data }) => {
    const asked = data.type === "join";
    if (!asked) received = Date.now();
    if (reading && asked) channel.postMessage(state);
    if (!reading && !asked) receive(data);
  };
  const lead = async () => {
    if (stop.signal.aborted) return;
    const turn = new AbortController();
    const end = () => turn.abort();
    reading = turn;
    stop.signal.addEventListener("abort", end);
    await keepReading(after, share, turn.signal);
  };
  const takeOver = () => navigator.locks.request(name, { steal: true }, lead).catch(lost);
  const waitForTurn = () => {
    queued = true;
    const granted = () => {
      queued = false;
      return lead();
    };
    navigator.locks.request(name, { signal: stop.signal }, granted).catch(lost);
  };
  const lost = (/** @type {Error} */ error) => {
    if (stop.signal.aborted) return;
    reading?.abort(); // another tab has taken over, having received nothing from here
    reading = null;
    received = Date.now();
    if (error.name !== "AbortError") {
      keepReading(after, receive, stop.signal);
    } // a browser that gives no locks
    else if (!queued) waitForTurn();
  };
  const beat = setInterval(() => {
    if (reading) {
      channel.postMessage(state);
      return;
    }
    if (Date.now() - received < SILENCE) return;
    received = Date.now();
    receive({ type: "state", state: "lost" });
    takeOver();
  }, BEAT);
  stop.signal.addEventListener("abort", () => {
    clearInterval(beat);
    channel.close();
  });
  waitForTurn();
  channel.postMessage({ type: "join" });
  return () => stop.abort();
}

/**
 * What the tabs talk through; null where the browser has none, or no locks.
 *
 * @param {string} name
 */
function channelOf(name) {
  try {
    return navigator.locks ? new BroadcastChannel(name) : null;
  } catch {
    return null;
  }
}

/**
 * Read until stopped, and come back after every end.
 *
 * @param {() => number} after
 * @param {Receive} receive
 * @param {AbortSignal} stopped
 */
async function keepReading(after, receive, stopped) {
  let pause = FIRST_PAUSE;
  while (!stopped.aborted) {
    const attempt = new AbortController();
    const giveUp = () => attempt.abort();
    stopped.addEventListener("abort", giveUp);
    addEventListener("offline", giveUp);
    try {
      await read(after(), attempt, () => (pause = FIRST_PAUSE), receive);
      if (!stopped.aborted) continue; // the server ends a stream after a quarter of an hour: come back at once
    } catch (error) {
      const refused = error instanceof Failure && error.status === 401;
      if (refused && (await renewed().catch(() => false))) continue;
    } finally {
      removeEventListener("offline", giveUp);
      stopped.removeEventListener("abort", giveUp);
    }
    if (stopped.aborted) return;
    receive({ type: "state", state: "lost" });
    await wait(pause * (0.75 + Math.random() / 2), stopped);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/**
 * Read one stream until it ends, fails, or is silent for too long.
 *
 * @param {number} after
 * @param {AbortController} attempt
 * @param {() => void} onLive
 * @param {Receive} receive
 */
async function read(after, attempt, onLive, receive) {
  let alarm = setTimeout(() => attempt.abort(), SILENCE);
  try {
    const response = await fetch(`/api/notify/stream?after=${after}`, {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      signal: attempt.signal,
    });
    if (!response.ok || !response.body) throw await problemOf(response);
    const began = Date.now();
    let live = false; // once something came through: a proxy may let the head pass and hold back the rest
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const cut = blockCutter();
    for (;;) {
      const { value, done } = await reader.read();
      if (done && Date.now() - began < 1_000) throw new Error("ended at once");
      if (done) return;
      clearTimeout(alarm);
      alarm = setTimeout(() => attempt.abort(), SILENCE);
      if (!live) {
        live = true;
        onLive();
        receive({ type: "state", state: "live" });
      }
      for (const block of cut(value)) {
        const message = parseBlock(block);
        if (message) receive(message);
      }
    }
  } finally {
    clearTimeout(alarm);
  }
}

/**
 * A pause that ends early when the network says that it is back.
 *
 * @param {number} milliseconds
 * @param {AbortSignal} stopped
 * @returns {Promise<void>}
 */
function wait(milliseconds, stopped) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      stopped.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener("online", end);
    stopped.addEventListener("abort", end);
  });
}
