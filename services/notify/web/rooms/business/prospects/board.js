// The board of prospects (A2): a column for each stage, to drag with the mouse or to move by keyboard.

import { Card } from "./card.js";
import { CampaignForm } from "./campaign.js";
import { dropped, KIND } from "./drag.js";
import { OpenForm } from "./open.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { STAGES, stageName } from "../../../words/business/prospect-terms.js";
import { useWords } from "../../../words/language.js";
import { useCustomerNames } from "../../../live/customer-names.js";

const PATH = "/api/referral/prospects";
const DEALS = "/api/referral/deals";
const NOBODY = "-"; // stands for the head's list

/** Which events change the board: those of prospects. */
const minds = (/** @type {string} */ event) => event.includes("prospect");

/** @param {{me: Me, branch: string}} props */
export function Board({ me, branch }) {
  const t = useWords();
  useNames();
  const whole = may("referral.list_all_prospects", branch);
  const [staff, setStaff] = useState("");
  const [late, setLate] = useState(false);
  const [adding, setAdding] = useState("");
  const { data, error, refetch } = useQuery(`${PATH}/board?${new URLSearchParams({ branch })}`, { minds });
  if (!data) return html`<${Pending} error=${error} />`;
  const mine = data.managers.find((/** @type {any} */ one) => (one.staff ?? NOBODY) === staff);
  const counts = (staff && mine) || (staff ? { stages: {}, overdue: 0 } : data.all);
  const shown = { me, branch, staff, onDone: refetch };
  const toggle = (/** @type {string} */ what) => setAdding(adding === what ? "" : what);
  const done = () => {
    setAdding("");
    return refetch();
  };
  return html`<div class="prospects">
    <div class="line">
      ${
        (whole || data.managers.length > 1 || staff) &&
        html`<${Managers} whole=${whole} managers=${data.managers} staff=${staff} onPick=${setStaff} />`
      }
      <button type="button" class="chip" aria-pressed=${late} onClick=${() => setLate(!late)}>
        ${t("prospects_overdue")} <b>${counts.overdue}</b>
      </button>
      ${
        may("referral.open_prospect", branch) &&
        html`<button
          type="button"
          class="secondary"
          aria-expanded=${adding === "one"}
          onClick=${() => toggle("one")}
        >
          ${t("prospect_add")}
        </button>`
      }
      ${
        may("referral.list_campaign", branch) &&
        html`<button
          type="button"
          class="secondary"
          aria-expanded=${adding === "list"}
          onClick=${() => toggle("list")}
        >
          ${t("campaign_add")}
        </button>`
      }
    </div>
    ${adding === "one" && html`<${OpenForm} me=${me} branch=${branch} onDone=${done} />`}
    ${adding === "list" && html`<${CampaignForm} branch=${branch} onDone=${done} />`}
    ${
      late
        ? html`<section class="stage" aria-label=${t("prospects_overdue")}>
            <${Pages} ...${shown} of="/overdue" more=${{}} />
          </section>`
        : html`<div class="stages" role="region" tabindex="0" aria-label=${t("prospects_board")}>
            ${STAGES.map(
              (stage) => html`<${Column} key=${stage} stage=${stage} count=${counts.stages[stage] ?? 0} ...${shown} />`,
            )}
          </div>`
    }
  </div>`;
}

/** @param {{whole: boolean, managers: any[], staff: string, onPick: (staff: string) => void}} props */
function Managers({ whole, managers, staff, onPick }) {
  const t = useWords();
  const pick = (/** @type {Event} */ event) => onPick(/** @type {HTMLSelectElement} */ (event.target).value);
  return html`<label class="pick-manager">
    ${t("prospects_of")}
    <select value=${staff} onChange=${pick}>
      <option value="">${t(whole ? "prospects_of_all" : "prospects_of_me")}</option>
      ${managers.map(
        (one) => html`<option key=${one.staff ?? NOBODY} value=${one.staff ?? NOBODY}>
          ${one.staff ? nameOf(one.staff) : t("prospects_of_nobody")}
        </option>`,
      )}
    </select>
  </label>`;
}

