// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers.

import { Analysis, AnalysisOfBranch } from "./analysis.js";
import { Communication } from "./communication/communication.js";
import { Contacts } from "./contacts.js";
import { File } from "./file.js";
import { Find } from "./find.js";
import { Needs } from "./needs.js";
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
];
