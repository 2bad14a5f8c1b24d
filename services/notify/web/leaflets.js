// Leaflets: how many are left (P3), and handing one to a customer who waits (D3).

import { command, erase, put } from "./api.js";
import { useCell } from "./cell.js";
import { hall } from "./hall.js";
import { useLook } from "./look.js";
import { Dialog, Doing, tell } from "./parts.js";
import { needName, PROSPECT_NEEDS } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "./words.js";

const nameOf = (one) => pick([one.zh, one.en]);

export function Leaflets({ path, may }) {
  const t = useWords();
  const { data, again } = useLook(`${path}/leaflets`);
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const open = (what, leaflet) => () => setDialog({ what, leaflet });
  return html`<div class="line">
      <h2 id="leaflets">${t("leaflets")}</h2>
      ${may.go && html`<button type="button" class="secondary" onClick=${open("stock", null)}>${t("new_leaflet")}</button>`}
    </div>
    ${data?.length
      ? html`<ul class="cards" aria-labelledby="leaflets">
          ${data.map(
            (one) => html`<li key=${one.leaflet} class="card ${one.low ? "wrong" : ""}">
              <div>
                <strong>${nameOf(one)}</strong>
                <p class="faint">
                  ${needName(one.product)} · ${t("left_of", { n: one.stock, minimum: one.minimum })}
                  ${one.low && html` <span class="missing">${t("too_few")}</span>`}
                </p>
              </div>
              <div class="actions">
                ${may.go && html`<button type="button" class="quiet" aria-label="${t("count")}: ${nameOf(one)}" onClick=${open("stock", one)}>${t("count")}</button>`}
                <button type="button" class="secondary" aria-label="${t("hand")}: ${nameOf(one)}" onClick=${open("hand", one)}>${t("hand")}</button>
              </div>
            </li>`,
          )}
        </ul>`
      : html`<p class="blank small">${t(data ? "no_leaflets" : "opening")}</p>`}
    ${dialog?.what === "hand" && html`<${HandDialog} leaflet=${dialog.leaflet} path=${path} again=${again} onClose=${close} />`}
    ${dialog?.what === "stock" && html`<${StockDialog} leaflet=${dialog.leaflet} path=${path} again=${again} onClose=${close} />`}`;
}

function HandDialog({ leaflet, path, again, onClose }) {
  const t = useWords();
  const { floor } = useCell(hall);
  const interested = useRef();
  const there = floor ? [...floor.waiting, ...floor.serving] : [];
  const hand = (one) => async () => {
    const visit = one ? { visit: one.visit, interested: interested.current.checked } : {};
    await command(`${path}/leaflets/${encodeURIComponent(leaflet.leaflet)}/hand`, visit);
    tell(t("handed", { what: nameOf(leaflet), ticket: one?.ticket ?? "" }));
    await again();
  };
  return html`<${Dialog} title="${t("hand")}: ${nameOf(leaflet)}" onClose=${onClose}>
    <label class="radio"><input type="checkbox" ref=${interested} /> ${t("interested")}</label>
    <p class="faint">${t("hand_hint")}</p>
    <div class="choices">
      ${there.map((one) => html`<${Doing} key=${one.visit} class="secondary choice" does=${hand(one)} onDone=${onClose}>${one.ticket}<//>`)}
      <${Doing} class="secondary choice" does=${hand(null)} onDone=${onClose}>${t("no_number")}<//>
    </div>
  <//>`;
}

const NEW = { stock: 100, minimum: 20, zh: "", en: "", product: PROSPECT_NEEDS[0] };

function StockDialog({ leaflet, path, again, onClose }) {
  const t = useWords();
  const key = useRef(crypto.randomUUID()); // one kind of leaflet, however often it is sent
  const [draft, setDraft] = useState(leaflet ?? NEW);
  const [error, setError] = useState("");
  const own = leaflet && `${path}/leaflets/${encodeURIComponent(leaflet.leaflet)}`;
  const set = (name, kind = String) => (event) => setDraft({ ...draft, [name]: kind(event.target.value) });
  const submit = async (event) => {
    event.preventDefault();
    const { stock, minimum, product } = draft;
    const kept = { stock, minimum, product, zh: draft.zh.trim(), en: draft.en.trim() };
    if (!kept.zh || !kept.en) {
      setError(t("leaflet_needs"));
      return;
    }
    try {
      await (own ? put(own, kept) : command(`${path}/leaflets`, kept, key.current));
      await again();
      onClose();
    } catch (failure) {
      setError(reasonOf(failure));
      if (!failure.passing) key.current = crypto.randomUUID();
    }
  };
  const remove = async () => {
    await erase(own);
    await again();
  };
  const number = (name) =>
    html`<label>${t(`leaflet_${name}`)} <input type="number" min="0" max="100000" inputmode="numeric" value=${draft[name]} onInput=${set(name, Number)} /></label>`;
  return html`<${Dialog} title=${leaflet ? `${t("count")}: ${nameOf(leaflet)}` : t("new_leaflet")} onClose=${onClose}>
    <form onSubmit=${submit} novalidate>
      <div role="alert" class="form-error">${error}</div>
      ${number("stock")} ${number("minimum")}
      <label>${t("name_zh")} <input maxlength="64" value=${draft.zh} onInput=${set("zh")} /></label>
      <label>${t("name_en")} <input maxlength="96" value=${draft.en} onInput=${set("en")} /></label>
      <label>
        ${t("product")}
        <select value=${draft.product} onChange=${set("product")}>
          ${PROSPECT_NEEDS.map((one) => html`<option key=${one} value=${one}>${needName(one)}</option>`)}
        </select>
      </label>
      <footer>
        ${leaflet && html`<${Doing} class="quiet" does=${remove} onDone=${onClose}>${t("remove")}<//>`}
        <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary">${t("save")}</button>
      </footer>
    </form>
  <//>`;
}
