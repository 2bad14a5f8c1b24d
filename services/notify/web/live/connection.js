// The connection that keeps the page true: the stream, and reading again where it is not there.

import { now } from "./clock.js";
import { textOf } from "./colleagues.js";
import { addEntries, feed, mayBeAnswered, readFeed } from "./feed.js";
import { lastChange, LIVE, noteChanges, POLLED, readFloor, shownFloor } from "./floor.js";
import { keepFresh, OLD, useAge } from "./freshness.js";
import { renewRights } from "./session.js";
import { signal, useSignal } from "./signal.js";
import { follow } from "./stream.js";

const SLOW = 10_000; // milliseconds of connecting, after which the page says that it reads without the stream
const CHANGES_RIGHTS = ["floor_covered", "cover_ended"];

/** The state of the stream, and since when it is so. */
const stream = signal({ state: "connecting", since: Date.now() });

/** The last news in words, for those who listen rather than look. */
export const announcement = signal({ polite: "", alarm: "" });

/**
 * Read the feed, then follow the stream from there, and read again whatever becomes of it. The answer ends it.
 *
 * @param {{staff: string, onCaughtUp: () => void}} of
 */
export function connect({ staff, onCaughtUp }) {
  stream.set({ state: "connecting", since: Date.now() });
  const receive = (/** @type {StreamMessage} */ { type, state, data }) => {
    if (type === "floor" && data.branch === shownFloor.value.branch) noteChanges(data.changes);
    if (type === "floor" && mayBeAnswered(data.changes)) readMissed().catch(() => {});
    if (type === "entry") receiveEntry(data);
    if (type === "state" && state && state !== stream.value.state) turn(state, onCaughtUp);
  };
  let ended = false;
  let stop = () => {};
  const begin = () => {
    if (!ended) stop = follow({ staff, after: () => feed.value.last, receive });
  };
  readFeed().then(begin, begin);
  const onRead = () => {
    if (stream.value.state !== "live") lastChange.set({ event: POLLED });
  };
  const rest = keepFresh({ onEntry: announce, onRead });
  return () => {
    ended = true;
    rest();
    stop();
  };
}

/**
 * The stream is there, or is not any more: read how things stand.
 *
 * @param {string} state
 * @param {() => void} onCaughtUp
 */
function turn(state, onCaughtUp) {
  const lost = stream.value.state === "lost";
  stream.set({ state, since: Date.now() });
  if (state === "connecting") return;
  readFloor();
  if (state === "live") lastChange.set({ event: LIVE });
  readMissed().then(
    () => {
      if (lost && state === "live") onCaughtUp();
    },
    () => {},
  );
}

/** Read the feed, and say aloud what is new in it. */
async function readMissed() {
  for (const entry of await readFeed()) announce(entry);
}

/** @param {Entry} entry */
function receiveEntry(entry) {
  const known = feed.value.entries.some((one) => one.id === entry.id);
  addEntries([entry]);
  if (!known) announce(entry);
}

/**
 * Do what news brings with it, and say it aloud.
 *
 * @param {Entry} entry
 */
function announce(entry) {
  if (CHANGES_RIGHTS.includes(entry.kind)) renewRights();
  if (entry.quiet) {
    lastChange.set({ event: entry.kind }); // those who were told look again, and nothing is said aloud (D12)
    return;
  }
  const kind = entry.urgency === "alarm" ? "alarm" : "polite";
  announcement.set({ ...announcement.value, [kind]: textOf(entry) });
}

/**
 * How the page is kept true, and of when is what it shows: by the stream ("live"), by reading again ("polled"), not
 * at all ("lost"), or not known yet ("connecting").
 *
 * @returns {{state: "live" | "polled" | "lost" | "connecting", at: number}}
 */
export function useConnection() {
  const { state, since } = useSignal(stream);
  const age = useAge();
  const readAt = age === null ? null : Date.now() - age; // when the older of floor and feed was read
  return {
    state: shownState(state, since, age, readAt, Date.now()),
    at: age === null ? since : now.value - age,
  };
}

/**
 * @param {string} state of the stream
 * @param {number} since
 * @param {number | null} age
 * @param {number | null} readAt
 * @param {number} at
 */
export function shownState(state, since, age, readAt, at) {
  if (age !== null && age >= OLD) return "lost";
  if (state === "live") return "live";
  if (state === "lost") return (readAt ?? 0) > since ? "polled" : "lost";
  return readAt !== null && at - since >= SLOW ? "polled" : "connecting";
}
