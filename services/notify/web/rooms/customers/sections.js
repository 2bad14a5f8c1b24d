// The sections of a customer file that is open. `name` is also the key of its title in words/customers; it is there for
// those who may ask one of what it `asks`, and is given the `customer`.

import { Analysis } from "./analysis.js";
import { WhoSaw } from "./audit/who-saw.js";
import { Communication } from "./communication/communication.js";
import { Contacts } from "./contacts.js";
import { File } from "./file.js";
import { ProposeOne } from "./handovers/propose.js";
import { LatentOf } from "./latent/hints.js";
import { Needs } from "./needs.js";
import { Relations } from "./relations.js";
import { SegmentOf } from "./segment.js";
import { Timeline } from "./timeline.js";
import { seen } from "../../parts/tabs.js";
import { OfCustomer } from "../business/recommendations/of-customer.js";
import { html } from "../../vendor/preact-htm.js";

/** @type {import("../../parts/tabs.js").Part[]} */
const SECTIONS = [
  { name: "file", asks: ["customer.view_file"], show: File },
  { name: "segment", asks: ["customer.view_segment"], show: SegmentOf },
  { name: "contacts", asks: ["customer.view_contacts"], show: Contacts },
  { name: "customer_needs", asks: ["customer.list_needs"], show: Needs },
  { name: "analysis", asks: ["customer.view_analysis"], show: Analysis },
  { name: "latent", asks: ["customer.view_latent_needs"], show: LatentOf },
  { name: "communication", asks: ["customer.view_consents"], show: Communication },
  { name: "suitability", asks: ["referral.view_risk_profiles"], show: OfCustomer },
  { name: "relations", asks: ["customer.list_relations"], show: Relations },
  { name: "timeline", asks: ["customer.view_timeline"], show: Timeline },
  { name: "handover", asks: ["customer.propose_handover"], show: ProposeOne },
  { name: "who_saw", asks: ["customer.view_file_audit", "customer.break_glass"], show: WhoSaw },
];

/** @param {{me: Me, branch: string, customer: string}} props */
export function Sections({ me, branch, customer }) {
  return seen(SECTIONS, branch).map(
    (one) => html`<${one.show} key="${one.name} ${customer}" me=${me} branch=${branch} customer=${customer} />`,
  );
}
