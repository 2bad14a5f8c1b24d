// Texts and kinds of events of the room of business, a module for each capability.

import * as deals from "./deals.js";
import * as room from "./room.js";

const MODULES = [deals, room];

/** @type {Record<string, string[]>} */
export const BUSINESS_TEXTS = Object.assign({}, ...MODULES.map((one) => one.TEXTS));

/** @type {Record<string, string[]>} */
export const BUSINESS_KINDS = Object.assign({}, ...MODULES.map((one) => one.KINDS));
