// The feed: what this person is told, what waits for them, and what they can do about it.

import { command } from "../../live/api.js";
import { cell, useCell } from "../../live/signal.js";
import { duration, now, timeOfDay } from "../../live/clock.js";
import { canAct, dueOf, inbox, keep, matterOf, outcomeOf, outcomes, outcomesOf, readOlder, settle, sorted, waits } from "../../live/feed.js";
import { Lead } from "./lead.js";
import { Dialog, Doing, Ticking } from "../../parts/parts.js";
import { has } from "../../live/session.js";
import { DECLINE_REASONS, reasonName, urgencyName } from "../../words/terms.js";
import { html } from "../../vendor/preact-htm.js";
import { Why } from "./why.js";
import { pick, useWords } from "../../words/language.js";

const asking = cell(null); // {what: "why" | "decline" | "lead", entry}
const shut = () => asking.set(null);

/** The feed in its two parts, and what became of its matters. */
export function useFeed() {
  const { entries, loaded, more } = useCell(inbox);
  const known = outcomesOf(entries, useCell(outcomes));
  return { ...sorted(entries, known), known, loaded, more };
}

export function Feed({ me }) {
  const t = useWords();
  const { open, rest, known, loaded, more } = useFeed();
  const asked = useCell(asking);
  const list = (entries) =>
    entries.map((entry) => html`<${Entry} key=${entry.id} entry=${entry} me=${me} known=${known} />`);
  return html`<section class="panel feed" id="feed" tabindex="-1" aria-label=${t("feed")}>
    <h2 id="to-do" tabindex="-1">${t("to_do")} ${open.length > 0 && html`<span class="count">${open.length}</span>`}</h2>
    ${open.length
      ? html`<ul class="entries" aria-labelledby="to-do">${list(open)}</ul>`
      : html`<p class="blank small">${t(loaded ? "nothing_to_do" : "opening")}</p>`}
    <h2 id="latest">${t("latest")}</h2>
    ${rest.length
      ? html`<ul class="entries quiet-entries" aria-labelledby="latest">${list(rest)}</ul>`
      : html`<p class="blank small">${t(loaded ? "no_messages" : "opening")}</p>`}
    ${more && html`<${Doing} class="quiet" does=${readOlder}>${t("older")}<//>`}
    ${asked?.what === "why" && html`<${Why} entry=${asked.entry} onClose=${shut} />`}
    ${asked?.what === "lead" && html`<${Lead} entry=${asked.entry} onClose=${shut} />`}
    ${asked?.what === "decline" && html`<${Decline} entry=${asked.entry} me=${me} onClose=${shut} />`}
  </section>`;
}

function Entry({ entry, me, known }) {
  const t = useWords();
  const outcome = outcomeOf(entry, known);
  const open = waits(entry) || (canAct(entry, known) && !entry.acknowledged_at);
  return html`<li id="entry-${entry.id}" class="entry ${entry.urgency} ${open ? "open" : ""} ${entry.quiet ? "hushed" : ""}" tabindex="-1">
    <p class="entry-head">
      <span class="urgency">${urgencyName(entry.urgency)}</span>
      <time datetime=${entry.at}>${timeOfDay(entry.at, entry)}</time>
      <${Due} due=${dueOf(entry, known)} branch=${entry.branch} />
    </p>
    <p class="text">${pick([entry.text.zh, entry.text.en])}</p>
    ${outcome && html`<p class="outcome">✓ ${t(outcome)}</p>`}
    ${entry.acknowledged_at && !outcome && html`<p class="outcome">✓ ${acknowledgement(t, entry, me)}</p>`}
    <div class="actions">
      <button type="button" class="quiet" onClick=${() => asking.set({ what: "why", entry })}>${t("why")}</button>
      ${entry.kind === "contact_left" &&
      has(me, "account_manager", "branch_head") &&
      html`<button type="button" class="secondary" onClick=${() => asking.set({ what: "lead", entry })}>${t("contact_show")}</button>`}
      ${waits(entry) &&
      html`<${Doing} class="secondary" does=${() => acknowledge(entry, me)} onDone=${focusNext}>${t("acknowledge")}<//>`}
      ${canAct(entry, known) && mayAct(entry, me) && html`<${Matter} entry=${entry} me=${me} />`}
    </div>
  </li>`;
}

function acknowledgement(t, entry, me) {
  const time = timeOfDay(entry.acknowledged_at, entry);
  const other = entry.acknowledged_by && entry.acknowledged_by !== me.staff;
  return other ? t("acknowledged_by", { who: entry.acknowledged_by, time }) : t("acknowledged", { time });
}

/** How long there is left to answer. */
function Due({ due, branch }) {
  const t = useWords();
  if (!due) return null;
  const left = (at) => Math.floor((Date.parse(due.at) - at) / 1000);
  return html`<${Ticking}
    draw=${(at) =>
      html`<span class="due ${left(at) < 60 ? "soon" : ""}">
        ${t(due.word, { at: timeOfDay(due.at, { branch }) })} <b>${left(at) > 0 ? t("time_left", { time: duration(left(at)) }) : t("over_time")}</b>
      </span>`}
  />`;
}

/** Cases are taken over by those who handle them (D9). */
const mayAct = (entry, me) =>
  entry.kind === "referral_offered" || has(me, "lobby_manager", "branch_head", "region_head");

function Matter({ entry, me }) {
  const t = useWords();
  const matter = matterOf(entry);
  if (entry.kind === "referral_offered") {
    return html`<button type="button" class="secondary" onClick=${() => asking.set({ what: "decline", entry })}>${t("decline")}</button>
      <${Doing} class="primary" does=${() => act(entry, `/api/referral/referrals/${encodeURIComponent(matter)}/accept`, {}, "done_accepted", me)} onDone=${focusNext}>
        ${t("accept")}
      <//>`;
  }
  return html`<${Doing} class="primary" does=${() => act(entry, `/api/customer/complaints/${encodeURIComponent(matter)}/take-over`, {}, "done_taken", me)} onDone=${focusNext}>
    ${t("take_over")}
  <//>`;
}

