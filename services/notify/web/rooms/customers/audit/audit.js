// The audit tab, for the head and the auditor: readings without a cause, the trail, break-glass (Q1).

import { Glasses } from "./glasses.js";
import { Records } from "./records.js";
import { get } from "../../../live/api.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Chips } from "../../../parts/chips.js";
import { PickDay } from "../../../parts/fields.js";
import { html, useEffect, useState } from "../../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../../words/language.js";

const VIEWS = ["audit_without_cause", "audit_trail", "audit_glass"];

/** @param {{branch: string}} props */
export function Audit({ branch }) {
  const t = useWords();
  const [view, setView] = useState(VIEWS[0]);
  return html`<div class="audit">
    <p class="faint">${t("audit_hint")}</p>
    <${Chips} label=${t("audit")} options=${VIEWS.map((one) => [one, t(one)])} chosen=${view} onChoose=${setView} />
    ${
      view === "audit_glass"
        ? html`<${Glasses} key=${branch} branch=${branch} />`
        : html`<${Trail} key="${branch} ${view}" branch=${branch} withoutCause=${view === VIEWS[0]} />`
    }
  </div>`;
}

function Trail({ branch, withoutCause }) {
  const t = useWords();
  const [day, setDay] = useState("");
  const [staff, setStaff] = useState("");
  const asked = new URLSearchParams({
    branch,
    without_cause: String(withoutCause),
    ...(day && { day }),
    ...(staff && { staff }),
  });
  const path = `/api/customer/audit?${asked}`;
  const { data, error, refetch } = useQueryOnce(path);
  const [older, setOlder] = useState({ path, records: /** @type {any[]} */ ([]), before: null });
  useEffect(() => setOlder({ path, records: [], before: null }), [path]);
  const more = older.path === path ? older.records : [];
  const before = more.length ? older.before : data?.before;
  const readOlder = async () => {
    const found = await get(`${path}&before=${before}`);
    setOlder({ path, records: [...more, ...found.records], before: found.before });
  };
  return html`
    <div class="line">
      <${PickDay} label=${t("audit_day")} value=${day} onPick=${setDay} />
      ${
        staff &&
        html`<button type="button" class="chip" aria-pressed="true" onClick=${() => setStaff("")}>
          ${t("audit_of", { who: nameOf(staff) })} ×
        </button>`
      }
      <${ActionButton} class="secondary" action=${refetch}>${t("audit_again")}<//>
    </div>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && html`<${Records} records=${[...data.records, ...more]} onStaff=${setStaff} />`}
    ${before && html`<${ActionButton} class="secondary" action=${readOlder}>${t("audit_older")}<//>`}
  `;
}
