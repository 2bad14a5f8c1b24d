// One edition of a territory report (R1): figures that open their events, the forecast, what differs, and the words.

import { minds, State } from "./territory.js";
import { command, put } from "../../../live/api.js";
import { branchName, useBranches } from "../../../live/branches.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Chips } from "../../../parts/chips.js";
import { TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { RevisionCause } from "../../../words/enums.js";
import { language, pick, useWords } from "../../../words/language.js";
import { figure, metricName } from "../plan/figures.js";
import { LinesOf } from "../plan/lines.js";

const pathOf = (id, what = "") => `/api/referral/territory/${encodeURIComponent(id)}${what}`;

/** @param {{id: string, me: Me, onChanged: () => Promise<void>}} props */
export function Report({ id, me, onChanged }) {
  const t = useWords();
  useNames();
  useBranches();
  const [edition, setEdition] = useState(/** @type {number | null} */ (null));
  const asked = edition === null ? "" : `?${new URLSearchParams({ edition: String(edition) })}`;
  const { data: report, error, refetch } = useQuery(pathOf(id, asked), { minds });
  if (!report) return html`<${Pending} error=${error} />`;
  const title = t("territory_report", { branch: branchName(report.branch), period: report.period });
  const done = () => Promise.all([refetch(), onChanged()]);
  const editions = Array.from({ length: report.last }, (_, place) => [
    place + 1,
    t("territory_edition", { n: place + 1 }),
  ]);
  const choose = (/** @type {number} */ one) => setEdition(one === report.last ? null : one);
  return html`<section class="sheet report-of-territory" aria-labelledby="territory-report">
    <div class="line">
      <h3 id="territory-report">${title}</h3>
      <${State} one=${report} />
    </div>
    <p class="faint">
      ${t("territory_days", { first: report.first_day, last: report.last_day, at: dayAndTime(report.made_at) })}
    </p>
    ${
      report.edition === report.last &&
      !report.signed &&
      report.last_signed &&
      html`<p class="faint">${t("territory_signed_before", { n: report.last_signed })}</p>`
    }
    ${
      report.last > 1 &&
      html`<${Chips}
        label=${t("territory_editions")}
        options=${editions}
        chosen=${report.edition}
        onChoose=${choose}
      />`
    }
    <${Changes} report=${report} />
    <${Figures} report=${report} />
    <${Forecast} said=${report.forecast} />
    <${WordsOf} report=${report} me=${me} onDone=${done} />
    <${Acts} report=${report} onDone=${done} />
  </section>`;
}

/** What differs from the edition before, and why. */
function Changes({ report }) {
  const t = useWords();
  if (!report.different.length) return null;
  return html`<div class="changes">
    <h4>${t("territory_differs", { why: pick(RevisionCause[report.because]) })}</h4>
    <ul>
      ${report.different.map(
        (one) => html`<li key=${one.metric + one.currency}>
          ${t("territory_changed", {
            what: metricName(one.metric),
            before: figure(one.before, one.currency),
            after: figure(one.after, one.currency),
          })}
        </li>`,
      )}
    </ul>
  </div>`;
}

function Figures({ report }) {
  const t = useWords();
  const [opened, setOpened] = useState(/** @type {any} */ (null));
  const linesOf = (one) => (skip) => {
    const asked = { metric: one.metric, currency: one.currency, edition: String(report.edition), skip: skip ?? "0" };
    return pathOf(report.report, `/lines?${new URLSearchParams(asked)}`);
  };
  const nextOf = (data, skip) => (data.more ? String(Number(skip ?? 0) + data.lines.length) : null);
  return html`<h4 id="territory-figures">${t("territory_figures")}</h4>
    <dl class="boxes" aria-labelledby="territory-figures">
      ${report.figures.map(
        (one) => html`<div key=${one.metric + one.currency}>
          <dt>${metricName(one.metric)}</dt>
          <dd>
            <button
              type="button"
              class="quiet"
              aria-label="${t("plan_open_lines")} ${metricName(one.metric)}"
              onClick=${() => setOpened(one)}
            >
              ${figure(one.amount, one.currency)}
            </button>
          </dd>
        </div>`,
      )}
    </dl>
    ${
      opened &&
      html`<${LinesOf}
        path=${linesOf(opened)}
        nextOf=${nextOf}
        title=${metricName(opened.metric)}
        branch=${report.branch}
        onClose=${() => setOpened(null)}
      />`
    }`;
}

function Forecast({ said }) {
  const t = useWords();
  const money = (amount) => figure(amount, said.currency);
  return html`<h4>${t("forecast_of", { n: said.open })}</h4>
    <p>
      ${
        said.p50 === null
          ? t("forecast_few", { ended: said.ended, won: said.won })
          : t("forecast_is", { p10: money(said.p10), p50: money(said.p50), p90: money(said.p90) })
      }
    </p>`;
}

function WordsOf({ report, me, onDone }) {
  const t = useWords();
  const write = async ({ words }) => {
    await put(pathOf(report.report, "/words"), words ? { words } : {});
    toast(t("territory_words_kept"));
    await onDone();
  };
  const open = report.edition === report.last && !report.signed;
  return html`<h4>${t("territory_words")}</h4>
    ${!Object.keys(report.words).length && html`<p class="faint">${t("territory_words_none")}</p>`}
    ${Object.entries(report.words).map(
      ([staff, words]) => html`<p key=${staff} class="words"><b>${nameOf(staff, report.branch)}</b> ${words}</p>`,
    )}
    ${
      open &&
      may("referral.write_territory_words", report.branch) &&
      html`<${Form} name="business territory words ${report.report}" action=${write} submit=${t("save")} replaces>
        <${TextField}
          name="words"
          label=${t("territory_my_words")}
          rows="3"
          initial=${report.words[me.staff] ?? ""}
        />
      <//>`
    }`;
}

function Acts({ report, onDone }) {
  const t = useWords();
  const { edition, branch } = report;
  const act = (what, said) => async (keys) => {
    await command(pathOf(report.report, what), { edition }, keys);
    toast(t(said));
    await onDone();
  };
  const last = edition === report.last;
  const asked = new URLSearchParams({ language: language.value, edition: String(edition) });
  const link = (ending) => `${pathOf(report.report, `/export/report.${ending}`)}?${asked}`;
  return html`<div class="actions">
    ${
      last &&
      !report.signed &&
      may("referral.sign_territory_report", branch) &&
      html`<${ActionButton} class="primary" action=${act("/sign", "territory_signed")}>${t("territory_sign")}<//>`
    }
    ${
      last &&
      report.signed &&
      !report.read &&
      may("referral.mark_territory_read", branch) &&
      html`<${ActionButton} class="primary" action=${act("/read", "territory_was_read")}>${t("territory_read")}<//>`
    }
    <a href=${link("html")} target="_blank" rel="noopener">${t("report_print")}</a>
    <a href=${link("csv")} download>CSV</a>
    <a href=${link("xlsx")} download>XLSX</a>
  </div>`;
}
