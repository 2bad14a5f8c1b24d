// The catalogue of the bank's products, as it stands today at the branch; kept by the product department (A3).

import { Editing, NewProduct } from "./editing.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Chips } from "../../../parts/chips.js";
import { useId } from "../../../parts/ids.js";
import { money } from "../../../parts/money.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  familyName,
  nameOfTerms,
  paperName,
  productStateName,
  riskLevelName,
  stepName,
} from "../../../words/business/product-terms.js";
import { joined, useWords } from "../../../words/language.js";
import { needName } from "../../../words/terms.js";

const EVERY = 60_000; // milliseconds: the catalogue is the bank's, and what changes it is hinted at to no branch
const minds = () => false;

/** @param {{me: Me, branch: string}} props */
export function Products({ branch }) {
  const t = useWords();
  const [family, setFamily] = useState("");
  const { data, error, refetch } = useQuery(`/api/referral/products?${new URLSearchParams({ branch })}`, {
    minds,
    every: EVERY,
  });
  useNames();
  if (!data) return html`<${Pending} error=${error} />`;
  const keeps = may("referral.draft_product", branch);
  const familyOf = (one) => (one.terms ?? one.draft).family;
  const families = [...new Set(data.map(familyOf))];
  const found = data.filter((one) => !family || familyOf(one) === family);
  return html`<div class="products">
    ${keeps && html`<${NewProduct} branch=${branch} refetch=${refetch} />`}
    <${Chips}
      label=${t("product_family")}
      options=${["", ...families].map((one) => [one, one ? familyName(one) : t("all")])}
      chosen=${family}
      onChoose=${setFamily}
    />
    ${!found.length && html`<p class="blank small">${t("products_none")}</p>`}
    <ul class="product-list" aria-label=${t("products")}>
      ${found.map(
        (one) => html`<${Product} key=${one.product} one=${one} branch=${branch} keeps=${keeps} refetch=${refetch} />`,
      )}
    </ul>
  </div>`;
}

function Product({ one, branch, keeps, refetch }) {
  const t = useWords();
  const terms = one.terms ?? one.draft;
  const titleId = useId();
  return html`<li class="product ${one.state}" aria-labelledby=${titleId}>
    <h3 id=${titleId}>
      ${nameOfTerms(terms)} <code>${one.product}</code>
      <span class="tag">${productStateName(one.state)}</span>
      <span class="tag risk-${terms.risk}">${terms.risk}</span>
    </h3>
    ${one.terms && html`<${Terms} terms=${one.terms} number=${one.number} />`}
    ${
      one.draft &&
      html`<details>
        <summary>${t("product_draft", { who: nameOf(one.drafted_by) })}</summary>
        ${one.draft_outdated && html`<p role="alert">${t("product_draft_old")}</p>`}
        <${Terms} terms=${one.draft} number=${one.number + 1} />
      </details>`
    }
    ${
      keeps &&
      one.state !== "withdrawn" &&
      html`<${Editing} one=${one} branch=${branch} title=${nameOfTerms(terms)} refetch=${refetch} />`
    }
  </li>`;
}

/** @param {{terms: any, number: number}} props */
export function Terms({ terms, number }) {
  const t = useWords();
  const smallest = { amount: terms.smallest_amount, currency: terms.currency };
  const sale = { from: terms.on_sale_from, until: terms.on_sale_until };
  return html`<ul class="terms">
    <li>${familyName(terms.family)} · ${t("product_version", { n: number })}</li>
    <li>
      ${t("product_risk", { risk: riskLevelName(terms.risk), issuer: terms.issuer_risk, seller: terms.seller_risk })}
    </li>
    <li>${t(terms.on_sale_until ? "product_sale" : "product_sale_open", sale)}</li>
    ${terms.smallest_amount > 0 && html`<li>${t("product_smallest", { amount: money(smallest) })}</li>`}
    ${terms.needs.length > 0 && html`<li>${t("product_serves", { needs: joined(terms.needs.map(needName)) })}</li>`}
    ${terms.steps.length > 0 && html`<li>${t("product_steps", { steps: joined(terms.steps.map(stepName)) })}</li>`}
    ${terms.papers.length > 0 && html`<li>${t("product_papers", { papers: joined(terms.papers.map(paperName)) })}</li>`}
  </ul>`;
}
