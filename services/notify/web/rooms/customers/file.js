// The customer file: as it stands, or as of a day; its fields are changed in forms (W2, Q1).

import { Corrections, Dates, Holdings, Profile } from "./file-forms.js";
import { closeFile } from "./opened.js";
import { money, pathOf } from "./shown.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf, nameOfActor } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { PickDay } from "../../parts/fields.js";
import { Pending } from "../../parts/pending.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { customerKindName, languageName, needName, riskName, segmentName } from "../../words/terms.js";

/** @param {{me: Me, branch: string, customer: string}} props */
export function File({ customer }) {
  const t = useWords();
  const [day, setDay] = useState("");
  const [editing, setEditing] = useState(null);
  const { data, error, refetch } = useQueryOnce(pathOf(customer, day && `?as_of=${day}`));
  const changed = async () => {
    setEditing(null);
    await refetch();
  };
  const now = data && !data.as_of;
  const toggle = (what) =>
    html`<button
      type="button"
      class="chip"
      aria-pressed=${editing === what}
      onClick=${() => setEditing(editing === what ? null : what)}
    >
      ${t(`customer_edit_${what}`)}
    </button>`;
  return html`<section class="customer-file" aria-label=${t("file")}>
    <div class="line">
      <h2>${data ? (data.name ?? data.masked_name) : t("file")}</h2>
      <button type="button" class="secondary" onClick=${closeFile}>${t("customer_close")}</button>
    </div>
    <${PickDay} label=${t("customer_as_of")} value=${day} onPick=${setDay} />
    ${
      day &&
      html`<p class="found">${t("customer_as_of_day", { day })}
      <button type="button" class="quiet" onClick=${() => setDay("")}>${t("customer_as_now")}</button></p>`
    }
    ${!data && html`<${Pending} error=${error} />`}
    ${data && html`<${Facts} file=${data} />`}
    ${data && !data.clear && html`<p class="faint">${t("customer_masked")}</p>`}
    ${
      now &&
      data.clear &&
      html`<div class="chips" role="group" aria-label=${t("customer_edit")}>
        ${["profile", "correction", "dates", "holdings"].map(toggle)}
      </div>`
    }
    ${editing === "profile" && now && html`<${Profile} file=${data} onDone=${changed} />`}
    ${editing === "correction" && now && html`<${Corrections} file=${data} onDone=${changed} />`}
    ${editing === "dates" && now && html`<${Dates} file=${data} onDone=${changed} />`}
    ${editing === "holdings" && now && html`<${Holdings} file=${data} onDone=${changed} />`}
  </section>`;
}

function Facts({ file }) {
  const t = useWords();
  const row = (field, label, value) =>
    value && html`<div key=${field}><dt>${label}</dt><dd>${value} <${Origin} fact=${file.facts[field]} /></dd></div>`;
  return html`<div class="facts"><dl>
    ${row("name", t("customer_name"), file.name)}
    ${row("preferred_name", t("customer_preferred_name"), file.preferred_name)}
    ${row("kind", t("customer_kind"), customerKindName(file.kind))}
    ${row("segment", t("customer_segment"), segmentName(file.segment))}
    ${row("account_manager", t("customer_its_manager"), file.account_manager && nameOf(file.account_manager))}
    ${row("phone", t("said_phone"), file.phone)}
    ${row("identity", t("customer_identity"), file.identity)}
    ${row("language", t("customer_language"), file.language && languageName(file.language))}
    ${row("tags", t("customer_tags"), file.tags.join(" · "))}
    ${row("risk", t("customer_risk"), file.risk && riskName(file.risk))}
    ${row("review_due", t("customer_review_due"), file.review_due && file.review_due.slice(0, 10))}
    ${row("dates", t("customer_dates"), file.dates.map((one) => `${one.day} ${one.words}`).join(" · "))}
    ${row("needs", t("customer_needs"), file.needs.map((one) => needName(one.need)).join(" · "))}
  </dl>
  ${file.clear && html`<${Held} file=${file} />`}
  </div>`;
}

/** From when a fact holds, and who stated it. */
function Origin({ fact }) {
  const t = useWords();
  if (!fact) return null;
  const values = { at: dayAndTime(fact.valid_from), who: nameOfActor(fact.by) };
  return html`<span class="faint" title=${fact.source}>${t("customer_fact", values)}</span>`;
}

function Held({ file }) {
  const t = useWords();
  if (!file.holdings.length) return html`<p class="faint">${t("customer_no_holdings")}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("customer_holdings")}><table class="table">
    <caption>${t("customer_holdings")} <span class="faint">${file.held_at && dayAndTime(file.held_at)}</span></caption>
    <thead><tr>
      <th scope="col">${t("customer_product")}</th>
      <th scope="col">${t("customer_amount")}</th>
      <th scope="col">${t("customer_matures")}</th>
    </tr></thead>
    <tbody>${file.holdings.map(
      (one) =>
        html`<tr key=${one.product}>
        <th scope="row">${needName(one.product)}</th><td>${money(one)}</td><td>${one.matures_on ?? "–"}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}
