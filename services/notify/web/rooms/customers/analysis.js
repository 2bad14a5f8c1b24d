// The analysis of customers (W4): of the one whose file is open, of a branch by risk, and how far it can be trusted.

import { openFile } from "./opened.js";
import { Failure, get } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQuery, useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { money } from "../../parts/money.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { ActivityBand, RiskBand, RiskFactor } from "../../words/enums.js";
import { reasonOf, said, useWords } from "../../words/language.js";
import { named, segmentName } from "../../words/terms.js";

const MINDS = new Set(["customer_scored", "customer_going_silent"]);
const activityName = named(ActivityBand);
const bandName = named(RiskBand);
const factorName = named(RiskFactor);
const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);
const minds = (event) => MINDS.has(event);

/** A section of the open file: the sentence, the factors with what each adds, since when, by which method. */
export function Analysis({ customer }) {
  const t = useWords();
  const { data, error } = useQuery(`/api/customer/customers/${encodeURIComponent(customer)}/analysis`, { minds });
  if (error instanceof Failure && error.status === 403) return null;
  return html`<section class="analysis" aria-labelledby="analysis-title">
    <h3 id="analysis-title">${t("analysis")}</h3>
    ${!data && html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !data.score && html`<p class="faint">${t("analysis_none")}</p>`}
    ${data?.score && html`<${Score} score=${data.score} segment=${data.segment} />`}
    ${data?.value && html`<p class="small">${t("analysis_value")}: ${t("analysis_worth", worth(data.value))}</p>`}
  </section>`;
}

const worth = (value) => ({ ...value, total: money({ amount: value.total, currency: value.currency }) });

