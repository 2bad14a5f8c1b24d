// The lines behind a figure: each opens the event from which it comes. Their sum is the figure (Q2, R1).

import { figure, metricName } from "./figures.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { Dialog } from "../../../parts/dialog.js";
import { Pending } from "../../../parts/pending.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { kindName } from "../../../words/terms.js";

/** @param {{goal: any, onClose: () => void}} props */
export function Lines({ goal, onClose }) {
  const whose = goal.level === "branch" ? [] : [["staff", goal.owner]];
  const asked = new URLSearchParams([
    ["metric", goal.metric],
    ["period", goal.period],
    ["currency", goal.currency],
    ...whose,
  ]);
  const path = `/api/referral/branches/${encodeURIComponent(goal.branch)}/achievements?${asked}`;
  return html`<${LinesOf} path=${path} title=${metricName(goal.metric)} branch=${goal.branch} onClose=${onClose} />`;
}

/** @param {{path: string, title: string, branch: string, onClose: () => void}} props */
export function LinesOf({ path, title, branch, onClose }) {
  const t = useWords();
  const { data, error } = useQueryOnce(path);
  const currency = data?.lines[0]?.currency ?? "";
  return html`<${Dialog} title=${title} onClose=${onClose}>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      html`<p>${t("plan_lines_total", { total: figure(data.total, currency) })}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=${title}>
          <table class="table numbers">
            <thead><tr>${["plan_day", "plan_who", "plan_what", "plan_amount"].map(
              (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
            )}</tr></thead>
            <tbody>
              ${data.lines.map(
                (line) => html`<tr key=${line.number}>
                  <td>${line.day}</td>
                  <td>${line.staff === branch ? "–" : nameOf(line.staff, branch)}</td>
                  <td>
                    ${kindName(line.kind)} <small class="faint">${line.subject}</small>
                    ${line.undoes && html` <span class="tag">${t("plan_undone")}</span>`}
                  </td>
                  <td>${figure(line.amount, line.currency)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
        ${(data.next || data.more) && html`<p class="faint">${t("plan_lines_more")}</p>`}`
    }
  <//>`;
}
