// Recording by one tap what a customer said: a need, an opinion, a question (D4, D11, E3); then, if they wish,
// the words and a way to reach them, which are told to the service that keeps them and to nobody else.

import { command } from "./api.js";
import { hall } from "./hall.js";
import { Dialog, Doing, tell } from "./parts.js";
import { HEARD_NEEDS, needName, OPINION_SOURCES, OPINION_TOPICS, QUESTION_TOPICS, sourceName, subjectName } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { reasonOf, useWords } from "./words.js";

/** The dialog about `visit` {visit, ticket, masked_name}, or about none. */
export function Heard({ visit, onClose }) {
  const t = useWords();
  const [source, setSource] = useState(visit.visit ? "spoken" : "book");
  const [kept, setKept] = useState(null); // {record, what, word}: what the tap recorded
  const branch = encodeURIComponent(hall.value.branch);
  const about = visit.visit ? { visit: visit.visit } : {};
  const tap = (what, word, body) => async () => {
    const { record } = await command(`/api/lobby/branches/${branch}/${what}`, { ...body, ...about });
    tell(t("heard_done", { what: t(`heard_${what}`), word }));
    if (what === "needs" && visit.masked_name) onClose(); // it is on the customer's file
    else setKept({ record, what, word });
  };
  if (kept) {
    return html`<${Dialog} title="${t(`heard_${kept.what}`)} · ${kept.word}" onClose=${onClose}>
      <${Said}
        hint=${t("said_hint")}
        words=${true}
        send=${(said, key) => command(`/api/customer/matters/${encodeURIComponent(kept.record)}/statement`, { branch: hall.value.branch, ...said }, key)}
        onDone=${onClose}
      />
    <//>`;
  }
  const choices = (what, list, name, body) => html`<section aria-labelledby="heard-${what}">
    <h3 id="heard-${what}">${t(`heard_${what}`)}</h3>
    ${what === "opinions" && !visit.visit && html`<${Sources} source=${source} onChoose=${setSource} />`}
    <div class="choices">
      ${list.map((word) => html`<${Doing} key=${word} class="secondary choice" does=${tap(what, name(word), body(word))}>${name(word)}<//>`)}
    </div>
  </section>`;
  return html`<${Dialog} title="${t("heard_title")} ${visit.ticket ?? ""}" onClose=${onClose}>
    <p class="faint">${t("heard_hint")}</p>
    <div class="heard">
      ${choices("needs", HEARD_NEEDS, needName, (need) => ({ need }))}
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
      (one) => html`<label key=${one} class="radio"><input type="radio" name="source" checked=${source === one} onChange=${() => onChoose(one)} /> ${sourceName(one)}</label>`,
    )}
  </fieldset>`;
}

/** What somebody said, if `words`, and how to reach them. `send(said, key)` keeps it. */
export function Said({ hint, words, send, onDone }) {
  const t = useWords();
  const form = useRef();
  const key = useRef(crypto.randomUUID()); // one statement, however often it is sent
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const fields = Object.fromEntries([...new FormData(form.current)].map(([name, value]) => [name, value.trim()]));
    const said = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
    if (!Object.keys(said).length) {
      setError(t("said_needs"));
      return;
    }
    setBusy(true);
    setError("");
    try {
      await send(said, key.current);
      tell(t("said_done"));
      onDone();
    } catch (failure) {
      setError(failure.code === "malformed" ? t("said_wrong") : reasonOf(failure));
      setBusy(false);
      if (!failure.passing) key.current = crypto.randomUUID();
    }
  };
  return html`<form ref=${form} onSubmit=${submit} novalidate>
    <p class="faint">${hint}</p>
    <div role="alert" class="form-error">${error}</div>
    ${words && html`<label>${t("complaint_words")} <textarea name="words" rows="3" maxlength="2000"></textarea></label>`}
    <label>${t("said_name")} <input name="name" autocomplete="off" maxlength="100" /></label>
    <label>${t("said_phone")} <input name="phone" type="tel" autocomplete="off" maxlength="30" /></label>
    <label>${t("said_address")} <input name="address" autocomplete="off" maxlength="200" /></label>
    <footer>
      <button type="button" class="quiet" onClick=${onDone}>${t("said_nothing")}</button>
      <button class="primary ${busy ? "busy" : ""}" aria-busy=${busy} aria-disabled=${busy}>
        ${t("save")}${busy && html`<span class="spinner" aria-hidden="true"></span>`}
      </button>
    </footer>
  </form>`;
}
