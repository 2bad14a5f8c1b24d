// Floor tasks: what is to be done in the hall, by whom, until when (D1, D3, D6, D7).

import { Asking, Finishing, WITH_ANSWER } from "./dialogs.js";
import { command } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useForgetKeys, useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { duration } from "../../live/time.js";
import { ActionButton } from "../../parts/action-button.js";
import { Chips } from "../../parts/chips.js";
import { Ticking } from "../../parts/ticking.js";
import { StepOut } from "../presence.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../../words/language.js";
import { needName, outcomeName, roleName, taskName } from "../../words/terms.js";

export function Tasks({ me, branch }) {
  const t = useWords();
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}/tasks`;
  const { data, error, refetch } = useQuery(path);
  const [all, setAll] = useState(false);
  const [dialog, setDialog] = useState(null); // "ask", or the task that is being finished
  const close = () => setDialog(null);
  const mine = data?.open.filter((task) => task.is_mine) ?? [];
  const lists = [
    [false, html`${t("tasks_mine")} <b>${mine.length}</b>`],
    [true, html`${t("all")} <b>${data?.open.length}</b>`],
  ];
  const shown = all ? [...mine, ...data.open.filter((task) => !task.is_mine)] : mine;
  return html`<section class="panel tasks" id="tasks" tabindex="-1" aria-label=${t("tasks")}>
    <div class="line">
      <h2 id="open-tasks" tabindex="-1">${t("tasks_open")}</h2>
      <div class="actions">
        <${StepOut} me=${me} branch=${branch} />
        ${
          may("lobby.request_task") &&
          html`<button type="button" class="secondary" onClick=${() => setDialog("ask")}>${t("task_new")}</button>`
        }
      </div>
    </div>
    ${
      data
        ? html`<${Chips} labelledBy="open-tasks" options=${lists} chosen=${all} onChoose=${setAll} />
          ${
            shown.length
              ? html`<ul class="task-list" aria-labelledby="open-tasks">
                ${shown.map(
                  (task) =>
                    html`<${Task}
                    key=${task.task}
                    task=${task}
                    refetch=${refetch}
                    onFinish=${() => setDialog(task)}
                  />`,
                )}
              </ul>`
              : html`<p class="blank small">${t("tasks_none")}</p>`
          }
          <${Ended} data=${data} />`
        : html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`
    }
    ${dialog === "ask" && html`<${Asking} branch=${branch} path=${path} refetch=${refetch} onClose=${close} />`}
    ${
      dialog?.task &&
      html`<${Finishing}
      key=${dialog.task}
      task=${dialog}
      subject=${subjectOf(dialog, t)}
      finish=${(how, keys) => finish(dialog, how, refetch, keys)}
      onClose=${close}
    />`
    }
  </section>`;
}

const pathOf = (task, what) => `/api/lobby/tasks/${encodeURIComponent(task.task)}/${what}`;

async function finish(task, how, refetch, keys) {
  await command(pathOf(task, "done"), how, keys);
  await refetch();
  requestAnimationFrame(() => document.getElementById("open-tasks")?.focus());
}

function Task({ task, refetch, onFinish }) {
  const t = useWords();
  const name = `${taskName(task.kind)} ${subjectOf(task, t)}`;
  useForgetKeys(pathOf(task, ""), [task.state, task.taken_by]);
  const take = async () => {
    await command(pathOf(task, "take"));
    await refetch();
  };
  const withdraw = async () => {
    await command(pathOf(task, "withdraw"));
    await refetch();
  };
  const done = WITH_ANSWER.includes(task.kind)
    ? html`<button
      type="button"
      class="primary"
      aria-label="${t("task_done")}: ${name}"
      onClick=${onFinish}
    >
      ${t("task_done")}
    </button>`
    : html`<${ActionButton}
      class="primary"
      label="${t("task_done")}: ${name}"
      action=${(keys) => finish(task, {}, refetch, keys)}
    >
      ${t("task_done")}
    <//>
        <button
          type="button"
          class="quiet"
          aria-label="${t("task_outcome")}: ${name}"
          onClick=${onFinish}
        >
          ${t("task_outcome")}
        </button>`;
  return html`<li class="task ${task.state}">
    <div class="what">
      <p>
        <span class="badge kind-${task.kind}">${taskName(task.kind)}</span>
        <strong>${subjectOf(task, t)}</strong>
        ${task.state === "escalated" && html`<span class="tag escalated">${t("task_escalated")}</span>`}
      </p>
      ${task.words && html`<p class="words">${task.words}</p>`}
      <p class="faint">
        ${roleName(task.role)}
        ${task.taken_by && html` · ${t("task_taken_by", { who: nameOf(task.taken_by) })}`}
        ${task.raised_by !== "system" && html` · ${t("task_asked_by", { who: nameOf(task.raised_by) })}`}
      </p>
    </div>
    <${Due} task=${task} />
    <div class="actions">
      ${
        task.may_take &&
        html`<${ActionButton} class="secondary" label="${t("task_take")}: ${name}" action=${take}>${t("task_take")}<//>`
      }
      ${task.may_complete && done}
      ${
        task.may_withdraw &&
        html`<${ActionButton}
        class="quiet"
        label="${t("task_withdraw")}: ${name}"
        action=${withdraw}
      >
        ${t("task_withdraw")}
      <//>`
      }
    </div>
  </li>`;
}

/** How long there is left, or since when it is overdue. */
function Due({ task }) {
  const t = useWords();
  const draw = (at) => {
    const left = Math.floor((Date.parse(task.due) - at) / 1000);
    return html`<span class="time ${left < 0 ? "late" : left < 60 ? "soon" : ""}">
      ${left < 0 ? t("task_late", { time: duration(-left) }) : t("time_left", { time: duration(left) })}
    </span>`;
  };
  return html`<${Ticking} draw=${draw} />`;
}

function Ended({ data }) {
  const t = useWords();
  const { done = 0, missed = 0, withdrawn = 0 } = data.figures;
  return html`<h2 id="ended-tasks">${t("tasks_today")}</h2>
    <p class="faint">${t("tasks_figures", { done, missed, withdrawn })}</p>
    ${
      data.ended.length > 0 &&
      html`<ul class="ended" aria-labelledby="ended-tasks">
      ${data.ended.slice(0, 10).map(
        (task) => html`<li key=${task.task} class=${task.state}>
          <time datetime=${task.ended_at}>${timeOfDay(task.ended_at)}</time>
          <span>${taskName(task.kind)} ${subjectOf(task, t)}</span>
          <span class="faint">${endOf(task, t)}</span>
        </li>`,
      )}
    </ul>`
    }`;
}

/** How a task ended. */
function endOf(task, t) {
  if (task.state !== "done") return t(`task_is_${task.state}`);
  const found = [task.need, ...task.interest].filter(Boolean).map(needName);
  const who = task.ended_by === "system" || !task.ended_by ? "" : nameOf(task.ended_by);
  return [outcomeName(task.outcome), ...found, who].filter(Boolean).join(" · ");
}

/** What a task is about, in a few words. */
function subjectOf(task, t) {
  if (task.waiting) return t("task_waiting", { n: task.waiting, tickets: task.longest.join(pick(["、", ", "])) });
  const where = task.item_zh && task.counter ? t("counter_n", { n: task.counter }) : "";
  const thing = task.item_zh ? pick([task.item_zh, task.item_en]) : (task.device ?? "");
  return [task.ticket, task.masked_name, thing, where].filter(Boolean).join(" ");
}
