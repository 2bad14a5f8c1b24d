// The needs of a customer, in their file: from the first word to fulfilment (A1).

import { command } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, DayField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import {
  DECLINED,
  declinedName,
  needReasonName,
  needStateName,
  UNSERVABLE,
  unservableName,
} from "../../words/customers/contact-terms.js";
import { reasonOf, useWords } from "../../words/language.js";
import { REMARK_NEEDS, needName } from "../../words/terms.js";

const needsPath = (customer) => `/api/customer/customers/${encodeURIComponent(customer)}/needs`;

/** @param {{me: Me, branch: string, customer: string}} props */
export function Needs({ branch, customer }) {
  const t = useWords();
  const [adding, setAdding] = useState(false);
  const path = needsPath(customer);
  const { data, error, refetch } = useQueryOnce(path);
  const save = async ({ need, words }, keys) => {
    await command(path, { need, ...(words ? { words } : {}) }, keys);
    toast(t("need_saved"));
    setAdding(false);
    await refetch();
  };
  const open = data?.filter((one) => one.open) ?? [];
  const closed = data?.filter((one) => !one.open) ?? [];
  return html`<section class="customer-needs" aria-labelledby="needs-title">
    <div class="line">
      <h2 id="needs-title">${t("customer_needs")} ${data && html`<b>${open.length}</b>`}</h2>
      <button type="button" class="secondary" aria-expanded=${adding} onClick=${() => setAdding(!adding)}>
        ${t("need_add")}
      </button>
    </div>
    ${
      adding &&
      html`<${Form}
        name="customer ${branch} need ${customer}"
        action=${save}
        submit=${t("save")}
        onCancel=${() => setAdding(false)}
      >
        <${Choice} name="need" label=${t("need_word")} options=${REMARK_NEEDS.map((one) => [one, needName(one)])} />
        <${TextField} name="words" label=${t("need_words")} rows="2" />
      <//>`
    }
    ${!data && html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !data.length && html`<p class="blank small">${t("needs_none")}</p>`}
    <ul class="need-list" aria-labelledby="needs-title">
      ${open.map((one) => html`<${Need} key=${one.id} need=${one} branch=${branch} path=${path} refetch=${refetch} />`)}
      ${closed.map((need) => html`<${Closed} key=${need.id} need=${need} />`)}
    </ul>
  </section>`;
}

function Need({ need, branch, path, refetch }) {
  const t = useWords();
  const [doing, setDoing] = useState(null);
  const act = (what) => async (body, keys) => {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value));
    const over = what === "assign" && { seen: keys.seen };
    await command(`${path}/${encodeURIComponent(need.id)}/${what}`, { ...given, ...over }, keys);
    toast(t("need_saved"));
    setDoing(null);
  };
  const chip = (which) =>
    html`<button
      type="button"
      class="chip"
      aria-pressed=${doing === which}
      onClick=${() => setDoing(doing === which ? null : which)}
    >
      ${t(`need_${which}`)}
    </button>`;
  const tap = (what) =>
    html`<${ActionButton} class="chip" action=${(keys) => act(what)({}, keys)} reread=${refetch}>
      ${t(`need_${what}`)}
    <//>`;
  const form = (fields) =>
    html`<${Form}
      key=${doing}
      name="customer ${branch} need ${doing} ${need.id}"
      state=${need.state}
      action=${act(doing)}
      submit=${t(`need_${doing}`)}
      seen=${need.mark}
      reread=${refetch}
      onCancel=${() => setDoing(null)}
      >${fields}<//
    >`;
  const reasons = (words, name) =>
    form(html`<${Choice} name="reason" label=${t("need_reason")} options=${words.map((one) => [one, name(one)])} />`);
  return html`<li class="need ${need.overdue ? "late" : ""}">
    <h3>${needName(need.need)} <span class="tag">${needStateName(need.state)}</span></h3>
    <p class="faint">
      ${t("need_due", { due: need.due })}${need.overdue && ` · ${t("need_is_overdue")}`}
      ${" · "}${t("need_owner", { who: need.owner ? nameOf(need.owner) : t("enquiry_nobody") })}
    </p>
    ${need.words && html`<p>${need.words}</p>`}
    <div class="chips" role="group" aria-label=${needName(need.need)}>
      ${need.state === "stated" && tap("qualify")}
      ${chip("offer")}
      ${tap("fulfil")}
      ${chip("decline")} ${chip("unservable")} ${chip("assign")}
    </div>
    ${
      doing === "offer" &&
      form(html`<${TextField} name="words" label=${t("need_offered_what")} rows="2" />
        <${DayField} name="due" label=${t("need_until")} />`)
    }
    ${doing === "decline" && reasons(DECLINED, declinedName)}
    ${doing === "unservable" && reasons(UNSERVABLE, unservableName)}
    ${doing === "assign" && form(html`<${DayField} name="due" label=${t("need_until")} needed />`)}
  </li>`;
}

function Closed({ need }) {
  const t = useWords();
  return html`<li class="need closed">
    <h3>${needName(need.need)} <span class="tag">${needStateName(need.state)}</span></h3>
    <p class="faint">
      ${t("need_closed_by", { who: nameOf(need.closed_by), at: dayAndTime(need.closed_at) })}
      ${need.reason && ` · ${needReasonName(need.state, need.reason)}`}
    </p>
  </li>`;
}
