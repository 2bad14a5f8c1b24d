// Opening a deal: what, how much, for whom, by which template (A4).

import { DEALS, departmentName, stepName } from "./shared.js";
import { command } from "../../../live/api.js";
import { useManagers } from "../../../live/managers.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, NumberField } from "../../../parts/fields.js";
import { Form, useForm } from "../../../parts/form.js";
import { inHundredths } from "../../../parts/money.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { nameOfTerms } from "../../../words/business/product-terms.js";
import { said, useWords } from "../../../words/language.js";
import { ChooseCustomer } from "../choose-customer.js";
import { openDeal } from "../opened.js";

const CURRENCIES = /** @type {[string, string][]} */ (["CNY", "USD", "EUR", "HKD"].map((one) => [one, one]));

/**
 * @typedef {object} About whom a deal is for
 * @property {string} customer
 * @property {string} name the name of the customer, as it is shown
 * @property {string} [prospect] from which it comes
 * @property {string} [manager] of the prospect
 */

/**
 * @param {object} props
 * @param {Me} props.me
 * @param {string} props.branch
 * @param {About} [props.about] without it, the customer is to be chosen
 * @param {() => void} [props.onCancel]
 * @param {(deal: string) => unknown} props.onDone
 */
export function OpenDeal({ branch, me, about, onCancel, onDone }) {
  const t = useWords();
  const [chosen, setChosen] = useState(/** @type {About | null} */ (about ?? null));
  return html`<section class="deal-open" aria-label=${t("deal_new")}>
    <h3>${chosen ? `${t("deal_new")} · ${chosen.name}` : t("deal_new")}</h3>
    ${
      chosen
        ? html`<${DealForm}
            me=${me}
            branch=${branch}
            about=${chosen}
            onCancel=${onCancel ?? (() => setChosen(null))}
            onDone=${onDone}
          />`
        : html`<p class="faint">${t("deal_customer_first")}</p>
            <${ChooseCustomer} branch=${branch} name="business ${branch} deal find" onChoose=${setChosen} />`
    }
  </section>`;
}

/** @param {{me: Me, branch: string, about: About, onCancel: () => void, onDone: (deal: string) => unknown}} props */
function DealForm({ branch, me, about, onCancel, onDone }) {
  const t = useWords();
  const { data: templates, error } = useQueryOnce(`/api/referral/deal-templates?${new URLSearchParams({ branch })}`);
  const { data: products, error: unlisted } = useQueryOnce(`/api/referral/products?${new URLSearchParams({ branch })}`);
  const managers = useManagers(branch);
  const [had, setHad] = useState(/** @type {string | null} */ (null)); // the deal that the prospect has already
  if (!templates || !products) return html`<${Pending} error=${error ?? unlisted} />`;
  const sold = products.filter((one) => one.state === "on_sale" && one.terms);
  const names = may("referral.handle_any_deal", branch) && !about.prospect;
  const open = async ({ product, amount, currency, template, manager = about.manager }, keys) => {
    const form = { product, amount: inHundredths(amount), currency, customer: about.customer, template };
    const named = manager && manager !== me.staff ? { account_manager: manager } : {};
    const from = about.prospect ? { prospect: about.prospect } : {};
    try {
      const deal = await command(`${DEALS}?${new URLSearchParams({ branch })}`, { ...form, ...named, ...from }, keys);
      toast(t("deal_is_open"));
      await onDone(deal.deal);
    } catch (failure) {
      setHad(failure.code === "prospect_has_deal" ? failure.more.deal : null);
      throw failure;
    }
  };
  return html`${
    had &&
    html`<button type="button" class="secondary" onClick=${() => openDeal(had)}>${t("prospect_to_deal")}</button>`
  }
    <${Form}
    name="business deal new ${branch} ${about.prospect ?? about.customer}"
    action=${open}
    submit=${t("deal_open")}
    check=${({ product }) => !product && "deal_needs_product"}
    onCancel=${onCancel}
  >
    <div class="deal-fields">
      <${Choice}
        name="product"
        label=${t("deal_product")}
        options=${sold.map((one) => [one.product, nameOfTerms(one.terms)])}
      />
      <${NumberField} name="amount" label=${t("deal_amount")} above=${0} unit="yuan" needed=${true} />
      <${Choice} name="currency" label=${t("deal_currency")} options=${CURRENCIES} />
      ${names && html`<${Choice} name="manager" label=${t("deal_for_manager")} options=${managers} />`}
      <${Choice}
        name="template"
        label=${t("deal_template")}
        options=${templates.map((one) => [one.template, said(one)])}
      />
    </div>
    <${Steps} templates=${templates} />
  <//>`;
}

/** The steps of the template that is chosen. */
function Steps({ templates }) {
  const t = useWords();
  const { valueOf } = useForm();
  const chosen = templates.find((one) => one.template === valueOf("template", templates[0]?.template));
  if (!chosen) return null;
  return html`<ol class="deal-plan" aria-label=${t("deal_steps")}>
    ${chosen.steps.map(
      (step) => html`<li key=${step.step}>
        ${stepName(step)}${" "}
        <span class="faint">${departmentName(step.department)} · ${t("deal_days", { n: step.days })}</span>
      </li>`,
    )}
  </ol>`;
}
