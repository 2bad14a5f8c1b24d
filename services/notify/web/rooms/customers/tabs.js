// The tabs of the room of an account manager's customers. `name` is also the key of its title in words/customers; it
// is there for those who may ask one of what it `asks`.

import { lazy } from "../../parts/lazy.js";

/** @type {import("../../parts/tabs.js").Part[]} */
export const TABS = [
  { name: "today", asks: ["customer.view_today"], show: lazy(() => import("./today.js"), "Today") },
  { name: "find", asks: ["customer.find_customers"], show: lazy(() => import("./find.js"), "Find") },
  { name: "visits", asks: ["customer.list_visits"], show: lazy(() => import("./visits/visits.js"), "Visits") },
  { name: "schedule", asks: ["customer.view_schedule"], show: lazy(() => import("./schedule.js"), "Schedule") },
  { name: "analysis", asks: ["customer.list_analysis"], show: lazy(() => import("./analysis.js"), "AnalysisOfBranch") },
  {
    name: "latent",
    asks: ["customer.list_latent_needs", "customer.view_latent_measure"],
    show: lazy(() => import("./latent/branch.js"), "LatentOfBranch"),
  },
  { name: "segments", asks: ["customer.view_segment_rules"], show: lazy(() => import("./segments.js"), "Segments") },
  {
    name: "handovers",
    asks: ["customer.list_handovers"],
    show: lazy(() => import("./handovers/handovers.js"), "HandOvers"),
  },
  { name: "imports", asks: ["customer.begin_import"], show: lazy(() => import("./imports/imports.js"), "Imports") },
  {
    name: "cases",
    asks: ["customer.list_cases", "customer.list_cases_of_my_customers"],
    show: lazy(() => import("../cases/cases.js"), "Cases"),
  },
  {
    name: "bank_rules",
    asks: ["customer.change_contact_rules", "customer.change_rhythm", "customer.draft_message_template"],
    show: lazy(() => import("./rules/rules.js"), "BankRules"),
  },
  { name: "audit", asks: ["customer.view_audit"], show: lazy(() => import("./audit/audit.js"), "Audit") },
];
