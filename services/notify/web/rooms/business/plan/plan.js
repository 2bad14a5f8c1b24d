// The plan of a branch and of its account managers (Q2): goals with what was achieved, budget, work, direction.

import { Budgets } from "./budgets.js";
import { Direction } from "./direction.js";
import { dayIn, periodOf } from "./figures.js";
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
  const [steps, setSteps] = useState(0); // from the period of today
  const period = periodOf(kind, dayIn(kind, dayOf(Date.now()), steps));
  const choose = (one) => {
    setKind(one);
    setSteps(0);
  };
  const turn = (to, word) =>
    html`<button type="button" class="secondary" aria-disabled=${to === steps} onClick=${() => setSteps(to)}>
      ${t(word)}
    </button>`;
  return html`<div class="plan">
    <div class="line">
      <h2>${t("plan_of", { period })}</h2>
      <${Chips}
        label=${t("plan_period")}
        options=${KINDS.map((one) => [one, t(`plan_${one}`)])}
        chosen=${kind}
        onChoose=${choose}
      />
      <div class="actions">
        ${turn(steps - 1, "plan_before")} ${turn(0, "plan_now")} ${turn(steps + 1, "plan_after")}
      </div>
    </div>
    ${may("referral.list_region_goals", branch) && html`<${RegionGoals} branch=${branch} period=${period} />`}
    <${Goals} branch=${branch} period=${period} />
    <${Items} me=${me} branch=${branch} />
    <${Budgets} branch=${branch} period=${period} />
    <${Direction} branch=${branch} period=${period} />
  </div>`;
}
