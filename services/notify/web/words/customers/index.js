// Texts and kinds of events of the room of an account manager's customers, a module for each capability.

import * as duplicates from "./duplicates.js";
import * as files from "./files.js";
import * as handovers from "./handovers.js";
import * as imports from "./imports.js";
import * as timeline from "./timeline.js";
import * as visits from "./visits.js";

const MODULES = [duplicates, files, handovers, imports, timeline, visits];

/** @type {Record<string, string[]>} */
export const CUSTOMER_TEXTS = Object.assign({}, ...MODULES.map((one) => one.TEXTS));

/** @type {Record<string, string[]>} */
export const CUSTOMER_KINDS = Object.assign({}, ...MODULES.map((one) => one.KINDS));
