// Asking for a task, and saying how one was done.

import { command } from "../../live/api.js";
import { useCell } from "../../live/signal.js";
import { Choice, NumberField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { hall } from "../../live/floor.js";
import { Dialog, Doing, tell } from "../../parts/parts.js";
import { ASKED_ROLES, ASKED_SORTS, needName, outcomeName, OUTCOMES, PROSPECT_NEEDS, roleName, taskName } from "../../words/terms.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

/** Sorts where one asks the customer something: what else they want (D6), what they like to read (D3). */
export const WITH_ANSWER = ["farewell", "care", "lounge"];

export function Finishing({ task, subject, finish, onClose }) {
  const t = useWords();
  const [words, setWords] = useState([]);
  const many = task.sort !== "farewell";
  const asks = WITH_ANSWER.includes(task.sort);
  const toggle = (word) => {
    if (words.includes(word)) setWords(words.filter((one) => one !== word));
    else setWords(many ? [...words, word] : [word]);
  };
  const said = () => (many ? { interest: words } : { need: words[0] ?? null });
  return html`<${Dialog} title="${taskName(task.sort)} ${subject}" onClose=${onClose}>
    ${asks &&
    html`<fieldset>
      <legend>${t(many ? "task_interest" : "task_need")}</legend>
      <div class="chips">
        ${PROSPECT_NEEDS.map(
          (word) => html`<button key=${word} type="button" class="chip" aria-pressed=${words.includes(word)} onClick=${() => toggle(word)}>${needName(word)}</button>`,
        )}
      </div>
      <p class="faint">${t("task_none_said")}</p>
    </fieldset>`}
    <p>${t("task_how")}</p>
    <div class="choices">
      ${OUTCOMES.map(
        (outcome) => html`<${Doing}
          key=${outcome}
          class="${outcome === "done" ? "primary" : "secondary"} choice"
          does=${() => finish({ outcome, ...(asks ? said() : {}) })}
          onDone=${onClose}
        >
          ${outcomeName(outcome)}
        <//>`,
      )}
    </div>
  <//>`;
}

export function Asking({ branch, path, again, onClose }) {
  const t = useWords();
  const { floor } = useCell(hall);
  const people = [...(floor?.waiting ?? []), ...(floor?.serving ?? [])];
  const ask = async ({ minutes, visit, ...what }, once) => {
    await command(path, { ...what, ...(minutes !== null && { minutes }), ...(visit && { visit }) }, once);
    tell(t("task_asked"));
    await again();
  };
  return html`<${Dialog} title=${t("task_new")} onClose=${onClose}>
    <${Form} name="task ${branch}" does=${ask} submit=${t("task_ask")} onDone=${onClose} onCancel=${onClose} class="form">
      <${Choice} name="sort" label=${t("task_sort")} options=${ASKED_SORTS.map((one) => [one, taskName(one)])} />
      <${Choice} name="role" label=${t("task_role")} options=${ASKED_ROLES.map((one) => [one, roleName(one)])} />
      <${Choice} name="visit" label=${t("task_visit")} none="–" options=${people.map((one) => [one.visit, `${one.ticket} ${one.masked_name ?? ""}`])} />
      <${NumberField} name="minutes" label=${t("task_minutes")} least=${1} most=${480} unit="minutes" />
      <${TextField} name="words" label=${t("task_words")} most=${200} hint="task-words-hint" />
      <p class="faint" id="task-words-hint">${t("complaint_hint")}</p>
    <//>
  <//>`;
}
