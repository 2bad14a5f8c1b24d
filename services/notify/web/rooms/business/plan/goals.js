// Goals of a branch and its account managers, with what was achieved, down to the events behind each figure (Q2).

import { figure, isAmount, METRICS_OF_GOALS, metricName, seenIn, tableOf } from "./figures.js";
import { Lines } from "./lines.js";
import { put } from "../../../live/api.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useManagers } from "../../../live/managers.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, NumberField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { inHundredths } from "../../../parts/money.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";

const minds = (/** @type {string} */ event) => event.startsWith("goal");
const EVERY = 30_000; // what is achieved is told to nobody

/** @param {{branch: string, period: string}} props */
export function Goals({ branch, period }) {
  const t = useWords();
  useNames();
  const path = `/api/referral/branches/${encodeURIComponent(branch)}/goals`;
  const { data, error, refetch } = useQuery(`${path}?${new URLSearchParams({ period })}`, { minds, every: EVERY });
  const [opened, setOpened] = useState(/** @type {any} */ (null));
  return html`<section class="sheet" aria-labelledby="plan-goals">
    <h3 id="plan-goals">${t("plan_goals")}</h3>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("plan_goals_none")}</p>`}
    ${
      data?.length > 0 &&
      html`<div class="scroll" tabindex="0" role="region" aria-label=${t("plan_goals")}>
        <table class="table numbers">
          <thead><tr>${["plan_owner", "plan_metric", "plan_achieved", "plan_target", "plan_share", "plan_parts"].map(
            (word) => html`<th key=${word} scope="col" class=${word === "plan_metric" ? "left" : null}>${t(word)}</th>`,
          )}</tr></thead>
          <tbody>
            ${data.map((goal) => html`<${Row} key=${goal.goal} goal=${goal} onOpen=${() => setOpened(goal)} />`)}
          </tbody>
        </table>
      </div>`
    }
    ${opened && html`<${Lines} goal=${opened} onClose=${() => setOpened(null)} />`}
    ${
      data &&
      may("referral.set_goal", branch) &&
      html`<${SetGoal} branch=${branch} period=${period} goals=${data} reread=${refetch} />`
    }
  </section>`;
}

function Row({ goal, onOpen }) {
  const t = useWords();
  const share = goal.target ? Math.round((goal.achieved / goal.target) * 100) : 100;
  const owner = goal.level === "branch" ? t("plan_branch") : nameOf(goal.owner, goal.branch);
  return html`<tr>
    <th scope="row">${owner}</th>
    <td class="left">${metricName(goal.metric)}</td>
    <td>
      <button
        type="button"
        class="quiet"
        aria-label="${t("plan_open_lines")} ${owner} ${metricName(goal.metric)}"
        onClick=${onOpen}
      >
        ${figure(goal.achieved, goal.currency)}
      </button>
    </td>
    <td>
      ${figure(goal.target, goal.currency)}
      ${goal.handed.map((one) => html` <small key=${one.handover} class="faint">${handedOf(one, goal, t)}</small>`)}
    </td>
    <td>
      <meter min="0" max="100" value=${Math.min(share, 100)} aria-label=${t("plan_share")}>${share} %</meter>
      ${share} % ${goal.reached && html`<span class="tag good">${t("plan_reached")}</span>`}
    </td>
    <td>${partsOf(goal, t)}</td>
  </tr>`;
}

/** By how much the targets of the parts differ from the whole, in words. */
export function partsOf(goal, t) {
  if (goal.difference === null) return "–";
  const by = figure(Math.abs(goal.difference), goal.currency);
  if (!goal.difference) return t("plan_parts_equal", { n: goal.parts });
  return t(goal.difference > 0 ? "plan_parts_above" : "plan_parts_below", { n: goal.parts, by });
}

function handedOf(one, goal, t) {
  const by = figure(Math.abs(one.amount), goal.currency);
  return t(one.amount > 0 ? "plan_handed_in" : "plan_handed_out", {
    by,
    who: nameOf(one.other, goal.branch),
    day: one.on,
  });
}

function SetGoal({ branch, period, goals, reread }) {
  const t = useWords();
  const managers = useManagers(branch);
  const keyOf = (owner, metric) => `${owner || branch} ${metric}`;
  const targets = tableOf(goals, (goal) => [keyOf(goal.owner, goal.metric), goal.target]);
  const set = async ({ owner, metric, target }, { seen }) => {
    const path = `/api/referral/branches/${encodeURIComponent(branch)}/goals`;
    const form = { ...(owner && { owner }), metric, period, ...targetOf(metric, target) };
    await put(path, { ...form, seen: seenIn(seen, keyOf(owner, metric)) });
    toast(t("plan_goal_was_set"));
  };
  return html`<details>
    <summary>${t("plan_set_goal")}</summary>
    <${Form}
      name="business goal ${branch} ${period}"
      action=${set}
      submit=${t("plan_set")}
      seen=${targets}
      reread=${reread}
      replaces
    >
      <div class="fields">
        <${Choice} name="owner" label=${t("plan_owner")} options=${managers} none=${t("plan_branch")} />
        <${TargetFields} />
      </div>
    <//>
  </details>`;
}

/** The fields of a form that sets a goal: of what, and how much. */
export function TargetFields() {
  const t = useWords();
  return html`<${Choice}
      name="metric"
      label=${t("plan_metric")}
      options=${options(METRICS_OF_GOALS, metricName)}
    />
    <${NumberField} name="target" label=${t("plan_target_yuan")} whole least=${0} most=${1e12} needed />`;
}

/**
 * What was typed as a target, as the service takes it.
 *
 * @param {string} metric
 * @param {number} typed
 */
export const targetOf = (metric, typed) =>
  isAmount(metric) ? { target: inHundredths(typed), currency: "CNY" } : { target: typed, currency: "" };
