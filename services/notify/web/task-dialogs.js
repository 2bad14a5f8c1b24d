// Asking for a task, and saying how one was done.

import { command } from "./api.js";
import { useCell } from "./cell.js";
import { hall } from "./hall.js";
import { Dialog, Doing, tell } from "./parts.js";
import { ASKED_ROLES, ASKED_SORTS, needName, outcomeName, OUTCOMES, PROSPECT_NEEDS, roleName, taskName } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { useWords } from "./words.js";

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

export function Asking({ path, again, onClose }) {
  const t = useWords();
  const { floor } = useCell(hall);
  const form = useRef();
  const key = useRef(crypto.randomUUID()); // one task, however often it is sent
  const people = [...(floor?.waiting ?? []), ...(floor?.serving ?? [])];
  const ask = async () => {
    const { sort, role, minutes, visit, words } = form.current.elements;
    const body = { sort: sort.value, role: role.value, words: words.value };
    if (minutes.value) body.minutes = Number(minutes.value);
    if (visit.value) body.visit = visit.value;
    try {
      await command(path, body, key.current);
    } catch (error) {
      if (!error.passing) key.current = crypto.randomUUID();
      throw error;
    }
    tell(t("task_asked"));
    await again();
  };
  return html`<${Dialog} title=${t("task_new")} onClose=${onClose}>
    <form ref=${form} class="form" onSubmit=${(event) => event.preventDefault()}>
      <label>${t("task_sort")}
        <select name="sort">${ASKED_SORTS.map((one) => html`<option key=${one} value=${one}>${taskName(one)}</option>`)}</select>
      </label>
      <label>${t("task_role")}
        <select name="role">${ASKED_ROLES.map((one) => html`<option key=${one} value=${one}>${roleName(one)}</option>`)}</select>
      </label>
      <label>${t("task_visit")}
        <select name="visit">
          <option value="">–</option>
          ${people.map((one) => html`<option key=${one.visit} value=${one.visit}>${one.ticket} ${one.masked_name ?? ""}</option>`)}
        </select>
      </label>
      <label>${t("task_minutes")} <input name="minutes" type="number" min="1" max="480" /></label>
      <label>${t("task_words")} <input name="words" maxlength="200" autocomplete="off" aria-describedby="task-words-hint" /></label>
      <p class="faint" id="task-words-hint">${t("complaint_hint")}</p>
      <footer>
        <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
        <${Doing} class="primary" does=${ask} onDone=${onClose}>${t("task_ask")}<//>
      </footer>
    </form>
  <//>`;
}
