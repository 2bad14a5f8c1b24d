// The deal that is open in the room, if any; every part of the room may open one.

import { signal } from "../../live/signal.js";

/** The id of the deal whose strip is open, or null. */
export const openedDeal = signal(/** @type {string | null} */ (null));

/** @param {string} deal */
export const openDeal = (deal) => openedDeal.set(deal);

export const closeDeal = () => openedDeal.set(null);
