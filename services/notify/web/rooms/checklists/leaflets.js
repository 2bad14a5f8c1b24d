// Leaflets: how many are left (P3), and handing one to a customer who waits (D3).

import { command, erase, put } from "../../live/api.js";
import { shownFloor } from "../../live/floor.js";
import { useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { useSignal } from "../../live/signal.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, NumberField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html, useRef, useState } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import { needName, PROSPECT_NEEDS } from "../../words/terms.js";

const nameOf = (one) => pick([one.zh, one.en]);

export function Leaflets({ branch, path }) {
  const t = useWords();
  const { data, refetch } = useQuery(`${path}/leaflets`);
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const open = (what, leaflet) => () => setDialog({ what, leaflet });
  const live = dialog?.leaflet && (data?.find((one) => one.leaflet === dialog.leaflet.leaflet) ?? dialog.leaflet);
  return html`<div class="line">
      <h2 id="leaflets">${t("leaflets")}</h2>
      ${
        may("lobby.stock_leaflets") &&
        html`<button type="button" class="secondary" onClick=${open("stock", null)}>${t("new_leaflet")}</button>`
      }
    </div>
    ${
      data?.length
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
                ${
                  may("lobby.stock_leaflets") &&
                  html`<button
                  type="button"
                  class="quiet"
                  aria-label="${t("count")}: ${nameOf(one)}"
                  onClick=${open("stock", one)}
                >
                  ${t("count")}
                </button>`
                }
                <button
                  type="button"
                  class="secondary"
                  aria-label="${t("hand")}: ${nameOf(one)}"
                  onClick=${open("hand", one)}
                >
                  ${t("hand")}
                </button>
              </div>
            </li>`,
          )}
        </ul>`
        : html`<p class="blank small">${t(data ? "no_leaflets" : "opening")}</p>`
    }
    ${
      dialog?.what === "hand" &&
      html`<${HandDialog} leaflet=${live} path=${path} refetch=${refetch} onClose=${close} />`
    }
    ${
      dialog?.what === "stock" &&
      html`<${StockDialog} branch=${branch} leaflet=${live} path=${path} refetch=${refetch} onClose=${close} />`
    }`;
}

function HandDialog({ leaflet, path, refetch, onClose }) {
  const t = useWords();
  const { floor } = useSignal(shownFloor);
  const interested = useRef();
  const there = floor ? [...floor.waiting, ...floor.serving] : [];
  const hand = (one) => async (keys) => {
    const visit = one ? { visit: one.visit, interested: interested.current.checked } : {};
    await command(`${path}/leaflets/${encodeURIComponent(leaflet.leaflet)}/hand`, visit, keys);
    toast(t("handed", { what: nameOf(leaflet), ticket: one?.ticket ?? "" }));
    await refetch();
  };
  return html`<${Dialog} title="${t("hand")}: ${nameOf(leaflet)}" onClose=${onClose}>
    <label class="radio"><input type="checkbox" ref=${interested} /> ${t("interested")}</label>
    <p class="faint">${t("hand_hint")}</p>
    <div class="choices">
      ${there.map(
        (one) =>
          html`<${ActionButton}
          key=${one.visit}
          class="secondary choice"
          action=${hand(one)}
          onDone=${onClose}
        >
          ${one.ticket}
        <//>`,
      )}
      <${ActionButton} class="secondary choice" action=${hand(null)} onDone=${onClose}>${t("no_number")}<//>
    </div>
  <//>`;
}

const NEW = { stock: 100, minimum: 20, zh: "", en: "", product: PROSPECT_NEEDS[0] };
const COUNT = { whole: true, most: 100_000, unit: "copies", needed: true };

function StockDialog({ branch, leaflet, path, refetch, onClose }) {
  const t = useWords();
  const own = leaflet && `${path}/leaflets/${encodeURIComponent(leaflet.leaflet)}`;
  const initial = leaflet ?? NEW;
  const keep = async (kept, keys) => {
    await (own ? put(own, kept) : command(`${path}/leaflets`, kept, keys));
    await refetch();
  };
  const remove = async () => {
    await erase(own);
    await refetch();
  };
  const more = leaflet && html`<${ActionButton} class="quiet" action=${remove} onDone=${onClose}>${t("remove")}<//>`;
  return html`<${Dialog} title=${leaflet ? `${t("count")}: ${nameOf(leaflet)}` : t("new_leaflet")} onClose=${onClose}>
    <${Form}
      name="leaflet ${branch} ${leaflet?.leaflet ?? "new"}"
      action=${keep}
      submit=${t("save")}
      more=${more}
      onDone=${onClose}
      onCancel=${onClose}
      replaces=${own !== null}
    >

      <${NumberField} name="stock" label=${t("leaflet_stock")} initial=${initial.stock} ...${COUNT} />
      <${NumberField} name="minimum" label=${t("leaflet_minimum")} initial=${initial.minimum} ...${COUNT} />
      <${TextField} name="zh" label=${t("name_zh")} initial=${initial.zh} most=${64} needed="leaflet_needs" />
      <${TextField} name="en" label=${t("name_en")} initial=${initial.en} most=${96} needed="leaflet_needs" />
      <${Choice}
        name="product"
        label=${t("product")}
        initial=${initial.product}
        options=${PROSPECT_NEEDS.map((one) => [one, needName(one)])}
      />
    <//>
  <//>`;
}
