// The minutes of the branch's floor tasks. A change applies to what is raised from then on.

import { put } from "./api.js";
import { useLook } from "./look.js";
import { Doing, tell } from "./parts.js";
import { taskName } from "./terms.js";
import { html, useState } from "./vendor/preact-htm.js";
import { useWords } from "./words.js";

const NUMBERS = ["care_after", "care_every", "patrol_every", "check_every"];

export function TaskRules({ path }) {
  const { data, again } = useLook(`${path}/task-rules`);
  return data && html`<${Draft} key=${JSON.stringify(data)} rules=${data} path=${`${path}/task-rules`} again=${again} />`;
}

function Draft({ rules, path, again }) {
  const t = useWords();
  const [draft, setDraft] = useState(rules);
  const limit = (sort, change) => setDraft({ ...draft, limits: { ...draft.limits, [sort]: { ...draft.limits[sort], ...change } } });
  const number = (value, set, label) =>
    html`<input type="number" min="0" step="any" aria-label=${label} value=${value} onInput=${(event) => set(Number(event.target.value))} />`;
  const save = async () => {
    await put(path, draft);
    tell(t("settings_saved"));
    await again();
  };
  return html`<h2>${t("task_rules")}</h2>
    <p class="faint">${t("task_rules_hint")}</p>
    <table class="table">
      <thead><tr><th scope="col">${t("task_sort")}</th><th scope="col">${t("task_within")}</th><th scope="col">${t("task_grace")}</th><th scope="col">${t("task_then")}</th></tr></thead>
      <tbody>
        ${Object.entries(draft.limits).map(
          ([sort, it]) => html`<tr key=${sort}>
            <th scope="row">${taskName(sort)}</th>
            <td>${number(it.within, (within) => limit(sort, { within }), `${taskName(sort)} ${t("task_within")}`)}</td>
            <td>${number(it.grace, (grace) => limit(sort, { grace }), `${taskName(sort)} ${t("task_grace")}`)}</td>
            <td>
              <select aria-label="${taskName(sort)} ${t("task_then")}" value=${String(it.escalates)} onChange=${(event) => limit(sort, { escalates: event.target.value === "true" })}>
                <option value="true">${t("task_to_head")}</option>
                <option value="false">${t("task_is_missed")}</option>
              </select>
            </td>
          </tr>`,
        )}
      </tbody>
    </table>
    <div class="form row">
      ${NUMBERS.map((name) => html`<label key=${name}>${t(name)} ${number(draft[name], (value) => setDraft({ ...draft, [name]: value }), null)}</label>`)}
    </div>
    <div class="actions"><${Doing} class="primary" does=${save}>${t("save")}<//></div>`;
}
