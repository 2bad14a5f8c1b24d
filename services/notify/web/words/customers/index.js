// Texts of the room of an account manager's customers, a module for each capability.

import * as analysis from "./analysis.js";
import * as audit from "./audit.js";
import * as cases from "./cases.js";
import * as contacts from "./contacts.js";
import * as duplicates from "./duplicates.js";
import * as files from "./files.js";
import * as handovers from "./handovers.js";
import * as imports from "./imports.js";
import * as latent from "./latent.js";
import * as messages from "./messages.js";
import * as needs from "./needs.js";
import * as schedule from "./schedule.js";
import * as rules from "./rules.js";
import * as segments from "./segments.js";
import * as timeline from "./timeline.js";
import * as visits from "./visits.js";

const MODULES = [
  analysis,
  audit,
  cases,
  contacts,
  duplicates,
  files,
  handovers,
  imports,
  latent,
  messages,
  needs,
  schedule,
  rules,
  segments,
  timeline,
  visits,
];

/** @type {Record<string, string[]>} */
export const CUSTOMER_TEXTS = Object.assign({}, ...MODULES.map((one) => one.TEXTS));
