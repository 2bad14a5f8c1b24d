// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers; `who` are the
// roles that see it, where those are not the account manager and the head.

import { Analysis, AnalysisOfBranch } from "./analysis.js";
import { Communication } from "./communication/communication.js";
import { Contacts } from "./contacts.js";
import { File } from "./file.js";
import { Find } from "./find.js";
import { Needs } from "./needs.js";
import { Audit } from "./audit/audit.js";
import { WhoSaw } from "./audit/who-saw.js";
import { File } from "./file.js";
import { Find } from "./find.js";
import { Relations } from "./relations.js";
import { SegmentOf } from "./segment.js";
import { Segments } from "./segments.js";
import { Timeline } from "./timeline.js";
import { Today } from "./today.js";
import { Visits } from "./visits/visits.js";

/** @type {{name: string, show: Function}[]} */
export const TABS = [
  { name: "today", show: Today },
  { name: "find", show: Find },
  { name: "visits", show: Visits },
  { name: "analysis", show: AnalysisOfBranch },
  { name: "segments", show: Segments },
];
const KEEPERS = ["account_manager", "branch_head"];

/** @typedef {{name: string, show: Function, who?: string[]}} Part */

/** @type {Part[]} */
export const TABS = [
  { name: "find", show: Find },
  // audit
  { name: "audit", show: Audit, who: ["branch_head", "auditor"] },
];

/** @type {Part[]} */
/** @type {{name: string, show: Function}[]} */
export const SECTIONS = [
  { name: "file", show: File },
  { name: "segment", show: SegmentOf },
  // contacts and needs
  { name: "contacts", show: Contacts },
  { name: "customer_needs", show: Needs },
  { name: "analysis", show: Analysis },
  { name: "communication", show: Communication },
  // relations, timeline
  { name: "relations", show: Relations },
  { name: "timeline", show: Timeline },
  // audit
  { name: "who_saw", show: WhoSaw, who: [...KEEPERS, "auditor"] },
];

/** The roles that see a tab or a section. */
export const whoSees = (/** @type {Part} */ one) => one.who ?? KEEPERS;
