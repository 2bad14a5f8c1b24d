// The forms of a customer file. Each is sent with the edition that was read: of two who change a file at once, the
// slower is refused, and sees what the other changed.

import { pathOf } from "./shown.js";
import { command, put } from "../../live/api.js";
import { useQueryOnce } from "../../live/query.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, DayField, NumberField, TextField, Ticks } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { inHundredths, money } from "../../parts/money.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { pick, t as say, useWords } from "../../words/language.js";
import {
  CORRECTION_REASONS,
  correctionName,
  DATE_KINDS,
  dateName,
  languageName,
  needName,
  options,
  riskName,
  RISKS,
  SPOKEN_LANGUAGES,
} from "../../words/terms.js";

const tagsIn = (text) =>
  text
    .split(/[,，、;；\n]+/)
    .map((one) => one.trim())
    .filter(Boolean);

/** Send some fields of the profile; what does not differ from the file stays. */
async function send(file, fields, edition = file.edition) {
  await put(pathOf(file.customer, "/profile"), { edition, ...fields });
  toast(say("customer_saved"));
}

export function Profile({ file, reread, onDone }) {
  const t = useWords();
  const { data: vocabulary } = useQueryOnce("/api/customer/tags");
  const words = vocabulary?.words ?? [];
  const isWord = (tag) => words.some((one) => one.tag === tag);
  const save = ({ preferred_name, language, chosen, tags, risk }, { seen }) => {
    const fields = {
      preferred_name: preferred_name || null,
      language: language || null,
      tags: [...(chosen ?? []), ...tagsIn(tags)],
      ...((risk || null) !== file.risk && { risk: risk || null }),
    };
    return send(file, fields, seen);
  };
  return html`<${Form}
    name="customer profile ${file.customer}"
    action=${save}
    submit=${t("save")}
    seen=${file.edition}
    reread=${reread}
    onDone=${onDone}
    replaces=${true}
  >
    <div class="form row">
      <${TextField}
        name="preferred_name"
        label=${t("customer_preferred_name")}
        most=${100}
        initial=${file.preferred_name ?? ""}
      />
      <${Choice}
        name="language"
        label=${t("customer_language")}
        none="–"
        initial=${file.language ?? ""}
        options=${options(SPOKEN_LANGUAGES, languageName)}
      />
      <${TextField}
        name="tags"
        label=${t("customer_free_tags")}
        most=${220}
        initial=${file.tags.filter((one) => !isWord(one)).join("、")}
      />
      <${Choice}
        name="risk"
        label=${t("customer_risk")}
        none="–"
        initial=${file.risk ?? ""}
        options=${options(RISKS, riskName)}
      />
    </div>
    ${
      words.length > 0 &&
      html`<${Ticks}
        name="chosen"
        legend=${t("customer_tags")}
        initial=${file.tags.filter(isWord)}
        options=${words.map((one) => [one.tag, pick([one.zh, one.en])])}
      />`
    }
  <//>
  ${
    file.risk &&
    html`<p><${ActionButton}
      class="secondary"
      action=${() => send(file, { risk: file.risk })}
      reread=${reread}
      onDone=${onDone}
    >
      ${t("customer_risk_reviewed")}
    <//></p>`
  }`;
}

export function Corrections({ file, reread, onDone }) {
  const t = useWords();
  const save = async ({ reason, identity, ...fields }, keys) => {
    const form = { edition: keys.seen, reason, ...fields, identity: identity || null };
    await command(pathOf(file.customer, "/corrections"), form, keys);
    toast(say("customer_saved"));
  };
  return html`<${Form}
    name="customer correction ${file.customer}"
    state=${file.edition}
    action=${save}
    submit=${t("customer_correct")}
    seen=${file.edition}
    reread=${reread}
    onDone=${onDone}
  >
    <div class="form row">
      <${TextField}
        name="name"
        label=${t("customer_name")}
        most=${100}
        initial=${file.name}
        needed="customer_name_needed"
      />
      <${TextField}
        name="phone"
        label=${t("said_phone")}
        most=${40}
        initial=${file.phone}
        needed="customer_phone_needed"
      />
      <${TextField} name="identity" label=${t("customer_identity")} most=${40} initial=${file.identity ?? ""} />
      <${Choice} name="reason" label=${t("customer_reason")} options=${options(CORRECTION_REASONS, correctionName)} />
    </div>
  <//>`;
}

export function Dates({ file, reread, onDone }) {
  const t = useWords();
  const add = (one) => send(file, { dates: [...file.dates, one] });
  const without = (gone) => send(file, { dates: file.dates.filter((one) => one !== gone) });
  return html`<ul class="customer-dates">
    ${file.dates.map(
      (one) =>
        html`<li key="${one.kind} ${one.day} ${one.words}" class="line">
        <span>${dateName(one.kind)} ${one.day} ${one.words}</span>
        <${ActionButton}
          class="quiet"
          label="${t("customer_remove")} ${one.day}"
          action=${() => without(one)}
          reread=${reread}
          onDone=${onDone}
        >
          ${t("customer_remove")}
        <//>
      </li>`,
    )}
  </ul>
  <${Form}
    name="customer date ${file.customer}"
    action=${add}
    submit=${t("customer_add_date")}
    reread=${reread}
    onDone=${onDone}
  >
    <div class="form row">
      <${Choice} name="kind" label=${t("customer_date_kind")} options=${options(DATE_KINDS, dateName)} />
      <${DayField} name="day" label=${t("customer_day")} needed="customer_day_needed" />
      <${TextField} name="words" label=${t("customer_date_words")} most=${60} />
    </div>
  <//>`;
}

export function Holdings({ file, reread, onDone }) {
  const t = useWords();
  const report = async (holdings) => {
    await put(pathOf(file.customer, "/holdings"), { holdings, seen: file.held_at });
    toast(say("customer_saved"));
  };
  const others = (product) => file.holdings.filter((one) => one.product !== product);
  const set = ({ product, amount, matures_on }) =>
    report([...others(product), { product, amount: inHundredths(amount), matures_on: matures_on || null }]);
  return html`<ul class="customer-dates">
    ${file.holdings.map(
      (one) =>
        html`<li key=${one.product} class="line">
        <span>${needName(one.product)} ${money(one)}</span>
        <${ActionButton}
          class="quiet"
          label="${t("customer_remove")} ${needName(one.product)}"
          action=${() => report(others(one.product))}
          reread=${reread}
          onDone=${onDone}
        >
          ${t("customer_remove")}
        <//>
      </li>`,
    )}
  </ul>
  <${Form}
    name="customer holding ${file.customer}"
    action=${set}
    submit=${t("customer_set_holding")}
    reread=${reread}
    onDone=${onDone}
    replaces=${true}
  >
    <div class="form row">
      <${TextField} name="product" label=${t("customer_product")} most=${64} needed="customer_product_needed" />
      <${NumberField}
        name="amount"
        label=${t("customer_amount")}
        most=${1e12}
        least=${-1e12}
        unit="yuan"
        needed=${true}
      />
      <${DayField} name="matures_on" label=${t("customer_matures")} />
    </div>
  <//>`;
}
