// How old what is shown is. Whatever becomes of the stream, floor and feed are read again within a minute.

import { now } from "./clock.js";
import { feed, readFeed } from "./feed.js";
import { readFloor, shownFloor } from "./floor.js";
import { useSignal } from "./signal.js";

const READ_AFTER = 30_000; // milliseconds
const CHECK_EVERY = 2_000; // milliseconds between two looks at how old it is
export const OLD = 60_000; // milliseconds from which on the page warns

/**
 * Read floor and feed whenever they have become old. The answer ends it.
 *
 * @param {object} callbacks
 * @param {(entry: Entry) => void} callbacks.onEntry gets each entry that came so
 * @param {() => void} callbacks.onRead is called with each reading of the floor
 */
export function keepFresh({ onEntry, onRead }) {
  const tried = { floor: Date.now(), feed: Date.now() };
  const check = () => {
    if (isDue(Date.now(), tried.floor, shownFloor.value.at) && shownFloor.value.branch) {
      tried.floor = Date.now();
      readFloor();
      onRead();
    }
    if (isDue(Date.now(), tried.feed, feed.value.at)) {
      tried.feed = Date.now();
      readFeed().then(
        (entries) => entries.forEach(onEntry),
        () => {},
      );
    }
  };
  const timer = setInterval(check, CHECK_EVERY);
  document.addEventListener("visibilitychange", check);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", check);
  };
}

/**
 * Whether it was tried long ago and read long ago; a clock that was set back counts as long.
 *
 * @param {number} at
 * @param {...(number | null)} moments
 */
export const isDue = (at, ...moments) => moments.every((one) => Math.abs(at - (one ?? 0)) >= READ_AFTER);

/**
 * The age in milliseconds of the older of floor and feed, by a clock that ticks; null before both are there.
 *
 * @returns {number | null}
 */
export function useAge() {
  useSignal(now);
  const { branch, at } = useSignal(shownFloor);
  const moments = [useSignal(feed).at, ...(branch ? [at] : [])];
  if (moments.some((moment) => moment === null)) return null;
  return Math.max(0, ...moments.map((moment) => Date.now() - (moment ?? 0)));
}
