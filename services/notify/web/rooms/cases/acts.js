// What can be done about a complaint: more time, replies, the end, the repair (D9).

import { command } from "../../live/api.js";
import { dayOf, now } from "../../live/clock.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, DayField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { ComplaintCause } from "../../words/enums.js";
import { useWords } from "../../words/language.js";
import { ANSWER_WAYS, named, wayName } from "../../words/terms.js";

const causeName = named(ComplaintCause);
const WAYS = () => ANSWER_WAYS.map((way) => [way, wayName(way)]);
const today = () => dayOf(now.value);

/** @typedef {{one: any, path: string, me: Me, branch: string, onDone: () => any}} ActsProps */

/** The acts that the case is open to, for this person. */
function actsFor(/** @type {any} */ one, /** @type {Me} */ me) {
  if (one.recused) return [];
  const head = may("customer.handle_any_case", one.branch);
  const mine = one.owner === me.staff || head;
  const repairs = one.repair && !one.repair.done_at && (one.repair.owner === me.staff || mine);
  const runs = one.state === "taken_over" && mine;
  return [
    one.state !== "settled" && mine && !one.acknowledged && "acknowledge",
    runs && one.extend_until && !one.asked && "extension",
    runs && "holding",
    runs && "settle",
    one.state !== "settled" &&
      (!one.about_staff || head) &&
      may("customer.name_staff_complained_about", one.branch) &&
      "about",
    repairs && "repair",
  ].filter(Boolean);
}

/** @param {ActsProps} props */
export function Acts({ one, path, me, branch, onDone }) {
  const t = useWords();
  const [doing, setDoing] = useState(/** @type {string | null} */ (null));
  const acts = actsFor(one, me);
  const send = (/** @type {string} */ what) => async (/** @type {any} */ typed, /** @type {any} */ keys) => {
    const given = Object.fromEntries(Object.entries(typed ?? {}).filter(([, value]) => value));
    await command(`${path}/${what}`, given, keys);
  };
  const reported = one.clocks.some((/** @type {any} */ clock) => clock.clock === "report");
  const press = (/** @type {string} */ word, /** @type {string} */ what, given = {}) =>
    html`<${ActionButton}
      class="secondary"
      action=${(/** @type {any} */ keys) => send(what)(given, keys)}
      reread=${onDone}
      >${t(word)}<//
    >`;
  const asked = { seen: one.asked?.mark };
  const decides = one.asked && !one.recused && one.asked.by !== me.staff && one.owner !== me.staff;
  return html`<div class="chips" role="group" aria-label=${t("case_acts")}>
      ${acts.map(
        (act) => html`<button
          key=${act}
          type="button"
          class="chip"
          aria-expanded=${doing === act}
          onClick=${() => setDoing(doing === act ? null : act)}
        >
          ${t(`case_do_${act}`)}
        </button>`,
      )}
      ${
        decides &&
        may("customer.approve_extension", one.branch) &&
        html`${press("case_approve", "extension/approve", asked)} ${press("case_refuse", "extension/refuse", asked)}`
      }
      ${reported && may("customer.record_complaint_report", one.branch) && press("case_report", "report")}
    </div>
    ${
      doing &&
      acts.includes(doing) &&
      html`<${Form}
        key=${doing}
        name="customer ${branch} case ${doing} ${one.case}"
        state=${[one.state, one.owner, one.extensions].join(" ")}
        action=${send(doing === "holding" ? "holding-reply" : doing)}
        submit=${t(`case_do_${doing}`)}
        reread=${onDone}
        onDone=${() => setDoing(null)}
        onCancel=${() => setDoing(null)}
      >
        ${FIELDS[doing](t, one)}
      <//>`
    }`;
}

const sent = (/** @type {any} */ t) =>
  html`<${Choice} name="sent_through" label=${t("enquiry_through")} options=${WAYS()} />
    <${DayField} name="sent_on" label=${t("case_sent_on")} initial=${today()} needed />`;

/** @type {Record<string, (t: any, one: any) => any>} */
const FIELDS = {
  acknowledge: sent,
  extension: (t, one) =>
    html`<p class="faint">${t("case_extend_hint", { day: one.extend_until })}</p>
      <${DayField} name="until" label=${t("case_new_day")} initial=${one.extend_until} needed />
      <${TextField} name="reason" label=${t("case_reason")} rows="2" needed="case_reason_needed" />`,
  holding: (t) =>
    html`${sent(t)}
      <${DayField} name="until" label=${t("case_promised")} needed />
      <${TextField} name="reason" label=${t("case_reason")} rows="2" needed="case_reason_needed" />`,
  settle: (t) =>
    html`${sent(t)}
      <${Choice}
        name="cause"
        label=${t("case_cause")}
        none=${t("case_cause_unknown")}
        options=${Object.keys(ComplaintCause).map((one) => [one, causeName(one)])}
      />
      <${TextField} name="root_cause" label=${t("case_root_cause")} rows="2" needed="case_reason_needed" />
      <${TextField} name="resolution" label=${t("case_resolution")} rows="2" needed="case_reason_needed" />`,
  repair: (t) => html`<${TextField} name="note" label=${t("case_repair_note")} rows="2" needed="case_reason_needed" />`,
  about: (t) =>
    html`<${TextField} name="about_staff" label=${t("case_about_id")} most=${64} needed="case_about_needed" />`,
};
