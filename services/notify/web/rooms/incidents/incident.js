// One incident: what happened when, who was told and took note, what was written about it (D12).

import { command } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { incidentName, incidentStateName, whereName } from "../../words/device-terms.js";
import { TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useLook } from "../../live/query.js";
import { Dialog, Doing } from "../../parts/parts.js";
import { kindName } from "../../words/terms.js";
import { html } from "../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../words/language.js";

const LOOK_EVERY = 1_000; // milliseconds; that others took note of it is hinted to nobody
const STEP = { open: "incident_was_raised", attended: "incident_attend", police_called: "incident_police", closed: "incident_was_closed" };

export function Incident({ id, knows, again: lookAtAll, onClose }) {
  const t = useWords();
  const path = `/api/lobby/incidents/${encodeURIComponent(id)}`;
  const { data, error, again } = useLook(path);
  const told = useLook(`/api/notify/told/${encodeURIComponent(id)}`, { every: LOOK_EVERY });
  if (!data) return error ? html`<p class="form-error" role="alert">${reasonOf(error)}</p>` : null;
  const act = (what) => async () => {
    await command(`${path}/${what}`);
    await Promise.all([again(), lookAtAll()]);
  };
  const isOpen = data.state !== "closed";
  const possible = { attend: isOpen && !data.attended_by, police: isOpen && !data.police_called_at, close: isOpen && data.state !== "open" };
  const may = (what) => knows && possible[what];
  return html`<${Dialog} title="${incidentName(data.sort)} · ${whereName(data.place)}" onClose=${onClose}>
    <div class="incident incident-head ${data.state}">
      <span class="badge">${incidentStateName(data.state)}</span>
      <div class="actions">
        ${may("attend") && html`<${Doing} class="primary" does=${act("attend")}>${t("incident_attend")}<//>`}
        ${may("police") && html`<${Doing} class="secondary" does=${act("police")}>${t("incident_police")}<//>`}
        ${may("close") && html`<${Doing} class="secondary" does=${act("close")}>${t("incident_close")}<//>`}
      </div>
    </div>
    <h3>${t("incident_timeline")}</h3>
    <ul class="steps">
      ${steps(data).map(
        ([at, state, who]) => html`<li key=${state}><time datetime=${at}>${timeOfDay(at, { seconds: true, branch: data.branch })}</time> <span><strong>${t(STEP[state])}</strong> <span class="faint">${who.replace(/^\w+:/, "")}</span></span></li>`,
      )}
    </ul>
    ${told.data && html`<${Told} told=${told.data} branch=${data.branch} />`}
    <h3 id="notes-of">${t("incident_notes")}</h3>
    <ul class="steps" aria-labelledby="notes-of">
      ${data.notes.map(
        (note) => html`<li key=${note.at}><time datetime=${note.at}>${timeOfDay(note.at, { branch: data.branch })}</time> <span>${note.words} <span class="faint">${note.by}</span></span></li>`,
      )}
    </ul>
    <${NoteForm} id=${id} path=${path} again=${again} />
  <//>`;
}

/** What happened, in its order: `[when, state, who]`. */
function steps(one) {
  return [
    [one.raised_at, "open", one.raised_by],
    [one.attended_at, "attended", one.attended_by],
    [one.police_called_at, "police_called", one.police_called_by],
    [one.closed_at, "closed", one.closed_by],
  ]
    .filter(([at]) => at)
    .sort((a, b) => Date.parse(a[0]) - Date.parse(b[0]));
}

function Told({ told, branch }) {
  const t = useWords();
  return html`<h3 id="told-of">${t("incident_told")}</h3>
    <ul class="steps told" aria-labelledby="told-of">
      ${told.map(
        (one) => html`<li key="${one.staff} ${one.kind} ${one.told_at}">
          <time datetime=${one.told_at}>${timeOfDay(one.told_at, { seconds: true, branch })}</time>
          <span><strong>${one.staff}</strong> <span class="faint">${kindName(one.kind)}</span></span>
          ${one.acknowledged_at && html`<span class="outcome">✓ ${t("incident_noted", { time: timeOfDay(one.acknowledged_at, { seconds: true, branch }) })}</span>`}
        </li>`,
      )}
    </ul>`;
}

function NoteForm({ id, path, again }) {
  const t = useWords();
  const write = async (note, once) => {
    await command(`${path}/notes`, note, once);
    await again();
  };
  return html`<${Form} name="incident-note ${id}" does=${write} submit=${t("incident_note_send")}>
    <${TextField} name="words" label=${t("incident_note")} rows="2" most=${2000} needed="incident_note_needs" hint="note-hint" />
    <p class="faint" id="note-hint">${t("incident_note_hint")}</p>
  <//>`;
}
