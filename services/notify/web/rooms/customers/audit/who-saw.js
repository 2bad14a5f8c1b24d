// In an open file: who saw it; and, where it is masked, the way to read it in an emergency (Q1).

import { GlassDialog } from "./glass-dialog.js";
import { Records } from "./records.js";
import { get } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../../words/language.js";

const pathOf = (customer, what = "") => `/api/customer/customers/${encodeURIComponent(customer)}${what}`;

/** @param {{me: Me, customer: string}} props */
export function WhoSaw({ me, customer }) {
  const t = useWords();
  const { data: file, refetch } = useQueryOnce(pathOf(customer));
  const [asking, setAsking] = useState(false);
  if (!file) return null;
  const masked = file.name === null;
  const audits = may("customer.view_audit");
  const keeps = file.account_manager === me.staff || audits;
  return html`<section class="who-saw" aria-label=${t("who_saw")}>
    ${
      masked &&
      may("customer.break_glass") &&
      html`<p>
        <button type="button" class="secondary" onClick=${() => setAsking(true)}>${t("glass_break")}</button>
      </p>`
    }
    ${asking && html`<${GlassDialog} customer=${customer} onClose=${() => setAsking(false)} onBroken=${refetch} />`}
    ${keeps && html`<${Seen} customer=${customer} />`}
  </section>`;
}

function Seen({ customer }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return html`<h3>
      <button type="button" class="quiet" aria-expanded=${open} onClick=${() => setOpen(!open)}>
        ${t("who_saw")}
      </button>
    </h3>
    ${open && html`<${List} path=${pathOf(customer, "/audit")} />`}`;
}

function List({ path }) {
  const t = useWords();
  const { data, error } = useQueryOnce(path);
  const [older, setOlder] = useState({ records: /** @type {any[]} */ ([]), before: null });
  if (!data) return html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const before = older.records.length ? older.before : data.before;
  const readOlder = async () => {
    const found = await get(`${path}?before=${encodeURIComponent(before)}`);
    setOlder({ records: [...older.records, ...found.records], before: found.before });
  };
  return html`<${Records} records=${[...data.records, ...older.records]} ofOne />
    ${before && html`<${ActionButton} class="secondary" action=${readOlder}>${t("audit_older")}<//>`}`;
}
