// The plan of a branch and of its account managers (Q2): goals with what was achieved, budget, work, direction.

import { Budgets } from "./budgets.js";
import { Direction } from "./direction.js";
import { periodOf } from "./figures.js";
import { Goals } from "./goals.js";
import { Items } from "./items.js";
import { RegionGoals } from "./region.js";
import { dayOf } from "../../../live/clock.js";
import { may } from "../../../live/rights.js";
import { Chips } from "../../../parts/chips.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const KINDS = ["month", "quarter", "year"];

/** @param {{me: Me, branch: string}} props */
export function Plan({ me, branch }) {
  const t = useWords();
  const [kind, setKind] = useState("month");
  const period = periodOf(kind, dayOf(Date.now()));
  return html`<div class="plan">
    <div class="line">
      <h2>${t("plan_of", { period })}</h2>
      <${Chips}
        label=${t("plan_period")}
        options=${KINDS.map((one) => [one, t(`plan_${one}`)])}
        chosen=${kind}
        onChoose=${setKind}
      />
    </div>
    ${may("referral.list_region_goals", branch) && html`<${RegionGoals} branch=${branch} period=${period} />`}
    <${Goals} branch=${branch} period=${period} />
    <${Items} me=${me} branch=${branch} />
    <${Budgets} branch=${branch} period=${period} />
    <${Direction} branch=${branch} period=${period} />
  </div>`;
}
