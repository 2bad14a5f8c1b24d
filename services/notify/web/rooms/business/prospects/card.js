// A prospect on the board: who, what for, how long in its stage, what is next and when, and where it can go.

import { Act } from "./acts.js";
import { dropped, KIND } from "./drag.js";
import { LinkCustomer } from "./link.js";
import { dayAndTime, now } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { secondsSince } from "../../../live/time.js";
import { money } from "../../../parts/money.js";
import { Pending } from "../../../parts/pending.js";
import { span } from "../../../parts/span.js";
import { html, useEffect, useState } from "../../../vendor/preact-htm.js";
import {
  ACTIVE,
  lifeEventName,
  lostName,
  nextStepName,
  originName,
  STAGES,
  stageName,
} from "../../../words/business/prospect-terms.js";
import { useWords } from "../../../words/language.js";
import { needName } from "../../../words/terms.js";
import { OpenDeal } from "../deals/open.js";
import { openDeal } from "../opened.js";

/**
 * @param {object} props
 * @param {Me} props.me
 * @param {any} props.one the prospect
 * @param {string} props.branch
 * @param {string | null} [props.deal] that comes from it and is under way; null until that is known
 * @param {(customer: string) => string} props.customerName
 * @param {() => Promise<void>} props.onDone
 */
export function Card({ me, one, branch, deal, customerName, onDone }) {
  const t = useWords();
  const [act, setAct] = useState(/** @type {string | null} */ (null));
  const [shown, setShown] = useState(false);
  const [dealing, setDealing] = useState(false);
  const ended = ["won", "lost"].includes(one.stage);
  const head = may("referral.act_on_all_prospects", branch);
  const acts = !ended && may("referral.move_prospect", branch); // who sees others' by reading alone may not
  const who = one.customer ? customerName(one.customer) : t("prospect_no_customer_yet");
  const canSell = one.stage !== "lost" && !one.deal && one.customer && one.account_manager;
  const sells = canSell && deal === undefined && may("referral.open_deal", branch);
  const shownDeal = deal ?? one.deal;
  const title = `${who} · ${needName(one.need)}`;
  const inStage = span(secondsSince(one.entered_at, now.value));
  useEffect(
    () =>
      dropped.watch((at) => {
        if (acts && at && at.prospect === one.prospect && at.stage !== one.stage) setAct(at.stage);
      }),
    [one.prospect, one.stage, acts],
  );
  const drag = (/** @type {DragEvent} */ event) => event.dataTransfer?.setData(KIND, one.prospect);
  const done = async () => {
    setAct(null);
    setDealing(false);
    await onDone();
  };
  return html`<li
    class="prospect ${one.overdue ? "late" : ""}"
    aria-label=${title}
    draggable=${acts}
    onDragStart=${drag}
  >
    <h4>${title}</h4>
    <p class="tags">
      <span class="tag">${originName(one.origin)}</span>
      ${one.life_event && html`<span class="tag">${lifeEventName(one.life_event)}</span>`}
      ${one.overdue && html`<strong class="tag late">${t("prospect_is_overdue")}</strong>`}
    </p>
    ${one.next_on && html`<p>${t("prospect_next", { what: nextStepName(one.next_step), day: one.next_on })}</p>`}
    ${one.reason && html`<p>${lostName(one.reason)}</p>`}
    ${one.amount && html`<p>${money(one)}</p>`}
    <p class="faint">
      ${ended ? dayAndTime(one.ended_at) : t("prospect_in_stage", { time: inStage })}
      ${" · "}${one.account_manager ? nameOf(one.account_manager) : t("prospects_of_nobody")}
      ${one.found_by && ` · ${t("prospect_found_by", { who: nameOf(one.found_by) })}`}
    </p>
    <div class="card-acts">
      ${acts && html`<${Choose} one=${one} act=${act} head=${head} title=${title} onPick=${setAct} />`}
      ${
        shownDeal &&
        html`<button
          type="button"
          class="quiet"
          aria-label="${t("prospect_to_deal")} ${title}"
          onClick=${() => openDeal(shownDeal)}
        >
          ${t("prospect_to_deal")}
        </button>`
      }
      ${
        sells &&
        html`<button
          type="button"
          class="quiet"
          aria-expanded=${dealing}
          aria-label="${t("prospect_deal")} ${title}"
          onClick=${() => setDealing(!dealing)}
        >
          ${t("prospect_deal")}
        </button>`
      }
      <button
        type="button"
        class="quiet"
        aria-expanded=${shown}
        aria-label="${t("prospect_log")} ${title}"
        onClick=${() => setShown(!shown)}
      >
        ${t("prospect_log")}
      </button>
    </div>
    ${
      act === "link" &&
      html`<${LinkCustomer} one=${one} branch=${branch} onDone=${done} onCancel=${() => setAct(null)} />`
    }
    ${
      act &&
      act !== "link" &&
      acts &&
      html`<${Act} key=${act} one=${one} act=${act} branch=${branch} onDone=${done} onCancel=${() => setAct(null)} />`
    }
    ${
      sells &&
      dealing &&
      html`<${OpenDeal}
        me=${me}
        branch=${branch}
        about=${{ customer: one.customer, name: who, prospect: one.prospect, manager: one.account_manager }}
        onCancel=${() => setDealing(false)}
        onDone=${done}
      />`
    }
    ${shown && html`<${Log} prospect=${one.prospect} />`}
  </li>`;
}

/** @param {{one: any, act: string | null, head: boolean, title: string, onPick: (act: string | null) => void}} props */
function Choose({ one, act, head, title, onPick }) {
  const t = useWords();
  const held = one.account_manager !== null;
  const stages = held ? STAGES.filter((stage) => stage !== one.stage) : ["lost"];
  const others = [
    held && ["step", t("prospect_step")],
    !one.customer && one.visit && ["link", t("prospect_link")],
    head && ["give", t("prospect_give")],
  ].filter((other) => other instanceof Array);
  const pick = (/** @type {Event} */ event) => onPick(/** @type {HTMLSelectElement} */ (event.target).value || null);
  return html`<select aria-label="${t("prospect_move")} ${title}" value=${act ?? ""} onChange=${pick}>
    <option value="">${t("prospect_move")}</option>
    ${stages.map(
      (stage) => html`<option key=${stage} value=${stage}>
        ${ACTIVE.includes(stage) ? t("prospect_to", { stage: stageName(stage) }) : stageName(stage)}
      </option>`,
    )}
    ${others.map(([value, word]) => html`<option key=${value} value=${value}>${word}</option>`)}
  </select>`;
}

/** @param {{prospect: string}} props */
function Log({ prospect }) {
  const t = useWords();
  const { data, error } = useQueryOnce(`/api/referral/prospects/${encodeURIComponent(prospect)}`);
  if (!data) return html`<${Pending} error=${error} quiet=${true} />`;
  return html`<ol class="prospect-log">
    ${data.log.map(
      (/** @type {any} */ line) => html`<li key=${line.number}>
        ${stageName(line.after)} <span class="faint">${dayAndTime(line.at)}</span>
        ${
          line.before &&
          html`<span class="faint">
            ${t("prospect_was", { stage: stageName(line.before), time: span(line.seconds) })}
          </span>`
        }
        ${line.reason && lostName(line.reason)}
      </li>`,
    )}
  </ol>`;
}
