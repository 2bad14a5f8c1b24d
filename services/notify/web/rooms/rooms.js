// The rooms of the page: what is shown beside the messages, and to whom: who may ask one of what it `asks`, commands
// or queries of a service's table of rights. `name` is also its key in words/texts.js; `typed` begin the names of the
// forms in it whose words keep it open when the right to it ends, as with a cover; `anywhere` is what is of no branch,
// and also for those who work at none.

import { TABS as BUSINESS } from "./business/tabs.js";
import { isTypedIn } from "../live/drafts.js";
import { lazy } from "../parts/lazy.js";

export const ROOMS = [
  { name: "floor", asks: ["lobby.view_floor"], show: lazy(() => import("./floor/floor.js"), "Floor") },
  { name: "tasks", asks: ["lobby.view_tasks"], typed: ["task"], show: lazy(() => import("./tasks/tasks.js"), "Tasks") },
  {
    name: "checklists",
    asks: ["lobby.mark_items"],
    typed: ["notice", "leaflet", "list", "day"],
    show: lazy(() => import("./checklists/checklists.js"), "Checklists"),
  },
  {
    name: "devices",
    asks: ["lobby.report_fault", "lobby.place_device"],
    show: lazy(() => import("./devices.js"), "Devices"),
  },
  {
    name: "incidents",
    asks: ["lobby.raise_incident"],
    show: lazy(() => import("./incidents/incidents.js"), "Incidents"),
  },
  { name: "enquiries", asks: ["customer.view_enquiry"], show: lazy(() => import("./enquiries.js"), "Enquiries") },
  { name: "logbook", asks: ["lobby.view_log"], typed: ["log"], show: lazy(() => import("./logbook.js"), "Logbook") },
  {
    name: "report",
    asks: ["lobby.view_reports"],
    typed: ["report"],
    show: lazy(() => import("./report/report.js"), "Report"),
  },
  {
    name: "customers",
    asks: [
      "customer.view_own_customers_data",
      "customer.view_personal_data",
      "customer.view_audit",
      "customer.change_rhythm",
      "customer.change_contact_rules",
      "customer.break_glass", // tellers and lobby managers find a file, and read it in an emergency
    ],
    typed: ["customer"],
    show: lazy(() => import("./customers/customers.js"), "Customers"),
  },
  {
    name: "business",
    asks: BUSINESS.flatMap((one) => one.asks),
    typed: ["business"],
    show: lazy(() => import("./business/business.js"), "Business"),
  },
  {
    name: "people",
    asks: ["notify.enrol_staff"],
    anywhere: true,
    show: lazy(() => import("./people.js"), "People"),
  },
  {
    name: "security",
    asks: ["notify.view_security"],
    anywhere: true,
    show: lazy(() => import("./security.js"), "Security"),
  },
  { name: "settings", asks: ["lobby.change_rules"], show: lazy(() => import("./settings/settings.js"), "Settings") },
];

/** Whether words lie in a room that were not sent: it is there as long as they are. */
export const holdsWords = (room, branch) => (room.typed ?? []).some((form) => isTypedIn(`${form} ${branch}`));
