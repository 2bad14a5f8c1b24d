// One recommendation (A3), with what may be noted of it next.

import { command } from "../../../live/api.js";
import { nameOf } from "../../../live/colleagues.js";
import { productName, useProducts } from "../../../live/products.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, NumberField, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { useId } from "../../../parts/ids.js";
import { inHundredths, money } from "../../../parts/money.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  DECLINES,
  declineName,
  recommendationReasonName,
  recommendationStateName,
  withdrawalName,
} from "../../../words/business/product-terms.js";
import { joined, useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";
import { openFile } from "../../customers/opened.js";

/** @param {{one: any, branch: string, name?: string, refetch: () => Promise<void>}} props */
export function Recommendation({ one, branch, name, refetch }) {
  const t = useWords();
  const [doing, setDoing] = useState(null);
  const titleId = useId();
  useProducts();
  const product = productName(one.product, branch);
  const title = `${product} ${name ?? ""}`;
  const act = async (what, body, keys) => {
    await command(`/api/referral/recommendations/${encodeURIComponent(one.recommendation)}/${what}`, body, keys);
    toast(t("recommend_saved"));
    setDoing(null);
    await refetch();
  };
  const form = (what, fields, read = (values) => values) =>
    html`<${Form}
      key=${what}
      name="business ${branch} recommendation ${what} ${one.recommendation}"
      state=${one.state}
      action=${(values, keys) => act(what, read(values), keys)}
      submit=${t(WORD[what])}
      onCancel=${() => setDoing(null)}
      >${fields}<//
    >`;
  const toggle = (what) =>
    html`<button
      type="button"
      class="chip"
      aria-pressed=${doing === what}
      aria-label="${t(WORD[what])} ${title}"
      onClick=${() => setDoing(doing === what ? null : what)}
    >
      ${t(WORD[what])}
    </button>`;
  const tap = (what) =>
    html`<${ActionButton} class="chip" label="${t(WORD[what])} ${title}" action=${(keys) => act(what, {}, keys)}>
      ${t(WORD[what])}
    <//>`;
  const shown = one.open && may("referral.present_recommendation", branch);
  const presented = one.state !== "proposed";
  return html`<li class="recommendation" aria-labelledby=${titleId}>
    <h3 id=${titleId}>
      ${name && html`<button type="button" class="quiet" onClick=${() => openFile(one.customer)}>${name}</button>`}
      ${" "}${product} <span class="tag">${recommendationStateName(one.state)}</span>
    </h3>
    <p class="faint">
      ${joined(one.reasons.map(recommendationReasonName))}
      ${one.open && ` · ${t("recommend_open_until", { day: one.expires_on })}`}
      ${" · "}${t("recommend_by", { who: nameOf(one.account_manager) })}
      ${one.declined && ` · ${declineName(one.declined)}`} ${one.withdrawn && ` · ${withdrawalName(one.withdrawn)}`}
      ${one.amount != null && ` · ${money(one)}`}
    </p>
    ${
      shown &&
      html`<div class="chips" role="group" aria-label=${title}>
        ${!presented && toggle("present")} ${one.state === "presented" && tap("interested")}
        ${presented && toggle("bought")} ${presented && toggle("decline")} ${tap("withdraw")}
      </div>`
    }
    ${
      doing === "present" &&
      form(
        "present",
        html`<${TextField} name="recording" label=${t("recommend_recording")} most=${64} />`,
        ({ recording }) => (recording ? { recording } : {}),
      )
    }
    ${
      doing === "bought" &&
      form(
        "bought",
        html`<${NumberField} name="amount" label=${t("recommend_amount")} above=${0} unit="yuan" needed=${true} />`,
        ({ amount }) => ({ amount: inHundredths(amount) }),
      )
    }
    ${
      doing === "decline" &&
      form(
        "decline",
        html`<${Choice}
          name="reason"
          label=${t("recommend_decline_reason")}
          options=${options(DECLINES, declineName)}
        />`,
      )
    }
  </li>`;
}

/** @type {Record<string, string>} */
const WORD = {
  present: "recommend_present",
  interested: "recommend_interested",
  bought: "recommend_bought",
  decline: "recommend_decline",
  withdraw: "recommend_withdraw",
};
