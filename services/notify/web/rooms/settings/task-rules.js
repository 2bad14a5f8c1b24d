// The minutes of the branch's floor tasks. A change applies to what is raised from then on.

import { put } from "../../live/api.js";
import { useQuery } from "../../live/query.js";
import { changes } from "../../parts/changes.js";
import { Choice, NumberField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";
import { taskName } from "../../words/terms.js";

// As the service has them: `Limit` and `TaskSettings` in services/lobby.
const NUMBERS = {
  care_after: { least: 1, most: 240 },
  care_every: { least: 1, most: 240 },
  patrol_every: { least: 5, most: 480 },
  check_every: { least: 0.5, most: 30 },
};
const MINUTES = { unit: "minutes", needed: true };

export function TaskRules({ branch, path }) {
  const { data, refetch } = useQuery(`${path}/task-rules`);
  return data && html`<${Rules} branch=${branch} rules=${data} path=${`${path}/task-rules`} refetch=${refetch} />`;
}

function Rules({ branch, rules, path, refetch }) {
  const t = useWords();
  const kinds = Object.keys(rules.limits);
  const save = async (typed) => {
    const limit = (kind) => ({
      within: typed[`${kind} within`],
      grace: typed[`${kind} grace`],
      escalates: typed[`${kind} then`] === "true",
    });
    const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, typed[name]]));
    await put(
      path,
      changes({ ...numbers, limits: Object.fromEntries(kinds.map((kind) => [kind, limit(kind)])) }, rules),
    );
    toast(t("settings_saved"));
    await refetch();
  };
  const then = [
    ["true", t("task_to_head")],
    ["false", t("task_is_missed")],
  ];
  return html`<h2>${t("task_rules")}</h2>
    <p class="faint">${t("task_rules_hint")}</p>
    <${Form} name="task-rules ${branch}" action=${save} submit=${t("save")} replaces=${true}>
      <table class="table">
        <thead><tr><th scope="col">${t("task_kind")}</th><th scope="col">${t("task_within")}</th>
        <th scope="col">${t("task_grace")}</th><th scope="col">${t("task_then")}</th></tr></thead>
        <tbody>
          ${Object.entries(rules.limits).map(
            ([kind, it]) => html`<tr key=${kind}>
              <th scope="row">${taskName(kind)}</th>
              <td><${NumberField}
                name="${kind} within"
                label="${taskName(kind)} ${t("task_within")}"
                bare=${true}
                initial=${it.within}
                above=${0}
                most=${480}
                ...${MINUTES}
              /></td>
              <td><${NumberField}
                name="${kind} grace"
                label="${taskName(kind)} ${t("task_grace")}"
                bare=${true}
                initial=${it.grace}
                most=${240}
                ...${MINUTES}
              /></td>
              <td><${Choice}
                name="${kind} then"
                label="${taskName(kind)} ${t("task_then")}"
                bare=${true}
                initial=${String(it.escalates)}
                options=${then}
              /></td>
            </tr>`,
          )}
        </tbody>
      </table>
      <div class="form row">
        ${Object.keys(NUMBERS).map(
          (name) =>
            html`<${NumberField}
            key=${name}
            name=${name}
            label=${t(name)}
            initial=${rules[name]}
            ...${MINUTES}
            ...${NUMBERS[name]}
          />`,
        )}
      </div>
    <//>`;
}
