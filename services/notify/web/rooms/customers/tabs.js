// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers.

import { Communication } from "./communication/communication.js";
import { File } from "./file.js";
import { Find } from "./find.js";
import { Relations } from "./relations.js";
import { Timeline } from "./timeline.js";

/** @type {{name: string, show: Function}[]} */
export const TABS = [{ name: "find", show: Find }];

/** @type {{name: string, show: Function}[]} */
export const SECTIONS = [
  { name: "file", show: File },
  { name: "communication", show: Communication },
  // relations, timeline
  { name: "relations", show: Relations },
  { name: "timeline", show: Timeline },
];
