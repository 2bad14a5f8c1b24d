// What the bank sets for its account managers, each part by those who may: rhythms, hours, templates, laws (A1, W5).

import { Hours } from "./hours.js";
import { LawSets } from "./law-sets.js";
import { Reviews } from "./reviews.js";
import { RhythmRules } from "./rhythm.js";
import { Templates } from "./templates.js";
import { may } from "../../../live/rights.js";
import { html } from "../../../vendor/preact-htm.js";

/** Each part, for those who may ask what it `asks`. */
const PARTS = [
  { asks: "customer.change_rhythm", show: RhythmRules },
  { asks: "customer.change_contact_rules", show: Hours },
  { asks: "customer.draft_message_template", show: Templates },
  { asks: "customer.change_complaint_law", show: LawSets },
  { asks: "customer.set_reviews", show: Reviews },
];

/** @param {{branch: string}} props */
export function BankRules({ branch }) {
  return html`<div class="bank-rules">
    ${PARTS.filter((one) => may(one.asks, branch)).map((one) => html`<${one.show} key=${one.asks} branch=${branch} />`)}
  </div>`;
}
