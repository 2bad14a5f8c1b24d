// The branch's rules: how it calls, when it diverts, what it does where. A change applies from now on.

import { put } from "./api.js";
import { useLook } from "./look.js";
import { Dialog, Doing, tell } from "./parts.js";
import { TaskRules } from "./task-rules.js";
import { className, TICKET_CLASSES } from "./terms.js";
import { html, useState } from "./vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "./words.js";

const NUMBERS = ["recalls_at_most", "sent_back_at_most", "divert_from"];

export function Settings({ branch }) {
  const t = useWords();
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const { data, error, again } = useLook(path);
  return html`<section class="panel settings" id="settings" tabindex="-1" aria-label=${t("settings")}>
    ${data
      ? html`<${Rules} key=${JSON.stringify(data.rules)} rules=${data.rules} path=${path} again=${again} />
          <${TaskRules} path=${path} />
          <${Transactions} settings=${data} path=${path} again=${again} />`
      : html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
  </section>`;
}

function Rules({ rules, path, again }) {
  const t = useWords();
  const [draft, setDraft] = useState(rules);
  const number = (value, set, label) =>
    html`<input type="number" min="0" step="any" aria-label=${label} value=${value} onInput=${(event) => set(Number(event.target.value))} />`;
  const of = (table, it) => (value) => setDraft({ ...draft, [table]: { ...draft[table], [it]: value } });
  const save = async () => {
    await put(`${path}/rules`, draft);
    tell(t("settings_saved"));
    await again();
  };
  return html`<h2>${t("rules")}</h2>
    <p class="faint">${t("rules_hint")}</p>
    <table class="table">
      <thead><tr><th scope="col">${t("class")}</th><th scope="col">${t("rate")}</th><th scope="col">${t("limit_minutes")}</th></tr></thead>
      <tbody>
        ${TICKET_CLASSES.map(
          (it) => html`<tr key=${it} class="class-${it}">
            <th scope="row"><span class="dot">${className(it)}</span></th>
            <td>${number(draft.rates[it], of("rates", it), `${className(it)} ${t("rate")}`)}</td>
            <td>${number(draft.limits[it], of("limits", it), `${className(it)} ${t("limit_minutes")}`)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <div class="form row">
      ${NUMBERS.map((name) => html`<label key=${name}>${t(name)} ${number(draft[name], (value) => setDraft({ ...draft, [name]: value }), null)}</label>`)}
    </div>
    <div class="actions"><${Doing} class="primary" does=${save}>${t("save")}<//></div>`;
}

function Transactions({ settings, path, again }) {
  const t = useWords();
  const [open, setOpen] = useState(null);
  const yuan = (value) => (value === null ? "–" : value === 0 ? t("without_amount") : pick([`${value} 元`, `CNY ${value}`]));
  return html`<h2>${t("transactions")}</h2>
    <div class="scroll">
      <table class="table">
        <thead>
          <tr>${["transaction", "counters", "typical_minutes", "self_service_up_to", "phone_up_to", "papers"].map((name) => html`<th key=${name} scope="col">${t(name)}</th>`)}</tr>
        </thead>
        <tbody>
          ${Object.entries(settings.transactions).map(
            ([word, it]) => html`<tr key=${word}>
              <th scope="row"><button type="button" class="quiet" onClick=${() => setOpen(word)}>${pick([it.zh, it.en])}</button></th>
              <td>${it.counters.join(", ") || t("all")}</td>
              <td>${it.minutes}</td>
              <td>${yuan(it.self_service_up_to)}</td>
              <td>${yuan(it.phone_up_to)}</td>
              <td>${[...it.documents, ...it.forms].map((paper) => pick([paper.zh, paper.en])).join(pick(["、", ", "]))}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${open && html`<${Transaction} word=${open} settings=${settings} path=${path} again=${again} onClose=${() => setOpen(null)} />`}`;
}

function Transaction({ word, settings, path, again, onClose }) {
  const t = useWords();
  const [draft, setDraft] = useState(settings.transactions[word]);
  const limit = (name) => html`<label>${t(name)}
    <input inputmode="numeric" placeholder=${t("not_there")} value=${draft[name] ?? ""} onInput=${(event) => setDraft({ ...draft, [name]: event.target.value === "" ? null : Number(event.target.value.replace(/\D/g, "")) })} />
  </label>`;
  const toggle = (name) =>
    setDraft({ ...draft, counters: draft.counters.includes(name) ? draft.counters.filter((it) => it !== name) : [...draft.counters, name] });
  const save = async () => {
    await put(`${path}/transactions`, { ...settings.transactions, [word]: draft });
    tell(t("settings_saved"));
    await again();
  };
  return html`<${Dialog} title=${pick([draft.zh, draft.en])} onClose=${onClose}>
    <div class="form">
      <label>${t("typical_minutes")}
        <input type="number" min="0.5" step="0.5" value=${draft.minutes} onInput=${(event) => setDraft({ ...draft, minutes: Number(event.target.value) })} />
      </label>
      ${limit("self_service_up_to")} ${limit("phone_up_to")}
      <fieldset>
        <legend>${t("counters")} (${t("none_means_all")})</legend>
        <div class="radios">
          ${Object.keys(settings.counters).map((name) => html`<label key=${name} class="radio"><input type="checkbox" checked=${draft.counters.includes(name)} onChange=${() => toggle(name)} /> ${t("counter_n", { n: name })}</label>`)}
        </div>
      </fieldset>
      <footer>
        <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
        <${Doing} class="primary" does=${save} onDone=${onClose}>${t("save")}<//>
      </footer>
    </div>
  <//>`;
}
