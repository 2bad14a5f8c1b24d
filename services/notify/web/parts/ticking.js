// What changes with the clock.

import { now } from "../live/clock.js";
import { useSignal } from "../live/signal.js";

/**
 * Something drawn anew every second with the server's time in milliseconds.
 *
 * @param {{draw: (at: number) => unknown}} props
 */
export function Ticking({ draw }) {
  return draw(useSignal(now));
}
