// The customer file: as it stands, or as of a day; its fields are changed in forms (W2, Q1).

import { Duplicates } from "./duplicates.js";
import { Corrections, Dates, Holdings, Profile } from "./file-forms.js";
import { Household } from "./household.js";
import { closeFile } from "./opened.js";
import { pathOf, valueName } from "./shown.js";
import { dayAndTime, dayOf, timeOfDay } from "../../live/clock.js";
import { nameOf, nameOfActor } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { Dialog } from "../../parts/dialog.js";
import { PickDay } from "../../parts/fields.js";
import { money } from "../../parts/money.js";
import { Pending, PendingDialog } from "../../parts/pending.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import { customerKindName, fieldName, languageName, needName, riskName, segmentName } from "../../words/terms.js";

/** @param {{me: Me, branch: string, customer: string}} props */
export function File({ me, customer }) {
  const t = useWords();
  const [day, setDay] = useState("");
  const [editing, setEditing] = useState(null);
  const { data, error, refetch } = useQueryOnce(pathOf(customer, day && `?as_of=${day}`));
  const now = data && !data.as_of;
  const form = { file: data, reread: refetch, onDone: () => setEditing(null) };
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
        ${["profile", "correction", "dates", "holdings", "household"].map(toggle)}
      </div>`
    }
    ${editing === "profile" && now && html`<${Profile} ...${form} />`}
    ${editing === "correction" && now && html`<${Corrections} ...${form} />`}
    ${editing === "dates" && now && html`<${Dates} ...${form} />`}
    ${editing === "household" && now && html`<${Household} file=${data} onDone=${refetch} />`}
    ${editing === "holdings" && now && html`<${Holdings} ...${form} />`}
    ${now && data.clear && html`<${Duplicates} key=${data.edition} me=${me} file=${data} onDone=${refetch} />`}
  </section>`;
}

function Facts({ file }) {
  const t = useWords();
  const { data: vocabulary } = useQueryOnce("/api/customer/tags");
  const words = Object.fromEntries((vocabulary?.words ?? []).map((one) => [one.tag, [one.zh, one.en]]));
  const tagName = (tag) => (words[tag] ? pick(words[tag]) : tag);
  const rows = {
    name: [t("customer_name"), file.name],
    preferred_name: [t("customer_preferred_name"), file.preferred_name],
    kind: [t("customer_kind"), customerKindName(file.kind)],
    segment: [t("customer_segment"), segmentName(file.segment)],
    account_manager: [t("customer_its_manager"), file.account_manager && nameOf(file.account_manager)],
    phone: [t("said_phone"), file.phone],
    identity: [t("customer_identity"), file.identity],
    language: [t("customer_language"), file.language && languageName(file.language)],
    tags: [t("customer_tags"), file.tags.map(tagName).join(" · ")],
    risk: [t("customer_risk"), file.risk && riskName(file.risk)],
    review_due: [t("customer_review_due"), file.review_due && dayOf(file.review_due)],
    dates: [t("customer_dates"), file.dates.map((one) => `${one.day} ${one.words}`).join(" · ")],
    needs: [t("customer_needs"), (file.needs ?? []).map((one) => needName(one.need)).join(" · ")],
  };
  return html`<div class="facts"><dl>
    ${Object.entries(rows).map(
      ([field, [label, value]]) =>
        value &&
        html`<div key=${field}><dt>${label}</dt><dd>${value} <${Origin} file=${file} field=${field} /></dd></div>`,
    )}
  </dl>
  ${file.clear && html`<${Held} file=${file} />`}
  </div>`;
}

const sinceOf = (fact) => ({
  at: `${dayOf(fact.valid_from)} ${timeOfDay(fact.valid_from)}`,
  who: nameOfActor(fact.by),
});

/** From when a fact holds, and who stated it; the field's whole history opens with it. */
function Origin({ file, field }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const fact = file.facts[field];
  if (!fact) return null;
  const said = t("customer_fact", sinceOf(fact));
  return html`<button
      type="button"
      class="quiet fact"
      aria-label="${fieldName(field)}: ${said}"
      onClick=${() => setOpen(true)}
    >
      ${said}
    </button>
    ${open && html`<${History} customer=${file.customer} field=${field} onClose=${() => setOpen(false)} />`}`;
}

/** Every value that a field had, from when, and the event or command behind it. */
function History({ customer, field, onClose }) {
  const t = useWords();
  const { data, error } = useQueryOnce(pathOf(customer, `/history?field=${field}`));
  return html`<${Dialog} title="${t("customer_history")}: ${fieldName(field)}" onClose=${onClose}>
    ${!data && html`<${PendingDialog} error=${error} />`}
    <ul class="customer-dates">
      ${data?.map(
        (one) =>
          html`<li key="${one.valid_from} ${one.source}">
          <b>${valueName(field, one.value)}</b> <span class="faint">${t("customer_fact", sinceOf(one))}</span>
          <span class="faint source">${one.source}</span>
        </li>`,
      )}
    </ul>
  <//>`;
}

function Held({ file }) {
  const t = useWords();
  if (!file.holdings.length) return html`<p class="faint">${t("customer_no_holdings")}</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("customer_holdings")}><table class="table">
    <caption>${t("customer_holdings")} <span class="faint">${file.held_at && dayAndTime(file.held_at)}</span>
      <${Origin} file=${file} field="holdings" /></caption>
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
