// What was just done to a ticket, and can still be taken back: for minutes, by who did it or the lobby manager.

import { command } from "../../live/api.js";
import { now } from "../../live/clock.js";
import { nameOfActor } from "../../live/colleagues.js";
import { readFloor } from "../../live/floor.js";
import { may } from "../../live/rights.js";
import { useSignal } from "../../live/signal.js";
import { duration } from "../../live/time.js";
import { ActionButton } from "../../parts/action-button.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { t as say, useWords } from "../../words/language.js";
import { kindName } from "../../words/terms.js";

const SHOWN = 1; // what lies below does not jump whenever somebody does something

/** What `me` can take back at this moment: first their own, then that of others, the last first each. `at` is
 * the server's time. */
export function undoable(floor, me, at) {
  const changes = (floor?.undoable ?? []).filter((one) => Date.parse(one.until) > at);
  const isMine = (one) => one.by === `staff:${me.staff}`;
  const others = may("lobby.undo_changes_of_others") ? changes.filter((one) => !isMine(one)) : [];
  return [...changes.filter(isMine), ...others];
}

/** Take back this change, and no other that came after it. */
export async function undo(one, keys, then = () => {}) {
  await command(`/api/lobby/visits/${encodeURIComponent(one.visit)}/undo`, { change: one.change }, keys);
  then();
  await readFloor();
}

/** The last change with its button; further ones behind a word. */
export function JustDone({ floor, me }) {
  const t = useWords();
  const at = useSignal(now);
  const changes = undoable(floor, me, at);
  if (!changes.length) return null;
  const rows = (ones) => html`<ul>${ones.map((one) => html`<${Row} key=${one.change} one=${one} at=${at} />`)}</ul>`;
  const further = changes.slice(SHOWN);
  return html`<section class="just-done" aria-labelledby="just-done">
    <h2 id="just-done" tabindex="-1">${t("just_done")}</h2>
    ${rows(changes.slice(0, SHOWN))}
    ${
      further.length > 0 &&
      html`<details><summary>${t("just_done_more", { n: further.length })}</summary>${rows(further)}</details>`
    }
  </section>`;
}

function Row({ one, at }) {
  const t = useWords();
  const left = Math.max(0, Math.ceil((Date.parse(one.until) - at) / 1000));
  return html`<li>
    <span>
      <b>${one.ticket}</b> ${kindName(one.what)}${" "}
      <span class="faint">${one.counter && t("counter_n", { n: one.counter })} ${nameOfActor(one.by)}</span>
    </span>
    <span class="faint time">${t("undo_left", { time: duration(left) })}</span>
    <${ActionButton}
      class="secondary"
      label="${t("undo")} ${one.ticket}"
      action=${(keys) => undo(one, keys)}
      onDone=${() => undone(one)}
    >
      ${t("undo")}
    <//>
  </li>`;
}

/** Say so, and leave the keyboard near where it was: the row is gone. */
function undone(one) {
  toast(say("undo_done", { ticket: one.ticket, change: kindName(one.what) }));
  requestAnimationFrame(() =>
    (
      document.getElementById("just-done") ??
      document.getElementById("my-counter") ??
      document.getElementById("floor")
    )?.focus(),
  );
}
