// What a region head reads (R1): the report of each branch, and how far their conversions are from chance. Branches
// stand in the order of their ids; there is no other.

import { FunnelPlot } from "./funnel.js";
import { minds, State } from "./territory.js";
import { branchName, useBranches } from "../../../live/branches.js";
import { dayOf } from "../../../live/clock.js";
import { useQuery } from "../../../live/query.js";
import { Chips } from "../../../parts/chips.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { dayIn, periodOf } from "../plan/figures.js";

/** @param {{kind: string, onOpen: (report: string) => void}} props */
export function Region({ kind, onOpen }) {
  const t = useWords();
  useBranches();
  const today = dayOf(Date.now());
  const [before, setBefore] = useState(false);
  const period = periodOf(kind, dayIn(kind, today, before ? -1 : 0));
  const { data, error } = useQuery(`/api/referral/region/territory?${new URLSearchParams({ period })}`, { minds });
  const periods = [
    [false, t("territory_now")],
    [true, t("territory_before")],
  ];
  return html`<section class="sheet" aria-labelledby="region-reports">
      <div class="line">
        <h3 id="region-reports">${t("region_reports", { period })}</h3>
        <${Chips} label=${t("plan_period")} options=${periods} chosen=${before} onChoose=${setBefore} />
      </div>
      ${!data && html`<${Pending} error=${error} />`}
      <ul class="rows" aria-labelledby="region-reports">
        ${data?.map(
          ({ branch, report }) => html`<li key=${branch} class="line">
            <b>${branchName(branch)}</b>
            ${
              report
                ? html`<button type="button" class="quiet" onClick=${() => onOpen(report.report)}>
                    ${report.period}
                  </button>
                    <${State} one=${report} />`
                : html`<span class="faint">${t("region_no_report")}</span>`
            }
          </li>`,
        )}
      </ul>
    </section>
    <${Funnel} period=${periodOf("quarter", today)} />`;
}

function Funnel({ period }) {
  const t = useWords();
  const { data } = useQuery(`/api/referral/region/funnel?${new URLSearchParams({ period })}`, { minds });
  if (!data) return null;
  return html`<section class="sheet" aria-labelledby="region-funnel">
    <h3 id="region-funnel">${t("funnel", { period })}</h3>
    <p class="faint">${t("funnel_hint")}</p>
    ${data.cases ? html`<${FunnelPlot} funnel=${data} />` : html`<p class="blank small">${t("funnel_none")}</p>`}
  </section>`;
}
