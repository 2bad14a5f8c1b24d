// Presence: stepping off the floor, with a colleague who covers it, and coming back (D3).

import { command, get } from "../live/api.js";
import { useCell } from "../live/signal.js";
import { hall } from "../live/floor.js";
import { useSeen } from "../live/query.js";
import { Dialog, Doing, tell } from "../parts/parts.js";
import { coveredBy, covering, has, renewRights } from "../live/session.js";
import { roleName } from "../words/terms.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../words/language.js";

const MAY_COVER = ["teller", "lobby_manager", "account_manager", "branch_head"];

async function say(present, more = {}) {
  await command("/api/notify/presence", { present, ...more });
  await renewRights();
}

/** A button to step out; a lobby manager is asked who covers the floor. */
export function StepOut({ me, branch }) {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  if (!me.present) return null;
  if (!me.roles.includes("lobby_manager")) return html`<${Doing} class="quiet" does=${() => say(false)}>${t("step_out")}<//>`;
  return html`<button type="button" class="quiet" onClick=${() => setAsking(true)}>${t("step_out")}</button>
    ${asking && html`<${Cover} me=${me} branch=${branch} onClose=${() => setAsking(false)} />`}`;
}

/** Who is away, and who covers whom: shown in every room. */
export function Away({ me }) {
  const t = useWords();
  useCell(hall);
  useSeen("/api/notify/presence", me.present);
  const cover = coveredBy(me);
  const absent = covering(me).map((one) => one.absent);
  if (me.present && !absent.length) return null;
  return html`<div class="away" role="status">
    <span>
      ${!me.present && t(cover ? "away_covered" : "away", { who: cover })}
      ${absent.length > 0 && t("covering", { who: absent.join(pick(["、", ", "])) })}
    </span>
    ${!me.present && html`<${Doing} class="primary" does=${() => say(true)} onDone=${() => tell(t("is_back"))}>${t("come_back")}<//>`}
  </div>`;
}

function Cover({ me, branch, onClose }) {
  const t = useWords();
  const [staff, setStaff] = useState(null);
  const [error, setError] = useState(null);
  const [chosen, setChosen] = useState("");
  useEffect(() => {
    get(`/api/notify/staff?branch=${encodeURIComponent(branch)}`).then(setStaff, setError);
  }, [branch]);
  const there = (staff ?? []).filter((one) => one.present && one.staff !== me.staff && one.roles.some((role) => MAY_COVER.includes(role)));
  const leave = () => say(false, chosen ? { cover: chosen, branch } : {});
  const choice = (value, name, roles) => html`<label key=${value} class="radio">
    <input type="radio" name="cover" checked=${chosen === value} onChange=${() => setChosen(value)} />
    <span>${name} <small class="faint">${roles}</small></span>
  </label>`;
  return html`<${Dialog} title=${t("step_out")} onClose=${onClose}>
    <p class="faint">${t("cover_hint")}</p>
    ${error && html`<p class="form-error" role="alert">${reasonOf(error)}</p>`}
    <fieldset>
      <legend>${t("cover")}</legend>
      <div class="radios">
        ${there.map((one) => choice(one.staff, one.name, `${one.staff} · ${one.roles.map(roleName).join(pick(["、", ", "]))}`))}
        ${choice("", t("nobody_covers"), "")}
      </div>
    </fieldset>
    <footer>
      <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
      <${Doing} class="primary" does=${leave} onDone=${onClose}>${t("step_out")}<//>
    </footer>
  <//>`;
}

/** Whether somebody may ask colleagues for something. */
export const mayAsk = (me) => has(me, "lobby_manager", "branch_head");
