// The counters: who sits where, and who is served there; and freeing one that somebody left.

import { command } from "../../live/api.js";
import { nameOf } from "../../live/colleagues.js";
import { readFloor } from "../../live/floor.js";
import { may } from "../../live/rights.js";
import { duration, secondsSince } from "../../live/time.js";
import { ActionButton } from "../../parts/action-button.js";
import { ClassBadge } from "../../parts/badge.js";
import { Dialog } from "../../parts/dialog.js";
import { Ticking } from "../../parts/ticking.js";
import { toast } from "../../parts/toasts.js";
import { Records } from "../recording/recording.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { className, pauseName } from "../../words/terms.js";

export function Counters({ floor, me }) {
  const t = useWords();
  const [freeing, setFreeing] = useState(null);
  const serving = new Map(floor.serving.map((one) => [one.counter, one]));
  return html`<h2 id="counters">${t("counters")}</h2>
    <ul class="counters" aria-labelledby="counters">
      ${floor.counters.map((counter) => {
        const one = serving.get(counter.counter);
        const state = one ? `busy class-${one.ticket_class}` : counter.state;
        return html`<li key=${counter.counter} class="counter ${state} ${counter.staff === me.staff ? "mine" : ""}">
          <div class="counter-head">
            <h3>${t("counter_n", { n: counter.counter })}</h3>
            <span class="faint">${counter.staff && nameOf(counter.staff)}</span>
          </div>
          ${
            one
              ? html`<p class="ticket">${one.ticket}</p>
                <p class="faint at-counter">
                  <${ClassBadge} of=${one.ticket_class} />
                  ${
                    one.called_at &&
                    html`<span class="time"><${Ticking} draw=${(at) => duration(secondsSince(one.called_at, at))} />
                  </span>`
                  }
                  ${one.recalls > 0 && html`<span class="recalls">${t("recalls", { n: one.recalls })}</span>`}
                </p>
                ${counter.staff !== me.staff && html`<${Records} visit=${one} />`}`
              : html`<p class="state">
                  ${t(counter.state === "open" ? "free" : counter.state)}${" "}
                  ${counter.paused && html`<small>${pauseName(counter.paused)}</small>`}
                </p>
                <p class="faint serves">
                  ${counter.serves.map((of) => html`<span key=${of} class="dot class-${of}">${className(of)}</span>`)}
                </p>`
          }
          ${
            may("lobby.free_counter") &&
            counter.staff &&
            counter.staff !== me.staff &&
            html`<button
              type="button"
              class="quiet"
              aria-label="${t("free_counter")} ${counter.counter}"
              onClick=${() => setFreeing(counter)}
            >
              ${t("free_counter")}
            </button>`
          }
        </li>`;
      })}
    </ul>
    ${freeing && html`<${FreeDialog} floor=${floor} counter=${freeing} onClose=${() => setFreeing(null)} />`}`;
}

/** A counter is taken from somebody who is not there any more, and who was served there is next elsewhere. */
function FreeDialog({ floor, counter, onClose }) {
  const t = useWords();
  const free = async (keys) => {
    const branch = `/api/lobby/branches/${encodeURIComponent(floor.branch)}`;
    await command(`${branch}/counters/${encodeURIComponent(counter.counter)}/free`, { staff: counter.staff }, keys);
    await readFloor();
  };
  const done = () => {
    toast(t("free_counter_done", { n: counter.counter }));
    onClose();
  };
  return html`<${Dialog} title=${t("free_counter_title", { n: counter.counter })} onClose=${onClose}>
    <p>${t("free_counter_hint", { staff: nameOf(counter.staff) })}</p>
    ${counter.ticket && html`<p>${t("free_counter_ticket", { ticket: counter.ticket })}</p>`}
    <footer class="actions">
      <button type="button" class="secondary" onClick=${onClose}>${t("cancel")}</button>
      <${ActionButton} class="primary" action=${free} onDone=${done}>${t("free_counter")}<//>
    </footer>
  <//>`;
}
