// What the room of business is made of: each tab is there for those who may ask one of what it `asks`. `name` is also
// the key of its title in words/business.

import { Deals } from "./deals/deals.js";
import { Department } from "./deals/department.js";

/** @typedef {{name: string, asks: string[], show: Function}} Part */

/** @type {Part[]} */
export const TABS = [
  { name: "deals", asks: ["referral.list_deals"], show: Deals },
  {
    name: "department",
    asks: [
      "referral.work_for_back_office",
      "referral.work_for_risk",
      "referral.work_for_product_desk",
      "referral.work_for_branch",
    ],
    show: Department,
  },
];
