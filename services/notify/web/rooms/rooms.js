// The rooms of the page: what is shown beside the messages, and to whom: who may ask one of what it `asks`, commands
// or queries of a service's table of rights. `name` is also its key in words/texts.js; `typed` begin the names of the
// forms in it whose words keep it open when the right to it ends, as with a cover.

import { Business } from "./business/business.js";
import { TABS as BUSINESS } from "./business/tabs.js";
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
  { name: "floor", asks: ["lobby.view_floor"], show: Floor },
  { name: "tasks", asks: ["lobby.view_tasks"], typed: ["task"], show: Tasks },
  { name: "checklists", asks: ["lobby.mark_items"], typed: ["notice", "leaflet", "list", "day"], show: Checklists },
  { name: "devices", asks: ["lobby.report_fault", "lobby.place_device"], show: Devices },
  { name: "incidents", asks: ["lobby.raise_incident"], show: Incidents },
  { name: "enquiries", asks: ["customer.view_enquiry"], show: Enquiries },
  { name: "logbook", asks: ["lobby.view_log"], typed: ["log"], show: Logbook },
  { name: "report", asks: ["lobby.view_reports"], typed: ["report"], show: Report },
  {
    name: "customers",
    asks: [
      "customer.view_own_customers_data",
      "customer.view_personal_data",
      "customer.view_audit",
      "customer.break_glass", // tellers and lobby managers find a file, and read it in an emergency
    ],
    typed: ["customer"],
    show: Customers,
  },
  { name: "business", asks: BUSINESS.flatMap((one) => one.asks), typed: ["business"], show: Business },
  { name: "settings", asks: ["lobby.change_rules"], show: Settings },
];

/** Whether words lie in a room that were not sent: it is there as long as they are. */
export const holdsWords = (room, branch) => (room.typed ?? []).some((form) => isTypedIn(`${form} ${branch}`));
