// The work plan of an account manager (Q2): what is to be done until when, done, late, or dropped for a reason.

import { command } from "../../../live/api.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useManagers } from "../../../live/managers.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, DayField, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { DropReason, PlanItemKind } from "../../../words/enums.js";
import { pick, useWords } from "../../../words/language.js";
import { optionsOf } from "../../../words/terms.js";

const minds = (/** @type {string} */ event) => event.startsWith("plan_item");
const pathOf = (item, what) => `/api/referral/plan-items/${encodeURIComponent(item.plan_item)}/${what}`;

/** @param {{me: Me, branch: string}} props */
export function Items({ me, branch }) {
  const t = useWords();
  useNames();
  const path = `/api/referral/branches/${encodeURIComponent(branch)}/plan-items`;
  const { data, error, refetch } = useQuery(path, { minds });
  return html`<section class="sheet" aria-labelledby="plan-items">
    <h3 id="plan-items">${t("items")} ${data && html`<b>${data.length}</b>`}</h3>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("items_none")}</p>`}
    <ul class="rows" aria-labelledby="plan-items">
      ${data?.map(
        (item) => html`<${Item} key=${item.plan_item} item=${item} me=${me} branch=${branch} refetch=${refetch} />`,
      )}
    </ul>
    ${
      may("referral.add_plan_item", branch) && html`<${Add} path=${path} me=${me} branch=${branch} onDone=${refetch} />`
    }
  </section>`;
}

function Item({ item, me, branch, refetch }) {
  const t = useWords();
  const [doing, setDoing] = useState(/** @type {string | null} */ (null));
  const mine = item.owner === me.staff;
  const acts = (mine && may("referral.finish_plan_item", branch)) || may("referral.change_all_plan_items", branch);
  const title = `${pick(PlanItemKind[item.item])} · ${item.due}`;
  const send = (what) => async (values, keys) => {
    await command(pathOf(item, what), what === "move" ? { due: values.day } : { reason: values.reason }, keys);
    setDoing(null);
    await refetch();
  };
  const finish = async (keys) => {
    await command(pathOf(item, "done"), {}, keys);
    toast(t("item_done_said"));
    await refetch();
  };
  const toggle = (what, word) => html`<button
    type="button"
    class="secondary"
    aria-expanded=${doing === what}
    aria-label="${t(word)} ${title}"
    onClick=${() => setDoing(doing === what ? null : what)}
  >
    ${t(word)}
  </button>`;
  return html`<li aria-label=${title}>
    <div class="line">
      <h4>${pick(PlanItemKind[item.item])}</h4>
      <span>${t("item_until", { day: item.due })}</span>
      ${item.overdue && html`<span class="tag alarm">${t("item_overdue")}</span>`}
      ${!mine && html`<span class="faint">${nameOf(item.owner, branch)}</span>`}
      ${item.note && html`<span>${item.note}</span>`}
      ${
        acts &&
        html`<${ActionButton} class="primary" label="${t("item_done")} ${title}" action=${finish}>${t("item_done")}<//>
          ${toggle("move", "item_move")} ${toggle("drop", "item_drop")}`
      }
    </div>
    ${
      doing === "move" &&
      html`<${Form} name="business item move ${item.plan_item}" action=${send("move")} submit=${t("item_move")}>
        <${DayField} name="day" label=${t("item_day")} needed />
      <//>`
    }
    ${
      doing === "drop" &&
      html`<${Form} name="business item drop ${item.plan_item}" action=${send("drop")} submit=${t("item_drop")}>
        <${Choice} name="reason" label=${t("item_reason")} options=${optionsOf(DropReason)} />
      <//>`
    }
  </li>`;
}

function Add({ path, me, branch, onDone }) {
  const t = useWords();
  const head = may("referral.change_all_plan_items", branch);
  const managers = useManagers(branch).filter(([staff]) => staff !== me.staff);
  const add = async ({ item, day, owner, note }, keys) => {
    await command(path, { item, due: day, ...(owner && { owner }), ...(note && { note }) }, keys);
    toast(t("item_added"));
    await onDone();
  };
  return html`<details>
    <summary>${t("item_add")}</summary>
    <${Form} name="business item ${branch}" action=${add} submit=${t("item_add")}>
      <div class="fields">
        <${Choice} name="item" label=${t("item_kind")} options=${optionsOf(PlanItemKind)} />
        <${DayField} name="day" label=${t("item_day")} needed />
        ${head && html`<${Choice} name="owner" label=${t("plan_owner")} options=${managers} none=${t("item_mine")} />`}
        <${TextField} name="note" label=${t("item_note")} most=${1000} />
      </div>
    <//>
  </details>`;
}
