// Latent needs of a branch (A2): the hints, and for a head whether they help, and the rules.

import { Rules } from "./rules.js";
import { minds, ofBranch } from "./shared.js";
import { openFile } from "../opened.js";
import { command, get } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { said, useWords } from "../../../words/language.js";

/** A tab: the hints of the branch (an account manager's own), and for a head whether they help, and the rules. */
export function LatentOfBranch({ branch }) {
  return html`<div class="latent">
    ${may("customer.view_latent_measure", branch) && html`<${Measured} branch=${branch} />`}
    ${may("customer.list_latent_needs", branch) && html`<${Listed} key=${branch} branch=${branch} />`}
    ${may("customer.view_latent_rules", branch) && html`<${Rules} branch=${branch} />`}
  </div>`;
}

function Listed({ branch }) {
  const t = useWords();
  const head = may("customer.view_any_latent_needs", branch);
  const path = (before) => `${ofBranch(branch)}?${new URLSearchParams(before ? { before } : {})}`;
  const { data, error } = useQuery(path(null), { minds });
  const [more, setMore] = useState(
    /** @type {{customers: any[], more: boolean | null}} */ ({ customers: [], more: null }),
  );
  const rows = data ? [...data.customers, ...more.customers] : [];
  const goOn = async () => {
    const next = await get(path(rows.at(-1).order));
    setMore({ customers: [...more.customers, ...next.customers], more: next.more });
  };
  return html`<section aria-labelledby="latent-list-title">
    <h2 id="latent-list-title">${t(head ? "latent_list" : "latent_list_mine")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${data?.round && html`<p class="faint small">${roundOf(t, data.round)}</p>`}
    ${data && !rows.length && html`<p class="blank small">${t("latent_nobody")}</p>`}
    <ul class="risks">
      ${rows.map(
        (one) => html`<li key=${one.customer}>
          <div>
            <p>
              <b>${one.masked_name}</b> ${t("latent_hint", { product: said(one.called) })}
              ${head && one.account_manager && html`<span class="faint"> · ${nameOf(one.account_manager)}</span>`}
            </p>
            <p class="small">${said(one.says)} ${t("latent_until", { until: one.until })}</p>
          </div>
          <b class="number">${t("analysis_of_hundred", { value: one.of_hundred })}</b>
          <button
            type="button"
            class="secondary"
            aria-label=${t("latent_open_file", { name: `${one.masked_name} ${one.customer}` })}
            onClick=${() => openFile(one.customer)}
          >
            ${t("latent_show")}
          </button>
        </li>`,
      )}
    </ul>
    ${(more.more ?? data?.more) && html`<${ActionButton} class="secondary" action=${goOn}>${t("latent_more")}<//>`}
  </section>`;
}

const roundOf = (t, round) =>
  round.ended
    ? t("latent_night", { day: round.day, many: round.seen, at: dayAndTime(round.ended) })
    : t("latent_running", { day: round.day, many: round.seen });

function Measured({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(`${ofBranch(branch)}/measure`, { minds });
  const run = async (keys) => {
    await command(`${ofBranch(branch)}/run`, {}, keys);
    toast(t("latent_run_asked"));
    await refetch();
  };
  return html`<section aria-labelledby="latent-measure-title">
    <h2 id="latent-measure-title">${t("latent_measure")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${data?.measures.map((one) => html`<p key=${`${one.method} ${one.horizon}`}>${helpOf(t, one)}</p>`)}
    <p class="faint small">${t("latent_held_out")}</p>
    ${data && html`<${Model} model=${data.model} />`}
    ${
      may("customer.find_latent_needs", branch) &&
      html`<${ActionButton} class="secondary" action=${run}>${t("latent_run")}<//>`
    }
  </section>`;
}

function helpOf(t, { is_enough, shown, held_out, horizon, few }) {
  if (!is_enough) return t("latent_too_little", { shown: shown.hints, held: held_out.hints, days: horizon, few });
  return t("latent_help", {
    days: horizon,
    shown: shown.of_hundred,
    shown_low: shown.low,
    shown_high: shown.high,
    held: held_out.of_hundred,
    held_low: held_out.low,
    held_high: held_out.high,
  });
}

function Model({ model }) {
  const t = useWords();
  if (!model.number) return html`<p class="faint">${t("latent_no_model")}</p>`;
  return html`<p class="small">${t("latent_model", model)}</p>
    ${
      model.products.length > 0 &&
      html`<div class="scroll" tabindex="0" role="region" aria-label=${t("latent_products")}>
        <table class="table">
          <thead>
            <tr>
              <th>${t("latent_product")}</th><th>${t("latent_holders")}</th>
              <th>${t("latent_others")}</th><th>${t("latent_state")}</th>
            </tr>
          </thead>
          <tbody>
            ${model.products.map(
              (one) => html`<tr key=${one.product}>
                <td>${said(one.called)}</td>
                <td class="number">${one.holders}</td>
                <td class="number">${one.others}</td>
                <td>${one.silent ? t("latent_silent", { few: model.few }) : t("latent_speaks")}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`
    }`;
}
