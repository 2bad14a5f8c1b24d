// Today's list: whom of my customers to be in touch with, and why; an outcome is recorded in three taps (A1).

import { ContactForm, notReached } from "./contact-form.js";
import { openFile } from "./opened.js";
import { dayAndTime, timeOfDay } from "../../live/clock.js";
import { feed } from "../../live/feed.js";
import { useQuery } from "../../live/query.js";
import { useSignal } from "../../live/signal.js";
import { ActionButton } from "../../parts/action-button.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { contactStateName, stepName } from "../../words/customers/contact-terms.js";
import { reasonOf, useWords } from "../../words/language.js";
import { dateName, segmentName } from "../../words/terms.js";

const REREAD = 300_000; // milliseconds: each reading of the list is on record
const LOOK_AGAIN = 20_000; // the hall hints before it is known here who waits there
const HALL = [
  "ticket_issued",
  "ticket_called",
  "customer_no_show",
  "visit_cancelled",
  "service_completed",
  "act_undone",
];

/** @param {{me: Me, branch: string}} props */
export function Today({ me, branch }) {
  const t = useWords();
  const of = new URLSearchParams({ branch });
  const { data, error, refetch } = useQuery(`/api/customer/today?${of}`, { minds: () => false, every: REREAD });
  const { data: hall, refetch: look } = useQuery(`/api/customer/today/hall?${of}`, {
    minds: (event) => HALL.includes(event),
    every: LOOK_AGAIN,
  });
  const told = useSignal(feed).entries.filter((entry) => entry.kind === "due_customer_waits").length;
  useEffect(() => {
    if (told) look();
  }, [told]);
  const here = new Map((hall ?? []).map((one) => [one.customer, one.in_hall]));
  const unlisted = data && [...here.keys()].some((id) => !data.lines.some((line) => line.customer === id));
  useEffect(() => {
    if (unlisted) refetch();
  }, [unlisted]);
  const lines = data?.lines.map((line) => ({
    ...line,
    in_hall: hall ? (here.get(line.customer) ?? null) : line.in_hall,
  }));
  lines?.sort((one, other) => Number(!one.in_hall) - Number(!other.in_hall));
  return html`<section class="today" aria-labelledby="today-list">
    <h2 id="today-list">${t("today")} ${data && html`<b>${data.lines.length}${data.more ? "+" : ""}</b>`}</h2>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${lines && !lines.length && html`<p class="blank small">${t("today_none")}</p>`}
    ${data?.more && html`<p class="faint">${t("today_more")}</p>`}
    ${
      lines?.length > 0 &&
      html`<ul class="today-lines" aria-labelledby="today-list">
        ${lines.map(
          (line) => html`<${Line} key=${line.customer} line=${line} me=${me} branch=${branch} refetch=${refetch} />`,
        )}
      </ul>`
    }
  </section>`;
}

function Line({ line, branch, refetch }) {
  const t = useWords();
  const [outcome, setOutcome] = useState(null);
  const tap = (one) => setOutcome(outcome === one ? null : one);
  const done = async () => {
    setOutcome(null);
    await refetch();
  };
  const late = line.late_days > 0 || line.state === "overdue";
  return html`<li class="today-line ${line.in_hall ? "here" : ""} ${late ? "late" : ""}">
    <div class="today-head">
      <div>
        <h3>
          ${line.name} <span class="tag">${segmentName(line.segment)}</span>
          ${line.in_hall && html` <strong class="in-hall">${t("in_hall_now", whereabouts(line.in_hall))}</strong>`}
        </h3>
        <p>${whyOf(t, line)}</p>
        ${line.dates.map((one) => html`<p key="${one.kind} ${one.day}" class="near-date">${nearOf(t, one)}</p>`)}
        ${line.last_words && html`<p class="last-words">${t("last_words", { words: line.last_words })}</p>`}
        <p class="faint">
          ${line.last_at ? t("last_contact", { at: dayAndTime(line.last_at) }) : t("never_contacted")}
          ${line.best_hour && html` · ${t("best_hour", line.best_hour)}`}
          ${line.tries > 0 && html` · ${t("tries", { n: line.tries })}`}
        </p>
      </div>
      <div class="today-taps" role="group" aria-label=${t("record_contact_with", { who: line.name })}>
        <button type="button" class="primary" aria-expanded=${outcome === "reached"} onClick=${() => tap("reached")}>
          ${t("tap_reached")}
        </button>
        <${ActionButton} class="secondary" action=${() => notReached(line.customer, t)} onDone=${refetch}>
          ${t("tap_not_reached")}
        <//>
        <button type="button" class="secondary" aria-expanded=${outcome === "moved"} onClick=${() => tap("moved")}>
          ${t("tap_moved")}
        </button>
        <button
          type="button"
          class="quiet"
          aria-label="${t("open_file")} ${line.name}"
          onClick=${() => openFile(line.customer)}
        >
          ${t("open_file")}
        </button>
      </div>
    </div>
    ${
      outcome &&
      html`<${ContactForm}
        key=${outcome}
        branch=${branch}
        customer=${line.customer}
        outcome=${outcome}
        way=${line.in_hall ? "hall" : "phone"}
        onDone=${done}
        onCancel=${() => setOutcome(null)}
      />`
    }
  </li>`;
}

const whereabouts = (inHall) => ({ ticket: inHall.ticket, at: timeOfDay(inHall.since) });

/** Why a customer is on the list: what is due, since when, and what the rhythm says. */
function whyOf(t, line) {
  const step = stepName(line.step);
  if (line.step === "date") return line.state === "not_due" ? step : `${step} · ${contactStateName(line.state)}`;
  const due = line.late_days
    ? t("due_since", { step, due: line.due, n: line.late_days })
    : t("due_on", { step, due: line.due });
  const state = line.state === "not_due" ? "" : ` · ${contactStateName(line.state)}`;
  return `${due}${state}`;
}

/** An important date of the next days, with what was written about it. */
function nearOf(t, { kind, day, in_days: n, words }) {
  const near = t(n ? "date_near" : "date_today", { kind: dateName(kind), day, n });
  return words ? `${near} · ${words}` : near;
}
