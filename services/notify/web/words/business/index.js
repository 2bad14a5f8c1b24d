// Texts of the room of business, a module for each capability.

import * as deals from "./deals.js";
import * as desk from "./desk.js";
import * as plans from "./plans.js";
import * as products from "./products.js";
import * as prospects from "./prospects.js";
import * as recommendations from "./recommendations.js";
import * as room from "./room.js";
import * as rules from "./rules.js";
import * as territory from "./territory.js";

const MODULES = [deals, desk, plans, products, prospects, recommendations, room, rules, territory];

/** @type {Record<string, string[]>} */
export const BUSINESS_TEXTS = Object.assign({}, ...MODULES.map((one) => one.TEXTS));
