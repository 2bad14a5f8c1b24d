// The dated rule sets of the laws on complaints: a new one from a day on, made of the last (D9).

import { put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { daysAfter } from "../../../live/time.js";
import { Choice, DayField, NumberField, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { clockName, lawName, ruleLines } from "../../cases/law.js";

const OF_ITSELF = ["id", "law", "number"]; // what the service says of a set, and is told by nobody
const UNITS = ["working_days", "calendar_days", "weeks", "days_after_quarter"];

/** @param {{branch: string}} props */
export function LawSets({ branch }) {
  const t = useWords();
  const path = `/api/customer/branches/${encodeURIComponent(branch)}/complaint-law`;
  const { data, error, refetch } = useQueryOnce(path);
  const [chosen, setChosen] = useState("");
  if (!data) return html`<${Pending} error=${error} />`;
  const law = data.laws.find((/** @type {any} */ one) => one.law === (chosen || data.law));
  const choose = (/** @type {Event} */ event) => setChosen(/** @type {HTMLSelectElement} */ (event.target).value);
  return html`<section class="rule" aria-labelledby="laws-title">
    <h2 id="laws-title">${t("laws_title")}</h2>
    <label>
      ${t("laws_law")}
      <select value=${law.law} onChange=${choose}>
        ${data.laws.map(
          (/** @type {any} */ one) => html`<option key=${one.law} value=${one.law}>${lawName(t, one.law)}</option>`,
        )}
      </select>
    </label>
    ${law.sets.map(
      (/** @type {any} */ set) => html`<div key=${set.id}>
        <p class="small">${t("law_from", { rules: set.id, day: set.valid_from })}</p>
        <ul class="small">
          ${ruleLines(set, t).map((line) => html`<li>${line}</li>`)}
        </ul>
      </div>`,
    )}
    <${NextSet} key=${law.law} path=${path} branch=${branch} law=${law} refetch=${refetch} />
  </section>`;
}

/** A new set that follows the last one; what it says of extensions, replies and repair is the last one's. */
function NextSet({ path, branch, law, refetch }) {
  const t = useWords();
  const last = law.sets[law.sets.length - 1];
  const save = async (/** @type {any} */ typed, /** @type {{seen?: any}} */ { seen }) => {
    await put(`${path}/${encodeURIComponent(law.law)}`, { sets: setsOf(law.sets, typed), seen });
    toast(t("settings_saved"));
    await refetch();
  };
  return html`<p class="faint">${t("laws_hint")}</p>
    <${Form}
      name="customer ${branch} law set ${law.law}"
      action=${save}
      submit=${t("laws_save")}
      seen=${`${law.law}:${law.edition}`}
      reread=${refetch}
      replaces=${true}
    >
      <${DayField} name="valid_from" label=${t("laws_from")} needed=${true} />
      ${last.terms.map(
        (/** @type {any} */ term) => html`<fieldset key=${term.clock}>
          <legend>${clockName(term.clock)}</legend>
          <div class="form row">
            <${NumberField}
              name="${term.clock} count"
              label=${t("laws_count", { clock: clockName(term.clock) })}
              initial=${term.span.count}
              whole=${true}
              needed=${true}
              least=${1}
              most=${366}
            />
            <${Choice}
              name="${term.clock} unit"
              label=${t("laws_unit", { clock: clockName(term.clock) })}
              initial=${term.span.unit}
              options=${UNITS.map((one) => [one, t(`unit_${one}`)])}
            />
            <${NumberField}
              name="${term.clock} warn"
              label=${t("laws_warn", { clock: clockName(term.clock) })}
              initial=${term.warn}
              whole=${true}
              needed=${true}
              least=${0}
              most=${60}
            />
          </div>
          <${TextField}
            name="${term.clock} source"
            label=${t("laws_source", { clock: clockName(term.clock) })}
            initial=${term.source}
            most=${300}
            needed="laws_needs_source"
          />
        </fieldset>`,
      )}
    <//>`;
}

/**
 * All sets of a law with one more, which begins where the last one is made to end.
 *
 * @param {any[]} known
 * @param {any} typed
 */
function setsOf(known, typed) {
  const kept = known.map((set) =>
    Object.fromEntries(Object.entries(set).filter(([name]) => !OF_ITSELF.includes(name))),
  );
  const last = kept[kept.length - 1];
  const terms = last.terms.map((/** @type {any} */ term) => ({
    clock: term.clock,
    span: { count: typed[`${term.clock} count`], unit: typed[`${term.clock} unit`] },
    warn: typed[`${term.clock} warn`],
    source: typed[`${term.clock} source`],
  }));
  const ends = { ...last, valid_until: daysAfter(typed.valid_from, -1) };
  return [...kept.slice(0, -1), ends, { ...last, valid_from: typed.valid_from, valid_until: null, terms }];
}
