// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers; `who` are the
// roles that see a tab, all of the room where it is not given.

import { File } from "./file.js";
import { Find } from "./find.js";
import { HandOvers } from "./handovers/handovers.js";
import { ProposeOne } from "./handovers/propose.js";
import { Imports } from "./imports/imports.js";
import { Relations } from "./relations.js";
import { Timeline } from "./timeline.js";

/** @type {{name: string, show: Function, who?: string[]}[]} */
export const TABS = [
  { name: "find", show: Find },
  // handovers
  { name: "handovers", show: HandOvers },
  // imports
  { name: "imports", who: ["branch_head"], show: Imports },
];

/** @type {{name: string, show: Function}[]} */
export const SECTIONS = [
  { name: "file", show: File },
  // relations, timeline
  { name: "relations", show: Relations },
  { name: "timeline", show: Timeline },
  // handovers
  { name: "handover", show: ProposeOne },
];
