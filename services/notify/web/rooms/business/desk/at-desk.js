// The needs of all branches at the product department (A3): acknowledged, read in their words, answered.

import { DeskFacts } from "./desk.js";
import { command } from "../../../live/api.js";
import { branchName, useBranches } from "../../../live/branches.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQuery, useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Chips } from "../../../parts/chips.js";
import { Choice, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  ANSWERS,
  deskAnswerName,
  deskStateName,
  missingName,
  nameOfTerms,
} from "../../../words/business/product-terms.js";
import { useWords } from "../../../words/language.js";
import { needName, options } from "../../../words/terms.js";

const STATES = ["raised", "acknowledged", "answered"];
const EVERY = 30_000; // milliseconds: what another branch raises is not hinted at here
const minds = (event) => event.startsWith("desk_need_");
const pathOf = (need, what) => `/api/referral/desk/needs/${encodeURIComponent(need.desk_need)}/${what}`;

/** @param {{branch: string}} props */
export function AtDesk({ branch }) {
  const t = useWords();
  const [state, setState] = useState("raised");
  const { data, error, refetch } = useQuery(`/api/referral/desk/needs?state=${state}`, { minds, every: EVERY });
  return html`<section aria-labelledby="desk-list">
    <div class="line">
      <h2 id="desk-list">${t("desk_list")} ${data && html`<b>${data.length}</b>`}</h2>
      <${Chips}
        label=${t("desk_state")}
        options=${options(STATES, deskStateName)}
        chosen=${state}
        onChoose=${setState}
      />
    </div>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("desk_list_none")}</p>`}
    <ul class="desk-list" aria-labelledby="desk-list">
      ${data?.map((need) => html`<${Need} key=${need.desk_need} need=${need} branch=${branch} refetch=${refetch} />`)}
    </ul>
  </section>`;
}

function Need({ need, branch, refetch }) {
  const t = useWords();
  const [doing, setDoing] = useState(null);
  const title = `${needName(need.need)} ${need.missing ? missingName(need.missing) : ""}`.trim();
  const answers = may("referral.answer_desk_need", branch) && need.state !== "answered";
  const act = async (what, body, keys) => {
    await command(pathOf(need, what), body, keys);
    toast(t("desk_saved"));
    setDoing(null);
    await refetch();
  };
  const toggle = (what, word) =>
    html`<button
      type="button"
      class="secondary"
      aria-expanded=${doing === what}
      aria-label="${t(word)} ${title}"
      onClick=${() => setDoing(doing === what ? null : what)}
    >
      ${t(word)}
    </button>`;
  return html`<li class=${need.late.length ? "late" : ""}>
    <h3>${title} <span class="tag">${deskStateName(need.state)}</span></h3>
    <${DeskFacts} need=${need} branch=${branch} />
    <div class="desk-acts">
      ${
        answers &&
        need.state === "raised" &&
        html`<${ActionButton}
          class="secondary"
          label="${t("desk_acknowledge")} ${title}"
          action=${(keys) => act("acknowledge", {}, keys)}
        >
          ${t("desk_acknowledge")}
        <//>`
      }
      ${answers && toggle("answer", "desk_answer")}
      ${may("referral.read_desk_words", branch) && toggle("askings", "desk_askings")}
    </div>
    ${
      doing === "answer" &&
      html`<${Answer} need=${need} branch=${branch} act=${act} onCancel=${() => setDoing(null)} />`
    }
    ${doing === "askings" && html`<${Askings} need=${need} />`}
  </li>`;
}

function Answer({ need, branch, act, onCancel }) {
  const t = useWords();
  const { data } = useQueryOnce(`/api/referral/products?${new URLSearchParams({ branch })}`);
  const products = (data ?? []).filter((one) => one.terms).map((one) => [one.product, nameOfTerms(one.terms)]);
  const send = ({ answer, product, words }, keys) =>
    act("answer", { answer, ...(product && { product }), ...(words && { words }) }, keys);
  return html`<${Form}
    name="business ${branch} desk answer ${need.desk_need}"
    state=${need.state}
    action=${send}
    submit=${t("desk_answer")}
    onCancel=${onCancel}
  >
    <div class="form row">
      <${Choice}
        name="answer"
        label=${t("desk_answer_word")}
        options=${options(ANSWERS, deskAnswerName)}
      />
      <${Choice} name="product" label=${t("desk_answer_product")} options=${products} none=${t("desk_answer_none")} />
    </div>
    <${TextField} name="words" label=${t("desk_answer_words")} rows="3" most=${2000} />
  <//>`;
}

function Askings({ need }) {
  useBranches();
  const { data, error } = useQueryOnce(pathOf(need, "askings"));
  if (!data) return html`<${Pending} error=${error} quiet=${true} />`;
  return html`<ul class="askings">
    ${data.map(
      (one) => html`<li key=${one.asking}>
        <span class="faint">
          ${branchName(one.branch)} · ${nameOf(one.raised_by, one.branch)} · ${dayAndTime(one.raised_at)}
        </span>
        ${one.words && html`<p>${one.words}</p>`}
      </li>`,
    )}
  </ul>`;
}
