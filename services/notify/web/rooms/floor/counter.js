// The teller's counter: choose one, call, recall, no-show, complete.

import { More } from "./ticket.js";
import { command } from "../../live/api.js";
import { readFloor } from "../../live/floor.js";
import { useQueryOnce } from "../../live/query.js";
import { duration, secondsSince } from "../../live/time.js";
import { ActionButton } from "../../parts/action-button.js";
import { ClassBadge } from "../../parts/badge.js";
import { Dialog } from "../../parts/dialog.js";
import { Ticking } from "../../parts/ticking.js";
import { Records } from "../recording/recording.js";
import { html, useLayoutEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { careName, className, needName, PAUSE_REASONS, pauseName } from "../../words/terms.js";

const SETTLE = 600; // milliseconds in which a second tap at the same place does nothing

/** The counter where `me` sits, if any. */
export const counterOf = (floor, me) => floor.counters.find((counter) => counter.staff === me.staff);

export function Console({ floor, me }) {
  const mine = counterOf(floor, me);
  const heading = useRef();
  const acted = useRef(false);
  const [settled, setSettled] = useState(true);
  const stage = `${mine?.counter ?? ""} ${mine?.visit ?? ""} ${mine?.paused ?? ""}`;
  useLayoutEffect(() => {
    if (!acted.current) {
      setSettled(true);
      return undefined;
    }
    acted.current = false;
    heading.current?.focus();
    setSettled(false);
    const timer = setTimeout(() => setSettled(true), SETTLE);
    return () => clearTimeout(timer);
  }, [stage]);
  const act =
    (path, /** @type {{moves?: boolean, body?: object}} */ { moves = true, body } = {}) =>
    async (keys) => {
      acted.current = moves;
      try {
        await command(path, body, keys);
        await readFloor();
      } catch (error) {
        acted.current = false;
        throw error;
      }
    };
  const Stage = mine?.visit ? Serving : mine?.paused ? Paused : mine ? Free : ChooseCounter;
  return html`<section class="console ${mine?.visit ? "serving" : ""}" aria-labelledby="my-counter">
    <${Stage} floor=${floor} mine=${mine} act=${act} settled=${settled} heading=${heading} />
  </section>`;
}

const pathOf = (floor, counter, what) =>
  `/api/lobby/branches/${encodeURIComponent(floor.branch)}/counters/${encodeURIComponent(counter.counter)}/${what}`;

function ChooseCounter({ floor, act, settled, heading }) {
  const t = useWords();
  const free = floor.counters.filter((counter) => !counter.staff);
  return html`<h2 id="my-counter" ref=${heading} tabindex="-1">${t("choose_counter")}</h2>
    <p class="faint">${t(free.length ? "choose_hint" : "no_counter_free")}</p>
    <div class="choices">
      ${free.map(
        (counter) =>
          html`<${ActionButton}
            key=${counter.counter}
            class="secondary choice"
            disabled=${!settled}
            action=${act(pathOf(floor, counter, "open"))}
          >
            <b>${t("counter_n", { n: counter.counter })}</b>
          <small>${counter.serves.map(
            (of) => html`<span key=${of} class="dot class-${of}">${className(of)}</span>`,
          )}</small>
        <//>`,
      )}
    </div>`;
}

function Paused({ floor, mine, act, settled, heading }) {
  const t = useWords();
  return html`<div class="console-row">
    <div>
      <h2 id="my-counter" ref=${heading} tabindex="-1">
        ${t("counter_n", { n: mine.counter })}${" "}
        <span class="where">${t("paused")} · ${pauseName(mine.paused)}</span>
      </h2>
      <p class="faint">${
        mine.paused_at &&
        html`<${Ticking}
        draw=${(at) => duration(secondsSince(mine.paused_at, at))}
      />`
      }</p>
    </div>
    <div class="actions">
      <${ActionButton}
        class="quiet"
        disabled=${!settled}
        action=${act(pathOf(floor, mine, "close"))}
      >
        ${t("close_counter")}
      <//>
      <${ActionButton}
        class="primary large"
        disabled=${!settled}
        action=${act(pathOf(floor, mine, "resume"))}
      >
        ${t("resume_counter")}
      <//>
    </div>
  </div>`;
}

/** The reasons why nobody is called for a while. */
function PauseDialog({ floor, mine, act, onClose }) {
  const t = useWords();
  return html`<${Dialog} title=${t("pause_title")} onClose=${onClose}>
    <div class="choices">
      ${PAUSE_REASONS.map(
        (reason) =>
          html`<${ActionButton}
            key=${reason}
            class="secondary choice"
            action=${act(pathOf(floor, mine, "pause"), { body: { reason } })}
            onDone=${onClose}
          >
            ${pauseName(reason)}
          <//>`,
      )}
    </div>
  <//>`;
}

