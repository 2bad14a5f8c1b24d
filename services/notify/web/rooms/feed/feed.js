// The feed: what this person is told, what waits for them, and what they can do about it.

import { ContactDialog, DeclineDialog, WhyDialog } from "./dialogs.js";
import { command } from "../../live/api.js";
import { now, timeOfDay } from "../../live/clock.js";
import { nameOf, textOf } from "../../live/colleagues.js";
import {
  addEntries,
  awaitsAck,
  canAct,
  dueOf,
  feed,
  noteOutcome,
  outcomeOf,
  outcomes,
  readOlder,
  splitFeed,
  targetOf,
} from "../../live/feed.js";
import { may } from "../../live/rights.js";
import { signal, useSignal } from "../../live/signal.js";
import { duration } from "../../live/time.js";
import { ActionButton } from "../../parts/action-button.js";
import { Ticking } from "../../parts/ticking.js";
import { html } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { urgencyName } from "../../words/terms.js";

/** @type {Signal<{what: "why" | "decline" | "contact", entry: Entry} | null>} */
const opened = signal(null);
const close = () => opened.set(null);

/** The feed in its two parts, and what became of what it asks for. */
export function useFeed() {
  const { entries, loaded, more } = useSignal(feed);
  const own = useSignal(outcomes);
  return { ...splitFeed(entries, own), own, loaded, more };
}

