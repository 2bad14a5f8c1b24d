// Visits to customers: those of today, those to come, those to be recorded; what was promised, and one's calendar (W1).

import { BriefDialog } from "./brief.js";
import { Calendar } from "./calendar.js";
import { FollowUpFields, PlanForm, RecordForm, TimeFields, nextStepOf, timeOf, useAskedAgain } from "./forms.js";
import { command } from "../../../live/api.js";
import { dayAndTime, now as clock } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { isTyped } from "../../../live/drafts.js";
import { useQuery, useQueryOnce } from "../../../live/query.js";
import { useSignal } from "../../../live/signal.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { NotHeldReason, VisitPlace, VisitPurpose } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { named } from "../../../words/terms.js";
import { openFile } from "../opened.js";

const purposeName = named(VisitPurpose);
const placeName = named(VisitPlace);
const reasonName = named(NotHeldReason);
const REASONS = Object.keys(NotHeldReason).map((one) => /** @type {[string, string]} */ ([one, one]));
const pathOf = (/** @type {any} */ visit, what = "") =>
  `/api/customer/visits/${encodeURIComponent(visit.visit)}${what}`;
const COMING = ["planned", "confirmed"];
const FORMS = ["record", "not_held", "move", "cancel", "begin"];

/** @param {{me: Me, branch: string}} props */
export function Visits({ me, branch }) {
  const t = useWords();
  const [brief, setBrief] = useState(/** @type {any} */ (null));
  const { data, error, refetch } = useQuery(`/api/customer/visits?${new URLSearchParams({ branch })}`, {
    minds: () => false,
    every: 60_000,
  });
  const [planning, setPlanning] = useState(isTyped(`visit_plan ${branch}`));
  const planned = () => {
    setPlanning(false);
    return refetch();
  };
  const at = useSignal(clock);
  const groups = data ? grouped(data.visits, at) : [];
  return html`<section class="visits" id="visits" tabindex="-1" aria-label=${t("visits")}>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      html`<div>
        <button type="button" class="secondary" aria-expanded=${planning} onClick=${() => setPlanning(!planning)}>
          ${t("visit_new")}
        </button>
        ${planning && html`<${PlanForm} branch=${branch} onDone=${planned} />`}
      </div>`
    }
    ${data && !data.visits.length && html`<p class="blank small">${t("visits_none")}</p>`}
    ${groups.map(
      ([word, visits]) =>
        visits.length > 0 &&
        html`<h2 key=${word} id=${word}>${t(word)} <b>${visits.length}</b></h2>
          <ul class="visit-list" aria-labelledby=${word}>
            ${visits.map(
              (/** @type {any} */ visit) =>
                html`<${Visit}
                  key=${visit.visit}
                  visit=${visit}
                  me=${me}
                  branch=${branch}
                  refetch=${refetch}
                  onBrief=${() => setBrief(visit)}
                />`,
            )}
          </ul>`,
    )}
    ${data?.promises.length > 0 && html`<${Promises} promises=${data.promises} me=${me} refetch=${refetch} />`}
    <${Calendar} />
    ${brief && html`<${BriefDialog} visit=${brief} onClose=${() => setBrief(null)} />`}
  </section>`;
}

/**
 * The visits in three groups, by the day on the clock of their branch.
 *
 * @param {any[]} visits
 * @param {number} at
 * @returns {[string, any[]][]}
 */
function grouped(visits, at) {
  const today = (/** @type {any} */ visit) =>
    new Intl.DateTimeFormat("en-CA", { timeZone: visit.timezone }).format(at) === visit.wall_start.slice(0, 10);
  const owed = (/** @type {any} */ visit) =>
    visit.state === "held" || (visit.state !== "begun" && Date.parse(visit.ends_at) < at);
  return [
    ["visits_to_record", visits.filter(owed)],
    ["visits_today", visits.filter((visit) => !owed(visit) && (today(visit) || visit.state === "begun"))],
    ["visits_coming", visits.filter((visit) => !owed(visit) && !today(visit) && visit.state !== "begun")],
  ];
}

