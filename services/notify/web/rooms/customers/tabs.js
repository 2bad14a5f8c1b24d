// What the room of an account manager's customers is made of. A tab is shown by itself; a section stands in the file
// that is open, and is given the `customer`. `name` is also the key of its title in words/customers; it is there for
// those who may ask one of what it `asks`.

import { Analysis, AnalysisOfBranch } from "./analysis.js";
import { Audit } from "./audit/audit.js";
import { WhoSaw } from "./audit/who-saw.js";
import { Communication } from "./communication/communication.js";
import { Contacts } from "./contacts.js";
import { File } from "./file.js";
import { Find } from "./find.js";
import { HandOvers } from "./handovers/handovers.js";
import { ProposeOne } from "./handovers/propose.js";
import { Imports } from "./imports/imports.js";
import { Needs } from "./needs.js";
import { Relations } from "./relations.js";
import { BankRules } from "./rules/rules.js";
import { SegmentOf } from "./segment.js";
import { Segments } from "./segments.js";
import { Timeline } from "./timeline.js";
import { Today } from "./today.js";
import { Visits } from "./visits/visits.js";
import { Cases } from "../cases/cases.js";

/** @typedef {{name: string, asks: string[], show: Function}} Part */

/** @type {Part[]} */
export const TABS = [
  { name: "today", asks: ["customer.view_today"], show: Today },
  { name: "find", asks: ["customer.find_customers"], show: Find },
  { name: "visits", asks: ["customer.list_visits"], show: Visits },
  { name: "analysis", asks: ["customer.list_analysis"], show: AnalysisOfBranch },
  { name: "segments", asks: ["customer.view_segment_rules"], show: Segments },
  { name: "handovers", asks: ["customer.list_handovers"], show: HandOvers },
  { name: "imports", asks: ["customer.begin_import"], show: Imports },
  { name: "cases", asks: ["customer.list_cases", "customer.list_cases_of_my_customers"], show: Cases },
  {
    name: "bank_rules",
    asks: ["customer.change_contact_rules", "customer.change_rhythm", "customer.draft_message_template"],
    show: BankRules,
  },
  { name: "audit", asks: ["customer.view_audit"], show: Audit },
];

/** @type {Part[]} */
export const SECTIONS = [
  { name: "file", asks: ["customer.view_file"], show: File },
  { name: "segment", asks: ["customer.view_segment"], show: SegmentOf },
  { name: "contacts", asks: ["customer.view_contacts"], show: Contacts },
  { name: "customer_needs", asks: ["customer.list_needs"], show: Needs },
  { name: "analysis", asks: ["customer.view_analysis"], show: Analysis },
  { name: "communication", asks: ["customer.view_consents"], show: Communication },
  { name: "relations", asks: ["customer.list_relations"], show: Relations },
  { name: "timeline", asks: ["customer.view_timeline"], show: Timeline },
  { name: "handover", asks: ["customer.propose_handover"], show: ProposeOne },
  { name: "who_saw", asks: ["customer.view_file_audit", "customer.break_glass"], show: WhoSaw },
];
