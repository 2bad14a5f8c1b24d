// What the room of business is made of: each tab is there for those who may ask one of what it `asks`. `name` is also
// the key of its title in words/business.

import { lazy } from "../../parts/lazy.js";

/** @type {import("../../parts/tabs.js").Part[]} */
export const TABS = [
  // prospects and referrals
  {
    name: "prospects_board",
    asks: ["referral.list_prospects"],
    show: lazy(() => import("./prospects/board.js"), "Board"),
  },
  {
    name: "prospects_found",
    asks: ["referral.list_found_prospects"],
    show: lazy(() => import("./prospects/found.js"), "Found"),
  },
  {
    name: "referrals_room",
    asks: ["referral.list_referrals"],
    show: lazy(() => import("./prospects/referrals.js"), "Referrals"),
  },
  // deals and the departments
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
  {
    name: "products",
    asks: ["referral.view_products"],
    show: lazy(() => import("./products/products.js"), "Products"),
  },
  {
    name: "recommendations",
    asks: ["referral.list_recommendations"],
    show: lazy(() => import("./recommendations/recommendations.js"), "Recommendations"),
  },
  {
    name: "need_desk",
    asks: ["referral.list_desk_needs", "referral.list_own_askings"],
    show: lazy(() => import("./desk/desk.js"), "Desk"),
  },
  // plans and territory
  { name: "plan", asks: ["referral.list_goals"], show: lazy(() => import("./plan/plan.js"), "Plan") },
  {
    name: "territory",
    asks: ["referral.view_territory"],
    show: lazy(() => import("./territory/territory.js"), "Territory"),
  },
  // what all of it goes by
  {
    name: "business_rules",
    asks: ["referral.view_deal_templates", "referral.view_suitability_rules", "referral.view_desk_settings"],
    show: lazy(() => import("./rules/rules.js"), "BusinessRules"),
  },
];