/** @param {{visit: any, me: Me, branch: string, refetch: () => unknown, onBrief: () => void}} props */
function Visit({ visit, me, branch, refetch, onBrief }) {
  const t = useWords();
  const typed = FORMS.find((one) => isTyped(`visit_${one} ${visit.visit}`)) ?? "";
  const [form, setForm] = useState(typed);
  const act = (/** @type {string} */ what) => async (/** @type {any} */ body, /** @type {Keys} */ keys) => {
    await command(pathOf(visit, what), body, keys);
    toast(t("visit_done"));
    setForm("");
  };
  const of = (/** @type {string} */ what) => ({ visit, action: act(what), reread: refetch });
  const at = useSignal(clock);
  const begins = Date.parse(visit.starts_at) <= at;
  const open = COMING.includes(visit.state);
  const who = `${visit.wall_start.slice(11)} ${visit.masked_name}`;
  const opens = (/** @type {string} */ name) =>
    html`<button
      type="button"
      class="secondary"
      aria-expanded=${form === name}
      aria-label="${t(`visit_${name}`)} ${who}"
      onClick=${() => setForm(form === name ? "" : name)}
    >
      ${t(`visit_${name}`)}
    </button>`;
  return html`<li class="visit ${visit.overdue ? "late" : ""}">
    <h3>
      <time datetime=${visit.starts_at}>${visit.wall_start.replace("T", " ")}</time>
      <button type="button" class="quiet" onClick=${() => openFile(visit.customer)}>${visit.masked_name}</button>
      <span class="tag">${t(`visit_state_${visit.state}`)}</span>
      ${visit.confidentiality === "confidential" && html`<span class="tag">${t("visit_confidential")}</span>`}
    </h3>
    <p class="faint">
      ${purposeName(visit.purpose)} · ${placeName(visit.place)}
      ${visit.staff !== me.staff && ` · ${nameOf(visit.staff)}`}
      ${!visit.working_day && ` · ${t("visit_day_off")}`}
      ${begins && ` · ${t("visit_record_due", { at: dayAndTime(visit.record_due) })}`}
      ${visit.overdue > 0 && html` <b>${t("over_time")}</b>`}
    </p>
    <div class="actions">
      <button type="button" class="secondary" aria-label="${t("visit_brief")} ${who}" onClick=${onBrief}>
        ${t("visit_brief")}
      </button>
      ${
        visit.state === "planned" &&
        html`<${ActionButton}
          class="secondary"
          label="${t("visit_confirm")} ${who}"
          action=${(/** @type {Keys} */ keys) => act("/confirm")({ seen: visit.mark }, keys)}
          reread=${refetch}
          >${t("visit_confirm")}<//>`
      }
      ${open && opens("begin")}
      ${
        begins &&
        visit.state !== "held" &&
        html`<${ActionButton}
          class="secondary"
          label="${t("visit_held")} ${who}"
          action=${(/** @type {Keys} */ keys) => act("/held")({}, keys)}
          reread=${refetch}
          >${t("visit_held")}<//>`
      }
      ${begins && opens("record")} ${visit.state !== "held" && opens("not_held")} ${open && opens("move")}
      ${open && opens("cancel")}
    </div>
    ${form === "record" && html`<${RecordForm} branch=${branch} ...${of("/record")} />`}
    ${form === "begin" && html`<${Begin} ...${of("/begin")} />`}
    ${form === "not_held" && html`<${NotHeld} ...${of("/not-held")} />`}
    ${form === "move" && html`<${Move} ...${of("/move")} />`}
    ${form === "cancel" && html`<${Cancel} ...${of("/cancel")} />`}
  </li>`;
}

/** @typedef {{visit: any, action: Function, reread: () => unknown}} OfVisit a form about a visit */

/** @param {OfVisit} props */
function Begin({ visit, action, reread }) {
  const t = useWords();
  return html`<${Form} name="visit_begin ${visit.visit}" action=${action} submit=${t("visit_begin")} reread=${reread}>
    <${TextField} name="district" label=${t("visit_district")} most="30" needed="visit_needs_district" />
  <//>`;
}

