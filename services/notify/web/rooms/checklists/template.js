// The checklist of a branch as its head wants it: a change is a new edition, from the next checklist on.

import { get, put } from "../../live/api.js";
import { Choice, TextField } from "../../parts/fields.js";
import { draftOf, keepDraft } from "../../live/drafts.js";
import { Form, useField, useForm } from "../../parts/form.js";
import { Dialog, tell } from "../../parts/parts.js";
import { DUTIES, dutyName, placeName, PLACES } from "../../words/terms.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../../words/language.js";

export function TemplateDialog({ branch, kind, path, again, onClose }) {
  const t = useWords();
  const own = `${path}/checklist-templates/${kind}`;
  const name = `list ${branch} ${kind}`;
  const [{ known, error }, setAnswer] = useState({});
  useEffect(() => {
    get(own).then(
      (template) => setAnswer({ known: template }),
      (failure) => setAnswer({ error: failure }),
    );
  }, [own]);
  const typed = draftOf(name).fields;
  const theirs = known && typed.items ? known.items.filter((item) => !typed.items.some((one) => one.id === item.id)) : [];
  const save = async ({ items }) => {
    const { fields } = draftOf(name);
    const edition = (fields.items && fields.edition) ?? known.edition; // the one that these items were made from
    const kept = await put(own, { items, edition }).catch(async (error) => {
      if (error.code === "edition_changed") await compare();
      throw error;
    });
    tell(t("list_saved", { n: kept.edition }));
    await again();
  };
  /** Show the edition of somebody else beside what is typed, which is kept, and made from that one from now on. */
  const compare = async () => {
    const template = await get(own);
    const draft = draftOf(name);
    keepDraft(name, { ...draft, fields: { items: known.items, ...draft.fields, edition: template.edition } });
    setAnswer({ known: template });
  };
  const check = ({ zh, en, items }) => (zh || en ? "item_not_added" : !items.length && "list_needs");
  return html`<${Dialog} title="${t("edit_list")}: ${t(`list_${kind}`)}" onClose=${onClose}>
    ${error && html`<p role="alert" class="form-error">${reasonOf(error)}</p>`} ${!known && !error && html`<p class="faint" aria-busy="true">${t("opening")}</p>`}
    ${known &&
    html`<${Form} name=${name} does=${save} check=${check} submit=${t("save")} onDone=${onClose} onCancel=${onClose} replaces=${true}>
      <p class="faint">${t(known.edition ? "edition_hint" : "edition_standard", { n: known.edition })}</p>
      ${theirs.length > 0 && html`<p class="faint">${t("edition_has_also", { items: theirs.map((item) => pick([item.zh, item.en])).join(pick(["、", ", "])) })}</p>`}
      <${Items} kind=${kind} begins=${known.items} edition=${known.edition} />
    <//>`}
  <//>`;
}

function Items({ kind, begins, edition }) {
  const t = useWords();
  const { value: items, hold } = useField("items", begins);
  const form = useForm();
  const set = (changed) => {
    form.hold("edition", form.held("edition", edition));
    hold(changed);
  };
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
