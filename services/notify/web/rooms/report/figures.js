// The figures of a day report (E4).

import { duration } from "../../live/time.js";
import { html } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import {
  careName,
  channelName,
  className,
  methodName,
  needName,
  subjectName,
  TICKET_CLASSES,
} from "../../words/terms.js";

const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);
const time = (seconds) => (seconds === null ? "–" : duration(seconds));
const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

export function Figures({ figures: of }) {
  const t = useWords();
  const box = (word, value, more) =>
    html`<div key=${word}><dt>${t(word)}</dt><dd>${value}${more && html`<small> ${more}</small>`}</dd></div>`;
  const tasks = Object.values(of.tasks);
  const all = (name) => tasks.reduce((total, one) => total + one[name], 0);
  const { complaints, devices, forecasts, vips } = of;
  const down = devices.reduce((total, one) => total + one.down_seconds, 0);
  const overdue = t("report_overdue", { n: of.answers.overdue });
  const inRange =
    forecasts.in_range_share !== null && t("report_in_range", { share: percent(forecasts.in_range_share) });
  return html`<h2>${t("report_figures")}</h2>
    <dl class="boxes">
      ${box("report_arrivals", of.arrivals)} ${box("report_served", of.served)} ${box("report_no_shows", of.no_shows)}
      ${box("report_gave_up", sum(of.cancelled))}
      ${box("report_diverted", of.diverted, of.diverted_share !== null && percent(of.diverted_share))}
      ${box("report_returned", of.returned)} ${box("report_green", of.green_channel, words(of.green_reasons, careName))}
      ${box("report_vips", `${vips.met_in_time} / ${vips.came}`)}
      ${box("report_complaints", complaints.opened, t("report_settled", { n: complaints.settled }))}
      ${box("report_prospects", sum(of.prospects), words(of.prospects, needName))}
      ${box("report_needs", sum(of.needs), words(of.needs, needName))}
      ${box("report_opinions", sum(of.opinions), words(of.opinions, subjectName))}
      ${box("report_questions", sum(of.questions), words(of.questions, subjectName))}
      ${box("report_answers", of.answers.given, overdue)}
      ${box("report_tasks", `${all("in_time")} / ${all("done") + all("missed")}`)}
      ${box("report_down", time(down), devices.map((one) => one.device).join(" "))}
      ${box("report_forecast", time(forecasts.mean_error_seconds), inRange)}
    </dl>
    <${Waits} of=${of} />
    <${Hours} of=${of} />
    <${Forecasts} of=${of} />
    ${sum(of.channels) > 0 && html`<p class="faint">${words(of.channels, channelName)}</p>`}`;
}

const words = (counts, name) =>
  Object.entries(counts)
    .map(([word, n]) => `${name(word)} ${n}`)
    .join(pick(["、", ", "]));

function Waits({ of }) {
  const t = useWords();
  const row = (name, waits, overtaken) => html`<tr key=${name}>
    <th scope="row">${name}</th><td>${waits.calls}</td><td>${time(waits.p50_seconds)}</td>
    <td>${time(waits.p90_seconds)}</td><td>${time(waits.longest_seconds)}</td>
    <td>${overtaken ? `${overtaken.customers} / ${overtaken.times}` : ""}</td>
  </tr>`;
  return html`<h2>${t("report_waits")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("report_waits")}>
      <table class="table numbers">
        <thead><tr>${["class", "report_calls", "report_p50", "report_p90", "report_longest", "report_overtaken"].map(
          (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
        )}</tr></thead>
        <tbody>
          ${TICKET_CLASSES.filter((it) => of.waits[it]).map((it) => row(className(it), of.waits[it], of.overtaken[it]))}
          ${row(t("all"), of.wait)}
        </tbody>
      </table>
    </div>`;
}

/** What customers were told, held against what came, by class and by the method that told it (D2, D8). */
function Forecasts({ of }) {
  const t = useWords();
  const row = (name, forecast) => html`<tr key=${name}>
    <th scope="row">${name}</th><td>${forecast.calls}</td><td>${time(forecast.mean_error_seconds)}</td>
    <td>${percent(forecast.too_short_share)}</td><td>${percent(forecast.in_range_share)}</td>
  </tr>`;
  const rows = TICKET_CLASSES.flatMap((it) =>
    Object.entries(of.forecasts_by[it] ?? {}).map(([method, forecast]) =>
      row(`${className(it)} · ${methodName(method)}`, forecast),
    ),
  );
  return html`<h2>${t("report_forecasts")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("report_forecasts")}>
      <table class="table numbers">
        <thead><tr>${["report_method", "report_calls", "report_forecast", "report_too_short", "report_within"].map(
          (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
        )}</tr></thead>
        <tbody>
          ${rows}
          ${row(t("all"), of.forecasts)}
        </tbody>
      </table>
    </div>`;
}

function Hours({ of }) {
  const t = useWords();
  if (!of.hours.length) return null;
  const most = Math.max(1, ...of.hours.map((one) => one.arrivals));
  return html`<h2>${t("report_hours")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("report_hours")}>
      <table class="table numbers">
        <thead><tr>${["report_hour", "report_arrivals", "report_called", "report_served", "report_p90"].map(
          (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
        )}</tr></thead>
        <tbody>
          ${of.hours.map((one) => {
            const hour = `${String(one.hour).padStart(2, "0")}:00`;
            return html`<tr key=${hour}>
              <th scope="row">${hour}</th>
              <td><meter
                min="0"
                max=${most}
                value=${one.arrivals}
                aria-label="${t("report_arrivals")} ${hour}"
              >
                </meter> ${one.arrivals}
              </td>
              <td>${one.called}</td><td>${one.served}</td><td>${time(one.p90_seconds)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}
