// The branch's rules: how it calls, when it diverts, what it does where. A change applies from now on.

import { TaskRules } from "./task-rules.js";
import { put } from "../../live/api.js";
import { useQuery } from "../../live/query.js";
import { changes } from "../../parts/changes.js";
import { Dialog } from "../../parts/dialog.js";
import { NumberField, Ticks } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../../words/language.js";
import { className, TICKET_CLASSES } from "../../words/terms.js";

const MINUTES = { above: 0, most: 1440, needed: true }; // as the service has it: `Rules` in services/lobby
const NUMBERS = {
  recalls_at_most: { most: 20, unit: "times" },
  sent_back_at_most: { most: 5, unit: "times" },
  divert_from: { most: 1000, unit: "people" },
};
const MONEY = { whole: true, most: 1_000_000_000_000, unit: "yuan" };

export function Settings({ branch }) {
  const t = useWords();
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const { data, error, refetch } = useQuery(path);
  return html`<section class="panel settings" id="settings" tabindex="-1" aria-label=${t("settings")}>
    ${
      data
        ? html`<${Rules} branch=${branch} rules=${data.rules} path=${path} refetch=${refetch} />
          <${TaskRules} branch=${branch} path=${path} />
          <${Transactions} branch=${branch} settings=${data} path=${path} refetch=${refetch} />`
        : html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`
    }
  </section>`;
}

function Rules({ branch, rules, path, refetch }) {
  const t = useWords();
  const save = async (typed) => {
    const table = (name) => Object.fromEntries(TICKET_CLASSES.map((it) => [it, typed[`${name} ${it}`]]));
    const numbers = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, typed[name]]));
    await put(`${path}/rules`, changes({ rates: table("rates"), limits: table("limits"), ...numbers }, rules));
    toast(t("settings_saved"));
    await refetch();
  };
  const number = (name, it, label, unit) =>
    html`<${NumberField}
      name="${name} ${it}"
      label="${className(it)} ${t(label)}"
      bare=${true}
      initial=${rules[name][it]}
      unit=${unit}
      ...${MINUTES}
    />`;
  return html`<h2>${t("rules")}</h2>
    <p class="faint">${t("rules_hint")}</p>
    <${Form} name="rules ${branch}" action=${save} submit=${t("save")} replaces=${true}>
      <table class="table">
        <thead><tr><th scope="col">${t("class")}</th><th scope="col">${t("rate")}</th>
        <th scope="col">${t("limit_minutes")}</th></tr></thead>
        <tbody>
          ${TICKET_CLASSES.map(
            (it) => html`<tr key=${it} class="class-${it}">
              <th scope="row"><span class="dot">${className(it)}</span></th>
              <td>${number("rates", it, "rate", "points")}</td>
              <td>${number("limits", it, "limit_minutes", "minutes")}</td>
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
            whole=${true}
            needed=${true}
            ...${NUMBERS[name]}
          />`,
        )}
      </div>
    <//>`;
}

function Transactions({ branch, settings, path, refetch }) {
  const t = useWords();
  const [open, setOpen] = useState(null);
  const yuan = (value) =>
    value === null ? "–" : value === 0 ? t("without_amount") : pick([`${value} 元`, `CNY ${value}`]);
  return html`<h2>${t("transactions")}</h2>
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>${["transaction", "counters", "typical_minutes", "self_service_up_to", "phone_up_to", "papers"].map(
            (name) => html`<th key=${name} scope="col">${t(name)}</th>`,
          )}</tr>
        </thead>
        <tbody>
          ${Object.entries(settings.transactions).map(
            ([word, it]) => html`<tr key=${word}>
              <th scope="row"><button
                type="button"
                class="quiet"
                onClick=${() => setOpen(word)}
              >
                ${pick([it.zh, it.en])}</button>
              </th>
              <td>${it.counters.join(", ") || t("all")}</td>
              <td>${it.minutes}</td>
              <td>${yuan(it.self_service_up_to)}</td>
              <td>${yuan(it.phone_up_to)}</td>
              <td>
                ${[...it.documents, ...it.forms].map((paper) => pick([paper.zh, paper.en])).join(pick(["、", ", "]))}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      open &&
      html`<${Transaction}
      branch=${branch}
      word=${open}
      settings=${settings}
      path=${path}
      refetch=${refetch}
      onClose=${() => setOpen(null)}
    />`
    }`;
}

function Transaction({ branch, word, settings, path, refetch, onClose }) {
  const t = useWords();
  const known = settings.transactions[word];
  const save = async (typed) => {
    await put(`${path}/transactions`, { [word]: changes(typed, known) });
    toast(t("settings_saved"));
    await refetch();
  };
  const limit = (name) =>
    html`<${NumberField}
      name=${name}
      label="${t(name)} · ${t("empty_not_there")}"
      initial=${known[name]}
      ...${MONEY}
    />`;
  return html`<${Dialog} title=${pick([known.zh, known.en])} onClose=${onClose}>
    <${Form}
      name="transaction ${branch} ${word}"
      action=${save}
      submit=${t("save")}
      onDone=${onClose}
      onCancel=${onClose}
      replaces=${true}
    >

      <${NumberField}
        name="minutes"
        label=${t("typical_minutes")}
        initial=${known.minutes}
        above=${0}
        most=${480}
        unit="minutes"
        needed=${true}
      />
      ${limit("self_service_up_to")} ${limit("phone_up_to")}
      <${Ticks}
        name="counters"
        legend="${t("counters")} (${t("none_means_all")})"
        initial=${known.counters}
        options=${Object.keys(settings.counters).map((name) => [name, t("counter_n", { n: name })])}
      />
    <//>
  <//>`;
}
