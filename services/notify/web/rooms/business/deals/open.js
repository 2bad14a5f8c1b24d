// Opening a deal: what, how much, for whom, by which template (A4).

import { DEALS, departmentName, stepName } from "./shared.js";
import { command } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, NumberField, TextField } from "../../../parts/fields.js";
import { Form, useForm } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { pick, useWords } from "../../../words/language.js";

const CURRENCIES = /** @type {[string, string][]} */ (["CNY", "USD", "EUR", "HKD"].map((one) => [one, one]));

/** @param {{me: Me, branch: string, onDone: (deal: string) => unknown}} props */
export function OpenDeal({ branch, me, onDone }) {
  const t = useWords();
  const { data: templates, error } = useQueryOnce(`/api/referral/deal-templates?${new URLSearchParams({ branch })}`);
  const { data: products, error: unlisted } = useQueryOnce(`/api/referral/products?${new URLSearchParams({ branch })}`);
  if (!templates || !products) return html`<${Pending} error=${error ?? unlisted} />`;
  const sold = products.filter((one) => one.state === "on_sale" && one.terms);
  const head = may("referral.handle_any_deal", branch);
  const open = async ({ product, amount, currency, customer, template, manager }, keys) => {
    const form = { product, amount: Math.round(amount * 100), currency, customer, template };
    const named = head && manager ? { account_manager: manager } : {};
    const deal = await command(`${DEALS}?${new URLSearchParams({ branch })}`, { ...form, ...named }, keys);
    toast(t("deal_is_open"));
    await onDone(deal.deal);
  };
  return html`<section class="deal-open" aria-label=${t("deal_new")}>
    <h2>${t("deal_new")}</h2>
    <${Form} name="business deal new ${branch} ${me.staff}" action=${open} submit=${t("deal_open")}
      check=${({ product }) => !product && "deal_needs_product"}
    >
      <div class="deal-fields">
        <${Choice}
          name="product"
          label=${t("deal_product")}
          options=${sold.map((one) => [one.product, pick([one.terms.name_zh, one.terms.name_en])])}
        />
        <${NumberField} name="amount" label=${t("deal_amount")} above=${0} unit="yuan" needed=${true} />
        <${Choice} name="currency" label=${t("deal_currency")} options=${CURRENCIES} />
        <${TextField} name="customer" label=${t("deal_customer")} most=${64} needed="deal_needs_customer" />
        ${head && html`<${TextField} name="manager" label=${t("deal_for_manager")} most=${64} />`}
        <${Choice}
          name="template"
          label=${t("deal_template")}
          options=${templates.map((one) => [one.template, pick([one.zh, one.en])])}
        />
      </div>
      <${Steps} templates=${templates} />
    <//>
  </section>`;
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
