// One deal in one strip: who holds the ball, since when, what is late, and every step with its times (A4).

import {
  ballText,
  basisName,
  cancelReasonName,
  departmentName,
  flagName,
  minds,
  pathOf,
  pathOfTask,
  skipReasonName,
  stateName,
  stepName,
  TaskActs,
  taskStateName,
  Trouble,
  useCustomersOf,
} from "./shared.js";
import { Team } from "./team.js";
import { command } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useManagers } from "../../../live/managers.js";
import { productName, useProducts } from "../../../live/products.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { money } from "../../../parts/money.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { DealCancelReason, DealSkipReason } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { optionsOf } from "../../../words/terms.js";

/** @param {{deal: string, me: Me, branch: string, onClose: () => void}} props */
export function Strip({ deal: id, me, branch, onClose }) {
  const t = useWords();
  const { data: deal, error, refetch } = useQuery(pathOf(id), { minds });
  const customerName = useCustomersOf(branch, deal ? [deal] : []);
  useProducts();
  const back = html`<button type="button" class="quiet" onClick=${onClose}>${t("deals_back")}</button>`;
  if (!deal) return html`<div class="line">${back}</div><${Pending} error=${error} />`;
  const open = deal.state === "open";
  return html`<section class="deal-strip" aria-labelledby="deal-title">
    <div class="line">${back}</div>
    <h2 id="deal-title">
      ${productName(deal.product, deal.branch)} · ${money(deal)} <span class="tag">${stateName(deal.state)}</span>
    </h2>
    <p class="faint">
      ${t("deal_customer_is", { who: customerName(deal) || "–" })} ·
      ${t("deal_manager", { who: nameOf(deal.account_manager) })} · ${t("deal_opened", { day: deal.opened_on })}
    </p>
    <${Happened} flags=${deal.happened} />
    ${
      deal.ball.length > 0 &&
      html`<ul class="deal-holders" aria-label=${t("deal_holders")}>
        ${deal.ball.map(
          (one) => html`<li key=${one.step} class=${one.late ? "late" : ""}>
            ${ballText(t, one)} ${one.late && html`<span class="tag high">${t("deal_late_tag")}</span>`}
          </li>`,
        )}
      </ul>`
    }
    ${open && deal.promise && html`<${Promised} promise=${deal.promise} tasks=${deal.tasks} />`}
    ${deal.cancel_reason && html`<p>${cancelReasonName(deal.cancel_reason)}</p>`}
    <ol class="deal-steps" aria-label=${t("deal_steps")}>
      ${deal.tasks.map(
        (task) =>
          html`<${Step} key=${task.step} deal=${deal} task=${task} me=${me} branch=${branch} onDone=${refetch} />`,
      )}
    </ol>
    <${Team} deal=${deal} branch=${branch} onDone=${refetch} />
    ${open && deal.may_lead && html`<${End} deal=${deal} branch=${branch} onDone=${refetch} />`}
  </section>`;
}

function Happened({ flags }) {
  const t = useWords();
  if (!flags.length) return null;
  return html`<ul class="deal-flags" aria-label=${t("deal_happened")}>
    ${flags.map(
      (one) => html`<li key="${one.cause} ${one.at}" class=${one.ended_at ? "faint" : ""}>
        ${flagName(one.cause)} · ${dayAndTime(one.at)} ${one.ended_at && t("deal_flag_ended")}
      </li>`,
    )}
  </ul>`;
}

function Promised({ promise, tasks }) {
  const t = useWords();
  const short = tasks.filter((one) => promise.short.includes(one.step)).map(stepName);
  return html`<p class="deal-promise">
    ${t("deal_promised", { day: promise.promised_on })} ${t("deal_likely", { day: promise.likely_on })}
    <span class="faint">
      ${basisName(promise.basis)}${short.length > 0 && ` · ${t("deal_short", { steps: short.join("、") })}`}
    </span>
  </p>`;
}

