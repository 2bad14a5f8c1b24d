// Opening and closing: the branch's day, its checklists, the notice board and the leaflets (P1 to P7, E1 to E3).

import { Day } from "./day.js";
import { Leaflets } from "./leaflets.js";
import { Notices } from "./notices.js";
import { TemplateDialog } from "./template.js";
import { command } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useForgetKeys, useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Chips } from "../../parts/chips.js";
import { Dialog } from "../../parts/dialog.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../../words/language.js";
import { dutyName, FAULTS, faultName, placeName } from "../../words/terms.js";

const KINDS = ["opening", "patrol", "closing"];
const USUAL = { preparing: "opening", open: "patrol", closing: "closing", closed: "closing" };

export function Checklists({ branch }) {
  const t = useWords();
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const { data, error, refetch } = useQuery(`${path}/day`);
  const [chosen, setChosen] = useState(null);
  const kind = chosen ?? USUAL[data?.state];
  return html`<section class="panel checklists" id="checklists" tabindex="-1" aria-label=${t("checklists")}>
    ${
      data
        ? html`<${Day} day=${data} branch=${branch} path=${path} refetch=${refetch} />
          <div class="line">
            <h2 id="checklist">${t("checklists")}</h2>
            <${Chips}
              labelledBy="checklist"
              options=${KINDS.map((one) => [one, t(`list_${one}`)])}
              chosen=${kind}
              onChoose=${setChosen}
            />
          </div>
          <${Checklist}
            key=${kind}
            branch=${branch}
            list=${data.lists[kind]}
            over=${data.state === "closed"}
            path=${path}
            refetch=${refetch}
          />`
        : html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`
    }
    <${Notices} branch=${branch} path=${path} />
    <${Leaflets} branch=${branch} path=${path} />
  </section>`;
}

function Checklist({ branch, list, over, path, refetch }) {
  const t = useWords();
  const [faulty, setFaulty] = useState(null);
  const [editing, setEditing] = useState(false);
  const tick = (items, marking, fault) => async (keys) => {
    await command(`${path}/checklists/${list.kind}/ticks`, { items, marking, ...(fault && { fault }) }, keys);
    await refetch();
  };
  const begin = async () => {
    await command(`${path}/checklists/${list.kind}/begin`);
    await refetch();
  };
  useForgetKeys(`${path}/checklists/${list.kind}/`, [
    list.checklist,
    list.completed_at,
    list.items.map((item) => [item.state, item.fault, item.at]),
  ]);
  const canTick = may("lobby.mark_items") && !over;
  const anew = list.kind === "patrol" && list.completed_at;
  const duties = [...new Set(list.items.map((item) => item.duty))];
  return html`<div class="progress">
      <progress max=${list.items.length} value=${list.done} aria-label=${t("checked")}></progress>
      <span>${t("checked_of", { n: list.done, of: list.items.length })}</span>
      ${list.missing.length > 0 && html`<strong class="missing">${t("must_open", { n: list.missing.length })}</strong>`}
      ${
        canTick &&
        (anew || !list.begun_at) &&
        html`<${ActionButton} class="secondary" action=${begin}>${t(anew ? "begin_again" : "begin")}<//>`
      }
      ${
        may("lobby.change_template") &&
        html`<button type="button" class="quiet" onClick=${() => setEditing(true)}>${t("edit_list")}</button>`
      }
    </div>
    ${list.begun_at && html`<p class="faint">${begunOf(list, t)}</p>`}
    <div class="duties">
      ${duties.map((duty) => {
        const items = list.items.filter((item) => item.duty === duty);
        return html`<${Duty}
          key=${duty}
          duty=${duty}
          items=${items}
          canTick=${canTick}
          tick=${tick}
          onFaulty=${setFaulty}
        />`;
      })}
    </div>
    ${faulty && html`<${FaultDialog} item=${faulty} tick=${tick} onClose=${() => setFaulty(null)} />`}
    ${
      editing &&
      html`<${TemplateDialog}
      branch=${branch}
      kind=${list.kind}
      path=${path}
      refetch=${refetch}
      onClose=${() => setEditing(false)}
    />`
    }`;
}

const begunOf = (list, t) => t("begun", { who: nameOf(list.begun_by), time: timeOfDay(list.begun_at) });

function Duty({ duty, items, canTick, tick, onFaulty }) {
  const t = useWords();
  const open = items.filter((item) => item.state === "open");
  const done = items.filter((item) => item.state === "ok").length;
  return html`<section class="duty" aria-labelledby="duty-${duty}">
    <header>
      <h3 id="duty-${duty}"><span class="badge class-A">${duty}</span> ${dutyName(duty)}</h3>
      <span class="faint">${done}/${items.length}</span>
      ${
        canTick &&
        open.length > 1 &&
        html`<${ActionButton} class="secondary" action=${tick(
          open.map((item) => item.id),
          "ok",
        )} label=${t("all_ok_of", { duty })}>${t("all_ok")}<//>`
      }
    </header>
    <ul>${items.map(
      (item) => html`<${Item} key=${item.id} item=${item} canTick=${canTick} tick=${tick} onFaulty=${onFaulty} />`,
    )}</ul>
  </section>`;
}

const titleOf = (item) => pick([item.zh, item.en]);

function Item({ item, canTick, tick, onFaulty }) {
  const t = useWords();
  const where = item.counter ? t("counter_n", { n: item.counter }) : placeName(item.place);
  const ok = item.state === "ok";
  const next = ok ? "open" : "ok";
  const bySelf = item.reported && !item.fault;
  return html`<li class="item ${item.state}">
    <${ActionButton}
      class="tick"
      action=${tick([item.id], next)}
      disabled=${!canTick || bySelf}
      label="${titleOf(item)}, ${where}: ${t(`item_${item.state}`)}"
    >

      <span class="box" aria-hidden="true">${{ ok: "✓", faulty: "!", open: "" }[item.state]}</span>
      <span class="what">
        <span>${titleOf(item)} ${item.mandatory && html`<span class="must">${t("must")}</span>`}</span>
        <span class="faint">${where} · ${saidOf(item, t)}</span>
      </span>
    <//>
    ${
      canTick &&
      html`<button
      type="button"
      class="quiet"
      aria-label="${t("faulty")}: ${titleOf(item)}, ${where}"
      onClick=${() => onFaulty(item)}
    >
      ${t("faulty")}
    </button>`
    }
  </li>`;
}

/** Who found it so and when, or that it says so itself. */
function saidOf(item, t) {
  if (item.fault) return `${faultName(item.fault)} · ${nameOf(item.by)} ${timeOfDay(item.at)}`;
  if (item.reported) return t(item.state === "ok" ? "reports_ok" : "reports_fault");
  return item.by ? `${nameOf(item.by)} ${timeOfDay(item.at)}` : t("item_open");
}

function FaultDialog({ item, tick, onClose }) {
  const t = useWords();
  return html`<${Dialog} title="${t("faulty")}: ${titleOf(item)}" onClose=${onClose}>
    <p class="faint">${t("faulty_hint")}</p>
    <div class="choices">
      ${FAULTS.map(
        (fault) =>
          html`<${ActionButton}
            key=${fault}
            class="secondary choice"
            action=${tick([item.id], "faulty", fault)}
            onDone=${onClose}
          >
            ${faultName(fault)}
          <//>`,
      )}
    </div>
  <//>`;
}
