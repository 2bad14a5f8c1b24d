// The checklist of a branch as its head wants it: a change is a new edition, from the next checklist on.

import { get, put } from "./api.js";
import { Choice, TextField } from "./fields.js";
import { Form, useField, useForm } from "./form.js";
import { Dialog, tell } from "./parts.js";
import { DUTIES, dutyName, placeName, PLACES } from "./terms.js";
import { html, useEffect, useState } from "./vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "./words.js";

export function TemplateDialog({ branch, kind, path, again, onClose }) {
  const t = useWords();
  const own = `${path}/checklist-templates/${kind}`;
  const [{ known, error }, setAnswer] = useState({});
  useEffect(() => {
    get(own).then(
      (template) => setAnswer({ known: template }),
      (failure) => setAnswer({ error: failure }),
    );
  }, [own]);
  const save = async ({ list }) => {
    const kept = await put(own, list);
    tell(t("list_saved", { n: kept.edition }));
    await again();
  };
  const check = ({ zh, en, list }) => (zh || en ? "item_not_added" : !list.items.length && "list_needs");
  return html`<${Dialog} title="${t("edit_list")}: ${t(`list_${kind}`)}" onClose=${onClose}>
    ${error && html`<p role="alert" class="form-error">${reasonOf(error)}</p>`} ${!known && !error && html`<p class="faint" aria-busy="true">${t("opening")}</p>`}
    ${known &&
    html`<${Form} name="list ${branch} ${kind}" does=${save} check=${check} submit=${t("save")} onDone=${onClose} onCancel=${onClose} replaces=${true}>
      <p class="faint">${t(known.edition ? "edition_hint" : "edition_standard", { n: known.edition })}</p>
      <${Items} kind=${kind} begins=${{ edition: known.edition, items: known.items }} />
    <//>`}
  <//>`;
}

/** The items, held with the edition that they were made from. */
function Items({ kind, begins }) {
  const t = useWords();
  const { value, hold } = useField("list", begins);
  const { items } = value;
  const set = (changed) => hold({ ...value, items: changed });
  return html`<ul class="cards template">
      ${items.map(
        (item, index) => html`<li key=${item.id} class="card">
          <div>
            <strong>${item.duty} ${pick([item.zh, item.en])}</strong>
            <p class="faint">${item.each_counter ? t("each_counter") : placeName(item.place)}</p>
          </div>
          <div class="actions">
            <label class="radio">
              <input type="checkbox" checked=${item.mandatory} aria-label="${t("must")}: ${pick([item.zh, item.en])}" onChange=${(event) => set(items.with(index, { ...item, mandatory: event.target.checked }))} />
              ${t("must")}
            </label>
            <button type="button" class="quiet icon" aria-label="${t("remove")}: ${pick([item.zh, item.en])}" onClick=${() => set(items.toSpliced(index, 1))}>×</button>
          </div>
        </li>`,
      )}
    </ul>
    <${NewItem} kind=${kind} items=${items} onAdd=${(item) => set([...items, item])} />`;
}

function NewItem({ kind, items, onAdd }) {
  const t = useWords();
  const { held, hold } = useForm();
  const [error, setError] = useState(null);
  const duties = DUTIES.filter((one) => one.startsWith({ opening: "P", closing: "E", patrol: "D" }[kind]));
  const add = () => {
    const names = { zh: held("zh", "").trim(), en: held("en", "").trim() };
    setError(names.zh && names.en ? null : "item_needs");
    if (!names.zh || !names.en) return;
    const taken = new Set(items.map((item) => item.id));
    let number = items.length + 1;
    while (taken.has(`own_${number}`)) number += 1;
    const place = held("place", PLACES[0]);
    onAdd({ id: `own_${number}`, duty: held("duty", duties[0]), ...names, place, mandatory: false, each_counter: place === "counter" });
    hold("zh", undefined);
    hold("en", undefined);
  };
  return html`<fieldset class="form">
    <legend>${t("new_item")}</legend>
    <div class="form row">
      <${Choice} name="duty" label=${t("duty")} options=${duties.map((one) => [one, `${one} ${dutyName(one)}`])} />
      <${Choice} name="place" label=${t("place")} options=${PLACES.map((one) => [one, placeName(one)])} />
      <${TextField} name="zh" label=${t("name_zh")} most=${64} />
      <${TextField} name="en" label=${t("name_en")} most=${96} />
    </div>
    ${error && html`<p class="field-error" role="status">${t(error)}</p>`}
    <button type="button" class="secondary" onClick=${add}>${t("add")}</button>
  </fieldset>`;
}
