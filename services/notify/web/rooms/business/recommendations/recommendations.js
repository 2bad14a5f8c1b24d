// Recommendations (A3): those that are open, the holders to be told of a new risk, and recommending to a customer.

import { OfCustomer } from "./of-customer.js";
import { Recommendation } from "./recommendation.js";
import { command } from "../../../live/api.js";
import { useNames } from "../../../live/colleagues.js";
import { useCustomerNames } from "../../../live/customer-names.js";
import { productName, useProducts } from "../../../live/products.js";
import { useQuery, useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { riskLevelName } from "../../../words/business/product-terms.js";
import { useWords } from "../../../words/language.js";

const minds = (event) => event.startsWith("recommendation_") || event.startsWith("holder_task_");

/** @param {{me: Me, branch: string}} props */
export function Recommendations({ me, branch }) {
  const t = useWords();
  const [customer, setCustomer] = useState("");
  const { data, error, refetch } = useQuery(`/api/referral/recommendations?${new URLSearchParams({ branch })}`, {
    minds,
  });
  useNames();
  const nameOf = useCustomerNames(
    branch,
    (data ?? []).map((one) => one.customer),
  );
  return html`<div class="recommendations">
    ${
      may("referral.propose_recommendation", branch) &&
      html`<${OfPortfolio} branch=${branch} customer=${customer} onChoose=${setCustomer} />`
    }
    ${customer && html`<${OfCustomer} key=${customer} me=${me} branch=${branch} customer=${customer} />`}
    <${HolderTasks} branch=${branch} />
    <section aria-labelledby="recommendations-open">
      <h2 id="recommendations-open">${t("recommendations_open")} ${data && html`<b>${data.length}</b>`}</h2>
      ${!data && html`<${Pending} error=${error} />`}
      ${data && !data.length && html`<p class="blank small">${t("recommendations_none")}</p>`}
      <ul class="recommendation-list" aria-labelledby="recommendations-open">
        ${data?.map(
          (one) => html`<${Recommendation}
            key=${one.recommendation}
            one=${one}
            branch=${branch}
            name=${nameOf(one.customer)}
            refetch=${refetch}
          />`,
        )}
      </ul>
    </section>
  </div>`;
}

function OfPortfolio({ branch, customer, onChoose }) {
  const t = useWords();
  const { data } = useQueryOnce(`/api/customer/portfolio?${new URLSearchParams({ branch })}`);
  const customers = data?.customers ?? [];
  if (data && !customers.length) return html`<p class="blank small">${t("recommend_nobody")}</p>`;
  return html`<div class="recommend-for">
    <label>
      ${t("recommend_for")}
      <select value=${customer} onChange=${(event) => onChoose(event.target.value)}>
        <option value="">${t("recommend_choose")}</option>
        ${customers.map(
          (one) => html`<option key=${one.customer} value=${one.customer}>${one.name ?? one.masked_name}</option>`,
        )}
      </select>
    </label>
  </div>`;
}

function HolderTasks({ branch }) {
  const t = useWords();
  const { data, refetch } = useQuery(`/api/referral/holder-tasks?${new URLSearchParams({ branch })}`, { minds });
  useProducts();
  const nameOf = useCustomerNames(
    branch,
    (data ?? []).map((one) => one.customer),
  );
  if (!data?.length) return null;
  const finish = (one) => async (keys) => {
    await command(`/api/referral/holder-tasks/${encodeURIComponent(one.holder_task)}/done`, {}, keys);
    toast(t("recommend_saved"));
    await refetch();
  };
  return html`<section class="holder-tasks" aria-labelledby="holder-tasks">
    <h2 id="holder-tasks">${t("holder_tasks")} <b>${data.length}</b></h2>
    <ul>
      ${data.map((one) => {
        const name = nameOf(one.customer);
        const product = productName(one.product, branch);
        const facts = {
          product,
          before: riskLevelName(one.before),
          after: riskLevelName(one.after),
          due: one.due,
        };
        return html`<li key=${one.holder_task} class=${one.overdue ? "late" : ""}>
          <p>
            <b>${name}</b> ${t("holder_task", facts)}
            ${one.overdue && html` <strong>${t("holder_task_is_overdue")}</strong>`}
            <span class="faint"> · ${t("holder_task_rule", { n: one.rules_version })}</span>
          </p>
          ${
            may("referral.finish_holder_task", branch) &&
            html`<${ActionButton}
              class="secondary"
              label="${t("holder_task_finish")} ${name} ${product}"
              action=${finish(one)}
            >
              ${t("holder_task_finish")}
            <//>`
          }
        </li>`;
      })}
    </ul>
  </section>`;
}
