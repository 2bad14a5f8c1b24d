// Imports of a portfolio (W2): sent, checked in a dry run, applied, undone.

import { Upload } from "./upload.js";
import { command } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQuery, useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Dialog } from "../../../parts/dialog.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../../../words/language.js";
import { openFile } from "../opened.js";

const POLL = 2_000; // milliseconds: its progress is told to nobody
const COUNTED = ["new", "opened", "there", "suspected", "faulty", "gone", "kept"];

const pathOf = (one, what = "") => `/api/customer/imports/${encodeURIComponent(one.import)}${what}`;

/** @param {{me: Me, branch: string}} props */
export function Imports({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(`/api/customer/imports?${new URLSearchParams({ branch })}`, {
    every: POLL,
  });
  return html`<div class="imports">
    <${Upload} branch=${branch} onDone=${refetch} />
    <h2 id="imports-list">${t("imports_of_branch")}</h2>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !data.length && html`<p class="blank small">${t("imports_none")}</p>`}
    ${
      data?.length > 0 &&
      html`<ul class="import-list" aria-labelledby="imports-list">
        ${data.map((one) => html`<${Import} key=${one.import} one=${one} refetch=${refetch} />`)}
      </ul>`
    }
  </div>`;
}

function Import({ one, refetch }) {
  const t = useWords();
  const [asking, setAsking] = useState(false);
  const act = (what, body) => async (keys) => {
    await command(pathOf(one, what), body, keys);
    await refetch();
  };
  const title = t("import_title", { kind: t(`import_${one.kind}`), at: dayAndTime(one.asked_at) });
  const discardable = ["uploading", "checking", "checked", "refused"].includes(one.state);
  return html`<li class="import" aria-label=${title}>
    <div class="import-head">
      <h3>${title} <span class="tag">${t(`import_is_${one.state}`)}</span></h3>
      <p class="faint">${t("import_by", { who: nameOf(one.asked_by) })}</p>
    </div>
    <${Progress} one=${one} />
    ${
      one.refusal &&
      html`<p class="refused" role="alert">
        ${pick([one.refusal.zh, one.refusal.en])}
        ${one.refusal.row && html` · ${t("import_refused_at", { row: one.refusal.row })}`}
      </p>`
    }
    ${one.columns.length > 0 && html`<${Counts} one=${one} />`}
    <div class="import-acts">
      ${
        (one.counts.faulty > 0 || one.counts.suspected > 0) &&
        html`<a class="button secondary" href=${pathOf(one, "/faults.csv")} download>${t("import_faults")}</a>`
      }
      ${one.state === "checked" && html`<${Apply} one=${one} act=${act} />`}
      ${discardable && html`<${ActionButton} class="secondary" action=${act("/discard")}>${t("import_discard")}<//>`}
      ${
        ["applying", "applied"].includes(one.state) &&
        html`<button type="button" class="secondary" onClick=${() => setAsking(true)}>${t("import_undo")}</button>`
      }
    </div>
    ${one.state === "undone" && one.counts.kept > 0 && html`<${Kept} one=${one} />`}
    ${
      asking &&
      html`<${Dialog} title=${t("import_undo")} onClose=${() => setAsking(false)}>
        <p>${t("import_undo_really", { n: one.counts.opened })}</p>
        <footer>
          <${ActionButton}
            class="primary"
            action=${async (keys) => {
              await act("/undo")(keys);
              setAsking(false);
              toast(t("import_undo_begun"));
            }}
          >
            ${t("import_undo")}
          <//>
        </footer>
      <//>`
    }
  </li>`;
}

/** How far an import is: its rows are counted while it is checked, its pages while it is applied or undone. */
function Progress({ one }) {
  const t = useWords();
  if (one.state === "checking") return html`<p role="status">${t("import_reading", { n: one.rows })}</p>`;
  if (!["applying", "undoing"].includes(one.state)) return null;
  const done = one.counts.opened + one.counts.gone;
  return html`<div class="import-progress">
    <progress
      max=${one.pages || 1}
      value=${one.done}
      aria-label=${t(`import_is_${one.state}`)}
    ></progress>
    <span>${t("import_progress", { done, percent: Math.floor((100 * one.done) / (one.pages || 1)) })}</span>
  </div>`;
}

function Counts({ one }) {
  const t = useWords();
  return html`<dl class="import-counts">
    <div><dt>${t("import_rows")}</dt><dd>${one.rows}</dd></div>
    ${COUNTED.filter((name) => one.counts[name] > 0).map(
      (name) => html`<div key=${name} class=${name}>
        <dt>${t(`import_${name}`)}</dt>
        <dd>${one.counts[name]}</dd>
      </div>`,
    )}
    <div class="wide">
      <dt>${t("import_columns")}</dt>
      <dd>
        ${one.columns.map((column) => t(`import_column_${column}`)).join(t("import_and"))}
        ${one.ignored > 0 && html`<span class="faint"> ${t("import_ignored", { n: one.ignored })}</span>`}
      </dd>
    </div>
  </dl>`;
}

function Apply({ one, act }) {
  const t = useWords();
  const [suspected, setSuspected] = useState(false);
  return html`${
    one.counts.suspected > 0 &&
    html`<label class="radio"
      ><input
        type="checkbox"
        checked=${suspected}
        onChange=${() => setSuspected(!suspected)}
      />
      ${t("import_with_suspected", { n: one.counts.suspected })}</label
    >`
  }
  <${ActionButton} class="primary" action=${act("/apply", { with_suspected: suspected })}>
    ${t("import_apply", { n: one.counts.new + (suspected ? one.counts.suspected : 0) })}
  <//>`;
}

function Kept({ one }) {
  const t = useWords();
  const { data } = useQueryOnce(pathOf(one, "/kept"));
  return html`<details class="import-kept">
    <summary>${t("import_kept_files", { n: one.counts.kept })}</summary>
    <ul>
      ${data?.map(
        (file) => html`<li key=${file.row}>
          <button type="button" class="quiet" onClick=${() => openFile(file.customer)}>
            ${t("import_kept_row", { row: file.row })}
          </button>
        </li>`,
      )}
    </ul>
  </details>`;
}
