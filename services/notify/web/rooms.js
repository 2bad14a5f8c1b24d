// The rooms of the page: what is shown beside the messages, and to whom. `name` is also its word in words.js.

import { Checklists } from "./checklists.js";
import { Floor } from "./floor.js";
import { Settings } from "./settings.js";

export const ROOMS = [
  { name: "floor", who: ["teller", "lobby_manager", "account_manager", "branch_head", "ops"], show: Floor },
  { name: "checklists", who: ["lobby_manager", "branch_head", "teller"], show: Checklists },
  { name: "settings", who: ["branch_head", "ops"], show: Settings },
];
