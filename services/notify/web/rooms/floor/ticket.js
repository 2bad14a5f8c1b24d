// One ticket in full: what is known of it, and what can be done with it beside calling (D2, D6, D8, D10).

import { undo, undoable } from "./undo.js";
import { command } from "../../live/api.js";
import { now } from "../../live/clock.js";
import { readFloor, shownFloor } from "../../live/floor.js";
import { useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { signal, useSignal } from "../../live/signal.js";
import { duration, secondsSince } from "../../live/time.js";
import { transactionName, useTransactions } from "../../live/transactions.js";
import { ActionButton } from "../../parts/action-button.js";
import { ClassBadge } from "../../parts/badge.js";
import { Dialog } from "../../parts/dialog.js";
import { Ticking } from "../../parts/ticking.js";
import { toast } from "../../parts/toasts.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import {
  careName,
  CARES,
  channelName,
  GAVE_UP,
  gaveUpName,
  kindName,
  needName,
  OVERRIDES,
  overrideName,
  whyName,
} from "../../words/terms.js";

/** @type {Signal<any>} */
const opened = signal(null); // {visit, ticket, state}: which ticket is shown

/** Open the dialog about one ticket of the floor; `state` is waiting, parked, diverted or called. */
export const openTicket = (one, state) => opened.set({ ...one, state });
const shut = () => opened.set(null);

/** The button that opens it. */
export function More({ one, state }) {
  const t = useWords();
  if (!may("lobby.transfer_ticket")) return null;
  return html`<button
    type="button"
    class="quiet"
    aria-label="${t("more")} ${one.ticket}"
    onClick=${() => openTicket(one, state)}
  >
    ${t("more")}
  </button>`;
}

/** The dialog, if one is open. */
export function TicketDialog({ me }) {
  const one = useSignal(opened);
  return one && html`<${Ticket} key=${one.visit} one=${one} me=${me} />`;
}

const pathOf = (one, what = "") => `/api/lobby/visits/${encodeURIComponent(one.visit)}${what}`;

/** Do something with a ticket and shut the dialog. */
function act(one, what, body) {
  return async (keys) => {
    await command(pathOf(one, `/${what}`), body, keys);
    shut(); // before the floor shows where it is now
    await readFloor();
  };
}

function Ticket({ one, me }) {
  const t = useWords();
  const [page, setPage] = useState("all");
  const { data: about } = useQueryOnce(pathOf(one));
  const done = () => {
    toast(t("ticket_done", { ticket: one.ticket }));
    shut();
  };
  const { floor } = useSignal(shownFloor);
  const moved = isElsewhere(floor, one);
  useEffect(() => {
    if (!moved) return;
    toast(t("ticket_moved", { ticket: one.ticket }), "error");
    shut();
  }, [moved]);
  const Page = { all: Actions, transfer: Transfer, next: NextNeed, cancel: Cancel, override: Override }[page];
  return html`<${Dialog} title="${t("ticket_n", { ticket: one.ticket })}" onClose=${shut}>
    ${about && page === "all" && html`<${Facts} one=${one} about=${about} />`}
    <${Page} one=${one} me=${me} go=${setPage} done=${done} />
    ${
      page !== "all" &&
      html`<footer><button type="button" class="quiet" onClick=${() => setPage("all")}>${t("back")}</button></footer>`
    }
  <//>`;
}

/** Whether a ticket is not any more where it was when its dialog was opened: what it offers is of then. */
function isElsewhere(floor, one) {
  const list = { waiting: "waiting", parked: "parked", diverted: "diverted", called: "serving" }[one.state];
  return !!floor && !floor[list].some((it) => it.visit === one.visit);
}

function Facts({ one, about }) {
  const t = useWords();
  const names = useTransactions();
  const papers = [...about.documents, ...about.forms].map((paper) => pick([paper.zh, paper.en]));
  return html`<div class="facts">
    <p>
      <${ClassBadge} of=${about.ticket_class} /> <strong>${transactionName(names, about.need)}</strong>
      ${about.care.map((care) => html`<span key=${care} class="tag">${careName(care)}</span>`)} ${about.masked_name}
    </p>
    <dl>
      <div><dt>${t("advice")}</dt><dd>${channelName(about.advised)} · ${whyName(about.why)}</dd></div>
      ${papers.length > 0 && html`<div><dt>${t("papers")}</dt><dd>${papers.join(pick(["、", ", "]))}</dd></div>`}
      ${
        about.done.length > 0 &&
        html`<div><dt>${t("done_before")}</dt>
      <dd>${about.done.map((need) => transactionName(names, need)).join(pick(["、", ", "]))}</dd></div>`
      }
      ${
        about.also_holds.length > 0 &&
        html`<div><dt>${t("also_holds")}</dt><dd>${about.also_holds.join(pick(["、", ", "]))}</dd></div>`
      }
      ${
        about.needs.length > 0 &&
        html`<div><dt>${t("also_wants")}</dt><dd>${about.needs.map(needName).join(pick(["、", ", "]))}</dd></div>`
      }
      ${
        one.since &&
        html`<div><dt>${t("waited")}</dt><dd><${Ticking} draw=${(at) => duration(secondsSince(one.since, at))} /></dd>
      </div>`
      }
    </dl>
  </div>`;
}

