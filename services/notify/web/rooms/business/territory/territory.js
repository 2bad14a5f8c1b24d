// The reports of a territory (R1): of its weeks and months, for those who write and sign them, and for the region.

import { Region } from "./region.js";
import { Report } from "./report.js";
import { command } from "../../../live/api.js";
import { branchName, useBranches } from "../../../live/branches.js";
import { dayAndTime, dayOf } from "../../../live/clock.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Chips } from "../../../parts/chips.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { periodOf } from "../plan/figures.js";

const KINDS = ["week", "month"];

export const minds = (/** @type {string} */ event) => event.startsWith("territory");

/** @param {{me: Me, branch: string}} props */
export function Territory({ me, branch }) {
  const t = useWords();
  useBranches();
  const [kind, setKind] = useState("week");
  const [opened, setOpened] = useState(/** @type {string | null} */ (null));
  const path = `/api/referral/branches/${encodeURIComponent(branch)}/territory`;
  const { data, error, refetch } = useQuery(`${path}?${new URLSearchParams({ kind })}`, { minds });
  const now = periodOf(kind, dayOf(Date.now()));
  const file = async (keys) => {
    const { report } = await command(path, { period: now }, keys);
    setOpened(report);
    await refetch();
  };
  return html`<div class="territory">
    <div class="line">
      <h2>${t("territory_reports")}</h2>
      <${Chips}
        label=${t("plan_period")}
        options=${KINDS.map((one) => [one, t(`territory_${one}`)])}
        chosen=${kind}
        onChoose=${setKind}
      />
    </div>
    ${may("referral.view_region", branch) && html`<${Region} kind=${kind} onOpen=${setOpened} />`}
    <section class="sheet" aria-labelledby="territory-list">
      <h3 id="territory-list">${t("territory_of", { branch: branchName(branch) })}</h3>
      ${!data && html`<${Pending} error=${error} />`}
      ${data && !data.length && html`<p class="blank small">${t("territory_none")}</p>`}
      <ul class="rows" aria-labelledby="territory-list">
        ${data?.map(
          (one) => html`<li key=${one.report} class="line">
            <button
              type="button"
              class="quiet"
              aria-expanded=${opened === one.report}
              onClick=${() => setOpened(opened === one.report ? null : one.report)}
            >
              ${one.period}
            </button>
            <${State} one=${one} />
            <span class="faint">${dayAndTime(one.made_at)}</span>
          </li>`,
        )}
      </ul>
      ${
        may("referral.file_territory_report", branch) &&
        html`<${ActionButton} class="secondary" action=${file}>${t("territory_file", { period: now })}<//>`
      }
    </section>
    ${opened && html`<${Report} key=${opened} id=${opened} me=${me} onChanged=${refetch} />`}
  </div>`;
}

/** Where a report stands: its edition, whether it is signed, what differs. */
export function State({ one }) {
  const t = useWords();
  return html`<span class="tags">
    <span class="tag">${t("territory_edition", { n: one.edition })}</span>
    ${!one.whole && html`<span class="tag">${t("territory_so_far")}</span>`}
    ${one.changes > 0 && html`<span class="tag notice">${t("territory_changes", { n: one.changes })}</span>`}
    <span class="tag ${one.signed ? "good" : ""}">${t(one.signed ? "territory_signed" : "territory_unsigned")}</span>
    ${one.read && html`<span class="tag good">${t("territory_was_read")}</span>`}
  </span>`;
}
