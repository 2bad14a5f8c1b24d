// The budget of a branch: what each line has, what is committed, what is spent, and nothing beyond it in silence (Q2).

import { figure, seenIn, tableOf } from "./figures.js";
import { command, put } from "../../../live/api.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, NumberField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { inHundredths } from "../../../parts/money.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { BudgetLine } from "../../../words/enums.js";
import { pick, useWords } from "../../../words/language.js";
import { optionsOf } from "../../../words/terms.js";

const minds = (/** @type {string} */ event) => event.startsWith("budget");
const pathOf = (what, id, act) => `/api/referral/${what}/${encodeURIComponent(id)}/${act}`;

/** @param {{branch: string, period: string}} props */
export function Budgets({ branch, period }) {
  const t = useWords();
  const path = `/api/referral/branches/${encodeURIComponent(branch)}/budgets`;
  const { data, error, refetch } = useQuery(`${path}?${new URLSearchParams({ period })}`, { minds });
  const amounts = tableOf(data ?? [], (budget) => [budget.line, budget.amount]);
  const set = async ({ line, amount }, { seen }) => {
    await put(path, { line, period, amount: inHundredths(amount), currency: "CNY", seen: seenIn(seen, line) });
    toast(t("budget_was_set"));
  };
  return html`<section class="sheet" aria-labelledby="plan-budget">
    <h3 id="plan-budget">${t("budget")}</h3>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("budget_none")}</p>`}
    <ul class="rows" aria-labelledby="plan-budget">
      ${data?.map(
        (budget) => html`<${Budget} key=${budget.budget} budget=${budget} branch=${branch} refetch=${refetch} />`,
      )}
    </ul>
    ${
      data &&
      may("referral.set_budget", branch) &&
      html`<details>
        <summary>${t("budget_set")}</summary>
        <${Form}
          name="business budget ${branch} ${period}"
          action=${set}
          submit=${t("plan_set")}
          seen=${amounts}
          reread=${refetch}
          replaces
        >
          <div class="fields">
            <${Choice} name="line" label=${t("budget_line")} options=${optionsOf(BudgetLine)} />
            <${NumberField} name="amount" label=${t("budget_yuan")} least=${0} most=${1e9} unit="yuan" needed />
          </div>
        <//>
      </details>`
    }
  </section>`;
}

function Budget({ budget, branch, refetch }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const name = pick(BudgetLine[budget.line]);
  const [over, setOver] = useState(false); // the head has been told that the budget does not suffice
  const close = () => {
    setOpen(false);
    setOver(false);
  };
  const commit = async ({ amount }, keys) => {
    const form = { amount: inHundredths(amount), ...(over && { over }) };
    try {
      await command(pathOf("budgets", budget.budget, "commitments"), form, keys);
    } catch (error) {
      if (error.code === "budget_exceeded") setOver(may("referral.approve_budget", branch));
      throw error;
    }
    close();
    await refetch();
  };
  const money = (amount) => figure(amount, budget.currency);
  return html`<li aria-label=${name}>
    <div class="line">
      <h4>${name}</h4>
      <span>
        ${t("budget_is", { has: money(budget.amount), committed: money(budget.committed), spent: money(budget.spent) })}
      </span>
      <b class=${budget.left < 0 ? "alarm" : ""}>
        ${t(budget.left < 0 ? "budget_over" : "budget_left", { left: money(Math.abs(budget.left)) })}
      </b>
      ${
        may("referral.commit_budget", branch) &&
        html`<button
          type="button"
          class="secondary"
          aria-expanded=${open}
          aria-label="${t("budget_commit")} ${name}"
          onClick=${() => (open ? close() : setOpen(true))}
        >
          ${t("budget_commit")}
        </button>`
      }
    </div>
    ${
      open &&
      html`<${Form}
        name="business budget commit ${budget.budget}"
        action=${commit}
        submit=${t(over ? "budget_commit_head" : "budget_commit")}
        onCancel=${close}
      >
        <${NumberField} name="amount" label=${t("budget_yuan")} above=${0} most=${1e9} unit="yuan" needed />
      <//>`
    }
    ${
      budget.open.length > 0 &&
      html`<ul class="rows">
        ${budget.open.map(
          (one) => html`<${Commitment} key=${one.commitment} one=${one} budget=${budget} refetch=${refetch} />`,
        )}
      </ul>`
    }
  </li>`;
}

function Commitment({ one, budget, refetch }) {
  const t = useWords();
  const what = figure(one.amount, budget.currency);
  const act = (name, body) => async (keys) => {
    await command(pathOf("commitments", one.commitment, name), body, keys);
    await refetch();
  };
  return html`<li class="line">
    <span>${t("budget_committed", { what })}</span>
    <${ActionButton}
      class="secondary"
      label="${t("budget_spend")} ${what}"
      action=${act("spend", { amount: one.amount })}
    >
      ${t("budget_spend")}
    <//>
    <${ActionButton} class="secondary" label="${t("budget_release")} ${what}" action=${act("release", {})}>
      ${t("budget_release")}
    <//>
  </li>`;
}
