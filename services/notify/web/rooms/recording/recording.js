// Recording what was found on the floor: a prospect (D5), a complaint (D9), what somebody said (D4, D11).

import { ContactForm, Enquiry, Statement } from "./enquiry.js";
import { command } from "../../live/api.js";
import { draftOf, abandonDraft, isTyped, keepDraft } from "../../live/drafts.js";
import { shownFloor } from "../../live/floor.js";
import { may } from "../../live/rights.js";
import { signal, useSignal } from "../../live/signal.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { Radios, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useId } from "../../parts/ids.js";
import { toast } from "../../parts/toasts.js";
import { html, useLayoutEffect, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { ACCEPTS, acceptsName, COMPLAINT_TOPICS, needName, PROSPECT_NEEDS, topicName } from "../../words/terms.js";

const DIALOGS = {
  prospect: Prospect,
  complaint: Complaint,
  remark: Enquiry,
  statement: Statement,
  contact: ContactForm,
};
const OPEN = "recording"; // the name under which it is kept which dialog is open
/** @type {Signal<any>} */
const recording = signal(null);

/** Open the dialog for "prospect", "complaint" or "remark", about `visit` {visit, ticket}, or about none; or for the
 * "statement" or the "contact" that may follow. `of`: what it follows. */
export function record(what, visit, of = {}) {
  const branch = shownFloor.value.branch;
  show({ what, visit, of, branch, draft: `${what} ${branch} ${of.record ?? visit.visit ?? ""}` });
}

const done = () => show(null);

function show(now) {
  recording.set(now);
  if (now) keepDraft(OPEN, { fields: { now } });
  else abandonDraft(OPEN);
}

/** After a reload, the dialog in which something was typed: its ticket may have left the floor. */
function reopen() {
  const { now } = draftOf(OPEN).fields;
  recording.set(now && isTyped(now.draft) ? now : null);
}

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
  if (!may("lobby.identify_prospect")) return null; // who serves at a counter, or receives in the hall
  return html`<span class="records">${button("remark")} ${button("prospect")} ${button("complaint")}</span>`;
}

export function Recording() {
  const now = useSignal(recording);
  useLayoutEffect(reopen, []);
  return now && html`<${DIALOGS[now.what]} key=${now.draft} ...${now} record=${record} onClose=${done} />`;
}

function Prospect({ visit, onClose }) {
  const t = useWords();
  const [accepts, setAccepts] = useState("now");
  const mark = (need) => async (keys) => {
    await command(`/api/lobby/visits/${encodeURIComponent(visit.visit)}/prospect`, { need, accepts }, keys);
    toast(t("prospect_done", { ticket: visit.ticket, need: needName(need) }));
    if (accepts === "left_contact") record("contact", visit, { need });
    else onClose();
  };
  return html`<${Dialog} title="${t("prospect_title")} ${visit.ticket}" onClose=${onClose}>
    <fieldset class="radios">
      <legend>${t("prospect_accepts")}</legend>
      ${ACCEPTS.map(
        (one) =>
          html`<label key=${one} class="radio"><input
            type="radio"
            name="accepts"
            checked=${accepts === one}
            onChange=${() => setAccepts(one)}
          /> ${acceptsName(one)}</label>`,
      )}
    </fieldset>
    <p class="faint">${t("prospect_hint")}</p>
    <div class="choices">
      ${PROSPECT_NEEDS.map(
        (need) =>
          html`<${ActionButton} key=${need} class="secondary choice" action=${mark(need)}>${needName(need)}<//>`,
      )}
    </div>
  <//>`;
}

function Complaint({ draft, branch, visit, onClose }) {
  const hintId = useId();
  const t = useWords();
  const raise = async (said, keys) => {
    const about = visit.visit ? { visit: visit.visit } : {};
    await command("/api/customer/complaints", { branch, ...said, ...about }, keys);
    toast(t("complaint_done"));
  };
  return html`<${Dialog} title="${t("complaint_title")} ${visit.ticket ?? ""}" onClose=${onClose}>
    <${Form}
      name=${draft}
      action=${raise}
      check=${({ topic, words }) => !(topic && words) && "complaint_needs"}
      submit=${t("complaint_send")}
      onDone=${onClose}
      onCancel=${onClose}
    >

      <${Radios}
        name="topic"
        legend=${t("complaint_topic")}
        options=${COMPLAINT_TOPICS.map((topic) => [topic, topicName(topic)])}
      />
      <${TextField} name="words" label=${t("complaint_words")} rows="4" most=${2000} hint=${hintId} />
      <p class="faint" id=${hintId}>${t("complaint_hint")}</p>
    <//>
  <//>`;
}
