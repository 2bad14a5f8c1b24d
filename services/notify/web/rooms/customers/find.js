// Finding a customer, the list of one's portfolio, and opening a new file (W2, Q1).

import { MayDouble } from "./duplicates.js";
import { openFile } from "./opened.js";
import { Search } from "./search.js";
import { command, Refused } from "../../live/api.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { Choice, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { Pages, usePages } from "../../parts/pages.js";
import { Pending } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { CUSTOMER_KINDS_OF, customerKindName, riskName, segmentName } from "../../words/terms.js";

const FILES = "/api/customer/customers";

/** @param {{me: Me, branch: string}} props */
export function Find({ me, branch }) {
  const t = useWords();
  const [found, setFound] = useState(null);
  const [opening, setOpening] = useState(false);
  return html`<div class="customer-find">
    <${Search} branch=${branch} name="customer find ${branch}" onFound=${setFound} />
    <div aria-live="polite">
      ${found && html`<${Results} found=${found} onClose=${() => setFound(null)} />`}
    </div>
    ${
      may("customer.open_file", branch) &&
      html`<div class="line">
        <button type="button" class="secondary" aria-expanded=${opening} onClick=${() => setOpening(!opening)}>
          ${t("customer_new")}
        </button>
      </div>`
    }
    ${opening && html`<${NewFile} me=${me} branch=${branch} onDone=${() => setOpening(false)} />`}
    ${!found && may("customer.view_portfolio", branch) && html`<${Portfolio} branch=${branch} />`}
  </div>`;
}

function Results({ found, onClose }) {
  const t = useWords();
  return html`<section aria-label=${t("customer_results")}>
    <div class="line">
      <h2>${t("customer_found", { words: found.words })} <b>${found.customers.length}</b></h2>
      <button type="button" class="quiet" onClick=${onClose}>${t("customer_back_to_list")}</button>
    </div>
    ${
      found.customers.length
        ? html`<${List} customers=${found.customers} />`
        : html`<p class="blank small">${t("customer_none_found")}</p>`
    }
    ${found.more && html`<p class="faint">${t("customer_more_found")}</p>`}
  </section>`;
}

function Portfolio({ branch }) {
  const t = useWords();
  const pages = usePages(-1);
  const { data, error } = useQueryOnce(
    `/api/customer/portfolio?${new URLSearchParams({ branch, after: String(pages.at) })}`,
  );
  return html`<section aria-label=${t("customer_portfolio")}>
    <h2>${t("customer_portfolio")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      (data.customers.length
        ? html`<${List} customers=${data.customers} />`
        : html`<p class="blank small">${t("customer_portfolio_empty")}</p>`)
    }
    <${Pages} pages=${pages} next=${data?.next} />
  </section>`;
}

function List({ customers }) {
  const t = useWords();
  const managerOf = (one) => (one.account_manager ? nameOf(one.account_manager) : t("customer_no_manager"));
  return html`<ul class="customer-list">
    ${customers.map((one) => {
      const name = one.name ?? one.masked_name;
      return html`<li key=${one.customer}>
        <button type="button" class="customer-line" onClick=${() => openFile(one.customer)}>
          <b>${name}</b>
          <span class="tags">
            <span class="tag">${segmentName(one.segment)}</span>
            ${one.kind === "company" && html`<span class="tag">${customerKindName(one.kind)}</span>`}
            ${one.risk === "high" && html`<span class="tag high">${riskName(one.risk)}</span>`}
          </span>
          <span class="faint">
            ${t("customer_manager", { who: managerOf(one) })}
          </span>
        </button>
      </li>`;
    })}
  </ul>`;
}

function NewFile({ me, branch, onDone }) {
  const t = useWords();
  const [likely, setLikely] = useState(/** @type {any[]} */ ([]));
  const open = async ({ kind, name, phone, identity }, keys, pressed) => {
    const entry = { branch, name, phone, ...(identity && { identity }) };
    const doubled = pressed === "anyway" ? [] : await command("/api/customer/duplicates/check", entry);
    setLikely(doubled);
    if (doubled.length) throw new Refused("customer_may_double");
    const own = may("customer.view_own_customers_data", branch) ? me.staff : null;
    const despite = likely.map((one) => one.customer); // "anyway": those that were looked at
    const form = { branch, kind, name, phone, account_manager: own, despite, ...(identity && { identity }) };
    const { customer } = await command(FILES, form, keys);
    toast(t("customer_opened"));
    openFile(customer);
  };
  return html`<${Form}
    name="customer new ${branch}"
    action=${open}
    submit=${t("customer_open")}
    onDone=${onDone}
    onCancel=${onDone}
    more=${(press) =>
      likely.length > 0 &&
      html`<button type="button" class="secondary" onClick=${() => press("anyway")}>
        ${t("customer_open_anyway")}
      </button>`}
  >
    ${likely.length > 0 && html`<${MayDouble} found=${likely} />`}
    <div class="form row">
      <${Choice}
        name="kind"
        label=${t("customer_kind")}
        options=${CUSTOMER_KINDS_OF.map((one) => [one, customerKindName(one)])}
      />
      <${TextField} name="name" label=${t("customer_name")} most=${100} needed="customer_name_needed" />
      <${TextField} name="phone" label=${t("said_phone")} most=${40} needed="customer_phone_needed" />
      <${TextField} name="identity" label=${t("customer_identity")} most=${40} />
    </div>
  <//>`;
}
