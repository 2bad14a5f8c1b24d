// The rooms of the page: what is shown beside the messages, and to whom. `name` is also its word in words.js.

import { Floor } from "./floor.js";
import { Settings } from "./settings.js";

export const ROOMS = [
  { name: "floor", who: ["teller", "lobby_manager", "account_manager", "branch_head", "ops"], show: Floor },
  { name: "settings", who: ["branch_head", "ops"], show: Settings },
];
