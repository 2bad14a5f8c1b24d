// The lines behind a figure: whose, when, and which event each comes from. Their sum is the figure (Q2, R1).

import { figure, metricName } from "./figures.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { Dialog } from "../../../parts/dialog.js";
import { Pages, usePages } from "../../../parts/pages.js";
import { Pending } from "../../../parts/pending.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { kindName } from "../../../words/terms.js";

/** @param {{goal: any, onClose: () => void}} props */
export function Lines({ goal, onClose }) {
  const asked = {
    metric: goal.metric,
    period: goal.period,
    currency: goal.currency,
    ...(goal.level !== "branch" && { staff: goal.owner }),
  };
  const path = `/api/referral/branches/${encodeURIComponent(goal.branch)}/achievements`;
  return html`<${LinesOf}
    path=${(after) => `${path}?${new URLSearchParams({ ...asked, ...(after && { after }) })}`}
    nextOf=${(data) => data.next}
    title=${metricName(goal.metric)}
    branch=${goal.branch}
    onClose=${onClose}
  />`;
}

/**
 * @param {object} props
 * @param {(from: any) => string} props.path of the page that begins there; of the first one without it
 * @param {(data: any, from: any) => any} props.nextOf where the page after one begins, null after the last
 * @param {string} props.title
 * @param {string} props.branch
 * @param {() => void} props.onClose
 */
export function LinesOf({ path, nextOf, title, branch, onClose }) {
  const t = useWords();
  const pages = usePages(/** @type {any} */ (null));
  const { data, error } = useQueryOnce(path(pages.at));
  const currency = data?.lines[0]?.currency ?? "";
  const lines = [...(data?.lines ?? [])].sort((a, b) => a.day.localeCompare(b.day) || a.number - b.number);
  return html`<${Dialog} title=${title} onClose=${onClose}>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      html`<p>${t("plan_lines_total", { total: figure(data.total, currency) })}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=${title}>
          <table class="table numbers">
            <thead><tr>${["plan_day", "plan_who", "plan_what", "plan_amount"].map(
              (word) =>
                html`<th key=${word} scope="col" class=${word === "plan_amount" ? null : "left"}>${t(word)}</th>`,
            )}</tr></thead>
            <tbody>
              ${lines.map(
                (line) => html`<tr key=${line.number}>
                  <td class="left">${line.day}</td>
                  <td class="left">${line.staff === branch ? "–" : nameOf(line.staff, branch)}</td>
                  <td class="left">
                    ${kindName(line.kind)} ${line.undoes && html`<span class="tag">${t("plan_undone")}</span>`}
                  </td>
                  <td>${figure(line.amount, line.currency)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <${Pages} pages=${pages} next=${nextOf(data, pages.at)} />`
    }
  <//>`;
}
