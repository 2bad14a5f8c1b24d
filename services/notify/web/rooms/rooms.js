// The rooms of the page: what is shown beside the messages, and to whom. `name` is also its key in words/texts.js;
// `typed` begin the names of the forms in it whose words keep it open when the right to it ends, as with a cover.

import { Checklists } from "./checklists/checklists.js";
import { Customers } from "./customers/customers.js";
import { Devices } from "./devices.js";
import { Enquiries } from "./enquiries.js";
import { Floor } from "./floor/floor.js";
import { Incidents } from "./incidents/incidents.js";
import { Logbook } from "./logbook.js";
import { Report } from "./report/report.js";
import { Settings } from "./settings/settings.js";
import { Tasks } from "./tasks/tasks.js";
import { isTypedIn } from "../live/drafts.js";

export const ROOMS = [
  { name: "floor", who: ["teller", "lobby_manager", "account_manager", "branch_head", "ops"], show: Floor },
  { name: "tasks", who: ["lobby_manager", "branch_head", "teller", "account_manager"], typed: ["task"], show: Tasks },
  {
    name: "checklists",
    who: ["lobby_manager", "branch_head", "teller"],
    typed: ["notice", "leaflet", "list", "day"],
    show: Checklists,
  },
  { name: "devices", who: ["lobby_manager", "branch_head", "teller", "ops"], show: Devices },
  { name: "incidents", who: ["lobby_manager", "branch_head", "teller"], show: Incidents },
  { name: "enquiries", who: ["lobby_manager", "branch_head", "region_head"], show: Enquiries },
  { name: "logbook", who: ["lobby_manager", "branch_head", "region_head", "auditor"], typed: ["log"], show: Logbook },
  { name: "report", who: ["lobby_manager", "branch_head", "region_head", "auditor"], typed: ["report"], show: Report },
  { name: "customers", who: ["account_manager", "branch_head", "auditor"], typed: ["customer"], show: Customers },
  { name: "settings", who: ["branch_head", "ops"], show: Settings },
];

/** Whether words lie in a room that were not sent: it is there as long as they are. */
export const holdsWords = (room, branch) => (room.typed ?? []).some((form) => isTypedIn(`${form} ${branch}`));
