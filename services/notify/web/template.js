// The checklist of a branch as its head wants it: a change is a new edition, from the next checklist on.

import { get, put } from "./api.js";
import { Dialog, tell } from "./parts.js";
import { DUTIES, dutyName, placeName, PLACES } from "./terms.js";
import { html, useEffect, useRef, useState } from "./vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "./words.js";

export function TemplateDialog({ kind, path, again, onClose }) {
  const t = useWords();
  const own = `${path}/checklist-templates/${kind}`;
  const [draft, setDraft] = useState(null);
  const [error, setError] = useState("");
  useEffect(() => {
    get(own).then(setDraft, (failure) => setError(reasonOf(failure)));
  }, [own]);
  const set = (items) => setDraft({ ...draft, items });
  const save = async (event) => {
    event.preventDefault();
    try {
      const kept = await put(own, { items: draft.items });
      tell(t("list_saved", { n: kept.edition }));
      await again();
      onClose();
    } catch (failure) {
      setError(reasonOf(failure));
    }
  };
  return html`<${Dialog} title="${t("edit_list")}: ${t(`list_${kind}`)}" onClose=${onClose}>
    <form onSubmit=${save} novalidate>
      <div role="alert" class="form-error">${error}</div>
      ${draft &&
      html`<p class="faint">${t(draft.edition ? "edition_hint" : "edition_standard", { n: draft.edition })}</p>
        <ul class="cards template">
          ${draft.items.map(
            (item, index) => html`<li key=${item.id} class="card">
              <div>
                <strong>${item.duty} ${pick([item.zh, item.en])}</strong>
                <p class="faint">${item.each_counter ? t("each_counter") : placeName(item.place)}</p>
              </div>
              <div class="actions">
                <label class="radio">
                  <input type="checkbox" checked=${item.mandatory} aria-label="${t("must")}: ${pick([item.zh, item.en])}" onChange=${(event) => set(draft.items.with(index, { ...item, mandatory: event.target.checked }))} />
                  ${t("must")}
                </label>
                <button type="button" class="quiet icon" aria-label="${t("remove")}: ${pick([item.zh, item.en])}" onClick=${() => set(draft.items.toSpliced(index, 1))}>×</button>
              </div>
            </li>`,
          )}
        </ul>
        <${NewItem} kind=${kind} items=${draft.items} onAdd=${(item) => set([...draft.items, item])} onError=${setError} />`}
      <footer>
        <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary" aria-disabled=${!draft?.items.length}>${t("save")}</button>
      </footer>
    </form>
  <//>`;
}

function NewItem({ kind, items, onAdd, onError }) {
  const t = useWords();
  const zh = useRef();
  const en = useRef();
  const duty = useRef();
  const place = useRef();
  const add = () => {
    const names = { zh: zh.current.value.trim(), en: en.current.value.trim() };
    if (!names.zh || !names.en) {
      onError(t("item_needs"));
      return;
    }
    const taken = new Set(items.map((item) => item.id));
    let number = items.length + 1;
    while (taken.has(`own_${number}`)) number += 1;
    const where = place.current.value;
    onAdd({ id: `own_${number}`, duty: duty.current.value, ...names, place: where, mandatory: false, each_counter: where === "counter" });
    onError("");
    zh.current.value = en.current.value = "";
  };
  const duties = DUTIES.filter((one) => one.startsWith({ opening: "P", closing: "E", patrol: "D" }[kind]));
  return html`<fieldset class="form">
    <legend>${t("new_item")}</legend>
    <div class="form row">
      <label>${t("duty")} <select ref=${duty}>${duties.map((one) => html`<option key=${one} value=${one}>${one} ${dutyName(one)}</option>`)}</select></label>
      <label>${t("place")} <select ref=${place}>${PLACES.map((one) => html`<option key=${one} value=${one}>${placeName(one)}</option>`)}</select></label>
      <label>${t("name_zh")} <input ref=${zh} maxlength="64" /></label>
      <label>${t("name_en")} <input ref=${en} maxlength="96" /></label>
    </div>
    <button type="button" class="secondary" onClick=${add}>${t("add")}</button>
  </fieldset>`;
}