function Free({ floor, mine, act, settled, heading }) {
  const t = useWords();
  const [pausing, setPausing] = useState(false);
  const { ready } = mine;
  return html`<div class="console-row">
    <div>
      <h2 id="my-counter" ref=${heading} tabindex="-1">
        <span class="unseen">${t("my_counter")}: </span>${t("counter_n", { n: mine.counter })}${" "}
        <span class="where">${t("free")}</span>
      </h2>
      <p class="faint">${ready ? t("ready_for", { n: ready }) : t("ready_for_nobody")}</p>
    </div>
    <div class="actions">
      <${ActionButton}
        class="quiet"
        disabled=${!settled}
        action=${act(pathOf(floor, mine, "close"))}
      >
        ${t("close_counter")}
      <//>
      <button type="button" class="secondary" onClick=${() => setPausing(true)}>${t("pause")}</button>
      ${pausing && html`<${PauseDialog} floor=${floor} mine=${mine} act=${act} onClose=${() => setPausing(false)} />`}
      <${ActionButton}
        class="primary large"
        disabled=${!settled || !ready}
        action=${act(pathOf(floor, mine, "call-next"))}
      >
        ${t("call_next")}
      <//>
    </div>
  </div>`;
}

function Serving({ floor, mine, act, settled, heading }) {
  const t = useWords();
  const one = floor.serving.find((serving) => serving.visit === mine.visit) ?? { ...mine, recalls: 0 };
  const { data: known } = useQueryOnce(`/api/lobby/visits/${encodeURIComponent(mine.visit)}`);
  const visit = (what, options) => act(`/api/lobby/visits/${encodeURIComponent(mine.visit)}/${what}`, options);
  return html`<div class="console-row">
      <div class="now class-${one.ticket_class}">
        <h2 id="my-counter" ref=${heading} tabindex="-1">
          <span class="where">${t("counter_n", { n: mine.counter })}</span>
          <span class="ticket">${mine.ticket}</span>
        </h2>
        <p>
          ${one.ticket_class && html`<${ClassBadge} of=${one.ticket_class} />`}
          ${known && html` <strong>${needName(known.need)}</strong> ${known.masked_name}`}
          ${
            known?.needs?.length > 0 &&
            html`<span class="tag">${t("also_wants")}: ${known.needs.map(needName).join(" ")}</span>`
          }
          ${known?.care?.map((care) => html`<span key=${care} class="tag">${careName(care)}</span>`)}
        </p>
        <p class="faint">
          ${
            one.called_at &&
            html`<${Ticking} draw=${(at) => t("since_call", { time: duration(secondsSince(one.called_at, at)) })} />`
          }
          ${one.recalls > 0 && html`  ${t("recalls", { n: one.recalls })}`}
        </p>
      </div>
      <div class="actions">
        <${ActionButton}
          class="secondary"
          disabled=${!settled}
          action=${visit("recall", { moves: false })}
        >
          ${t("recall")}
        <//>
        <${ActionButton} class="secondary" disabled=${!settled} action=${visit("no-show")}>${t("no_show")}<//>
        <${ActionButton} class="primary large" disabled=${!settled} action=${visit("complete")}>${t("complete")}<//>
      </div>
    </div>
    <div class="actions"><${Records} visit=${mine} /> <${More} one=${mine} state="called" /></div>`;
}
