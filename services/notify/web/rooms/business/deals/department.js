// The desk of a department: the tasks of deals that it has at the branch, the first due first (A4).

import { departmentName, minds, stepName, TaskActs, taskStateName, Trouble, useCustomersOf } from "./shared.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { productName, useProducts } from "../../../live/products.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Chips } from "../../../parts/chips.js";
import { money } from "../../../parts/money.js";
import { Pages, usePages } from "../../../parts/pages.js";
import { Pending } from "../../../parts/pending.js";
import { span } from "../../../parts/span.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { Department as DEPARTMENTS } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";

/** @param {{me: Me, branch: string}} props */
export function Department({ me, branch }) {
  const t = useWords();
  useNames();
  useProducts();
  const mine = Object.keys(DEPARTMENTS).filter((one) => may(`referral.work_for_${one}`, branch));
  const [chosen, setChosen] = useState(mine[0]);
  const department = mine.includes(chosen) ? chosen : mine[0];
  const pages = usePages("");
  const asked = new URLSearchParams({ branch, department: department ?? "", ...(pages.at && { after: pages.at }) });
  const { data, error, refetch } = useQuery(`/api/referral/deal-tasks?${asked}`, { minds });
  const customerName = useCustomersOf(branch, data?.tasks ?? []);
  const choose = (one) => {
    setChosen(one);
    pages.reset();
  };
  return html`<section class="deal-desk" aria-label=${t("department")}>
    ${
      mine.length > 1 &&
      html`<${Chips}
        label=${t("department")}
        options=${options(mine, departmentName)}
        chosen=${department}
        onChoose=${choose}
      />`
    }
    <h2 id="deal-desk-list">${departmentName(department)} ${data && html`<b>${data.tasks.length}</b>`}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.tasks.length && html`<p class="blank small">${t("deal_desk_empty")}</p>`}
    ${
      data?.tasks.length > 0 &&
      html`<ul class="deal-tasks" aria-labelledby="deal-desk-list">
        ${data.tasks.map(
          (task) =>
            html`<${Task}
              key="${task.deal} ${task.step}"
              task=${task}
              product=${productName(task.product, branch)}
              who=${customerName(task)}
              me=${me}
              onDone=${refetch}
            />`,
        )}
      </ul>`
    }
    <${Pages} pages=${pages} next=${data?.next} />
    ${may("referral.view_deal_waits", branch) && html`<${Waits} branch=${branch} department=${department} />`}
  </section>`;
}

function Task({ task, product, who, me, onDone }) {
  const t = useWords();
  const others = task.owner && task.owner !== me.staff;
  return html`<li class="deal-task ${task.overdue ? "late" : ""}" aria-label="${stepName(task)} ${product}">
    <h3>
      ${stepName(task)} <span class="tag">${taskStateName(task.state)}</span>
      ${task.flags > 0 && html`<span class="tag high">${t("deal_flagged_tag")}</span>`}
    </h3>
    <p>
      ${product} · ${money(task)} ${who && ` · ${t("deal_customer_is", { who })}`} ·
      ${t("deal_manager", { who: nameOf(task.account_manager) })}
    </p>
    <p class="faint">
      ${t("deal_due", { day: task.due })} · ${t("deal_since", { at: dayAndTime(task.accepted_at ?? task.offered_at) })}
      ${task.owner && ` · ${t("deal_taken_by", { who: nameOf(task.owner) })}`}
    </p>
    <${Trouble} task=${task} />
    ${!others && task.mine && html`<${TaskActs} deal=${task.deal} task=${task} onDone=${onDone} />`}
  </li>`;
}

/** How long the steps of a department wait until somebody takes them, and take from there. */
function Waits({ branch, department }) {
  const t = useWords();
  const { data } = useQuery(`/api/referral/deal-waits?${new URLSearchParams({ branch, department })}`, {
    minds: (event) => event === "deal_task_done",
  });
  if (!data?.steps.length) return null;
  const took = (seconds) => (seconds === null ? "–" : span(seconds));
  const cells = (figures) => html`<td>${took(figures.p50)}</td><td>${took(figures.p80)}</td><td>${figures.n}</td>`;
  return html`<section aria-labelledby="deal-waits">
    <h2 id="deal-waits">${t("deal_waits")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("deal_waits")}>
      <table class="table numbers">
        <thead>
          <tr>
            <th scope="col">${t("deal_step")}</th>
            ${["deal_wait_p50", "deal_wait_p80", "deal_wait_n", "deal_work_p50", "deal_work_p80", "deal_work_n"].map(
              (one) => html`<th scope="col" key=${one}>${t(one)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${data.steps.map(
            (one) => html`<tr key="${one.template} ${one.step}">
              <th scope="row">${stepName(one)}</th>
              ${cells(one.waits)} ${cells(one.works)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
