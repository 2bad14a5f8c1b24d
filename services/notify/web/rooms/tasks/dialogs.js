// Asking for a task, and saying how one was done.

import { command } from "../../live/api.js";
import { shownFloor } from "../../live/floor.js";
import { useSignal } from "../../live/signal.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, NumberField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useId } from "../../parts/ids.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import {
  ASKED_ROLES,
  ASKED_KINDS,
  needName,
  outcomeName,
  OUTCOMES,
  PROSPECT_NEEDS,
  roleName,
  taskName,
} from "../../words/terms.js";

/** Kinds where one asks the customer something: what else they want (D6), what they like to read (D3). */
export const WITH_ANSWER = ["farewell", "care", "lounge"];

export function Finishing({ task, subject, finish, onClose }) {
  const t = useWords();
  const [words, setWords] = useState(/** @type {string[]} */ ([]));
  const many = task.kind !== "farewell";
  const asks = WITH_ANSWER.includes(task.kind);
  const toggle = (word) => {
    if (words.includes(word)) setWords(words.filter((one) => one !== word));
    else setWords(many ? [...words, word] : [word]);
  };
  const said = () => (many ? { interest: words } : { need: words[0] ?? null });
  return html`<${Dialog} title="${taskName(task.kind)} ${subject}" onClose=${onClose}>
    ${
      asks &&
      html`<fieldset>
      <legend>${t(many ? "task_interest" : "task_need")}</legend>
      <div class="chips">
        ${PROSPECT_NEEDS.map(
          (word) =>
            html`<button
              key=${word}
              type="button"
              class="chip"
              aria-pressed=${words.includes(word)}
              onClick=${() => toggle(word)}
            >
              ${needName(word)}
            </button>`,
        )}
      </div>
      <p class="faint">${t("task_none_said")}</p>
    </fieldset>`
    }
    <p>${t("task_how")}</p>
    <div class="choices">
      ${OUTCOMES.map(
        (outcome) => html`<${ActionButton}
          key=${outcome}
          class="${outcome === "done" ? "primary" : "secondary"} choice"
          action=${(keys) => finish({ outcome, ...(asks ? said() : {}) }, keys)}
          onDone=${onClose}
        >
          ${outcomeName(outcome)}
        <//>`,
      )}
    </div>
  <//>`;
}

export function Asking({ branch, path, refetch, onClose }) {
  const hintId = useId();
  const t = useWords();
  const { floor } = useSignal(shownFloor);
  const people = [...(floor?.waiting ?? []), ...(floor?.serving ?? [])];
  const ask = async ({ minutes, visit, ...what }, keys) => {
    await command(path, { ...what, ...(minutes !== null && { minutes }), ...(visit && { visit }) }, keys);
    toast(t("task_asked"));
    await refetch();
  };
  return html`<${Dialog} title=${t("task_new")} onClose=${onClose}>
    <${Form}
      name="task ${branch}"
      action=${ask}
      submit=${t("task_ask")}
      onDone=${onClose}
      onCancel=${onClose}
      class="form"
    >

      <${Choice} name="kind" label=${t("task_kind")} options=${ASKED_KINDS.map((one) => [one, taskName(one)])} />
      <${Choice} name="role" label=${t("task_role")} options=${ASKED_ROLES.map((one) => [one, roleName(one)])} />
      <${Choice}
        name="visit"
        label=${t("task_visit")}
        none="–"
        options=${people.map((one) => [one.visit, `${one.ticket} ${one.masked_name ?? ""}`])}
      />
      <${NumberField} name="minutes" label=${t("task_minutes")} least=${1} most=${480} unit="minutes" />
      <${TextField} name="words" label=${t("task_words")} most=${200} hint=${hintId} />
      <p class="faint" id=${hintId}>${t("complaint_hint")}</p>
    <//>
  <//>`;
}
