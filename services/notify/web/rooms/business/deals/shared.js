// What the lists and the strip of deals have in common: paths, words, and what is done with a task (A4).

import { command } from "../../../live/api.js";
import { dayAndTime, dayOf } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useCustomerNames } from "../../../live/customer-names.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { said, useWords } from "../../../words/language.js";
import {
  DealBlockReason,
  DealCancelReason,
  DealFlagCause,
  DealLateness,
  DealLevel,
  DealReturnReason,
  DealSkipReason,
  DealState,
  DealTaskState,
  DealTeamPurpose,
  Department,
  PromiseBasis,
} from "../../../words/enums.js";
import { named, optionsOf } from "../../../words/terms.js";

export const DEALS = "/api/referral/deals";
export const stateName = named(DealState);
export const departmentName = named(Department);
export const taskStateName = named(DealTaskState);
const blockReasonName = named(DealBlockReason);
const returnReasonName = named(DealReturnReason);
export const skipReasonName = named(DealSkipReason);
export const cancelReasonName = named(DealCancelReason);
const latenessName = named(DealLateness);
const levelName = named(DealLevel);
export const flagName = named(DealFlagCause);
export const purposeName = named(DealTeamPurpose);
export const basisName = named(PromiseBasis);

/** What happens at the branch that changes deals and their tasks. */
export const minds = (/** @type {string} */ event) => /^(?:deal_|working_group)/.test(event);

/**
 * Gives the masked name of the customer of a deal, or nothing where there is none, and to those who may not know it.
 *
 * @param {string} branch
 * @param {{customer: string | null}[]} deals
 */
export function useCustomersOf(branch, deals) {
  const nameOfCustomer = useCustomerNames(
    branch,
    deals.map((one) => one.customer),
  );
  const allowed = may("customer.name_customers", branch);
  return (/** @type {{customer: string | null}} */ { customer }) => allowed && customer && nameOfCustomer(customer);
}

export const pathOf = (/** @type {string} */ deal, what = "") => `${DEALS}/${encodeURIComponent(deal)}${what}`;

export const pathOfTask = (
  /** @type {string} */ deal,
  /** @type {{step: string}} */ task,
  /** @type {string} */ what,
) => pathOf(deal, `/tasks/${encodeURIComponent(task.step)}/${what}`);

/**
 * The day on which a working group ended: its last day, or that on which its deal ended, if that was earlier.
 *
 * @param {{ends_on: string}} group
 * @param {{ended_at: string | null}} deal
 */
export const endedOn = (group, deal) =>
  deal.ended_at && dayOf(deal.ended_at) < group.ends_on ? dayOf(deal.ended_at) : group.ends_on;

/** The name of a step, in the chosen language. */
export const stepName = (/** @type {{zh: string, en: string}} */ step) => said(step);

/** Who has a task, or which department it waits at. */
const holderOf = (/** @type {{owner: string | null, department: string}} */ one) =>
  one.owner ? `${departmentName(one.department)} · ${nameOf(one.owner)}` : departmentName(one.department);

/** What may be done with a task that is at one's desk: taken, done, blocked, returned, put back. */
export function TaskActs({ deal, task, onDone }) {
  const t = useWords();
  const [asking, setAsking] = useState(/** @type {"block" | "return" | null} */ (null));
  const title = stepName(task);
  const send = async (what, body, keys) => {
    await command(pathOfTask(deal, task, what), body, keys);
    await onDone();
  };
  const button = (what, kind, word) => html`<${ActionButton}
    class=${kind}
    label="${t(word)} ${title}"
    action=${(keys) => send(what, {}, keys)}
  >
    ${t(word)}
  <//>`;
  const ask = (what, word) => html`<button
    type="button"
    class="secondary"
    aria-expanded=${asking === what}
    aria-label="${t(word)} ${title}"
    onClick=${() => setAsking(asking === what ? null : what)}
  >
    ${t(word)}
  </button>`;
  const [offered, working, blocked] = ["offered", "accepted", "blocked"].map((state) => task.state === state);
  return html`<div class="deal-acts">
      ${offered && button("take", "primary", "deal_take")}
      ${working && button("finish", "primary", "deal_finish")}
      ${blocked && button("unblock", "primary", "deal_unblock")}
      ${working && ask("block", "deal_block")}
      ${(offered || working || blocked) && ask("return", "deal_return")}
      ${(working || blocked) && button("put-back", "quiet", "deal_put_back")}
    </div>
    ${
      asking &&
      html`<${Form}
        key=${asking}
        name="business deal ${asking} ${deal} ${task.step}"
        action=${({ reason }, keys) => send(asking, { reason }, keys)}
        submit=${t(asking === "block" ? "deal_block" : "deal_return")}
        state=${task.round}
        onDone=${() => setAsking(null)}
        onCancel=${() => setAsking(null)}
      >
        <${Choice}
          name="reason"
          label=${t("deal_reason")}
          options=${optionsOf(asking === "block" ? DealBlockReason : DealReturnReason)}
        />
      <//>`
    }`;
}

/** Who holds the ball, for what, since when. */
export const ballText = (t, one) =>
  one.step
    ? t("deal_ball", { who: holderOf(one), step: stepName(one), at: dayAndTime(one.since) })
    : t("deal_ball_close", { who: nameOf(one.owner), at: dayAndTime(one.since) });

/** Why a task stands, was returned, or is late. */
export function Trouble({ task }) {
  const t = useWords();
  const troubles = [
    task.block_reason && t("deal_blocked_because", { why: blockReasonName(task.block_reason) }),
    task.return_reason &&
      t("deal_returned_because", {
        why: returnReasonName(task.return_reason),
        who: nameOf(task.returned_by),
        at: dayAndTime(task.returned_at),
      }),
    task.late && t("deal_is_late", { what: latenessName(task.late), level: levelName(task.level) }),
  ].filter(Boolean);
  return troubles.length ? html`<p class="deal-trouble">${troubles.join(" · ")}</p>` : null;
}