export function Feed({ me }) {
  const t = useWords();
  const { open, rest, own, loaded, more } = useFeed();
  const list = (entries) =>
    entries.map((entry) => html`<${FeedEntry} key=${entry.id} entry=${entry} me=${me} own=${own} />`);
  return html`<section class="panel feed" id="feed" tabindex="-1" aria-label=${t("feed")}>
    <h2 id="to-do" tabindex="-1">
      ${t("to_do")} ${open.length > 0 && html`<span class="count">${open.length}</span>`}
    </h2>
    ${
      open.length
        ? html`<ul class="entries" aria-labelledby="to-do">
            ${list(open)}
          </ul>`
        : html`<p class="blank small">
            ${t(loaded ? "nothing_to_do" : "opening")}
          </p>`
    }
    <h2 id="latest">${t("latest")}</h2>
    ${
      rest.length
        ? html`<ul class="entries quiet-entries" aria-labelledby="latest">
            ${list(rest)}
          </ul>`
        : html`<p class="blank small">
            ${t(loaded ? "no_messages" : "opening")}
          </p>`
    }
    ${more && html`<${ActionButton} class="quiet" action=${readOlder}>${t("older")}<//>`}
    <${OpenedDialog} me=${me} />
  </section>`;
}

function OpenedDialog({ me }) {
  const asked = useSignal(opened);
  if (!asked) return null;
  const { what, entry } = asked;
  if (what === "why") return html`<${WhyDialog} entry=${entry} onClose=${close} />`;
  if (what === "contact") return html`<${ContactDialog} entry=${entry} onClose=${close} />`;
  const path = `/api/referral/referrals/${encodeURIComponent(targetOf(entry) ?? "")}/decline`;
  const decline = (reason, keys) => act(entry, path, { reason }, "done_declined", me, keys);
  const done = () => {
    close();
    focusNext();
  };
  return html`<${DeclineDialog} entry=${entry} decline=${decline} onDone=${done} onClose=${close} />`;
}

function FeedEntry({ entry, me, own }) {
  const t = useWords();
  const outcome = outcomeOf(entry, own);
  const open = awaitsAck(entry) || (canAct(entry, own) && !entry.acknowledged_at);
  const classes = `entry ${entry.urgency} ${open ? "open" : ""} ${entry.quiet ? "hushed" : ""}`;
  const opens = (what) => () => opened.set({ what, entry });
  const contact = entry.kind === "contact_left" && may("customer.view_lead", entry.branch);
  const take = (keys) => acknowledge(entry, me, keys);
  return html`<li id="entry-${entry.id}" class=${classes} tabindex="-1">
    <p class="entry-head">
      <span class="urgency">${urgencyName(entry.urgency)}</span>
      <time datetime=${entry.at}>${timeOfDay(entry.at, { branch: entry.branch })}</time>
      <${Due} due=${dueOf(entry, own)} branch=${entry.branch} />
    </p>
    <p class="text">${textOf(entry)}</p>
    ${outcome && html`<p class="outcome">✓ ${t(outcome)}</p>`}
    ${entry.acknowledged_at && !outcome && html`<p class="outcome">✓ ${acknowledgement(t, entry, me)}</p>`}
    <div class="actions">
      <button type="button" class="quiet" onClick=${opens("why")}>${t("why")}</button>
      ${
        contact &&
        html`<button type="button" class="secondary" onClick=${opens("contact")}>${t("contact_show")}</button>`
      }
      ${
        awaitsAck(entry) &&
        html`<${ActionButton}
          class="secondary"
          action=${take}
          onDone=${focusNext}>${t("acknowledge")}<//>`
      }
      ${
        canAct(entry, own) && mayAct(entry) && html`<${Answer} entry=${entry} me=${me} onDecline=${opens("decline")} />`
      }
    </div>
  </li>`;
}

function acknowledgement(t, entry, me) {
  const time = timeOfDay(entry.acknowledged_at, { branch: entry.branch });
  const other = entry.acknowledged_by && entry.acknowledged_by !== me.staff;
  return other
    ? t("acknowledged_by", {
        who: nameOf(entry.acknowledged_by, entry.branch),
        time,
      })
    : t("acknowledged", { time });
}

/** How long there is left to answer. */
function Due({ due, branch }) {
  const t = useWords();
  if (!due) return null;
  const draw = (at) => {
    const left = Math.floor((Date.parse(due.at) - at) / 1000);
    const said = left > 0 ? t("time_left", { time: duration(left) }) : t("over_time");
    return html`<span class="due ${left < 60 ? "soon" : ""}">
      ${t(due.word, { at: timeOfDay(due.at, { branch }) })} <b>${said}</b>
    </span>`;
  };
  return html`<${Ticking} draw=${draw} />`;
}

/** Cases are taken over by those who handle them (D9). */
const mayAct = (entry) =>
  may(entry.kind === "referral_offered" ? "referral.accept_referral" : "customer.take_over_case", entry.branch);

/** The buttons that answer a referral, or take over a case. */
function Answer({ entry, me, onDecline }) {
  const t = useWords();
  const target = encodeURIComponent(targetOf(entry) ?? "");
  if (entry.kind === "referral_offered") {
    const accept = (keys) => act(entry, `/api/referral/referrals/${target}/accept`, {}, "done_accepted", me, keys);
    return html`<button type="button" class="secondary" onClick=${onDecline}>${t("decline")}</button>
      <${ActionButton} class="primary" action=${accept} onDone=${focusNext}>${t("accept")}<//>`;
  }
  const takeOver = (keys) => act(entry, `/api/customer/complaints/${target}/take-over`, {}, "done_taken", me, keys);
  return html`<${ActionButton}
    class="primary"
    action=${takeOver}
    onDone=${focusNext}>${t("take_over")}<//>`;
}

/** Do what an entry asks for. Whoever acts has taken note; what was answered or is over asks for nothing more. */
async function act(entry, path, body, outcome, me, keys) {
  try {
    await command(path, body, keys);
  } catch (error) {
    if (error.status === 409 && error.code !== "id_reused") {
      noteOutcome(entry, "done_over");
      close();
    }
    throw error;
  }
  noteOutcome(entry, outcome);
  if (!entry.acknowledged_at) await acknowledge(entry, me, keys).catch(() => {});
}

async function acknowledge(entry, me, keys) {
  const answer = await command(`/api/notify/entries/${encodeURIComponent(entry.id)}/acknowledge`, {}, keys);
  const known = answer?.id === entry.id ? answer : {};
  const noted = {
    acknowledged_at: new Date(now.value).toISOString(),
    acknowledged_by: me.staff,
  };
  addEntries([{ ...entry, ...noted, ...known }]);
}

/** The entry is done with: go on to the next that waits, without moving the page. */
function focusNext() {
  requestAnimationFrame(() => {
    const waiting = document.querySelector(".entries:not(.quiet-entries) .entry");
    const next = /** @type {HTMLElement | null} */ (waiting ?? document.getElementById("to-do"));
    next?.focus({ preventScroll: true });
  });
}
