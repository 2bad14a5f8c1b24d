// Recording what was found on the floor: a prospect (D5), a complaint (D9), what somebody said (D4, D11).

import { command } from "./api.js";
import { cell, useCell } from "./cell.js";
import { hall } from "./hall.js";
import { Heard, Said } from "./heard.js";
import { Dialog, Doing, tell } from "./parts.js";
import { ACCEPTS, acceptsName, COMPLAINT_TOPICS, needName, PROSPECT_NEEDS, topicName } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { reasonOf, useWords } from "./words.js";

const recording = cell(null);

/** Open the dialog for "prospect", "complaint" or "heard", about `visit` {visit, ticket}, or about none. */
export const record = (what, visit) => recording.set({ what, visit });
const done = () => recording.set(null);

/** What can be recorded of a visit: what somebody said, a prospect, a complaint. */
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
  return html`<span class="records">${button("heard")} ${button("prospect")} ${button("complaint")}</span>`;
}

export function Recording() {
  const now = useCell(recording);
  if (!now) return null;
  const Shown = { prospect: Prospect, complaint: Complaint, heard: Heard }[now.what];
  return html`<${Shown} key=${now.visit.visit} visit=${now.visit} onClose=${done} />`;
}

function Prospect({ visit }) {
  const t = useWords();
  const [accepts, setAccepts] = useState("now");
  const [marked, setMarked] = useState(null); // the need of one who leaves a way to be reached
  const id = encodeURIComponent(visit.visit);
  const mark = (need) => async () => {
    await command(`/api/lobby/visits/${id}/prospect`, { need, accepts });
    tell(t("prospect_done", { ticket: visit.ticket, need: needName(need) }));
    if (accepts === "left_contact") setMarked(need);
    else done();
  };
  if (marked) {
    const send = (said, key) => command(`/api/customer/leads/${id}`, { branch: hall.value.branch, need: marked, ...said }, key);
    return html`<${Dialog} title="${t("contact_title")} ${visit.ticket}" onClose=${done}>
      <${Said} hint=${t("contact_hint")} words=${false} send=${send} onDone=${done} />
    <//>`;
  }
  return html`<${Dialog} title="${t("prospect_title")} ${visit.ticket}" onClose=${done}>
    <fieldset class="radios">
      <legend>${t("prospect_accepts")}</legend>
      ${ACCEPTS.map(
        (one) => html`<label key=${one} class="radio"><input type="radio" name="accepts" checked=${accepts === one} onChange=${() => setAccepts(one)} /> ${acceptsName(one)}</label>`,
      )}
    </fieldset>
    <p class="faint">${t("prospect_hint")}</p>
    <div class="choices">
      ${PROSPECT_NEEDS.map((need) => html`<${Doing} key=${need} class="secondary choice" does=${mark(need)}>${needName(need)}<//>`)}
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
