// The goals of a region: what its branches achieved, each on its own, and their targets beside the whole (Q2).

import { figure, metricName, seenIn, tableOf } from "./figures.js";
import { partsOf, TargetFields, targetOf } from "./goals.js";
import { put } from "../../../live/api.js";
import { branchName, useBranches } from "../../../live/branches.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const PATH = "/api/referral/region/goals";
const EVERY = 30_000; // what is achieved is told to nobody
const minds = (/** @type {string} */ event) => event.startsWith("goal");

/** @param {{branch: string, period: string}} props */
export function RegionGoals({ branch, period }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(`${PATH}?${new URLSearchParams({ period })}`, { minds, every: EVERY });
  const targets = tableOf(data ?? [], (goal) => [goal.metric, goal.target]);
  const set = async ({ metric, target }, { seen }) => {
    await put(PATH, { metric, period, ...targetOf(metric, target), seen: seenIn(seen, metric) });
    toast(t("plan_goal_was_set"));
  };
  return html`<section class="sheet" aria-labelledby="plan-region">
    <h3 id="plan-region">${t("plan_region")}</h3>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("plan_goals_none")}</p>`}
    ${data?.map((goal) => html`<${RegionGoal} key=${goal.goal} goal=${goal} branch=${branch} />`)}
    ${
      data &&
      html`<details>
      <summary>${t("plan_set_region_goal")}</summary>
      <${Form}
        name="business goal region ${branch} ${period}"
        action=${set}
        submit=${t("plan_set")}
        seen=${targets}
        reread=${refetch}
        replaces
      >
        <div class="fields">
          <${TargetFields} />
        </div>
      <//>
    </details>`
    }
  </section>`;
}

/** What is to be reached, when, and who set it; then what comes from which branch. */
function RegionGoal({ goal, branch }) {
  const t = useWords();
  useBranches();
  useNames();
  const said = { metric: metricName(goal.metric), period: goal.period, who: nameOf(goal.set_by, branch) };
  const title = t("plan_region_row", said);
  const money = (amount) => (amount === null ? "–" : figure(amount, goal.currency));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}>
    <table class="table numbers">
      <caption>
        ${title} ${goal.reached && html`<span class="tag good">${t("plan_reached")}</span>`} ${partsOf(goal, t)}
      </caption>
      <thead><tr>${["plan_region_from", "plan_achieved", "plan_target"].map(
        (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
      )}</tr></thead>
      <tbody>
        ${Object.keys(goal.branches).map(
          (one) => html`<tr key=${one}>
            <th scope="row">${branchName(one)}</th>
            <td>${money(goal.branches[one])}</td><td>${money(goal.targets[one])}</td>
          </tr>`,
        )}
        <tr><th scope="row">${t("plan_whole")}</th><td>${money(goal.achieved)}</td><td>${money(goal.target)}</td></tr>
      </tbody>
    </table>
  </div>`;
}
