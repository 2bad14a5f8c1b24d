// Ids of elements: of a component that may be there twice, such as a dialog, each has its own.

import { useRef } from "../vendor/preact-htm.js";

let count = 0;

/**
 * An id that no other element has, for the time that the component is there.
 *
 * @returns {string}
 */
export function useId() {
  const id = useRef("");
  if (!id.current) id.current = `id-${(count += 1)}`;
  return id.current;
}
