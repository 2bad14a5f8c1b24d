// The floor: who waits, for how long, and who is served where.

import { Console, counterOf } from "./counter.js";
import { Counters } from "./counters.js";
import { Reception } from "./reception.js";
import { More, TicketDialog } from "./ticket.js";
import { JustDone } from "./undo.js";
import { command } from "../../live/api.js";
import { readFloor, shownFloor } from "../../live/floor.js";
import { may } from "../../live/rights.js";
import { signal, useSignal } from "../../live/signal.js";
import { duration, secondsSince } from "../../live/time.js";
import { ActionButton } from "../../parts/action-button.js";
import { ClassBadge } from "../../parts/badge.js";
import { Ticking } from "../../parts/ticking.js";
import { record, Records } from "../recording/recording.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../words/language.js";
import { careName, channelName, className, needName, segmentName, TICKET_CLASSES } from "../../words/terms.js";

const chosenClass = signal(null);

export function Floor({ me }) {
  const t = useWords();
  const { branch, floor, error } = useSignal(shownFloor);
  if (!floor) {
    return html`<section class="panel floor" id="floor" tabindex="-1" aria-label=${t("floor")}>
      ${
        error
          ? html`<div class="blank" role="alert">
            <p>${t("floor_missing")} ${reasonOf(error)}</p>
            <${ActionButton} class="primary" action=${readFloor}>${t("retry")}<//>
          </div>`
          : html`<p class="blank">${t("opening")}</p>`
      }
    </section>`;
  }
  const mine = may("lobby.call_ticket") ? counterOf(floor, me) : undefined;
  const chooses = may("lobby.open_counter") && me.roles.includes("teller"); // whose place it is, and who is asked
  return html`<section class="panel floor" id="floor" tabindex="-1" aria-label=${t("floor")}>
    ${(chooses || mine) && html`<${Console} floor=${floor} me=${me} key=${branch} />`}
    ${may("lobby.undo_last_change") && html`<${JustDone} floor=${floor} me=${me} />`}
    <${Stranded} floor=${floor} />
    <${Figures} floor=${floor} />
    <${Counters} floor=${floor} me=${me} />
    <${Waiting} floor=${floor} mine=${mine} />
    <${Elsewhere} floor=${floor} />
    <${TicketDialog} me=${me} />
  </section>`;
}

/** Who waits where no open counter can call. */
function Stranded({ floor }) {
  const t = useWords();
  const said = (one) =>
    t(`stranded_${one.reason}`, {
      n: one.waiting,
      counter: one.counter,
      class: one.ticket_class && className(one.ticket_class),
      need: one.need && needName(one.need),
    });
  return (
    floor.stranded.length > 0 &&
    html`<div class="stranded" role="alert">
    ${floor.stranded.map(
      (one) =>
        html`<p
        key=${`${one.reason} ${one.ticket_class} ${one.need} ${one.counter}`}
      >
        ${said(one)} <b>${one.longest.join(" ")}</b>
      </p>`,
    )}
  </div>`
  );
}

function Figures({ floor }) {
  const t = useWords();
  const [receiving, setReceiving] = useState(false);
  const open = floor.counters.filter((counter) => counter.state === "open").length;
  const first = floor.waiting.map((one) => one.since).sort()[0];
  return html`<div class="figures">
    <dl>
      <div><dt>${t("waiting")}</dt><dd>${floor.waiting.length}</dd></div>
      <div>
        <dt>${t("longest_wait")}</dt>
        <dd>${first ? html`<${Ticking} draw=${(at) => duration(secondsSince(first, at))} />` : "–"}</dd>
      </div>
      <div><dt>${t("being_served")}</dt><dd>${floor.serving.length}</dd></div>
      <div><dt>${t("counters_open")}</dt><dd>${open}<small> / ${floor.counters.length}</small></dd></div>
    </dl>
    <div class="actions">
      ${
        may("customer.open_case") &&
        html`<button
          type="button"
          class="secondary"
          onClick=${() => record("complaint", {})}
        >
          ${t("complaint_title")}
        </button>`
      }
      ${
        may("lobby.admit_customer") &&
        html`<button type="button" class="primary" onClick=${() => setReceiving(true)}>${t("reception")}</button>`
      }
    </div>
    ${receiving && html`<${Reception} branch=${floor.branch} onClose=${() => setReceiving(false)} />`}
  </div>`;
}

