// The need desk (A3, E4): what one raised and its answer, notes about the market, and, for the product department, the
// needs of all branches.

import { AtDesk } from "./at-desk.js";
import { MarketNote, MarketNotes } from "./market.js";
import { command } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { productName, useProducts } from "../../../live/products.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  deskAnswerName,
  deskStateName,
  deskStepName,
  MISSING,
  missingName,
} from "../../../words/business/product-terms.js";
import { useWords } from "../../../words/language.js";
import { needName, options, REMARK_NEEDS } from "../../../words/terms.js";

const EVERY = 60_000; // milliseconds: an answer to a need of another branch is not hinted at here
const minds = (event) => event.startsWith("desk_need_");

/** @param {{me: Me, branch: string}} props */
export function Desk({ branch }) {
  useNames();
  return html`<div class="need-desk">
    ${may("referral.list_desk_needs", branch) && html`<${AtDesk} branch=${branch} />`}
    ${may("referral.list_own_askings", branch) && html`<${Mine} branch=${branch} />`}
    ${may("referral.note_market", branch) && html`<${MarketNote} branch=${branch} />`}
    ${may("referral.count_market_notes", branch) && html`<${MarketNotes} branch=${branch} />`}
  </div>`;
}

function Mine({ branch }) {
  const t = useWords();
  const [adding, setAdding] = useState(false);
  const path = `/api/referral/desk/askings?${new URLSearchParams({ branch })}`;
  const { data, error, refetch } = useQuery(path, { minds, every: EVERY });
  const save = async ({ need, missing, words }, keys) => {
    await command(path, { need, ...(missing && { missing }), ...(words && { words }) }, keys);
    toast(t("desk_raised"));
    setAdding(false);
    await refetch();
  };
  return html`<section aria-labelledby="desk-mine">
    <div class="line">
      <h2 id="desk-mine">${t("desk_mine")} ${data && html`<b>${data.length}</b>`}</h2>
      <button type="button" class="secondary" aria-expanded=${adding} onClick=${() => setAdding(!adding)}>
        ${t("desk_raise")}
      </button>
    </div>
    ${
      adding &&
      html`<${Form}
        name="business ${branch} desk need"
        action=${save}
        submit=${t("desk_send")}
        onCancel=${() => setAdding(false)}
      >
        <div class="form row">
          <${Choice} name="need" label=${t("desk_need")} options=${options(REMARK_NEEDS, needName)} />
          <${Choice}
            name="missing"
            label=${t("desk_missing")}
            options=${options(MISSING, missingName)}
            none=${t("desk_missing_none")}
          />
        </div>
        <${TextField} name="words" label=${t("desk_words")} rows="2" most=${2000} />
      <//>`
    }
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("desk_mine_none")}</p>`}
    <ul class="desk-list" aria-labelledby="desk-mine">
      ${data?.map(
        (one) => html`<li key=${one.asking}>
          <h3>
            ${needName(one.need)} ${one.missing && missingName(one.missing)}
            ${one.desk && html` <span class="tag">${deskStateName(one.desk.state)}</span>`}
          </h3>
          ${one.words && html`<p>${one.words}</p>`} 
          ${one.desk && html`<${DeskFacts} need=${one.desk} branch=${branch} />`}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** The count, the deadlines and the answer of a need at the desk. @param {{need: any, branch: string}} props */
export function DeskFacts({ need, branch }) {
  const t = useWords();
  useProducts();
  const answered = need.state === "answered";
  return html`<p class="faint">
      ${t("desk_count", { n: need.count })}
      ${need.state === "raised" && ` · ${t("desk_acknowledge_by", { day: need.acknowledge_by })}`}
      ${!answered && ` · ${t("desk_answer_by", { day: need.answer_by })}`}
      ${need.late.map((step) => html` · <strong>${t("desk_is_late", { step: deskStepName(step) })}</strong>`)}
    </p>
    ${
      answered &&
      html`<p>
        ${t("desk_answered", {
          who: nameOf(need.answered_by),
          at: dayAndTime(need.answered_at),
          answer: deskAnswerName(need.answer),
        })}
        ${need.product && ` · ${t("desk_product", { product: productName(need.product, branch) })}`}
      </p>`
    }
    ${need.answer_words && html`<blockquote>${need.answer_words}</blockquote>`}`;
}
