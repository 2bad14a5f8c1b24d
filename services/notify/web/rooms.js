// The rooms of the page: what is shown beside the messages, and to whom. `name` is also its word in words.js.

import { Checklists } from "./checklists.js";
import { Devices } from "./devices.js";
import { Floor } from "./floor.js";
import { Incidents } from "./incidents.js";
import { Logbook } from "./logbook.js";
import { Matters } from "./matters.js";
import { Report } from "./report.js";
import { Settings } from "./settings.js";
import { Tasks } from "./tasks.js";

export const ROOMS = [
  { name: "floor", who: ["teller", "lobby_manager", "account_manager", "branch_head", "ops"], show: Floor },
  { name: "tasks", who: ["lobby_manager", "branch_head", "teller", "account_manager"], show: Tasks },
  { name: "checklists", who: ["lobby_manager", "branch_head", "teller"], show: Checklists },
  { name: "devices", who: ["lobby_manager", "branch_head", "teller", "ops"], show: Devices },
  { name: "incidents", who: ["lobby_manager", "branch_head", "teller"], show: Incidents },
  { name: "matters", who: ["lobby_manager", "branch_head", "region_head"], show: Matters },
  { name: "logbook", who: ["lobby_manager", "branch_head", "region_head", "auditor"], show: Logbook },
  { name: "report", who: ["lobby_manager", "branch_head", "region_head", "auditor"], show: Report },
  { name: "settings", who: ["branch_head", "ops"], show: Settings },
];
