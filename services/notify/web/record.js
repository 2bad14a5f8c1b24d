// Recording what was found on the floor: a prospect (D5), a complaint (D9).

import { command } from "./api.js";
import { cell, useCell } from "./cell.js";
import { hall } from "./hall.js";
import { Dialog, Doing, tell } from "./parts.js";
import { COMPLAINT_TOPICS, needName, PROSPECT_NEEDS, topicName } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { reasonOf, useWords } from "./words.js";

const recording = cell(null);

/** Open the dialog for "prospect" or "complaint", about `visit` {visit, ticket}, or about none. */
export const record = (what, visit) => recording.set({ what, visit });
const done = () => recording.set(null);

/** What can be recorded of a visit: a prospect, a complaint. */
export function Records({ visit }) {
  const t = useWords();
  const button = (what) => html`<button
    type="button"
    class="quiet"
    aria-label="${t(what)} ${visit.ticket}"
    onClick=${() => record(what, visit)}
  >
    ${t(what)}
  </button>`;
  return html`<span class="records">${button("prospect")} ${button("complaint")}</span>`;
}

export function Recording() {
  const now = useCell(recording);
  if (!now) return null;
  return now.what === "prospect"
    ? html`<${Prospect} key=${now.visit.visit} visit=${now.visit} />`
    : html`<${Complaint} key=${now.visit.visit} visit=${now.visit} />`;
}

function Prospect({ visit }) {
  const t = useWords();
  const mark = (need) => async () => {
    await command(`/api/lobby/visits/${encodeURIComponent(visit.visit)}/prospect`, { need });
    tell(t("prospect_done", { ticket: visit.ticket, need: needName(need) }));
  };
  return html`<${Dialog} title="${t("prospect_title")} ${visit.ticket}" onClose=${done}>
    <p class="faint">${t("prospect_hint")}</p>
    <div class="choices">
      ${PROSPECT_NEEDS.map(
        (need) => html`<${Doing} key=${need} class="secondary choice" does=${mark(need)} onDone=${done}>${needName(need)}<//>`,
      )}
    </div>
  <//>`;
}

function Complaint({ visit }) {
  const t = useWords();
  const form = useRef();
  const key = useRef(crypto.randomUUID()); // one complaint, however often it is sent
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const topic = form.current.elements.topic.value;
    const words = form.current.elements.words.value.trim();
    if (!topic || !words) {
      setError(t("complaint_needs"));
      return;
    }
    setBusy(true);
    setError("");
    try {
      const about = visit.visit ? { visit: visit.visit } : {};
      await command("/api/customer/complaints", { branch: hall.value.branch, topic, words, ...about }, key.current);
      tell(t("complaint_done"));
      done();
    } catch (failure) {
      setError(reasonOf(failure));
      setBusy(false);
      if (!failure.passing) key.current = crypto.randomUUID();
    }
  };
  return html`<${Dialog} title="${t("complaint_title")} ${visit.ticket ?? ""}" onClose=${done}>
    <form ref=${form} onSubmit=${submit} novalidate>
      <div role="alert" class="form-error">${error}</div>
      <fieldset>
        <legend>${t("complaint_topic")}</legend>
        <div class="radios">
          ${COMPLAINT_TOPICS.map(
            (topic) => html`<label key=${topic} class="radio"><input type="radio" name="topic" value=${topic} /> ${topicName(topic)}</label>`,
          )}
        </div>
      </fieldset>
      <label>
        ${t("complaint_words")}
        <textarea name="words" rows="4" maxlength="2000" aria-describedby="words-hint"></textarea>
      </label>
      <p class="faint" id="words-hint">${t("complaint_hint")}</p>
      <footer>
        <button type="button" class="quiet" onClick=${done}>${t("cancel")}</button>
        <button class="primary ${busy ? "busy" : ""}" aria-busy=${busy} aria-disabled=${busy}>
          ${t("complaint_send")}${busy && html`<span class="spinner" aria-hidden="true"></span>`}
        </button>
      </footer>
    </form>
  <//>`;
}
