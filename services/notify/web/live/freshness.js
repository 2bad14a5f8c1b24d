// How old what is shown is. Whatever becomes of the stream, floor and feed are read again within a minute.

import { useCell } from "./signal.js";
import { now } from "./clock.js";
import { hall, look } from "./floor.js";
import { inbox, readFeed } from "./feed.js";

const READ_AFTER = 30_000; // milliseconds
const LOOK = 2_000; // milliseconds between two looks at how old it is
export const OLD = 60_000; // milliseconds from which on the page warns

/** Read floor and feed whenever they have become old; `hear` gets entries that came so, `read` is told each time. */
export function keepFresh({ hear, read }) {
  const tried = { hall: Date.now(), feed: Date.now() };
  const check = () => {
    if (due(tried.hall, hall.value.at) && hall.value.branch) {
      tried.hall = Date.now();
      look();
      read();
    }
    if (due(tried.feed, inbox.value.at)) {
      tried.feed = Date.now();
      readFeed().then((entries) => entries.forEach(hear), () => {});
    }
  };
  const timer = setInterval(check, LOOK);
  document.addEventListener("visibilitychange", check);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", check);
  };
}

/** Tried long ago, and read long ago; a clock that was set back counts as long. */
const due = (...moments) => moments.every((at) => Math.abs(Date.now() - (at ?? 0)) >= READ_AFTER);

/** The age in milliseconds of the older of floor and feed, by a clock that ticks; null before both are there. */
export function useAge() {
  useCell(now);
  const { branch, at } = useCell(hall);
  const moments = [useCell(inbox).at, ...(branch ? [at] : [])];
  return moments.some((moment) => moment === null) ? null : Math.max(0, ...moments.map((moment) => Date.now() - moment));
}
