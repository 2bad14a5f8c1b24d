// The checklist of a branch as its head wants it: a change is a new edition, from the next checklist on.

import { get, put } from "../../live/api.js";
import { draftOf, keepDraft } from "../../live/drafts.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, TextField } from "../../parts/fields.js";
import { Form, useField, useForm } from "../../parts/form.js";
import { PendingDialog } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import { DUTIES, dutyName, placeName, PLACES } from "../../words/terms.js";

export function TemplateDialog({ branch, kind, path, refetch, onClose }) {
  const t = useWords();
  const own = `${path}/checklist-templates/${kind}`;
  const name = `list ${branch} ${kind}`;
  const [{ known, error: unread }, setAnswer] = useState(/** @type {{known?: any, error?: any}} */ ({}));
  useEffect(() => {
    get(own).then(
      (template) => setAnswer({ known: template }),
      (failure) => setAnswer({ error: failure }),
    );
  }, [own]);
  const typed = draftOf(name).fields;
  const theirs =
    known && typed.items ? known.items.filter((item) => !typed.items.some((one) => one.id === item.id)) : [];
  const save = async ({ items }) => {
    const { fields } = draftOf(name);
    const edition = (fields.items && fields.edition) ?? known.edition; // the one that these items were made from
    const kept = await put(own, { items, edition }).catch(async (error) => {
      if (error.code === "edition_changed") await compare();
      throw error;
    });
    toast(t("list_saved", { n: kept.edition }));
    await refetch();
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
    ${!known && html`<${PendingDialog} error=${unread} />`}
    ${
      known &&
      html`<${Form}
        name=${name}
        action=${save}
        check=${check}
        submit=${t("save")}
        onDone=${onClose}
        onCancel=${onClose}
        replaces=${true}
      >

      <p class="faint">${t(known.edition ? "edition_hint" : "edition_standard", { n: known.edition })}</p>
      ${
        theirs.length > 0 &&
        html`<p class="faint">
        ${t("edition_has_also", { items: theirs.map((item) => pick([item.zh, item.en])).join(pick(["、", ", "])) })}
      </p>`
      }
      <${Items} kind=${kind} initial=${known.items} edition=${known.edition} />
    <//>`
    }
  <//>`;
}

function Items({ kind, initial, edition }) {
  const t = useWords();
  const { value: items, setValue } = useField("items", initial);
  const form = useForm();
  const set = (changed) => {
    form.setValue("edition", form.valueOf("edition", edition));
    setValue(changed);
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
              <input
                type="checkbox"
                checked=${item.mandatory}
                aria-label="${t("must")}: ${pick([item.zh, item.en])}"
                onChange=${(event) => set(items.with(index, { ...item, mandatory: event.target.checked }))}
              />
              ${t("must")}
            </label>
            <button
              type="button"
              class="quiet icon"
              aria-label="${t("remove")}: ${pick([item.zh, item.en])}"
              onClick=${() => set(items.toSpliced(index, 1))}
            >
              ×
            </button>
          </div>
        </li>`,
      )}
    </ul>
    <${NewItem} kind=${kind} items=${items} onAdd=${(item) => set([...items, item])} />`;
}

function NewItem({ kind, items, onAdd }) {
  const t = useWords();
  const { valueOf, setValue } = useForm();
  const [error, setError] = useState(null);
  const duties = DUTIES.filter((one) => one.startsWith({ opening: "P", closing: "E", patrol: "D" }[kind]));
  const add = () => {
    const names = { zh: valueOf("zh", "").trim(), en: valueOf("en", "").trim() };
    setError(names.zh && names.en ? null : "item_needs");
    if (!names.zh || !names.en) return;
    const taken = new Set(items.map((item) => item.id));
    let number = items.length + 1;
    while (taken.has(`own_${number}`)) number += 1;
    const place = valueOf("place", PLACES[0]);
    onAdd({
      id: `own_${number}`,
      duty: valueOf("duty", duties[0]),
      ...names,
      place,
      mandatory: false,
      each_counter: place === "counter",
    });
    setValue("zh", undefined);
    setValue("en", undefined);
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
