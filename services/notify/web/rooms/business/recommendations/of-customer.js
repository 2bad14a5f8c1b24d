// What suits a customer (A3): their assessments, the products that suit with those that do not and why, and what was
// recommended to them.

import { Recommendation } from "./recommendation.js";
import { command } from "../../../live/api.js";
import { useQuery, useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, DayField, TextField, Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  FAMILIES,
  familyName,
  nameOfTerms,
  REASONS,
  recommendationReasonName,
  riskLevelName,
  TOLERANCES,
  toleranceName,
} from "../../../words/business/product-terms.js";
import { joined, said, useWords } from "../../../words/language.js";
import { options, roleName } from "../../../words/terms.js";

const minds = (event) => event.startsWith("recommendation_") || event === "suitability_assessed";

/** @param {{me: Me, branch: string, customer: string}} props */
export function OfCustomer({ branch, customer }) {
  const t = useWords();
  const path = `/api/referral/customers/${encodeURIComponent(customer)}`;
  const profiles = useQuery(`${path}/profiles`, { minds });
  const suits = useQuery(`${path}/products`, { minds });
  const known = useQuery(`${path}/recommendations`, { minds });
  const reread = () => Promise.all([profiles.refetch(), suits.refetch(), known.refetch()]).then(() => {});
  if (!suits.data) return html`<${Pending} error=${suits.error} />`;
  const [fits, others] = [suits.data.filter((one) => one.suits), suits.data.filter((one) => !one.suits)];
  return html`<section class="suits" aria-labelledby="suits-title">
    <h2 id="suits-title">${t("suit_title")}</h2>
    <${Profiles} profiles=${profiles.data ?? []} branch=${branch} path=${path} customer=${customer} refetch=${reread} />
    <h3 id="suits-fits">${t("suit_fits")} <b>${fits.length}</b></h3>
    ${!fits.length && html`<p class="blank small">${t("suit_fits_none")}</p>`}
    <ul class="suit-list" aria-labelledby="suits-fits">
      ${fits.map(
        (one) => html`<${Fit}
          key=${one.product}
          one=${one}
          branch=${branch}
          path=${path}
          customer=${customer}
          refetch=${reread}
        />`,
      )}
    </ul>
    ${
      others.length > 0 &&
      html`<details>
        <summary>${t("suit_not")} <b>${others.length}</b></summary>
        <ul class="suit-list">
          ${others.map(
            (one) => html`<li key=${one.product}>
              <p>
                <b>${nameOfTerms(one.terms)}</b> <span class="tag">${one.terms.risk}</span>
                ${" "}${said(one)} <span class="faint">${t("suit_rule", { rule: one.rule })}</span>
              </p>
            </li>`,
          )}
        </ul>
      </details>`
    }
    <h3 id="suits-known">${t("recommendations_of")}</h3>
    ${known.data && !known.data.length && html`<p class="blank small">${t("recommendations_never")}</p>`}
    <ul class="recommendation-list" aria-labelledby="suits-known">
      ${known.data?.map(
        (one) => html`<${Recommendation} key=${one.recommendation} one=${one} branch=${branch} refetch=${reread} />`,
      )}
    </ul>
  </section>`;
}

function Profiles({ profiles, branch, path, customer, refetch }) {
  const t = useWords();
  const [adding, setAdding] = useState(false);
  const save = async ({ assessed_on, assessed_by, ...values }, keys) => {
    const more = { ...(assessed_on && { assessed_on }), ...(assessed_by && { assessed_by }) };
    await command(`${path}/assessments`, { ...values, ...more }, keys);
    toast(t("recommend_saved"));
    setAdding(false);
    await refetch();
  };
  return html`${!profiles.length && html`<p class="faint">${t("suit_none")}</p>`}
    <ul class="profiles">
      ${profiles.map(
        (one) => html`<li key=${one.family}>
          ${t("suit_profile", {
            family: familyName(one.family),
            tolerance: toleranceName(one.tolerance),
            until: one.valid_until,
          })}
          ${!one.holds && html` <strong>${t("suit_lapsed")}</strong>`}
        </li>`,
      )}
    </ul>
    ${
      may("referral.record_assessment", branch) &&
      html`<button type="button" class="secondary" aria-expanded=${adding} onClick=${() => setAdding(!adding)}>
        ${t("suit_record")}
      </button>`
    }
    ${
      adding &&
      html`<${Form}
        name="business ${branch} assessment ${customer}"
        action=${save}
        submit=${t("save")}
        onCancel=${() => setAdding(false)}
      >
        <p class="faint">${t("suit_record_hint")}</p>
        <div class="form row">
          <${Choice}
            name="family"
            label=${t("product_family")}
            options=${options(FAMILIES, familyName)}
          />
          <${Choice}
            name="tolerance"
            label=${t("suit_tolerance")}
            options=${options(TOLERANCES, toleranceName)}
          />
          <${TextField}
            name="questionnaire"
            label=${t("suit_questionnaire")}
            most=${32}
            needed="suit_questionnaire_needed"
          />
          <${DayField} name="assessed_on" label=${t("suit_assessed_on")} />
          <${Assessor} branch=${branch} />
        </div>
      <//>`
    }`;
}

/** The colleague who assessed: of the branch, oneself where nobody is chosen. @param {{branch: string}} props */
function Assessor({ branch }) {
  const t = useWords();
  const { data } = useQueryOnce(`/api/notify/staff?${new URLSearchParams({ branch })}`);
  const there = (data ?? []).filter((one) => one.roles.length > 0);
  const colleagues = there.map((one) => [one.staff, `${one.name} · ${joined(one.roles.map(roleName))}`]);
  return html`<${Choice}
    name="assessed_by"
    label=${t("suit_assessed_by")}
    options=${colleagues}
    none=${t("suit_assessed_by_me")}
  />`;
}

function Fit({ one, branch, path, customer, refetch }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const title = nameOfTerms(one.terms);
  const propose = async ({ reasons, expires_on }, keys) => {
    const form = { product: one.product, reasons, ...(expires_on && { expires_on }) };
    await command(`${path}/recommendations`, form, keys);
    toast(t("recommend_proposed"));
    setOpen(false);
    await refetch();
  };
  return html`<li>
    <div class="line">
      <p><b>${title}</b> <span class="tag">${riskLevelName(one.terms.risk)}</span></p>
      ${
        may("referral.propose_recommendation", branch) &&
        html`<button
          type="button"
          class="secondary"
          aria-expanded=${open}
          aria-label="${t("recommend_propose")} ${title}"
          onClick=${() => setOpen(!open)}
        >
          ${t("recommend_propose")}
        </button>`
      }
    </div>
    ${
      open &&
      html`<${Form}
        name="business ${branch} propose ${customer} ${one.product}"
        action=${propose}
        check=${({ reasons }) => !reasons.length && "recommend_reason_needed"}
        submit=${t("recommend_propose")}
        onCancel=${() => setOpen(false)}
      >
        <${Ticks}
          name="reasons"
          legend=${t("recommend_reason")}
          options=${options(REASONS, recommendationReasonName)}
        />
        <${DayField} name="expires_on" label=${t("recommend_until")} />
      <//>`
    }
  </li>`;
}
