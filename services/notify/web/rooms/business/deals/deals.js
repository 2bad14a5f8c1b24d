// Deals: one's own, those of one's teams or of the branch; who holds the ball of each, and opening a new one (A4).

import { OpenDeal } from "./open.js";
import { ballText, DEALS, minds, stateName, useCustomersOf } from "./shared.js";
import { Strip } from "./strip.js";
import { closeDeal, openDeal, openedDeal } from "../opened.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { productName, useProducts } from "../../../live/products.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { useSignal } from "../../../live/signal.js";
import { Chips } from "../../../parts/chips.js";
import { money } from "../../../parts/money.js";
import { Pages, usePages } from "../../../parts/pages.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { DealState } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { optionsOf } from "../../../words/terms.js";

/** @param {{me: Me, branch: string}} props */
export function Deals({ me, branch }) {
  const t = useWords();
  useNames();
  useProducts();
  const [view, setView] = useState("open");
  const pages = usePages("");
  const shown = useSignal(openedDeal);
  const [opening, setOpening] = useState(false);
  const asked = new URLSearchParams({
    branch,
    state: view === "team" ? "open" : view,
    ...(view === "team" && { team: "true" }),
    ...(pages.at && { before: pages.at }),
  });
  const { data, error, refetch } = useQuery(`${DEALS}?${asked}`, { minds });
  const customerName = useCustomersOf(branch, data?.deals ?? []);
  const choose = (one) => {
    setView(one);
    pages.reset();
  };
  const views = [...optionsOf(DealState), ["team", t("deals_of_teams")]];
  if (shown) return html`<${Strip} deal=${shown} me=${me} branch=${branch} onClose=${closeDeal} />`;
  const opened = async (deal) => {
    setOpening(false);
    await refetch();
    openDeal(deal);
  };
  return html`<section class="deals" aria-label=${t("deals")}>
    <div class="line">
      <${Chips} label=${t("filter")} options=${views} chosen=${view} onChoose=${choose} />
      ${
        may("referral.open_deal", branch) &&
        html`<button type="button" class="secondary" aria-expanded=${opening} onClick=${() => setOpening(!opening)}>
          ${t("deal_new")}
        </button>`
      }
    </div>
    ${opening && html`<${OpenDeal} branch=${branch} me=${me} onDone=${opened} />`}
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.deals.length && html`<p class="blank small">${t("deals_none")}</p>`}
    ${
      data?.deals.length > 0 &&
      html`<ul class="deal-list" aria-label=${t("deals")}>
        ${data.deals.map(
          (one) =>
            html`<${Line} key=${one.deal} deal=${one} who=${customerName(one)} onOpen=${() => openDeal(one.deal)} />`,
        )}
      </ul>`
    }
    <${Pages} pages=${pages} next=${data?.next} />
  </section>`;
}

function Line({ deal, who, onOpen }) {
  const t = useWords();
  const late = deal.ball.some((one) => one.late);
  return html`<li>
    <button type="button" class="deal-line ${late ? "late" : ""}" onClick=${onOpen}>
      <b>${productName(deal.product, deal.branch)}</b> <span>${who}</span> <span>${money(deal)}</span>
      <span class="tags">
        <span class="tag">${stateName(deal.state)}</span>
        ${late && html`<span class="tag high">${t("deal_late_tag")}</span>`}
        ${deal.flags > 0 && html`<span class="tag high">${t("deal_flagged_tag")}</span>`}
      </span>
      <span class="faint">
        ${t("deal_manager", { who: nameOf(deal.account_manager) })} · ${t("deal_opened", { day: deal.opened_on })}
        ${deal.promised_on && deal.state === "open" && ` · ${t("deal_promised", { day: deal.promised_on })}`}
      </span>
      ${deal.ball.map((one) => html`<span key=${one.step} class="deal-ball">${ballText(t, one)}</span>`)}
    </button>
  </li>`;
}
