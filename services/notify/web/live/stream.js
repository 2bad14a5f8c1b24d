// The live stream: one per browser, shared by its tabs, that finds its way back after the last entry heard.
//
// It reads the event stream by fetch rather than EventSource: so it sees the server's pings (a half-dead
// line is noticed), the status of a refusal, and it chooses where to resume and when.

import { problemOf, renewed } from "./api.js";

const SILENCE = 40_000; // the server pings every 15 s; so long is waited for it, and for a tab that reads for others
const BEAT = 10_000; // milliseconds after which the tab that reads says how it stands
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Follow what `staff` is told. `after()` gives the number of the last entry heard; `hear` gets
 * `{type: "state", state: "live" | "lost"}` and `{type: "entry" | "floor" | …, data}`. The answer stops it.
 *
 * One tab holds the lock and reads for all. One that holds it and says nothing any more (it hangs, or sleeps) loses
 * it to a tab that waits.
 */
export function follow({ staff, after, hear }) {
  const stop = new AbortController();
  const name = `foyer.stream.${staff}`;
  const channel = channelOf(name);
  if (!channel) {
    keepReading(after, hear, stop.signal);
    return () => stop.abort();
  }
  let state = { type: "state", state: "connecting" }; // of the tab that reads
  let reading = null; // what ends the reading of this tab
  let queued = false; // whether this tab waits for the lock
  let heard = Date.now();

  const tell = (message) => {
    if (message.type === "state") state = message;
    hear(message);
    channel.postMessage(message);
  };
  channel.onmessage = ({ data }) => {
    const asked = data.type === "join";
    if (!asked) heard = Date.now();
    if (reading && asked) channel.postMessage(state);
    if (!reading && !asked) hear(data);
  };
  const lead = async () => {
    if (stop.signal.aborted) return;
    const turn = new AbortController();
    const end = () => turn.abort();
    reading = turn;
    stop.signal.addEventListener("abort", end);
    await keepReading(after, tell, turn.signal);
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
  const lost = (error) => {
    if (stop.signal.aborted) return;
    reading?.abort(); // another tab has taken over, having heard nothing from here
    reading = null;
    heard = Date.now();
    if (error.name !== "AbortError") keepReading(after, hear, stop.signal); // a browser that gives no locks
    else if (!queued) waitForTurn();
  };
  const beat = setInterval(() => {
    if (reading) return channel.postMessage(state);
    if (Date.now() - heard < SILENCE) return undefined;
    heard = Date.now();
    hear({ type: "state", state: "lost" });
    return takeOver();
  }, BEAT);
  stop.signal.addEventListener("abort", () => {
    clearInterval(beat);
    channel.close();
  });
  waitForTurn();
  channel.postMessage({ type: "join" });
  return () => stop.abort();
}

/** What the tabs talk through; null where the browser has none, or no locks. */
function channelOf(name) {
  try {
    return navigator.locks ? new BroadcastChannel(name) : null;
  } catch {
    return null;
  }
}

async function keepReading(after, hear, stopped) {
  let pause = FIRST_PAUSE;
  while (!stopped.aborted) {
    const attempt = new AbortController();
    const giveUp = () => attempt.abort();
    stopped.addEventListener("abort", giveUp);
    addEventListener("offline", giveUp);
    try {
      await read(after(), attempt, () => (pause = FIRST_PAUSE), hear);
      if (!stopped.aborted) continue; // the server ends a stream after a quarter of an hour: come back at once
    } catch (error) {
      if (error.status === 401 && (await renewed().catch(() => false))) continue;
    } finally {
      removeEventListener("offline", giveUp);
      stopped.removeEventListener("abort", giveUp);
    }
    if (stopped.aborted) return;
    hear({ type: "state", state: "lost" });
    await wait(pause * (0.75 + Math.random() / 2), stopped);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/** Read one stream until it ends, fails, or is silent for too long. */
async function read(after, attempt, onLive, hear) {
  let alarm = setTimeout(() => attempt.abort(), SILENCE);
  try {
    const response = await fetch(`/api/notify/stream?after=${after}`, {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      signal: attempt.signal,
    });
    if (!response.ok) throw await problemOf(response);
    const began = Date.now();
    let live = false; // once something came through: a proxy may let the head pass and hold back the rest
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done && Date.now() - began < 1_000) throw new Error("ended at once");
      if (done) return;
      clearTimeout(alarm);
      alarm = setTimeout(() => attempt.abort(), SILENCE);
      if (!live) {
        live = true;
        onLive();
        hear({ type: "state", state: "live" });
      }
      const parts = (rest + value).split(/\r?\n\r?\n/);
      rest = parts.pop();
      for (const part of parts) {
        const message = parse(part);
        if (message) hear(message);
      }
    }
  } finally {
    clearTimeout(alarm);
  }
}

/** One block of an event stream; null for a ping. */
export function parse(block) {
  let type = "message";
  const data = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("event:")) type = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  if (!data.length) return null;
  try {
    return { type, data: JSON.parse(data.join("\n")) };
  } catch {
    return null;
  }
}

/** A pause that ends early when the network says that it is back. */
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
