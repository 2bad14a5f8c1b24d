// The floor: who waits, for how long, and who is served where.

import { cell, useCell } from "../../live/signal.js";
import { command } from "../../live/api.js";
import { duration, secondsSince } from "../../live/clock.js";
import { Console, counterOf } from "./counter.js";
import { hall, look } from "../../live/floor.js";
import { ClassBadge, Dialog, Doing, tell, Ticking } from "../../parts/parts.js";
import { Reception } from "./reception.js";
import { record, Records } from "../recording/recording.js";
import { has } from "../../live/session.js";
import { careName, channelName, className, needName, pauseName, segmentName, TICKET_CLASSES } from "../../words/terms.js";
import { More, TicketDialog } from "./ticket.js";
import { JustDone } from "./undo.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../words/language.js";

const chosenClass = cell(null);

export function Floor({ me }) {
  const t = useWords();
  const { branch, floor, error } = useCell(hall);
  if (!floor) {
    return html`<section class="panel floor" id="floor" tabindex="-1" aria-label=${t("floor")}>
      ${error
        ? html`<div class="blank" role="alert">
            <p>${t("floor_missing")} ${reasonOf(error)}</p>
            <${Doing} class="primary" does=${look}>${t("retry")}<//>
          </div>`
        : html`<p class="blank">${t("opening")}</p>`}
    </section>`;
  }
  const may = {
    counter: has(me, "teller", "lobby_manager") && counterOf(floor, me),
    record: has(me, "teller", "lobby_manager"),
    complain: has(me, "teller", "lobby_manager", "branch_head"),
    receive: has(me, "lobby_manager"),
    free: has(me, "lobby_manager", "branch_head"),
  };
  return html`<section class="panel floor" id="floor" tabindex="-1" aria-label=${t("floor")}>
    ${(has(me, "teller") || may.counter) && html`<${Console} floor=${floor} me=${me} key=${branch} />`}
    ${may.record && html`<${JustDone} floor=${floor} me=${me} />`}
    <${Stranded} floor=${floor} />
    <${Figures} floor=${floor} may=${may} />
    <${Counters} floor=${floor} me=${me} may=${may} />
    <${Waiting} floor=${floor} may=${may} />
    <${Elsewhere} floor=${floor} may=${may} />
    <${TicketDialog} me=${me} />
  </section>`;
}

/** Who waits where no open counter can call. */
function Stranded({ floor }) {
  const t = useWords();
  const said = (one) => t(`stranded_${one.reason}`, { n: one.waiting, counter: one.counter, class: one.ticket_class && className(one.ticket_class), need: one.need && needName(one.need) });
  return floor.stranded.length > 0 && html`<div class="stranded" role="alert">
    ${floor.stranded.map((one) => html`<p key=${`${one.reason} ${one.ticket_class} ${one.need} ${one.counter}`}>${said(one)} <b>${one.longest.join(" ")}</b></p>`)}
  </div>`;
}