function Actions({ one, me, go, done }) {
  const t = useWords();
  const { floor } = useSignal(shownFloor);
  const last = undoable(floor, me, now.value).find((past) => past.visit === one.visit);
  const page = (name) =>
    html`<button
      key=${name}
      type="button"
      class="secondary choice"
      onClick=${() => go(name)}
    >
      ${t(`do_${name}`)}
    </button>`;
  const does = (what, word = what) =>
    html`<${ActionButton}
      key=${what}
      class="secondary choice"
      action=${act(one, what)}
      onDone=${done}
    >
      ${t(`do_${word}`)}
    <//>`;
  const overrides = may("lobby.override_triage");
  const sets = {
    waiting: [does("park"), page("transfer"), overrides && page("override"), page("cancel")],
    parked: [does("resume"), page("cancel")],
    diverted: [does("return"), does("served"), overrides && page("override")],
    called: [page("next"), page("transfer"), does("send-back", "send_back")],
  };
  return html`<div class="choices">
    ${sets[one.state].filter(Boolean)}
    ${
      last &&
      html`<${ActionButton}
      class="secondary choice"
      action=${(keys) => undo(last, keys, shut)}
      onDone=${done}
    >
      ${t("undo")}<small>${kindName(last.what)}</small>
    <//>`
    }
  </div>`;
}

function Transfer({ one, done }) {
  const t = useWords();
  const { floor } = useSignal(shownFloor);
  const names = useTransactions();
  const [counter, setCounter] = useState("");
  const [need, setNeed] = useState("");
  const [position, setPosition] = useState("");
  const body = {
    ...(counter && { counter }),
    ...(need && { need }),
    ...(position && { position: Number(position) }),
  };
  return html`<div class="form">
    <label>${t("to_counter")}
      <select value=${counter} onChange=${(event) => setCounter(event.target.value)}>
        <option value="">${t("any_counter")}</option>
        ${(floor?.counters ?? [])
          .filter((it) => it.state !== "closed" || it.counter === counter)
          .map((it) => html`<option key=${it.counter} value=${it.counter}>${counterName(it, t)}</option>`)}
      </select>
    </label>
    <label>${t("to_transaction")}
      <select value=${need} onChange=${(event) => setNeed(event.target.value)}>
        <option value="">${t("same_transaction")}</option>
        ${Object.keys(names).map(
          (word) => html`<option key=${word} value=${word}>${transactionName(names, word)}</option>`,
        )}
      </select>
    </label>
    <label>${t("position")}
      <select value=${position} onChange=${(event) => setPosition(event.target.value)}>
        <option value="">${t("keep_wait")}</option>
        ${[1, 2, 3, 5].map((n) => html`<option key=${n} value=${n}>${t("position_n", { n })}</option>`)}
      </select>
    </label>
    <${ActionButton}
      class="primary"
      disabled=${!counter && !need}
      action=${act(one, "transfer", body)}
      onDone=${done}
    >
      ${t("do_transfer")}
    <//>
  </div>`;
}

const counterName = (it, t) => t("counter_n", { n: it.counter }) + (it.state === "open" ? "" : ` (${t(it.state)})`);

function NextNeed({ one, done }) {
  const names = useTransactions();
  return html`<div class="choices">
    ${Object.keys(names).map(
      (need) =>
        html`<${ActionButton}
          key=${need}
          class="secondary choice"
          action=${act(one, "next", { need })}
          onDone=${done}
        >
          ${transactionName(names, need)}
        <//>`,
    )}
  </div>`;
}

function Cancel({ one, done }) {
  return html`<div class="choices">
    ${GAVE_UP.map(
      (reason) =>
        html`<${ActionButton}
          key=${reason}
          class="secondary choice"
          action=${act(one, "cancel", { reason })}
          onDone=${done}
        >
          ${gaveUpName(reason)}
        <//>`,
    )}
  </div>`;
}

/** The lobby manager decides: a machine, the phone, a counter, or the green channel with its reason. */
function Override({ one, done }) {
  const t = useWords();
  const [channel, setChannel] = useState(one.state === "diverted" ? "counter" : "self_service");
  const [care, setCare] = useState("");
  const [reason, setReason] = useState("customer_wish");
  const choose = (set) => (event) => set(event.target.value);
  const body = { channel, reason, ...(care && channel === "counter" && { care }) };
  return html`<div class="form">
    <label>${t("to_channel")}
      <select value=${channel} onChange=${choose(setChannel)}>
        ${["counter", "self_service", "phone_bank"].map(
          (it) => html`<option key=${it} value=${it}>${channelName(it)}</option>`,
        )}
      </select>
    </label>
    ${
      channel === "counter" &&
      html`<label>${t("green_channel_for")}
      <select value=${care} onChange=${choose(setCare)}>
        <option value="">${t("no_green_channel")}</option>
        ${CARES.map((it) => html`<option key=${it} value=${it}>${careName(it)}</option>`)}
      </select>
    </label>`
    }
    <label>${t("reason")}
      <select value=${reason} onChange=${choose(setReason)}>
        ${OVERRIDES.map((it) => html`<option key=${it} value=${it}>${overrideName(it)}</option>`)}
      </select>
    </label>
    <${ActionButton} class="primary" action=${act(one, "override", body)} onDone=${done}>${t("do_override")}<//>
  </div>`;
}
