// One incident: what happened when, who was told and took note, what was written about it (D12).

import { command } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { nameOf, nameOfActor } from "../../live/colleagues.js";
import { useQuery } from "../../live/query.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useId } from "../../parts/ids.js";
import { html } from "../../vendor/preact-htm.js";
import { incidentName, incidentStateName, whereName } from "../../words/device-terms.js";
import { reasonOf, useWords } from "../../words/language.js";
import { kindName } from "../../words/terms.js";

const READ_EVERY = 1_000; // milliseconds; that others took note of it is hinted to nobody
const STEP = {
  open: "incident_was_raised",
  attended: "incident_attend",
  police_called: "incident_police",
  closed: "incident_was_closed",
};

export function Incident({ id, knows, refetch: refetchAll, onClose }) {
  const notesId = useId();
  const t = useWords();
  const path = `/api/lobby/incidents/${encodeURIComponent(id)}`;
  const { data, error, refetch } = useQuery(path);
  const recipients = useQuery(`/api/notify/recipients/${encodeURIComponent(id)}`, { every: READ_EVERY });
  if (!data) return error ? html`<p class="form-error" role="alert">${reasonOf(error)}</p>` : null;
  const act = (what) => async (keys) => {
    await command(`${path}/${what}`, {}, keys);
    await Promise.all([refetch(), refetchAll()]);
  };
  const isOpen = data.state !== "closed";
  const possible = {
    attend: isOpen && !data.attended_by,
    police: isOpen && !data.police_called_at,
    close: isOpen && data.state !== "open",
  };
  const can = (what) => knows && possible[what];
  return html`<${Dialog} title="${incidentName(data.kind)} · ${whereName(data.place)}" onClose=${onClose}>
    <div class="incident incident-head ${data.state}">
      <span class="badge">${incidentStateName(data.state)}</span>
      <div class="actions">
        ${can("attend") && html`<${ActionButton} class="primary" action=${act("attend")}>${t("incident_attend")}<//>`}
        ${can("police") && html`<${ActionButton} class="secondary" action=${act("police")}>${t("incident_police")}<//>`}
        ${can("close") && html`<${ActionButton} class="secondary" action=${act("close")}>${t("incident_close")}<//>`}
      </div>
    </div>
    <h3>${t("incident_timeline")}</h3>
    <ul class="steps">
      ${steps(data).map(
        ([at, state, who]) =>
          html`<li key=${state}>
            <time datetime=${at}>${timeOfDay(at, { seconds: true, branch: data.branch })}</time>${" "}
            <span><strong>${t(STEP[state])}</strong> <span class="faint">${nameOfActor(who, data.branch)}</span></span>
          </li>`,
      )}
    </ul>
    ${recipients.data && html`<${Recipients} recipients=${recipients.data} branch=${data.branch} />`}
    <h3 id=${notesId}>${t("incident_notes")}</h3>
    <ul class="steps" aria-labelledby=${notesId}>
      ${data.notes.map(
        (note) =>
          html`<li key=${note.at}>
            <time datetime=${note.at}>${timeOfDay(note.at, { branch: data.branch })}</time>${" "}
            <span>${note.words} <span class="faint">${nameOfActor(note.by, data.branch)}</span></span>
          </li>`,
      )}
    </ul>
    <${NoteForm} id=${id} path=${path} refetch=${refetch} />
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

function Recipients({ recipients, branch }) {
  const headingId = useId();
  const t = useWords();
  return html`<h3 id=${headingId}>${t("incident_recipients")}</h3>
    <ul class="steps recipients" aria-labelledby=${headingId}>
      ${recipients.map(
        (one) => html`<li key="${one.staff} ${one.kind} ${one.written_at}">
          <time datetime=${one.written_at}>${timeOfDay(one.written_at, { seconds: true, branch })}</time>
          <span><strong>${nameOf(one.staff, branch)}</strong> <span class="faint">${kindName(one.kind)}</span></span>
          ${
            one.acknowledged_at &&
            html`<span class="outcome">
            ✓ ${t("incident_noted", { time: timeOfDay(one.acknowledged_at, { seconds: true, branch }) })}
          </span>`
          }
        </li>`,
      )}
    </ul>`;
}

function NoteForm({ id, path, refetch }) {
  const hintId = useId();
  const t = useWords();
  const write = async (note, keys) => {
    await command(`${path}/notes`, note, keys);
    await refetch();
  };
  return html`<${Form} name="incident-note ${id}" action=${write} submit=${t("incident_note_send")}>
    <${TextField}
      name="words"
      label=${t("incident_note")}
      rows="2"
      most=${2000}
      needed="incident_note_needs"
      hint=${hintId}
    />
    <p class="faint" id=${hintId}>${t("incident_note_hint")}</p>
  <//>`;
}
