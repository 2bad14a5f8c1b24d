// Hand-overs of customers (W2): proposed, accepted or returned one by one, withdrawn; and customers without anybody.

import { Propose } from "./propose.js";
import { command } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../../words/language.js";
import { segmentName } from "../../../words/terms.js";
import { openFile } from "../opened.js";

const PATH = "/api/customer/handovers";
const HEAD = "customer.list_all_handovers"; // what the head of a branch may ask, and no account manager
const STATES = ["proposed", "accepted", "handed", "returned", "withdrawn"];
const REASONS = ["full", "conflict_of_interest", "language", "unsuited", "unprepared"];

const pathOf = (one, what = "") => `${PATH}/${encodeURIComponent(one.handover)}${what}`;

/** @param {{me: Me, branch: string}} props */
export function HandOvers({ me, branch }) {
  const t = useWords();
  useNames();
  const { data, error, refetch } = useQuery(`${PATH}?${new URLSearchParams({ branch })}`);
  return html`<div class="handovers">
    <${Propose} me=${me} branch=${branch} onDone=${refetch} />
    ${may(HEAD, branch) && html`<${UnkeptList} branch=${branch} />`}
    <h2 id="handovers-list">${t("handovers_list")}</h2>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !data.length && html`<p class="blank small">${t("handovers_none")}</p>`}
    ${
      data?.length > 0 &&
      html`<ul class="handover-list" aria-labelledby="handovers-list">
        ${data.map((one) => html`<${HandOver} key=${one.handover} one=${one} me=${me} refetch=${refetch} />`)}
      </ul>`
    }
  </div>`;
}

function HandOver({ one, me, refetch }) {
  const t = useWords();
  const { branch } = one;
  const mine = one.receiver === me.staff;
  const [open, setOpen] = useState(mine && one.proposed > 0);
  const title = t("handover_title", {
    giver: one.giver ? nameOf(one.giver) : t("handover_nobody"),
    receiver: nameOf(one.receiver),
    day: one.effective_on,
  });
  const act = (what) => async (keys) => {
    await command(pathOf(one, what), {}, keys);
    await refetch();
  };
  const withdraws = one.proposed + one.accepted > 0 && (!mine || may(HEAD, branch));
  return html`<li class="handover" aria-label=${title}>
    <h3>${title}</h3>
    <p class="tags">
      ${STATES.filter((state) => one[state] > 0).map(
        (state) => html`<span key=${state} class="tag">${t(`handover_${state}`, { n: one[state] })}</span>`,
      )}
    </p>
    <div class="handover-acts">
      <button
        type="button"
        class="secondary"
        aria-expanded=${open}
        aria-label="${t(open ? "handover_hide" : "handover_show")} ${title}"
        onClick=${() => setOpen(!open)}
      >
        ${t(open ? "handover_hide" : "handover_show")}
      </button>
      ${
        mine &&
        one.proposed > 0 &&
        html`<${ActionButton} class="primary" action=${act("/accept")}>
          ${t("handover_accept_all", { n: one.proposed })}
        <//>`
      }
      ${withdraws && html`<${ActionButton} class="secondary" action=${act("/withdraw")}>${t("handover_withdraw")}<//>`}
    </div>
    ${open && html`<${Items} one=${one} mine=${mine} refetch=${refetch} />`}
  </li>`;
}

function Items({ one, mine, refetch }) {
  const t = useWords();
  const { data, error, refetch: reread } = useQuery(pathOf(one));
  if (!data) return html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const done = () => Promise.all([refetch(), reread()]);
  return html`<ul class="handover-items">
    ${data.items.map(
      (item) => html`<${Item} key=${item.customer} one=${one} item=${item} mine=${mine} onDone=${done} />`,
    )}
  </ul>`;
}

function Item({ one, item, mine, onDone }) {
  const t = useWords();
  const [returning, setReturning] = useState(false);
  const path = pathOf(one, `/customers/${encodeURIComponent(item.customer)}`);
  const send = async (what, body, keys) => {
    await command(`${path}${what}`, body, keys);
    await onDone();
  };
  return html`<li class="handover-item" aria-label=${item.masked_name}>
    <button type="button" class="quiet" onClick=${() => openFile(item.customer)}>${item.masked_name}</button>
    <span>${segmentName(item.segment)}</span>
    <span class="faint">
      ${t(`handover_is_${item.state}`)} ${item.reason && t(`handover_because_${item.reason}`)}
    </span>
    ${
      mine &&
      item.state === "proposed" &&
      html`<span class="handover-acts">
        <${ActionButton}
          class="primary"
          label="${t("handover_accept")} ${item.masked_name}"
          action=${(keys) => send("/accept", {}, keys)}
        >
          ${t("handover_accept")}
        <//>
        <button
          type="button"
          class="secondary"
          aria-expanded=${returning}
          aria-label="${t("handover_return")} ${item.masked_name}"
          onClick=${() => setReturning(!returning)}
        >
          ${t("handover_return")}
        </button>
      </span>`
    }
    ${
      returning &&
      html`<${Form}
        name="customer handover ${one.handover} ${item.customer}"
        action=${({ reason }, keys) => send("/return", { reason }, keys)}
        submit=${t("handover_return")}
        onDone=${() => setReturning(false)}
      >
        <${Choice}
          name="reason"
          label=${t("handover_reason")}
          options=${REASONS.map((reason) => [reason, t(`handover_because_${reason}`)])}
        />
      <//>`
    }
  </li>`;
}

function UnkeptList({ branch }) {
  const t = useWords();
  const { data } = useQuery(`${PATH}/unkept?${new URLSearchParams({ branch })}`);
  if (!data?.length) return null;
  return html`<section class="unkept" aria-labelledby="unkept-list">
    <h2 id="unkept-list">${t("unkept_list")} <b>${data.length}</b></h2>
    <ul class="handover-items">
      ${data.map(
        (one) => html`<li key=${one.customer} class="handover-item">
          <button type="button" class="quiet" onClick=${() => openFile(one.customer)}>${one.masked_name}</button>
          <span>${segmentName(one.segment)}</span>
          <span class="faint">${t("unkept_left_by", { who: nameOf(one.left_by), at: dayAndTime(one.act_by) })}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}