/** @param {OfVisit} props */
function NotHeld({ visit, action, reread }) {
  const t = useWords();
  const send = (/** @type {any} */ { reason, ...given }, /** @type {Keys & {seen?: any}} */ keys) =>
    action({ reason, ...nextStepOf(given), seen: keys.seen }, keys);
  return html`<${Form}
    name="visit_not_held ${visit.visit}"
    action=${send}
    seen=${visit.mark}
    submit=${t("visit_not_held")}
    reread=${reread}
  >
    <${Choice} name="reason" label=${t("visit_reason")} options=${REASONS.map(([one]) => [one, reasonName(one)])} />
    <${FollowUpFields} />
  <//>`;
}

/** @param {OfVisit} props */
function Cancel({ visit, action, reread }) {
  const t = useWords();
  const send = (/** @type {any} */ given, /** @type {Keys & {seen?: any}} */ keys) =>
    action({ ...given, seen: keys.seen }, keys);
  return html`<${Form}
    name="visit_cancel ${visit.visit}"
    action=${send}
    seen=${visit.mark}
    submit=${t("visit_cancel")}
    reread=${reread}
  >
    <${Choice} name="reason" label=${t("visit_reason")} options=${REASONS.map(([one]) => [one, reasonName(one)])} />
  <//>`;
}

/** @param {OfVisit} props */
function Move({ visit, action, reread }) {
  const t = useWords();
  const [asked, ask] = useAskedAgain();
  const minutes = (Date.parse(visit.ends_at) - Date.parse(visit.starts_at)) / 60_000;
  const send = (/** @type {any} */ given, /** @type {Keys & {seen?: any}} */ keys) =>
    ask(() => action({ ...timeOf(given), seen: keys.seen }, keys));
  return html`<${Form}
    name="visit_move ${visit.visit}"
    action=${send}
    submit=${t("visit_move")}
    seen=${visit.mark}
    reread=${reread}
  >
    <${TimeFields} start=${visit.wall_start} minutes=${minutes} asked=${asked} />
  <//>`;
}

/** @param {{promises: any[], me: Me, refetch: () => unknown}} props */
function Promises({ promises, me, refetch }) {
  const t = useWords();
  return html`<h2 id="visits-promises">${t("visit_promises")} <b>${promises.length}</b></h2>
    <ul class="visit-list" aria-labelledby="visits-promises">
      ${promises.map((one) => html`<${Promised} key=${one.promise} one=${one} me=${me} refetch=${refetch} />`)}
    </ul>`;
}

/** @param {{one: any, me: Me, refetch: () => unknown}} props */
function Promised({ one, me, refetch }) {
  const t = useWords();
  const [shown, setShown] = useState(false);
  const path = `/api/customer/promises/${encodeURIComponent(one.promise)}`;
  const keep = async (/** @type {Keys} */ keys) => {
    await command(`${path}/keep`, {}, keys);
    toast(t("visit_done"));
    await refetch();
  };
  return html`<li class="visit ${one.overdue ? "late" : ""}">
    <h3>
      <button type="button" class="quiet" onClick=${() => openFile(one.customer)}>${one.masked_name}</button>
      <span class="faint">
        ${t("visit_promise_due", { day: one.due })} ${one.owner !== me.staff && ` · ${nameOf(one.owner)}`}
      </span>
    </h3>
    ${shown && html`<${PromiseText} path=${path} />`}
    <div class="actions">
      ${
        !shown &&
        html`<button type="button" class="quiet" onClick=${() => setShown(true)}>${t("visit_promise_show")}</button>`
      }
      <${ActionButton} class="primary" action=${keep}>${t("visit_promise_keep")}<//>
    </div>
  </li>`;
}

/** @param {{path: string}} props */
function PromiseText({ path }) {
  const { data, error } = useQueryOnce(path);
  return data ? html`<blockquote>${data.what}</blockquote>` : html`<${Pending} error=${error} quiet=${true} />`;
}