function Figures({ floor, may }) {
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
      ${may.complain &&
      html`<button type="button" class="secondary" onClick=${() => record("complaint", {})}>${t("complaint_title")}</button>`}
      ${may.receive && html`<button type="button" class="primary" onClick=${() => setReceiving(true)}>${t("reception")}</button>`}
    </div>
    ${receiving && html`<${Reception} branch=${floor.branch} onClose=${() => setReceiving(false)} />`}
  </div>`;
}

function Counters({ floor, me, may }) {
  const t = useWords();
  const [freeing, setFreeing] = useState(null);
  const serving = new Map(floor.serving.map((one) => [one.counter, one]));
  return html`<h2 id="counters">${t("counters")}</h2>
    <ul class="counters" aria-labelledby="counters">
      ${floor.counters.map((counter) => {
        const one = serving.get(counter.counter);
        const sort = one ? `busy class-${one.ticket_class}` : counter.state;
        return html`<li key=${counter.counter} class="counter ${sort} ${counter.staff === me.staff ? "mine" : ""}">
          <div class="counter-head">
            <h3>${t("counter_n", { n: counter.counter })}</h3>
            <span class="faint">${counter.staff}</span>
          </div>
          ${one
            ? html`<p class="ticket">${one.ticket}</p>
                <p class="faint at-counter">
                  <${ClassBadge} of=${one.ticket_class} />
                  ${one.called_at && html`<span class="time"><${Ticking} draw=${(at) => duration(secondsSince(one.called_at, at))} /></span>`}
                  ${one.recalls > 0 && html`<span class="recalls">${t("recalls", { n: one.recalls })}</span>`}
                </p>
                ${may.record && counter.staff !== me.staff && html`<${Records} visit=${one} />`}`
            : html`<p class="state">${t(counter.state === "open" ? "free" : counter.state)} ${counter.paused && html`<small>${pauseName(counter.paused)}</small>`}</p>
                <p class="faint serves">
                  ${counter.serves.map((of) => html`<span key=${of} class="dot class-${of}">${className(of)}</span>`)}
                </p>`}
          ${may.free &&
          counter.staff &&
          counter.staff !== me.staff &&
          html`<button type="button" class="quiet" aria-label="${t("free_counter")} ${counter.counter}" onClick=${() => setFreeing(counter)}>${t("free_counter")}</button>`}
        </li>`;
      })}
    </ul>
    ${freeing && html`<${FreeDialog} floor=${floor} counter=${freeing} onClose=${() => setFreeing(null)} />`}`;
}

/** A counter is taken from somebody who is not there any more, and who was served there is next elsewhere. */
function FreeDialog({ floor, counter, onClose }) {
  const t = useWords();
  const free = async () => {
    await command(`/api/lobby/branches/${encodeURIComponent(floor.branch)}/counters/${encodeURIComponent(counter.counter)}/free`, { staff: counter.staff });
    await look();
  };
  const done = () => {
    tell(t("free_counter_done", { n: counter.counter }));
    onClose();
  };
  return html`<${Dialog} title=${t("free_counter_title", { n: counter.counter })} onClose=${onClose}>
    <p>${t("free_counter_hint", { staff: counter.staff })}</p>
    ${counter.ticket && html`<p>${t("free_counter_ticket", { ticket: counter.ticket })}</p>`}
    <footer class="actions">
      <button type="button" class="secondary" onClick=${onClose}>${t("cancel")}</button>
      <${Doing} class="primary" does=${free} onDone=${done}>${t("free_counter")}<//>
    </footer>
  <//>`;
}

function Waiting({ floor, may }) {
  const t = useWords();
  const chosen = useCell(chosenClass);
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
    ${shown.length
      ? html`<ul class="waiting" aria-labelledby="waiting">
          ${shown.map((one) => html`<${One} key=${one.visit} one=${one} floor=${floor} may=${may} />`)}
        </ul>`
      : html`<p class="blank small">${t(floor.waiting.length ? "nobody_of_class" : "nobody_waits")}</p>`}`;
}

function One({ one, floor, may }) {
  const t = useWords();
  const mine = may.counter;
  const callable = mine && !mine.visit && !mine.paused && (!one.counter || one.counter === mine.counter);
  const path = mine && `/api/lobby/branches/${encodeURIComponent(floor.branch)}/counters/${encodeURIComponent(mine.counter)}/call`;
  const call = async () => {
    await command(path, { visit: one.visit });
    await look();
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
      ${(one.masked_name || one.segment) &&
      html`<p class="faint">${one.masked_name} ${one.segment && segmentName(one.segment)}</p>`}
    </div>
    <span class="time">
      <span class="unseen">${t("waited")}</span>
      <${Ticking} draw=${(at) => duration(secondsSince(one.since, at))} />
      ${one.wait_high_seconds && html`<small class="faint">${t("told_wait", { low: Math.floor(one.wait_low_seconds / 60), high: Math.ceil(one.wait_high_seconds / 60) })}</small>`}
    </span>
    <div class="actions">
      ${may.record && html`<${Records} visit=${one} /> <${More} one=${one} state="waiting" />`}
      ${mine &&
      html`<${Doing} class="secondary" does=${call} disabled=${!callable} label=${t("call_this", { ticket: one.ticket })}>${t("call")}<//>`}
    </div>
  </li>`;
}

/** Who is not in line: away for a while, or sent to a machine or the phone. */
function Elsewhere({ floor, may }) {
  const t = useWords();
  const row = (one, state, where) => html`<li key=${one.visit} class="one class-${one.ticket_class ?? "A"}">
    <span class="ticket">${one.ticket}</span>
    <p class="who"><strong>${needName(one.need)}</strong> ${where}</p>
    <span class="time"><${Ticking} draw=${(at) => duration(secondsSince(one.parked_at ?? one.since, at))} /></span>
    <div class="actions">${may.record && html`<${More} one=${one} state=${state} />`}</div>
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
