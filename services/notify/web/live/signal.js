// A value that can be watched. Every part of the page that changes with time is one of these.

import { useLayoutEffect, useState } from "../vendor/preact-htm.js";

/**
 * Make a signal that holds `value`.
 *
 * @template T
 * @param {T} value
 * @returns {Signal<T>}
 */
export function signal(value) {
  /** @type {Set<(value: T) => void>} */
  const watchers = new Set();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const watcher of [...watchers]) watcher(value);
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
}

/**
 * The value of a signal inside a component, which is drawn again when it changes.
 *
 * @template T
 * @param {Signal<T>} watched
 * @returns {T}
 */
export function useSignal(watched) {
  const [, redraw] = useState(watched.value);
  useLayoutEffect(() => {
    redraw(() => watched.value);
    return watched.watch((value) => redraw(() => value));
  }, [watched]);
  return watched.value;
}
