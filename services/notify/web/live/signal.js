// A value that can be watched. Every part of the page that changes with time is one of these.

import { useLayoutEffect, useState } from "../vendor/preact-htm.js";

export function cell(value) {
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
    /** Be told of every change; the answer ends it. */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

/** The value of a cell inside a component, which is drawn again when it changes. */
export function useCell(watched) {
  const [, redraw] = useState(watched.value);
  useLayoutEffect(() => {
    redraw(watched.value);
    return watched.watch((value) => redraw(() => value));
  }, [watched]);
  return watched.value;
}
