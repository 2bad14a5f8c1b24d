// Files that may be of the same customer: not the same, or merged into one, which is undone within 30 days (W2).

import { openFile } from "./opened.js";
import { pathOf, valueName } from "./shown.js";
import { command } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { Radios } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { PendingDialog } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { t as say, useWords } from "../../words/language.js";
import { fieldName, signName } from "../../words/terms.js";

/** What is told of a file that may be of the same customer: the masked name, who keeps it, and the signs. */
export function Likely({ one }) {
  const t = useWords();
  const who = one.account_manager ? nameOf(one.account_manager) : t("customer_no_manager");
  return html`<span>
    <b>${one.masked_name}</b> <span class="faint">${t("customer_manager", { who })}</span>
    ${one.signs.map((sign) => html` <span class="tag" key=${sign}>${signName(sign)}</span>`)}
  </span>`;
}

export function Duplicates({ me, file, onDone }) {
  const t = useWords();
  const { data, refetch } = useQueryOnce(pathOf(file.customer, "/duplicates"));
  const { data: merges, refetch: reread } = useQueryOnce(pathOf(file.customer, "/merges"));
  const [merging, setMerging] = useState(null);
  const mayMerge = (one) => may("customer.view_personal_data", file.branch) || one.account_manager === me.staff;
  const reject = (one) => async (keys) => {
    await command(pathOf(file.customer, `/duplicates/${encodeURIComponent(one.customer)}/reject`), {}, keys);
    toast(say("duplicate_rejected_done"));
    await refetch();
  };
  const undo = (one) => async (keys) => {
    await command(`/api/customer/merges/${encodeURIComponent(one.merge)}/undo`, {}, keys);
    toast(say("merge_undone_done"));
    await Promise.all([refetch(), reread(), onDone()]);
  };
  const merged = async () => {
    setMerging(null);
    await Promise.all([refetch(), reread(), onDone()]);
  };
  const undoable = (merges ?? []).filter((one) => one.undo_until);
  if (!data?.length && !undoable.length) return null;
  return html`<section aria-label=${t("duplicates")}>
    ${data?.length > 0 && html`<h3>${t("duplicates")}</h3>`}
    <ul class="customer-dates">
      ${data?.map(
        (one) => html`<li key=${one.customer} class="line">
          <${Likely} one=${one} />
          <span class="actions">
            <${ActionButton}
              class="secondary"
              label="${t("duplicate_reject")} ${one.masked_name}"
              action=${reject(one)}
            >
              ${t("duplicate_reject")}
            <//>
            ${
              mayMerge(one)
                ? html`<button
                  type="button"
                  class="secondary"
                  aria-label="${t("duplicate_merge")} ${one.masked_name}"
                  onClick=${() => setMerging(one)}
                >
                  ${t("duplicate_merge")}
                </button>`
                : html`<span class="faint">${t("duplicate_of_another")}</span>`
            }
          </span>
        </li>`,
      )}
      ${undoable.map(
        (one) => html`<li key=${one.merge} class="line">
          <span>${t("merge_made", { at: dayAndTime(one.at), who: nameOf(one.by) })}
          <span class="faint"> ${t("merge_undo_until", { at: dayAndTime(one.undo_until) })}</span></span>
          <${ActionButton} class="secondary" action=${undo(one)}>${t("merge_undo")}<//>
        </li>`,
      )}
    </ul>
    ${
      merging &&
      html`<${MergeDialog} file=${file} other=${merging} onMerged=${merged} onClose=${() => setMerging(null)} />`
    }
  </section>`;
}

/** Every attribute in which the two files differ, to be chosen; nothing is changed before it is sent. */
function MergeDialog({ file, other, onMerged, onClose }) {
  const t = useWords();
  const path = pathOf(file.customer, "/merges");
  const [plan, setPlan] = useState(null);
  const [error, setError] = useState(null);
  useEffect(() => {
    command(path, { merged: other.customer, dry_run: true }).then(setPlan, setError);
  }, [path, other.customer]);
  const merge = async (choices, keys) => {
    const chosen = Object.fromEntries(Object.entries(choices).filter(([, choice]) => choice !== "survivor"));
    const body = { merged: other.customer, choices: chosen, editions: plan.editions, dry_run: false };
    await command(path, body, keys);
    toast(t("merge_done"));
    await onMerged();
  };
  const words = (one, choice) =>
    choice === "both" ? t("merge_both") : `${t(`merge_${choice}`)}: ${valueName(one.field, one[choice])}`;
  return html`<${Dialog} title=${t("merge_title")} onClose=${onClose}>
    <p><${Likely} one=${other} /></p>
    ${!plan && html`<${PendingDialog} error=${error} />`}
    ${
      plan &&
      html`<p class="faint">${t("merge_moves", plan)}</p>
      <${Form}
        name="customer merge ${file.customer} ${other.customer}"
        state=${plan.editions.join(" ")}
        action=${merge}
        submit=${t("merge_now")}
        onCancel=${onClose}
      >
        ${plan.attributes.map(
          (one) =>
            html`<${Radios}
              key=${one.field}
              name=${one.field}
              legend=${fieldName(one.field)}
              initial="survivor"
              options=${one.choices.map((choice) => [choice, words(one, choice)])}
            />`,
        )}
      <//>`
    }
  <//>`;
}

/** Files that one that is about to be opened may double. */
export function MayDouble({ found }) {
  const t = useWords();
  return html`<section aria-label=${t("duplicates")}>
    <p>${t("customer_may_double_hint")}</p>
    <ul class="customer-dates">
      ${found.map(
        (one) => html`<li key=${one.customer} class="line">
          <${Likely} one=${one} />
          <button type="button" class="secondary" onClick=${() => openFile(one.customer)}>
            ${t("customer_look")}
          </button>
        </li>`,
      )}
    </ul>
  </section>`;
}
