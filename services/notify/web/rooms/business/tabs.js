// What the room of business is made of: each tab is there for those who may ask one of what it `asks`. `name` is also
// the key of its title in words/business. An entry is a name, what it `asks`, and
// its component by `lazy` of parts/lazy.js.

import { lazy } from "../../parts/lazy.js";

/** @typedef {{name: string, asks: string[], show: Function}} Part */

/** @type {Part[]} */
export const TABS = [
  { name: "deals", asks: ["referral.list_deals"], show: lazy(() => import("./deals/deals.js"), "Deals") },
  {
    name: "department",
    asks: [
      "referral.work_for_back_office",
      "referral.work_for_risk",
      "referral.work_for_product_desk",
      "referral.work_for_branch",
    ],
    show: lazy(() => import("./deals/department.js"), "Department"),
  },
];
