// My week (Q2): visits at their times, what other work has for a day, and the contacts that are due, laid into the
// hours that are left; and what does not fit.

import { openFile } from "./opened.js";
import { dayOf } from "../../live/clock.js";
import { useQuery } from "../../live/query.js";
import { daysAfter, weekdayOf } from "../../live/time.js";
import { Pending } from "../../parts/pending.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { EntryNames, ItemNames, StepNames } from "../../words/customers/schedule.js";
import { PlanItemKind, VisitPurpose } from "../../words/enums.js";
import { pick, said, t as say, useWords } from "../../words/language.js";
import { segmentName } from "../../words/terms.js";

const EVERY = 60_000; // what other services enter is told to nobody
const minds = (/** @type {string} */ event) =>
  ["customer_visit", "contact", "prospect", "deal_task", "plan_item"].some((one) => event.startsWith(one));

/** @param {{me: Me, branch: string}} props */
export function Schedule({ branch }) {
  const t = useWords();
  const [weeks, setWeeks] = useState(0);
  const day = daysAfter(dayOf(Date.now()), weeks * 7);
  const path = `/api/customer/schedule?${new URLSearchParams({ branch, day })}`;
  const { data: week, error } = useQuery(path, { minds, every: EVERY });
  return html`<div class="schedule" id="schedule">
    <div class="line">
      <h2>${week ? t("schedule_week", { first: week.first, last: week.days[6].day }) : t("schedule")}</h2>
      <div class="actions">
        <button type="button" class="secondary" onClick=${() => setWeeks(weeks - 1)}>${t("schedule_before")}</button>
        <button type="button" class="secondary" aria-disabled=${weeks === 0} onClick=${() => setWeeks(0)}>
          ${t("schedule_now")}
        </button>
        <button type="button" class="secondary" onClick=${() => setWeeks(weeks + 1)}>${t("schedule_after")}</button>
      </div>
    </div>
    ${!week && html`<${Pending} error=${error} />`}
    ${
      week &&
      html`<${Unplaced} week=${week} />
        <ol class="week" aria-label=${t("schedule")}>
          ${week.days.map((one) => html`<${Day} key=${one.day} day=${one} today=${week.today} />`)}
        </ol>`
    }
  </div>`;
}

function Unplaced({ week }) {
  const t = useWords();
  const why = (/** @type {any} */ one) => whyNot(one, week);
  const n = week.unplaced.length + week.unplaced_work.length;
  if (!n && !week.more) return null;
  return html`<section class="unplaced" aria-labelledby="schedule-unplaced">
    <h3 id="schedule-unplaced">${t("schedule_unplaced", { n })} ${week.more && t("schedule_more")}</h3>
    <ul class="rows">
      ${week.unplaced_work.map((one) => html`<${Work} key=${one.kind + one.subject} one=${one} why=${why(one)} />`)}
      ${week.unplaced.map((one) => html`<${Contact} key=${one.customer} one=${one} why=${why(one)} />`)}
    </ul>
  </section>`;
}

/** The day of what is not laid, and why it has no place there. */
function whyNot(one, week) {
  const on = week.days.find((day) => day.day === one.due);
  const word = !on ? "week" : !on.working ? "off" : one.due < week.today ? "past" : "full";
  return say("schedule_for", { day: dayName(one.due), why: say(`schedule_no_${word}`) });
}

/** A day as people say it: ``Mon 11-23``. */
const dayName = (/** @type {string} */ day) => `${say(`weekday_${weekdayOf(day)}`)} ${day.slice(5)}`;

function Day({ day, today }) {
  const t = useWords();
  const empty = !day.visits.length && !day.work.length && !day.contacts.length;
  const title = dayName(day.day);
  return html`<li class="weekday ${day.working ? "" : "off"}" aria-current=${day.day === today ? "date" : null}>
    <h3>${title}</h3>
    <p class="faint">
      ${!day.working ? t("schedule_off") : day.day < today ? "" : t("schedule_free", { n: day.free })}
      ${day.provisional && t("schedule_provisional")}
    </p>
    ${empty && day.working && html`<p class="faint">–</p>`}
    <ul>
      ${day.visits.map(
        (one) => html`<li key=${one.visit} class="slot visit-entry">
          <b>${one.starts}–${one.ends}</b> ${t("schedule_visit")}
          <button type="button" class="quiet" onClick=${() => openFile(one.customer)}>${one.masked_name}</button>
          <span class="faint">${pick(VisitPurpose[one.purpose])}</span>
        </li>`,
      )}
      ${day.work.map((one) => html`<${Work} key=${one.kind + one.subject} one=${one} />`)}
      ${day.contacts.map((one) => html`<${Contact} key=${one.customer} one=${one} />`)}
    </ul>
  </li>`;
}

/** What a piece of work is: the step of a deal has a name of its own, all else is a word of a catalogue. */
const whatIs = (one) => {
  if (one.kind === "deal_task") return said(one);
  const words = one.kind === "plan_item" ? PlanItemKind : one.kind === "prospect" ? StepNames : ItemNames;
  return words[one.word] ? pick(words[one.word]) : one.word;
};

function Work({ one, why }) {
  const t = useWords();
  return html`<li class="slot">
    ${one.at && html`<b>${one.at}</b>`} ${pick(EntryNames[one.kind])}: ${whatIs(one)}
    ${
      one.customer &&
      html`<button type="button" class="quiet" onClick=${() => openFile(one.customer)}>${one.masked_name}</button>`
    }
    ${one.late && html`<span class="tag alarm">${t("schedule_late", { day: one.due })}</span>`}
    ${why && html`<span class="faint">${why}</span>`}
  </li>`;
}

function Contact({ one, why }) {
  const t = useWords();
  return html`<li class="slot contact-entry">
    ${one.at && html`<b>${one.at}</b>`} ${t("schedule_contact")}
    <button type="button" class="quiet" onClick=${() => openFile(one.customer)}>${one.masked_name}</button>
    <span class="faint">${segmentName(one.segment)}</span>
    ${one.late && html`<span class="tag alarm">${t("schedule_late", { day: one.due })}</span>`}
    ${why && html`<span class="faint">${why}</span>`}
  </li>`;
}
