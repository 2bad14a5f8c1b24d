// One complaint: its clocks, what was said, and what can be done about it (D9).

import { Acts } from "./acts.js";
import { ruleLines } from "./law.js";
import { command } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Pending } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { CaseClock, ComplaintCause } from "../../words/enums.js";
import { useWords } from "../../words/language.js";
import { named, topicName, wayName } from "../../words/terms.js";

const clockName = named(CaseClock);
const causeName = named(ComplaintCause);
const pathOf = (/** @type {any} */ one) => `/api/customer/complaints/${encodeURIComponent(one.case)}`;
const ends = (/** @type {string | undefined} */ text) => (text ?? "").slice(-4);

/** @param {{case_: any, me: Me, branch: string, open: boolean, onOpen: () => void, refetch: () => any}} props */
export function Case({ case_: one, me, branch, open, onOpen, refetch }) {
  const t = useWords();
  const title = `${topicName(one.topic)} · ${ends(one.case)}`;
  const path = pathOf(one);
  const takeOver = async (/** @type {any} */ keys) => {
    await command(`${path}/take-over`, {}, keys);
    toast(t("case_taken"));
    await refetch();
  };
  const late = one.clocks.some((/** @type {any} */ clock) => clock.late);
  return html`<li class="case ${late ? "late" : ""}">
    <div class="case-head">
      <div>
        <h3>
          ${title} <span class="tag">${t(`case_${one.state}`)}</span>
          ${one.masked_name && html` <span class="faint">${one.masked_name}</span>`}
        </h3>
        <ul class="case-clocks" aria-label=${t("case_clocks")}>
          ${one.clocks.map((/** @type {any} */ clock) => html`<${Clock} key=${clock.clock} clock=${clock} />`)}
        </ul>
        <p class="faint">
          ${t("case_raised", { at: dayAndTime(one.raised_at) })}${" · "}
          ${t("enquiry_owner", { who: one.owner ? nameOf(one.owner) : t("enquiry_nobody") })}${" · "}
          ${t("case_rules", { rules: one.rules })}
          ${one.about_staff && html` · ${t("case_about", { who: nameOf(one.about_staff) })}`}
          ${one.asked && html` · <b>${t("case_asked", { until: one.asked.until, who: nameOf(one.asked.by) })}</b>`}
        </p>
        ${one.recused && html`<p class="small">${t("case_you_are_recused")}</p>`}
      </div>
      <div class="case-taps">
        ${
          one.state === "open" &&
          !one.recused &&
          may("customer.take_over_case", one.branch) &&
          html`<${ActionButton} class="primary" label="${t("take_over")} ${title}" action=${takeOver}>
            ${t("take_over")}
          <//>`
        }
        ${
          may("customer.view_case", one.branch) &&
          html`<button
            type="button"
            class="secondary"
            aria-expanded=${open}
            aria-label="${t(open ? "enquiry_hide" : "enquiry_show")} ${title}"
            onClick=${onOpen}
          >
            ${t(open ? "enquiry_hide" : "enquiry_show")}
          </button>`
        }
      </div>
    </div>
    ${open && html`<${Whole} path=${path} me=${me} branch=${branch} refetch=${refetch} />`}
  </li>`;
}

/** @param {{clock: any}} props */
function Clock({ clock }) {
  const t = useWords();
  const left = clock.late
    ? t("case_late", { n: Math.max(0, -clock.days_left) })
    : t("case_left", { n: clock.days_left, working: clock.working_days_left });
  return html`<li class=${clock.late ? "late" : clock.warned ? "warned" : ""}>
    <b>${clockName(clock.clock)}</b> ${t("case_until", { day: clock.day })} · ${left}
    ${clock.provisional && html` · ${t("case_provisional")}`}
  </li>`;
}

/** @param {{path: string, me: Me, branch: string, refetch: () => any}} props */
function Whole({ path, me, branch, refetch }) {
  const t = useWords();
  const { data, error, refetch: reread } = useQuery(path);
  if (!data) return html`<${Pending} error=${error} quiet />`;
  const done = async () => {
    toast(t("enquiry_done"));
    await Promise.all([refetch(), reread()]);
  };
  return html`<div class="case-body">
    <${Facts} one=${data} />
    <${Acts} one=${data} path=${path} me=${me} branch=${branch} onDone=${done} />
    <details class="small">
      <summary>${t("case_rules", { rules: data.rules })}</summary>
      <ul>
        ${ruleLines(data.rule_set, t).map((line) => html`<li>${line}</li>`)}
      </ul>
    </details>
  </div>`;
}

/** @param {{one: any}} props */
function Facts({ one }) {
  const t = useWords();
  const fact = (/** @type {string} */ word, /** @type {any} */ value) =>
    value && html`<div><dt>${t(word)}</dt><dd>${value}</dd></div>`;
  const sent = (/** @type {any} */ reply) =>
    reply && t("case_sent", { on: reply.on, how: wayName(reply.through), who: nameOf(reply.by) });
  const repair = one.repair && {
    who: one.repair.owner ? nameOf(one.repair.owner) : t("enquiry_nobody"),
    until: one.repair.until,
  };
  return html`<dl>
    ${fact("complaint_words", one.words)} ${fact("case_asked_why", one.asked?.reason)}
    ${fact("case_acknowledged", sent(one.acknowledged))}
    ${one.holding_replies.map((/** @type {any} */ reply) =>
      fact(
        "case_held",
        `${sent(reply)} · ${t("case_until", { day: reply.until })}${reply.reason ? ` · ${reply.reason}` : ""}`,
      ),
    )}
    ${fact("case_answer", sent(one.answer) && `${sent(one.answer)} · ${t(one.in_time ? "case_in_time" : "over_time")}`)}
    ${fact("case_cause", one.cause && causeName(one.cause))} ${fact("case_root_cause", one.root_cause)}
    ${fact("case_resolution", one.resolution)} ${fact("case_repair", repair && t("case_repair_by", repair))}
    ${fact("case_repair_note", one.repair_note)} ${fact("case_kept", one.keep_until)}
  </dl>`;
}
