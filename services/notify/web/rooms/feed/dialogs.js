// What an entry of the feed opens: why it was told, how to reach a prospect, and declining a referral.

import { timeOfDay } from "../../live/clock.js";
import { nameOfActor, textOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { PendingDialog } from "../../parts/pending.js";
import { html } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { DECLINE_REASONS, kindName, needName, reasonName } from "../../words/terms.js";

const CONTACT = ["name", "phone", "address"];

/** Why was I told this? The chain of what happened, from its beginning to the message. */
export function WhyDialog({ entry, onClose }) {
  const t = useWords();
  const { data, error } = useQueryOnce(`/api/notify/entries/${encodeURIComponent(entry.id)}/why`);
  const chain = data && [...data.chain].reverse();
  return html`<${Dialog} title=${t("why_title")} onClose=${onClose}>
    <blockquote>${textOf(entry)}</blockquote>
    ${!chain && html`<${PendingDialog} error=${error} />`}
    ${
      chain &&
      html`<p class="faint">${t(chain.length ? "why_hint" : "why_empty")}</p>
        <ol class="chain">
          ${chain.map(
            (link) =>
              html`<li key=${link.id}>
                <time datetime=${link.time}>${timeOfDay(link.time, { seconds: true, branch: link.branch })}</time>
                <strong>${kindName(link.kind)}</strong>
                <span class="faint">${nameOfActor(link.actor, link.branch)}</span>
              </li>`,
          )}
        </ol>`
    }
  <//>`;
}

/** How to reach a prospect who left contact data: asked for when somebody follows up, and kept nowhere (D5). */
export function ContactDialog({ entry, onClose }) {
  const t = useWords();
  const { data: lead, error } = useQueryOnce(`/api/customer/leads/${encodeURIComponent(entry.facts.visit)}`);
  return html`<${Dialog}
    title="${t("contact_title")} ${lead ? needName(lead.need) : ""}"
    onClose=${onClose}
  >
    ${!lead && html`<${PendingDialog} error=${error} />`}
    ${
      lead &&
      html`<div class="facts">
        <dl>
          ${CONTACT.filter((name) => lead[name]).map(
            (name) =>
              html`<div key=${name}>
                <dt>${t(`said_${name}`)}</dt>
                <dd>${lead[name]}</dd>
              </div>`,
          )}
        </dl>
      </div>`
    }
  <//>`;
}

/** The reasons for which a referral is declined; `decline(reason, keys)` does so. */
export function DeclineDialog({ entry, decline, onDone, onClose }) {
  const t = useWords();
  return html`<${Dialog} title=${t("decline_title")} onClose=${onClose}>
    <p>${textOf(entry)}</p>
    <p class="faint">${t("decline_hint")}</p>
    <div class="choices">
      ${DECLINE_REASONS.map(
        (reason) =>
          html`<${ActionButton}
            key=${reason}
            class="secondary choice"
            action=${(keys) => decline(reason, keys)}
            onDone=${onDone}
          >
            ${reasonName(reason)}
          <//>`,
      )}
    </div>
  <//>`;
}