function Waiting({ floor, mine }) {
  const t = useWords();
  const chosen = useSignal(chosenClass);
  const count = (of) => floor.waiting.filter((one) => one.ticket_class === of).length;
  const shown = floor.waiting.filter((one) => !chosen || one.ticket_class === chosen);
  const chip = (of, name, number) => html`<button
    type="button"
    class="chip ${of ? `class-${of}` : ""}"
    aria-pressed=${chosen === of}
    onClick=${() => chosenClass.set(of)}
  >
    ${name} <b>${number}</b>
  </button>`;
  return html`<div class="line">
      <h2 id="waiting">${t("waiting")}</h2>
      <div class="chips" role="group" aria-label=${t("filter")}>
        ${chip(null, t("all"), floor.waiting.length)} ${TICKET_CLASSES.map((of) => chip(of, className(of), count(of)))}
      </div>
    </div>
    ${
      shown.length
        ? html`<ul class="waiting" aria-labelledby="waiting">
          ${shown.map((one) => html`<${One} key=${one.visit} one=${one} floor=${floor} mine=${mine} />`)}
        </ul>`
        : html`<p class="blank small">${t(floor.waiting.length ? "nobody_of_class" : "nobody_waits")}</p>`
    }`;
}

function One({ one, floor, mine }) {
  const t = useWords();
  const callable = mine?.is_free && (!one.counter || one.counter === mine.counter);
  const path =
    mine && `/api/lobby/branches/${encodeURIComponent(floor.branch)}/counters/${encodeURIComponent(mine.counter)}/call`;
  const call = async () => {
    await command(path, { visit: one.visit });
    await readFloor();
    requestAnimationFrame(() => document.getElementById("my-counter")?.focus());
  };
  return html`<li class="one class-${one.ticket_class}">
    <span class="ticket">${one.ticket}</span>
    <div class="who">
      <p>
        <${ClassBadge} of=${one.ticket_class} />
        <strong>${needName(one.need)}</strong>
        ${one.counter && html`<span class="tag">${t("counter_n", { n: one.counter })}</span>`}
        ${one.care.map((care) => html`<span key=${care} class="tag">${careName(care)}</span>`)}
      </p>
      ${
        (one.masked_name || one.segment) &&
        html`<p class="faint">${one.masked_name} ${one.segment && segmentName(one.segment)}</p>`
      }
    </div>
    <span class="time">
      <span class="unseen">${t("waited")}</span>
      <${Ticking} draw=${(at) => duration(secondsSince(one.since, at))} />
      ${
        one.wait_high_seconds &&
        html`<small class="faint">
        ${t("wait_range", { low: Math.floor(one.wait_low_seconds / 60), high: Math.ceil(one.wait_high_seconds / 60) })}
      </small>`
      }
    </span>
    <div class="actions">
      <${Records} visit=${one} /> <${More} one=${one} state="waiting" />
      ${
        mine &&
        html`<${ActionButton}
          class="secondary"
          action=${call}
          disabled=${!callable}
          label=${t("call_this", { ticket: one.ticket })}
        >
          ${t("call")}
        <//>`
      }
    </div>
  </li>`;
}

/** Who is not in line: away for a while, or sent to a machine or the phone. */
function Elsewhere({ floor }) {
  const t = useWords();
  const row = (one, state, where) => html`<li key=${one.visit} class="one class-${one.ticket_class ?? "A"}">
    <span class="ticket">${one.ticket}</span>
    <p class="who"><strong>${needName(one.need)}</strong> ${where}</p>
    <span class="time"><${Ticking} draw=${(at) => duration(secondsSince(one.parked_at ?? one.since, at))} /></span>
    <div class="actions"><${More} one=${one} state=${state} /></div>
  </li>`;
  const list = (name, ones, where) =>
    ones.length > 0 &&
    html`<h2 id=${name}>${t(name)}</h2>
      <ul class="waiting" aria-labelledby=${name}>${ones.map((one) => row(one, name, where(one)))}</ul>`;
  return [
    list("parked", floor.parked, () => null),
    list("diverted", floor.diverted, (one) => html`<span class="tag">${channelName(one.channel)}</span>`),
  ];
}
