// The brief before a visit: what happened since the last one, and what is open (W1).

import { dayAndTime } from "../../../live/clock.js";
import { nameOf, nameOfActor } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { Dialog } from "../../../parts/dialog.js";
import { money } from "../../../parts/money.js";
import { PendingDialog } from "../../../parts/pending.js";
import { html } from "../../../vendor/preact-htm.js";
import { ContactChannel, ContactReason, FollowUp } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { enquiryName, kindName, named, needName, subjectName, topicName } from "../../../words/terms.js";
import { sayFacts } from "../timeline.js";

/** @param {{visit: any, onClose: () => void}} props */
export function BriefDialog({ visit, onClose }) {
  const t = useWords();
  const { data, error } = useQueryOnce(`/api/customer/visits/${encodeURIComponent(visit.visit)}/brief`);
  return html`<${Dialog} title="${t("visit_brief")} ${visit.masked_name}" onClose=${onClose}>
    ${!data && html`<${PendingDialog} error=${error} />`} ${data && html`<${Brief} brief=${data} />`}
  <//>`;
}

/** @param {{brief: any}} props */
function Brief({ brief }) {
  const t = useWords();
  const { visit, last } = brief;
  const list = (/** @type {string} */ word, /** @type {any[]} */ rows, /** @type {(one: any) => unknown} */ say) =>
    rows.length > 0 &&
    html`<h3>${t(word)}</h3>
      <ul>
        ${rows.map((one) => html`<li key=${one.id ?? one}>${say(one)}</li>`)}
      </ul>`;
  return html`<div class="brief">
    <dl>
      ${["goal", "attendees", "address"]
        .filter((name) => visit[name])
        .map((name) => html`<div key=${name}><dt>${t(`visit_${name}`)}</dt><dd>${visit[name]}</dd></div>`)}
    </dl>
    ${visit.withheld && html`<p class="faint">${t("visit_withheld")}</p>`}
    ${
      last &&
      html`<h3>${t("brief_last", { day: last.wall_start.slice(0, 10) })}</h3>
        ${last.observations && html`<blockquote>${last.observations}</blockquote>`}
        ${last.withheld && html`<p class="faint">${t("visit_withheld")}</p>`}
        ${last.follow_up && html`<p>${t("visit_next")}: ${named(FollowUp)(last.follow_up)} ${last.follow_up_on}</p>`}`
    }
    ${list(
      "visit_promises",
      brief.promises,
      (one) => `${one.what} · ${nameOf(one.owner)} · ${t("visit_promise_due", { day: one.due })}`,
    )}
    ${list("brief_needs", brief.needs, needName)}
    ${list("brief_holdings", brief.holdings, (one) =>
      [`${one.product} ${money(one)}`, one.matures_on].filter(Boolean).join(" → "),
    )}
    ${list(
      "brief_marketing",
      brief.marketing,
      (one) => `${named(ContactChannel)(one.channel)}: ${named(ContactReason)(one.reason)}`,
    )}
    ${list("brief_cases", brief.cases, (one) => `${topicName(one.topic)} · ${dayAndTime(one.raised_at)}`)}
    ${list(
      "brief_enquiries",
      brief.enquiries,
      (one) => `${enquiryName(one.kind)} · ${one.kind === "need" ? needName(one.topic) : subjectName(one.topic)}`,
    )}
    <h3>${t(brief.since ? "brief_since" : "brief_all")}</h3>
    ${!brief.lines.length && html`<p class="faint">${t("timeline_none")}</p>`}
    <ol class="chain">
      ${brief.lines.map(
        (/** @type {any} */ line) =>
          html`<li key=${line.line}>
            <time datetime=${line.at}>${dayAndTime(line.at)}</time>
            <strong>${kindName(line.kind)}</strong> ${sayFacts(line, t)}
            <span class="faint">${nameOfActor(line.actor, line.branch)}</span>
          </li>`,
      )}
    </ol>
  </div>`;
}
