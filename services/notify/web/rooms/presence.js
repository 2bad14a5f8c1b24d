// Presence: stepping off the floor, with a colleague who covers it, and coming back (D3).

import { command } from "../live/api.js";
import { nameOf } from "../live/colleagues.js";
import { shownFloor } from "../live/floor.js";
import { useForgetKeys, useQueryOnce } from "../live/query.js";
import { may } from "../live/rights.js";
import { coveredBy, covering, renewRights } from "../live/session.js";
import { useSignal } from "../live/signal.js";
import { ActionButton } from "../parts/action-button.js";
import { Dialog } from "../parts/dialog.js";
import { toast } from "../parts/toasts.js";
import { html, useState } from "../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../words/language.js";
import { roleName } from "../words/terms.js";

/**
 * @param {Keys} keys
 * @param {boolean} present
 * @param {{cover?: string, branch?: string}} [more]
 */
async function changePresence(keys, present, more = {}) {
  await command("/api/notify/presence", { present, ...more }, keys);
  await renewRights();
}

/** A button to step out; a lobby manager is asked who covers the floor. */
export function StepOut({ me, branch }) {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  if (!me.present) return null;
  if (!may("notify.hand_over_floor")) {
    const leave = (keys) => changePresence(keys, false);
    return html`<${ActionButton} class="quiet" action=${leave}>${t("step_out")}<//>`;
  }
  return html`<button type="button" class="quiet" onClick=${() => setAsking(true)}>${t("step_out")}</button>
    ${asking && html`<${CoverDialog} me=${me} branch=${branch} onClose=${() => setAsking(false)} />`}`;
}

/** Who is away, and who covers whom: shown in every room. */
export function Away({ me }) {
  const t = useWords();
  useSignal(shownFloor);
  useForgetKeys("/api/notify/presence", me.present);
  const cover = coveredBy(me);
  const absent = covering(me).map((one) => nameOf(one.absent));
  if (me.present && !absent.length) return null;
  const back = (keys) => changePresence(keys, true);
  const done = () => toast(t("is_back"));
  return html`<div class="away" role="status">
    <span>
      ${!me.present && t(cover ? "away_covered" : "away", { who: cover && nameOf(cover) })}
      ${absent.length > 0 && t("covering", { who: absent.join(pick(["、", ", "])) })}
    </span>
    ${!me.present && html`<${ActionButton} class="primary" action=${back} onDone=${done}>${t("come_back")}<//>`}
  </div>`;
}

function CoverDialog({ me, branch, onClose }) {
  const t = useWords();
  const { data: staff, error } = useQueryOnce(`/api/notify/staff?branch=${encodeURIComponent(branch)}`);
  const [chosen, setChosen] = useState("");
  const mayCover = (one) => one.may_cover && one.staff !== me.staff;
  const leave = (keys) => changePresence(keys, false, chosen ? { cover: chosen, branch } : {});
  const choice = (value, name, roles) =>
    html`<label key=${value} class="radio">
      <input type="radio" name="cover" checked=${chosen === value} onChange=${() => setChosen(value)} />
      <span>${name} <small class="faint">${roles}</small></span>
    </label>`;
  const rolesOf = (one) => `${one.staff} · ${one.roles.map(roleName).join(pick(["、", ", "]))}`;
  return html`<${Dialog} title=${t("step_out")} onClose=${onClose}>
    <p class="faint">${t("cover_hint")}</p>
    ${error && html`<p class="form-error" role="alert">${reasonOf(error)}</p>`}
    <fieldset>
      <legend>${t("cover")}</legend>
      <div class="radios">
        ${(staff ?? []).filter(mayCover).map((one) => choice(one.staff, one.name, rolesOf(one)))}
        ${choice("", t("nobody_covers"), "")}
      </div>
    </fieldset>
    <footer>
      <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
      <${ActionButton} class="primary" action=${leave} onDone=${onClose}>${t("step_out")}<//>
    </footer>
  <//>`;
}
