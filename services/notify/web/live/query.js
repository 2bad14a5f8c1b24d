// What a room shows: read when it opens, and again whenever something happens at the branch, or every so often.

import { forgetKeys, get } from "./api.js";
import { lastChange, LIVE, POLLED } from "./floor.js";
import { createReader } from "./reader.js";
import { rights } from "./rights.js";
import { useEffect, useLayoutEffect, useState } from "../vendor/preact-htm.js";

const GATHER = 300; // milliseconds in which changes are gathered into one request

/**
 * What ``GET path`` answers, kept true: `{data, error, refetch}`; `data` is null until the first answer. After a lost
 * connection it is read again, whatever it minds: nobody knows what was missed.
 *
 * @param {string} path empty where there is nothing to ask yet
 * @param {object} [how]
 * @param {(event: string) => boolean} [how.minds] which events change it; all of them where it is not given
 * @param {number} [how.every] milliseconds after which it is read again: what changes it is told to nobody
 * @param {boolean} [how.once] it is read when it opens, and then only when it is asked for
 * @returns {{data: any, error: any, refetch: () => Promise<void>}}
 */
export function useQuery(path, { minds = () => true, every = 0, once = false } = {}) {
  const [known, setKnown] = useState(/** @type {Known} */ ({ path, data: null, error: null }));
  const [refetch, setRefetch] = useState(() => async () => {});
  useEffect(() => {
    if (!path) return () => {};
    const reader = createReader({
      read: () => get(path),
      take(data) {
        setKnown({ path, data, error: null });
        if (every) reader.soon(every);
      },
      fail: (error) =>
        setKnown((had) => ({
          path,
          data: had.path === path ? had.data : null,
          error,
        })),
      gather: GATHER,
    });
    setRefetch(() => reader.now);
    reader.now();
    const stops = [
      lastChange.watch((change) => change && !once && concerns(change.event, minds, every) && reader.soon()),
      rights.watch(() => reader.soon()), // what is shown, and what may be done with it, hangs on them
    ];
    return () => {
      for (const stop of stops) stop();
      reader.end();
    };
  }, [path]);
  const { data, error } = known.path === path ? known : { data: null, error: null };
  return { data, error, refetch };
}

/**
 * Whether a change is to be read: all that was missed is, and what is polled meanwhile unless it has a rhythm of its
 * own.
 *
 * @param {string} event
 * @param {(event: string) => boolean} minds
 * @param {number} every
 */
export function concerns(event, minds, every) {
  if (event === LIVE) return true;
  return event === POLLED ? !every : minds(event);
}

/** @typedef {{path: string, data: any, error: any}} Known what was answered, and to which path */

/**
 * What ``GET path`` answers, read once: `{data, error, refetch}`.
 *
 * @param {string} path
 * @returns {{data: any, error: any, refetch: () => Promise<void>}}
 */
export const useQueryOnce = (path) => useQuery(path, { once: true });

/**
 * Once another `state` of what is at `path` is shown, a tap there is not the one whose answer was lost.
 *
 * @param {string} path
 * @param {unknown} state
 */
export function useForgetKeys(path, state) {
  const now = JSON.stringify(state);
  useLayoutEffect(() => forgetKeys(path), [path, now]);
}
