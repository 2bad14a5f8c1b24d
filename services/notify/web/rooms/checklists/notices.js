// The notice board (P5): what hangs there, until when, and what must come off.

import { command } from "../../live/api.js";
import { DayField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useLook } from "../../live/query.js";
import { Dialog, Doing } from "../../parts/parts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

export function Notices({ branch, path, may }) {
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
    ${hanging && html`<${HangDialog} branch=${branch} path=${path} again=${again} onClose=${() => setHanging(false)} />`}`;
}

function HangDialog({ branch, path, again, onClose }) {
  const t = useWords();
  const hang = async (notice, once) => {
    await command(`${path}/notices`, notice, once);
    await again();
  };
  return html`<${Dialog} title=${t("hang_notice")} onClose=${onClose}>
    <${Form} name="notice ${branch}" does=${hang} submit=${t("hang_notice")} onDone=${onClose} onCancel=${onClose}>
      <${TextField} name="title" label=${t("notice_title")} most=${120} needed="notice_needs" />
      <${DayField} name="until" label=${t("last_day")} needed=${true} />
    <//>
  <//>`;
}
