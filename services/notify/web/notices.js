// The notice board (P5): what hangs there, until when, and what must come off.

import { command } from "./api.js";
import { useLook } from "./look.js";
import { Dialog, Doing } from "./parts.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { reasonOf, useWords } from "./words.js";

export function Notices({ path, may }) {
  const t = useWords();
  const { data, again } = useLook(`${path}/notices`);
  const [hanging, setHanging] = useState(false);
  const takeDown = (notice) => async () => {
    await command(`${path}/notices/${encodeURIComponent(notice)}/take-down`);
    await again();
  };
  return html`<div class="line">
      <h2 id="notices">${t("notices")}</h2>
      ${may.go && html`<button type="button" class="secondary" onClick=${() => setHanging(true)}>${t("hang_notice")}</button>`}
    </div>
    ${data?.length
      ? html`<ul class="cards" aria-labelledby="notices">
          ${data.map(
            (one) => html`<li key=${one.notice} class="card ${one.expired ? "wrong" : ""}">
              <div>
                <strong>${one.title}</strong>
                <p class="faint">${one.expired ? html`<span class="missing">${t("expired")}</span> ` : ""}${t("until", { day: one.until })}</p>
              </div>
              ${may.go && html`<${Doing} class=${one.expired ? "secondary" : "quiet"} does=${takeDown(one.notice)} label="${t("take_down")}: ${one.title}">${t("take_down")}<//>`}
            </li>`,
          )}
        </ul>`
      : html`<p class="blank small">${t(data ? "no_notices" : "opening")}</p>`}
    ${hanging && html`<${HangDialog} path=${path} again=${again} onClose=${() => setHanging(false)} />`}`;
}

function HangDialog({ path, again, onClose }) {
  const t = useWords();
  const form = useRef();
  const key = useRef(crypto.randomUUID()); // one notice, however often it is sent
  const [error, setError] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const { title, until } = form.current.elements;
    if (!title.value.trim() || !until.value) {
      setError(t("notice_needs"));
      return;
    }
    try {
      await command(`${path}/notices`, { title: title.value, until: until.value }, key.current);
      await again();
      onClose();
    } catch (failure) {
      setError(reasonOf(failure));
      if (!failure.passing) key.current = crypto.randomUUID();
    }
  };
  return html`<${Dialog} title=${t("hang_notice")} onClose=${onClose}>
    <form ref=${form} onSubmit=${submit} novalidate>
      <div role="alert" class="form-error">${error}</div>
      <label>${t("notice_title")} <input name="title" maxlength="120" autocomplete="off" /></label>
      <label>${t("last_day")} <input name="until" type="date" /></label>
      <footer>
        <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary">${t("hang_notice")}</button>
      </footer>
    </form>
  <//>`;
}