function Score({ score, segment }) {
  const t = useWords();
  const fifth = (word, value) =>
    value && html`<div><dt>${t(word)}</dt><dd>${t("analysis_fifth", { value })}</dd></div>`;
  return html`<p class="said"><span class="tag ${score.band}">${bandName(score.band)}</span> ${said(score.sentence)}</p>
    <dl class="figures">
      <div><dt>${t("analysis_risk")}</dt><dd>${t("analysis_of_hundred", { value: score.risk })}</dd></div>
      <div>
        <dt>${t("analysis_comes", { days: score.horizon })}</dt>
        <dd>${t("analysis_of_hundred", { value: score.comes })}</dd>
      </div>
      <div><dt>${t("analysis_activity")}</dt><dd>${activityName(score.activity)}</dd></div>
      ${fifth("analysis_recency", score.recency)} ${fifth("analysis_frequency", score.frequency)}
      ${fifth("analysis_money", score.money)}
    </dl>
    <table class="table">
      <thead>
        <tr><th>${t("analysis_factor")}</th><th>${t("analysis_points")}</th><th>${t("analysis_since")}</th></tr>
      </thead>
      <tbody>
        ${score.factors.map(
          (one) => html`<tr key=${one.factor}>
            <td>${factorName(one.factor)}</td>
            <td class="number">${one.points > 0 ? "+" : ""}${one.points.toFixed(1)}</td>
            <td>${one.since ?? "–"}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <p class="faint small">
      ${t("analysis_dated", { day: score.day, at: dayAndTime(score.at), method: score.method })}
      ${" · "}${
        score.inputs.fitted
          ? t("analysis_fitted", { segment: segmentName(segment), day: score.inputs.model_day })
          : t("analysis_default")
      }
    </p>`;
}

/** A tab: the customers of the branch by risk (an account manager's own), and for a head what can be made of it. */
export function AnalysisOfBranch({ branch }) {
  const head = may("customer.view_any_analysis", branch);
  return html`<div class="analysis">
    <${ByRisk} key=${branch} branch=${branch} head=${head} />
    ${head && html`<${Reliability} branch=${branch} />`}
  </div>`;
}

function ByRisk({ branch, head }) {
  const t = useWords();
  const path = (before) => `/api/customer/analysis?${new URLSearchParams({ branch, ...(before && { before }) })}`;
  const { data, error } = useQuery(path(null), { minds });
  const [more, setMore] = useState(/** @type {More} */ ({ customers: [], more: null, error: null }));
  const rows = data ? [...data.customers, ...more.customers] : [];
  const goOn = async () => {
    try {
      const next = await get(path(rows.at(-1).order));
      setMore({ customers: [...more.customers, ...next.customers], more: next.more, error: null });
    } catch (failure) {
      setMore({ ...more, error: failure });
    }
  };
  return html`<section aria-labelledby="risk-title">
    <h2 id="risk-title">${t(head ? "analysis_by_risk" : "analysis_by_risk_mine")}</h2>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data?.night?.day && html`<p class="faint small">${nightOf(t, data.night)}</p>`}
    ${data && !rows.length && html`<p class="blank small">${t("analysis_nobody")}</p>`}
    <ul class="risks">
      ${rows.map(
        (one) => html`<li key=${one.customer}>
          <div>
            <p>
              <b>${one.masked_name}</b> <span class="tag ${one.band}">${bandName(one.band)}</span>
              <span class="faint"> ${segmentName(one.segment)}</span>
              ${head && one.account_manager && html`<span class="faint"> · ${nameOf(one.account_manager)}</span>`}
            </p>
            <p class="small">${said(one.sentence)}</p>
          </div>
          <p class="number">
            <span class="faint small">${t("analysis_risk")}</span>${" "}
            <b>${t("analysis_of_hundred", { value: one.risk })}</b>
          </p>
          <button
            type="button"
            class="secondary"
            aria-label=${t("analysis_open", { name: `${one.masked_name} ${one.customer}` })}
            onClick=${() => openFile(one.customer)}
          >
            ${t("analysis_show")}
          </button>
        </li>`,
      )}
    </ul>
    ${more.error && html`<p role="alert">${reasonOf(more.error)}</p>`}
    ${
      (more.more ?? data?.more) &&
      html`<button type="button" class="secondary" onClick=${goOn}>${t("analysis_more")}</button>`
    }
  </section>`;
}

/** @typedef {{customers: any[], more: boolean | null, error: any}} More further pages of the list */

const nightOf = (t, night) =>
  night.ended
    ? t("analysis_night", { day: night.day, many: night.seen, at: dayAndTime(night.ended) })
    : t("analysis_running", { day: night.day, many: night.seen });

function Reliability({ branch }) {
  const t = useWords();
  const { data, error } = useQueryOnce(`/api/customer/analysis/reliability?${new URLSearchParams({ branch })}`);
  return html`<section aria-labelledby="reliability-title">
    <h2 id="reliability-title">${t("analysis_reliability")}</h2>
    ${!data && html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data?.map((table) => html`<${Table} key=${table.method} table=${table} />`)}
  </section>`;
}

function Table({ table }) {
  const t = useWords();
  const bins = table.bins.filter((one) => one.statements);
  if (!bins.length) return html`<p class="blank small">${t("analysis_unjudged", { days: table.horizon })}</p>`;
  return html`<p class="small">
      ${t("analysis_judged", {
        many: table.statements,
        days: table.horizon,
        brier: table.brier.toFixed(3),
        plain: table.plain.toFixed(3),
        method: table.method,
      })}
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("analysis_reliability")}>
      <table class="table">
        <thead>
          <tr>
            <th>${t("analysis_bin")}</th><th>${t("analysis_statements")}</th>
            <th>${t("analysis_said")}</th><th>${t("analysis_came")}</th>
          </tr>
        </thead>
        <tbody>
          ${bins.map(
            (one) => html`<tr key=${one.low}>
              <td>${Math.round(one.low * 100)}–${percent(one.high)}</td>
              <td class="number">${one.statements}</td>
              <td class="number">${percent(one.said)}</td>
              <td class="number">${percent(one.came)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