function Decline({ entry, me, onClose }) {
  const t = useWords();
  const path = `/api/referral/referrals/${encodeURIComponent(matterOf(entry))}/decline`;
  return html`<${Dialog} title=${t("decline_title")} onClose=${onClose}>
    <p>${pick([entry.text.zh, entry.text.en])}</p>
    <p class="faint">${t("decline_hint")}</p>
    <div class="choices">
      ${DECLINE_REASONS.map(
        (reason) => html`<${Doing}
          key=${reason}
          class="secondary choice"
          does=${() => act(entry, path, { reason }, "done_declined", me)}
          onDone=${() => {
            onClose();
            focusNext();
          }}
        >
          ${reasonName(reason)}
        <//>`,
      )}
    </div>
  <//>`;
}

/** Do what an entry asks for. Whoever acts has taken note. */
async function act(entry, path, body, outcome, me) {
  await command(path, body);
  settle(matterOf(entry), outcome);
  if (!entry.acknowledged_at) await acknowledge(entry, me).catch(() => {});
}

async function acknowledge(entry, me) {
  const answer = await command(`/api/notify/entries/${encodeURIComponent(entry.id)}/acknowledge`);
  const known = answer?.id === entry.id ? answer : {};
  const noted = { acknowledged_at: new Date(now.value).toISOString(), acknowledged_by: me.staff };
  keep([{ ...entry, ...noted, ...known }]);
}

/** The entry is done with: go on to the next that waits, without moving the page. */
function focusNext() {
  requestAnimationFrame(() => {
    const next = document.querySelector(".entries:not(.quiet-entries) .entry") ?? document.getElementById("to-do");
    next?.focus({ preventScroll: true });
  });
}
