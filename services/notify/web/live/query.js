// What a room shows: read when it opens, and again whenever something happens at the branch, or every so often.

import { get, seen } from "./api.js";
import { happened } from "./floor.js";
import { useEffect, useLayoutEffect, useState } from "../vendor/preact-htm.js";

const GATHER = 300; // milliseconds in which changes are gathered into one request
const AGAIN = 3_000; // milliseconds until a failed look is repeated

/** What ``GET path`` answers, kept true: `{data, error, again}`; `data` is null until the first answer. Where not
 * everything that happens changes it, `minds(event)` says what does; where something changes it of which the branch
 * must hear nothing, it is read again `every` so many milliseconds. */
export function useLook(path, { minds = () => true, every = 0 } = {}) {
  const [seen, setSeen] = useState({ path, data: null, error: null });
  const [look, setLook] = useState(() => async () => {});
  useEffect(() => {
    let ended = false;
    let latest = 0; // the number of the last request
    let shown = 0; // and of the one whose answer is shown
    let timer = null;
    const lookIn = (milliseconds) => {
      timer ??= setTimeout(now, milliseconds);
    };
    async function now() {
      clearTimeout(timer);
      timer = null;
      const mine = (latest += 1);
      try {
        const data = await get(path);
        if (ended || mine < shown) return;
        shown = mine;
        setSeen({ path, data, error: null });
        if (every) lookIn(every);
      } catch (error) {
        if (ended || mine < shown) return;
        setSeen((before) => ({ path, data: before.path === path ? before.data : null, error }));
        if (error.passing) lookIn(AGAIN);
      }
    }
    setLook(() => now);
    now();
    const stop = happened.watch(({ event }) => minds(event) && lookIn(GATHER));
    return () => {
      ended = true;
      clearTimeout(timer);
      stop();
    };
  }, [path]);
  const { data, error } = seen.path === path ? seen : { data: null, error: null };
  return { data, error, again: look };
}

/** Once another `state` of what is at `path` is shown, a tap there is not the one whose answer was lost. */
export function useSeen(path, state) {
  const now = JSON.stringify(state);
  useLayoutEffect(() => seen(path), [path, now]);
}
