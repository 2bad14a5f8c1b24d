// Recording by one tap what a customer said: a need, an opinion, a question (D4, D11, E3); then, if they wish,
// the words and a way to reach them, which go to the service that keeps them and to nobody else.

import { command, Refused } from "../../live/api.js";
import { lastChange } from "../../live/floor.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useId } from "../../parts/ids.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import {
  needName,
  OPINION_SOURCES,
  OPINION_TOPICS,
  QUESTION_TOPICS,
  REMARK_NEEDS,
  sourceName,
  subjectName,
} from "../../words/terms.js";

/** The dialog about `visit` {visit, ticket, masked_name}, or about none. */
export function Enquiry({ branch, visit, record, onClose }) {
  const t = useWords();
  const ids = useId();
  const [source, setSource] = useState(visit.visit ? "spoken" : "book");
  const about = visit.visit ? { visit: visit.visit } : {};
  const tap = (what, word, body) => async (keys) => {
    const kept = await command(
      `/api/lobby/branches/${encodeURIComponent(branch)}/${what}`,
      { ...body, ...about },
      keys,
    );
    toast(t("remark_done", { what: t(`remark_${what}`), word }));
    if (what === "needs" && visit.masked_name) {
      onClose();
    } // it is on the customer's file
    else record("statement", visit, { record: kept.record, kind: what, word: body.need ?? body.topic });
  };
  const choices = (what, list, name, body) => html`<section aria-labelledby="${ids}-${what}">
    <h3 id="${ids}-${what}">${t(`remark_${what}`)}</h3>
    ${what === "opinions" && !visit.visit && html`<${Sources} source=${source} onChoose=${setSource} />`}
    <div class="choices">
      ${list.map(
        (word) =>
          html`<${ActionButton}
          key=${word}
          class="secondary choice"
          action=${tap(what, name(word), body(word))}
        >
          ${name(word)}
        <//>`,
      )}
    </div>
  </section>`;
  return html`<${Dialog} title="${t("remark_title")} ${visit.ticket ?? ""}" onClose=${onClose}>
    <p class="faint">${t("remark_hint")}</p>
    <div class="remarks">
      ${choices("needs", REMARK_NEEDS, needName, (need) => ({ need }))}
      ${choices("opinions", OPINION_TOPICS, subjectName, (topic) => ({ topic, source }))}
      ${choices("questions", QUESTION_TOPICS, subjectName, (topic) => ({ topic }))}
    </div>
  <//>`;
}

function Sources({ source, onChoose }) {
  const t = useWords();
  return html`<fieldset class="radios">
    <legend class="unseen">${t("opinion_source")}</legend>
    ${OPINION_SOURCES.map(
      (one) =>
        html`<label key=${one} class="radio"><input
          type="radio"
          name="source"
          checked=${source === one}
          onChange=${() => onChoose(one)}
        /> ${sourceName(one)}</label>`,
    )}
  </fieldset>`;
}

/** After a tap: the words that were said, and how to reach who said them. */
export function Statement({ draft, branch, of, onClose }) {
  const t = useWords();
  const word = of.kind === "needs" ? needName(of.word) : subjectName(of.word);
  const send = async (said, keys) => {
    await command(`/api/customer/enquiries/${encodeURIComponent(of.record)}/statement`, { branch, ...said }, keys);
    lastChange.set({ event: "statement" }); // no event tells of it, and this page may show the enquiry
  };
  return html`<${Dialog} title="${t(`remark_${of.kind}`)} · ${word}" onClose=${onClose}>
    <${Said} draft=${draft} hint=${t("said_hint")} words=${true} send=${send} onDone=${onClose} />
  <//>`;
}

/** How to reach a prospect who wants to know more. */
export function ContactForm({ draft, visit, onClose }) {
  const t = useWords();
  const send = (said, keys) => command(`/api/customer/leads/${encodeURIComponent(visit.visit)}`, said, keys);
  return html`<${Dialog} title="${t("contact_title")} ${visit.ticket}" onClose=${onClose}>
    <${Said} draft=${draft} hint=${t("contact_hint")} words=${false} send=${send} onDone=${onClose} />
  <//>`;
}

const filled = (said) => Object.fromEntries(Object.entries(said).filter(([, value]) => value));

/** What somebody said, if `words`, and how to reach them. `send(said, keys)` keeps it. */
function Said({ draft, hint, words, send, onDone }) {
  const t = useWords();
  const keep = async (said, keys) => {
    try {
      await send(filled(said), keys);
    } catch (error) {
      throw error.code === "malformed" ? new Refused("said_wrong") : error;
    }
    toast(t("said_done"));
  };
  const check = (said) => !Object.keys(filled(said)).length && "said_needs";
  return html`<p class="faint">${hint}</p>
    <${Form}
      name=${draft}
      action=${keep}
      check=${check}
      submit=${t("save")}
      cancel=${t("said_nothing")}
      onCancel=${onDone}
      onDone=${onDone}
    >

      ${words && html`<${TextField} name="words" label=${t("complaint_words")} rows="3" most=${2000} />`}
      <${TextField} name="name" label=${t("said_name")} most=${100} />
      <${TextField} name="phone" label=${t("said_phone")} most=${30} more=${{ type: "tel" }} />
      <${TextField} name="address" label=${t("said_address")} most=${200} />
    <//>`;
}
