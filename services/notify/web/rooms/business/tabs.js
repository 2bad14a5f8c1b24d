// What the room of business is made of: each tab is there for those who may ask one of what it `asks`. `name` is also
// the key of its title in words/business.

import { Board } from "./prospects/board.js";
import { Found } from "./prospects/found.js";
import { Referrals } from "./prospects/referrals.js";

/** @typedef {{name: string, asks: string[], show: Function}} Part */

/** @type {Part[]} */
export const TABS = [
  // prospects and referrals
  { name: "prospects_board", asks: ["referral.list_prospects"], show: Board },
  { name: "prospects_found", asks: ["referral.list_found_prospects"], show: Found },
  { name: "referrals_room", asks: ["referral.list_referrals"], show: Referrals },
];
