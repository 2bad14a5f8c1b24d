// What business goes by, each part for those who may see it, with its form for those who may change it: templates of
// deals, suitability, the days of the need desk (A3, A4).

import { DeskDays } from "./desk-days.js";
import { Suitability } from "./suitability.js";
import { DealTemplates } from "./templates.js";
import { useNames } from "../../../live/colleagues.js";
import { may } from "../../../live/rights.js";
import { html } from "../../../vendor/preact-htm.js";

/** Each part, for those who may ask what it `asks`. */
const PARTS = [
  { asks: "referral.view_deal_templates", show: DealTemplates },
  { asks: "referral.view_suitability_rules", show: Suitability },
  { asks: "referral.view_desk_settings", show: DeskDays },
];

/** @param {{branch: string}} props */
export function BusinessRules({ branch }) {
  useNames();
  return html`<div class="bank-rules">
    ${PARTS.filter((one) => may(one.asks, branch)).map((one) => html`<${one.show} key=${one.asks} branch=${branch} />`)}
  </div>`;
}
