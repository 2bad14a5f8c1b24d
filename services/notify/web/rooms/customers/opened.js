// The customer file that is open in the room, if any; every part of the room may open one.

import { signal } from "../../live/signal.js";

/** The id of the customer whose file is open, or null. */
export const opened = signal(/** @type {string | null} */ (null));

/** @param {string} customer */
export const openFile = (customer) => opened.set(customer);

export const closeFile = () => opened.set(null);
