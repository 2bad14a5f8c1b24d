// Who belongs to a customer, and who introduced them (W3).

import { openFile } from "./opened.js";
import { command } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { Choice, DayField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { Pending } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { RelationKind, RelationSource } from "../../words/enums.js";
import { useWords } from "../../words/language.js";
import { named, optionsOf } from "../../words/terms.js";

const relationName = named(RelationKind);
const sourceName = named(RelationSource);

/** @param {{customer: string}} props */
export function Relations({ customer }) {
  const t = useWords();
  const path = `/api/customer/customers/${encodeURIComponent(customer)}/relations`;
  const { data, error, refetch } = useQueryOnce(path);
  const change = (/** @type {string} */ what) => async (/** @type {object} */ body, /** @type {Keys} */ keys) => {
    await command(`${path}${what}`, body, keys);
    toast(t("relations_done"));
    await refetch();
  };
  if (!data && error?.status === 403) return null; // for those who keep the customer
  return html`<section class="relations" aria-labelledby="relations-title">
    <h2 id="relations-title">${t("relations")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.relations.length && html`<p class="blank small">${t("relations_none")}</p>`}
    ${
      data?.relations.length > 0 &&
      html`<ul class="relation-list">
        ${data.relations.map(
          (/** @type {any} */ one) => html`<${Relation} key=${one.relation} one=${one} change=${change} />`,
        )}
      </ul>`
    }
    ${
      data?.introductions.length > 0 &&
      html`<h3>${t("relations_introduced")}</h3>
      <ul class="relation-list">
        ${data.introductions.map(
          (/** @type {any} */ one) =>
            html`<li key=${one.referral}>
              ${t("relations_introduced_by", {
                day: dayAndTime(one.at),
                who: nameOf(one.found_by.replace(/^staff:/, "")),
                manager: nameOf(one.account_manager),
              })}
            </li>`,
        )}
      </ul>`
    }
    ${data && html`<${Record} customer=${customer} action=${change("")} />`}
  </section>`;
}

/** @param {{one: any, change: (what: string) => Function}} props */
function Relation({ one, change }) {
  const t = useWords();
  const [ending, setEnding] = useState(false);
  const what = `/${encodeURIComponent(one.pair)}/${encodeURIComponent(one.relation)}/end`;
  return html`<li>
    <p>
      <strong>${relationName(one.kind)}</strong>
      <button
        type="button"
        class="quiet"
        aria-label=${t("relations_open", { who: one.masked_name })}
        onClick=${() => openFile(one.other)}
      >
        ${one.masked_name}
      </button>
      <span class="faint">
        ${one.since && t("relations_since", { day: one.since })}
        ${one.ended && t("relations_ended", { day: one.ended })}
        · ${sourceName(one.source)} · ${nameOf(one.recorded_by)}
      </span>
    </p>
    ${
      !one.ended &&
      !ending &&
      html`<button type="button" class="quiet" onClick=${() => setEnding(true)}>${t("relations_end")}</button>`
    }
    ${
      !one.ended &&
      ending &&
      html`<${Form}
        name="relation_end ${one.relation}"
        action=${change(what)}
        onCancel=${() => setEnding(false)}
        submit=${t("relations_end")}
      >
        <${DayField} name="ended" label=${t("relations_end_day")} needed=${true} />
      <//>`
    }
  </li>`;
}

/** @param {{customer: string, action: Function}} props */
function Record({ customer, action }) {
  const t = useWords();
  const record = (/** @type {any} */ given, /** @type {Keys} */ keys) =>
    action({ ...given, since: given.since || null }, keys);
  return html`<details>
    <summary>${t("relations_record")}</summary>
    <${Form} name="relation ${customer}" action=${record} submit=${t("relations_record")}>
      <${TextField} name="other" label=${t("relations_other")} most="64" needed="relations_other_needs" />
      <${Choice} name="kind" label=${t("relations_kind")} options=${optionsOf(RelationKind)} />
      <${Choice} name="source" label=${t("relations_source")} options=${optionsOf(RelationSource)} />
      <${DayField} name="since" label=${t("relations_since_day")} />
    <//>
  </details>`;
}
