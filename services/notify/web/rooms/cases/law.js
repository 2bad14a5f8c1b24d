// The law by which a branch answers complaints, with its dated rule sets (D9).

import { put } from "../../live/api.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { Choice } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { Pending } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { CaseClock } from "../../words/enums.js";
import { useWords } from "../../words/language.js";
import { named } from "../../words/terms.js";

export const clockName = named(CaseClock);

/** @param {{branch: string}} props */
export function Law({ branch }) {
  const t = useWords();
  const path = `/api/customer/branches/${encodeURIComponent(branch)}/complaint-law`;
  const { data, error, refetch } = useQueryOnce(path);
  if (!data) return html`<${Pending} error=${error} />`;
  const choose = async (/** @type {any} */ typed, /** @type {{seen?: any}} */ { seen }) => {
    await put(path, { ...typed, seen });
    toast(t("law_chosen"));
  };
  return html`<section class="complaint-law" aria-labelledby="complaint-law">
    <h2 id="complaint-law">${t("law_title", { law: lawName(t, data.law) })}</h2>
    <p class="faint">
      ${t(data.chosen_by ? "law_by" : "law_of_country", { who: data.chosen_by && nameOf(data.chosen_by) })}
      ${" "}${t("law_keeps")}
    </p>
    <p class="small">${t("law_from", { rules: data.rules.id, day: data.rules.valid_from })}</p>
    <ul class="small">
      ${ruleLines(data.rules, t).map((line) => html`<li>${line}</li>`)}
    </ul>
    ${
      may("customer.choose_complaint_law", branch) &&
      html`<${Form}
        name="customer ${branch} law"
        action=${choose}
        submit=${t("law_choose")}
        seen=${data.mark}
        reread=${refetch}
      >
        <${Choice}
          name="law"
          label=${t("law_of_branch")}
          initial=${data.law}
          options=${data.laws.map((/** @type {any} */ one) => [one.law, lawName(t, one.law)])}
        />
      <//>`
    }
  </section>`;
}

const KNOWN = ["cn", "uk", "eu", "us"];
export const lawName = (/** @type {any} */ t, /** @type {string} */ law) =>
  KNOWN.includes(law) ? t(`law_${law}`) : law;

const spanOf = (/** @type {any} */ t, /** @type {any} */ span) => t(`span_${span.unit}`, { n: span.count });

/** What a rule set says, a line for each term, with its source. */
export function ruleLines(/** @type {any} */ set, /** @type {any} */ t) {
  const cited = (/** @type {string} */ what, /** @type {any} */ { source }) => t("rule_cited", { what, source });
  const spanned = (/** @type {string} */ what, /** @type {any} */ span) =>
    t("rule_spanned", { what, span: spanOf(t, span) });
  const step = (/** @type {any} */ one) =>
    t("rule_step", { what: t("rule_extension", { span: spanOf(t, one.span) }), who: t(`rule_by_${one.approver}`) });
  return [
    ...set.terms.map((/** @type {any} */ one) => cited(spanned(clockName(one.clock), one.span), one)),
    ...set.extensions.map((/** @type {any} */ one) => cited(step(one), one)),
    set.holding && cited(t("rule_holding"), set.holding),
    set.repair && spanned(t("rule_repair"), set.repair),
    set.keep_years && t("rule_kept", { n: set.keep_years }),
    set.source,
  ].filter(Boolean);
}