/**
 * @typedef {object} Shown
 * @property {Me} me
 * @property {string} branch
 * @property {string} staff the account manager whose prospects are shown; empty for all that one sees
 * @property {() => Promise<void>} onDone
 */

/** @param {Shown & {stage: string, count: number}} props */
function Column({ stage, count, ...shown }) {
  const t = useWords();
  const [over, setOver] = useState(false);
  const drop = (/** @type {DragEvent} */ event) => {
    event.preventDefault();
    setOver(false);
    const prospect = event.dataTransfer?.getData(KIND);
    if (prospect) dropped.set({ prospect, stage });
  };
  const hover = (/** @type {DragEvent} */ event) => {
    if (!event.dataTransfer?.types.includes(KIND)) return;
    event.preventDefault();
    setOver(true);
  };
  return html`<section
    class="stage ${stage} ${over ? "over" : ""}"
    aria-label=${stageName(stage)}
    data-stage=${stage}
    onDragOver=${hover}
    onDragLeave=${() => setOver(false)}
    onDrop=${drop}
  >
    <h3>${stageName(stage)} <b>${count}</b></h3>
    ${["won", "lost"].includes(stage) && html`<p class="faint">${t("prospects_this_month")}</p>`}
    <${Pages} ...${shown} of="" more=${{ stage }} />
  </section>`;
}

/** @param {Shown & {of: string, more: Record<string, string>}} props */
function Pages({ of, more, ...shown }) {
  const [starts, setStarts] = useState([""]);
  const { branch, staff } = shown;
  const path = (/** @type {string} */ after) =>
    `${PATH}${of}?${new URLSearchParams({ branch, ...more, ...(staff && { staff }), ...(after && { after }) })}`;
  return html`<${OfStaff} key=${staff}>
    ${starts.map((after, number) => {
      const last = number === starts.length - 1;
      const turn = (/** @type {string} */ next) => setStarts([...starts, next]);
      return html`<${Page} key=${after} path=${path(after)} ...${shown} onMore=${last ? turn : null} />`;
    })}
  <//>`;
}

/**
 * The deals under way that come from these prospects, by prospect; null for one of whom nothing is known yet.
 *
 * @param {string} branch
 * @param {any[]} prospects
 * @returns {Record<string, string | null>}
 */
function useOpenDeals(branch, prospects) {
  const sold = prospects.filter((one) => one.customer && one.stage !== "lost").map((one) => one.prospect);
  const asks = sold.length > 0 && may("referral.list_deals", branch);
  const of = new URLSearchParams([["branch", branch], ...sold.map((one) => ["prospect", one])]);
  const { data } = useQuery(asks ? `${DEALS}?${of}` : "", { minds: (event) => event.startsWith("deal_") });
  const known = Object.fromEntries((data?.deals ?? []).map((/** @type {any} */ one) => [one.prospect, one.deal]));
  return Object.fromEntries(sold.map((one) => [one, data ? known[one] : null]));
}

const OfStaff = (/** @type {{children: unknown}} */ { children }) => children;

/** @param {Shown & {path: string, onMore: ((next: string) => void) | null}} props */
function Page({ path, onMore, ...shown }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(path, { minds });
  const prospects = data?.prospects ?? [];
  const customerName = useCustomerNames(
    shown.branch,
    prospects.map((/** @type {any} */ one) => one.customer),
  );
  const deals = useOpenDeals(shown.branch, prospects);
  if (!data) return html`<${Pending} error=${error} quiet=${true} />`;
  const done = async () => {
    await Promise.all([refetch(), shown.onDone()]);
  };
  return html`<ul class="prospect-cards">
      ${prospects.map(
        (/** @type {any} */ one) =>
          html`<${Card}
            key=${one.prospect}
            one=${one}
            ...${shown}
            deal=${deals[one.prospect]}
            customerName=${customerName}
            onDone=${done}
          />`,
      )}
    </ul>
    ${
      data.next &&
      onMore &&
      html`<button type="button" class="secondary" onClick=${() => onMore(data.next)}>${t("page_after")}</button>`
    }`;
}
