// The notice board (P5): what hangs there, until when, and what must come off.

import { command } from "../../live/api.js";
import { useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { DayField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

export function Notices({ branch, path }) {
  const t = useWords();
  const { data, refetch } = useQuery(`${path}/notices`);
  const [hanging, setHanging] = useState(false);
  const takeDown = (notice) => async () => {
    await command(`${path}/notices/${encodeURIComponent(notice)}/take-down`);
    await refetch();
  };
  return html`<div class="line">
      <h2 id="notices">${t("notices")}</h2>
      ${
        may("lobby.hang_notice") &&
        html`<button type="button" class="secondary" onClick=${() => setHanging(true)}>${t("hang_notice")}</button>`
      }
    </div>
    ${
      data?.length
        ? html`<ul class="cards" aria-labelledby="notices">
          ${data.map(
            (one) => html`<li key=${one.notice} class="card ${one.expired ? "wrong" : ""}">
              <div>
                <strong>${one.title}</strong>
                <p class="faint">
                  ${one.expired && html`<span class="missing">${t("expired")}</span>${" "}`}
                  ${t("until", { day: one.until })}
                </p>
              </div>
              ${
                may("lobby.hang_notice") &&
                html`<${ActionButton}
                class=${one.expired ? "secondary" : "quiet"}
                action=${takeDown(one.notice)}
                label="${t("take_down")}: ${one.title}"
              >
                ${t("take_down")}
              <//>`
              }
            </li>`,
          )}
        </ul>`
        : html`<p class="blank small">${t(data ? "no_notices" : "opening")}</p>`
    }
    ${
      hanging &&
      html`<${HangDialog} branch=${branch} path=${path} refetch=${refetch} onClose=${() => setHanging(false)} />`
    }`;
}

function HangDialog({ branch, path, refetch, onClose }) {
  const t = useWords();
  const hang = async (notice, keys) => {
    await command(`${path}/notices`, notice, keys);
    await refetch();
  };
  return html`<${Dialog} title=${t("hang_notice")} onClose=${onClose}>
    <${Form} name="notice ${branch}" action=${hang} submit=${t("hang_notice")} onDone=${onClose} onCancel=${onClose}>
      <${TextField} name="title" label=${t("notice_title")} most=${120} needed="notice_needs" />
      <${DayField} name="until" label=${t("last_day")} needed=${true} />
    <//>
  <//>`;
}