function Step({ deal, task, me, branch, onDone }) {
  const t = useWords();
  const [skipping, setSkipping] = useState(false);
  const open = deal.state === "open";
  const settled = task.state === "done" || task.state === "cancelled";
  const ofMe = task.mine && (!task.owner || task.owner === me.staff);
  const returned = task.state === "returned" && !task.returned_to;
  const send = async (what, body, keys) => {
    await command(pathOfTask(deal.deal, task, what), body, keys);
    await onDone();
  };
  const times = [
    task.offered_at && t("deal_offered_at", { at: dayAndTime(task.offered_at) }),
    task.accepted_at && t("deal_accepted_at", { at: dayAndTime(task.accepted_at) }),
    task.settled_at && t("deal_settled_at", { at: dayAndTime(task.settled_at) }),
    !settled && t("deal_due", { day: task.due }),
  ].filter(Boolean);
  return html`<li class="deal-step ${task.state} ${task.overdue ? "late" : ""}" aria-label=${stepName(task)}>
    <h3>${stepName(task)} <span class="tag">${taskStateName(task.state)}</span></h3>
    <p>
      ${departmentName(task.department)}${task.owner && ` · ${nameOf(task.owner)}`}
      ${task.round > 1 && ` · ${t("deal_round", { n: task.round })}`}
    </p>
    <p class="faint">${times.join(" · ")}</p>
    ${task.skip_reason && html`<p class="faint">${skipReasonName(task.skip_reason)}</p>`}
    <${Trouble} task=${task} />
    ${open && ofMe && html`<${TaskActs} deal=${deal.deal} task=${task} onDone=${onDone} />`}
    ${
      open &&
      returned &&
      deal.may_lead &&
      html`<${ActionButton}
        class="primary"
        label="${t("deal_resume")} ${stepName(task)}"
        action=${(keys) => send("resume", {}, keys)}
      >
        ${t("deal_resume")}
      <//>`
    }
    ${
      open &&
      !settled &&
      may("referral.leave_out_deal_task", branch) &&
      html`<button
        type="button"
        class="quiet"
        aria-expanded=${skipping}
        aria-label="${t("deal_leave_out")} ${stepName(task)}"
        onClick=${() => setSkipping(!skipping)}
      >
        ${t("deal_leave_out")}
      </button>`
    }
    ${
      skipping &&
      html`<${Form}
        name="business deal skip ${deal.deal} ${task.step}"
        action=${({ reason }, keys) => send("leave-out", { reason }, keys)}
        submit=${t("deal_leave_out")}
        onDone=${() => setSkipping(false)}
      >
        <${Choice} name="reason" label=${t("deal_reason")} options=${optionsOf(DealSkipReason)} />
      <//>`
    }
  </li>`;
}

/** Closing a deal that is done, giving it to another account manager, and giving it up. */
function End({ deal, branch, onDone }) {
  const t = useWords();
  const [ending, setEnding] = useState(false);
  const [giving, setGiving] = useState(false);
  const done = deal.tasks.every((one) => one.state === "done" || one.state === "cancelled");
  const send = async (what, body, keys) => {
    await command(pathOf(deal.deal, what), body, keys);
    await onDone();
  };
  return html`<div class="deal-acts">
      ${
        done &&
        html`<${ActionButton} class="primary" action=${(keys) => send("/close", {}, keys)}>${t("deal_close")}<//>`
      }
      ${
        may("referral.give_deal", branch) &&
        html`<button type="button" class="secondary" aria-expanded=${giving} onClick=${() => setGiving(!giving)}>
          ${t("deal_give")}
        </button>`
      }
      <button type="button" class="secondary" aria-expanded=${ending} onClick=${() => setEnding(!ending)}>
        ${t("deal_cancel")}
      </button>
    </div>
    ${
      giving &&
      html`<${Give}
        deal=${deal}
        branch=${branch}
        send=${(body, keys) => send("/give", body, keys)}
        onDone=${() => setGiving(false)}
      />`
    }
    ${
      ending &&
      html`<${Form}
        name="business deal cancel ${deal.deal}"
        action=${({ reason }, keys) => send("/cancel", { reason }, keys)}
        submit=${t("deal_cancel")}
        onDone=${() => setEnding(false)}
      >
        <${Choice} name="reason" label=${t("deal_reason")} options=${optionsOf(DealCancelReason)} />
      <//>`
    }`;
}

/** @param {{deal: any, branch: string, send: (body: object, keys: Keys) => Promise<void>, onDone: () => void}} props */
function Give({ deal, branch, send, onDone }) {
  const t = useWords();
  const managers = useManagers(branch).filter(([staff]) => staff !== deal.account_manager);
  return html`<${Form}
    name="business deal give ${deal.deal}"
    action=${(/** @type {any} */ { manager }, /** @type {Keys} */ keys) => send({ account_manager: manager }, keys)}
    submit=${t("deal_give")}
    onDone=${onDone}
  >
    <${Choice} name="manager" label=${t("deal_for_manager")} options=${managers} />
  <//>`;
}
