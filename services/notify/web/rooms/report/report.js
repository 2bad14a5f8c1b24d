// The day report: the figures of the day, and what the lobby manager says to them (E4).

import { command, get } from "../../live/api.js";
import { dayAndTime, duration } from "../../live/clock.js";
import { isTyped } from "../../live/drafts.js";
import { PickDay, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useLook } from "../../live/query.js";
import { Doing, tell } from "../../parts/parts.js";
import { has } from "../../live/session.js";
import { careName, channelName, className, methodName, needName, subjectName, TICKET_CLASSES } from "../../words/terms.js";
import { html, useEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { language, pick, reasonOf, useWords } from "../../words/language.js";

const SECTIONS = ["service_summary", "important_customers", "market_news", "suggestions"];
const FROM_LOG = { important_customers: "important_customer", market_news: "market_news" };
const CHANGES = ["day_report_filed", "day_report_read", "branch_day_closed", "live"]; // else it is read on demand
const changes = (event) => CHANGES.includes(event);

export function Report({ me, branch }) {
  const t = useWords();
  const [chosen, setChosen] = useState("");
  const base = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const { data: log } = useLook(`${base}/log?group=hand&limit=1`, { minds: changes }); // it says which day it is there
  const written = useRef(""); // the day that somebody writes about does not pass under their hands at midnight
  const today = written.current && isTyped(nameOf(branch, written.current)) ? written.current : log?.today;
  written.current = today;
  const day = chosen || today;
  return html`<section class="panel report" id="report" tabindex="-1" aria-label=${t("report")}>
    <div class="line">
      <${PickDay} key=${branch} label=${t("log_day")} value=${day ?? ""} most=${log?.today} onPick=${setChosen} />
      ${day && html`<${Ways} base=${base} day=${day} />`}
    </div>
    ${day ? html`<${Day} key="${branch} ${day}" base=${base} branch=${branch} day=${day} me=${me} />` : html`<p class="blank">${t("opening")}</p>`}
  </section>`;
}

/** The same report to print and to take along. A link is followed with a token that is still good. */
function Ways({ base, day }) {
  const t = useWords();
  const follow = (prints) => async (event) => {
    event.preventDefault();
    const { href } = event.currentTarget;
    const tab = prints ? window.open("", "_blank") : null; // now, or the browser takes it for an advertisement
    try {
      await get("/api/notify/me");
      (tab ?? window).location.assign(href);
    } catch (error) {
      tab?.close();
      tell(reasonOf(error), "error");
    }
  };
  const link = (ending, word) => html`<a key=${ending} class="way" href="${base}/reports/${day}.${ending}?language=${language.value}" onClick=${follow(ending === "html")}>${t(word)}</a>`;
  return html`<p class="ways">${link("html", "report_print")} ${link("csv", "report_csv")} ${link("xlsx", "report_xlsx")}</p>`;
}

/** The draft of what is said about a day. */
const nameOf = (branch, day) => `report ${branch} ${day}`;

function Day({ base, branch, day, me }) {
  const t = useWords();
  const path = `${base}/reports/${day}`;
  const { data, error, again } = useLook(path, { minds: changes });
  if (!data) return html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const due = has(me, "lobby_manager") && data.state !== "read";
  const files = due || isTyped(nameOf(branch, day)); // what is typed stays in sight
  const read = async () => {
    await command(`${path}/read`);
    await again();
  };
  return html`<div class="report-state">
      <p><span class="tag">${t(`report_${data.state}`)}</span> <span class="faint">${stateOf(data, t)}</span></p>
      ${data.state === "open" && html`<${Doing} class="quiet" does=${again}>${t("report_refresh")}<//>`}
      ${has(me, "branch_head") && ["made", "filed"].includes(data.state) && html`<${Doing} class="primary" does=${read}>${t("report_read_it")}<//>`}
    </div>
    ${!files && SECTIONS.filter((section) => data.words[section]).map(
      (section) => html`<div key=${section} class="said"><h3>${t(section)}</h3><blockquote>${data.words[section]}</blockquote></div>`,
    )}
    ${files && html`<${Filing} name=${nameOf(branch, day)} path=${path} base=${base} day=${day} report=${data} late=${!due} again=${again} />`}
    <${Figures} figures=${data.figures} />`;
}

function stateOf(data, t) {
  const parts = [t("report_as_of", { at: dayAndTime(data.made_at) })];
  if (data.filed_by) parts.push(t("report_filed_by", { who: data.filed_by, at: dayAndTime(data.filed_at) }));
  if (data.read_by) parts.push(t("report_read_by", { who: data.read_by, at: dayAndTime(data.read_at) }));
  return parts.join(" · ");
}

function Filing({ name, path, base, day, report, late, again }) {
  const t = useWords();
  const [known, setKnown] = useState(null); // what was filed, or what the log of the day holds by hand
  useEffect(() => {
    if (report.filed_by) return setKnown(report.words);
    get(`${base}/log?${new URLSearchParams({ day, group: "hand", limit: 200 })}`).then(
      ({ lines }) => setKnown(Object.fromEntries(Object.entries(FROM_LOG).map(([section, kind]) => [section, wordsOf(lines, kind)]))),
      () => setKnown({}),
    );
  }, [report.filed_at]);
  const file = async (said, once) => {
    const words = Object.fromEntries(Object.entries(said).filter(([, text]) => text));
    await command(`${path}/file`, { words }, once);
    setKnown(words);
    tell(t("report_done"));
    await again();
  };
  const title = t(report.filed_by ? "report_file_again" : "report_file");
  return html`<div class="write">
    <h2>${title}</h2>
    <p class="faint" id="report-hint">${t("report_hint")}</p>
    <${Form} name=${name} does=${file} submit=${title} replaces=${true} disabled=${!known} onCancel=${late && again} cancel=${t("draft_discard")}>
      ${SECTIONS.map((section) => html`<${TextField} key=${section} name=${section} label=${t(section)} rows="2" begins=${known?.[section] ?? ""} hint="report-hint" />`)}
    <//>
  </div>`;
}

const wordsOf = (lines, kind) => lines.filter((line) => line.kind === kind && line.words).map((line) => line.words).reverse().join("\n");

const percent = (share) => (share === null ? "–" : `${Math.round(share * 100)} %`);
const time = (seconds) => (seconds === null ? "–" : duration(seconds));
const sum = (counts) => Object.values(counts).reduce((all, one) => all + one, 0);

function Figures({ figures: of }) {
  const t = useWords();
  const box = (word, value, more) => html`<div key=${word}><dt>${t(word)}</dt><dd>${value}${more && html`<small> ${more}</small>`}</dd></div>`;
  const tasks = Object.values(of.tasks);
  const all = (name) => tasks.reduce((total, one) => total + one[name], 0);
  return html`<h2>${t("report_figures")}</h2>
    <dl class="boxes">
      ${box("report_arrivals", of.arrivals)} ${box("report_served", of.served)} ${box("report_no_shows", of.no_shows)}
      ${box("report_gave_up", sum(of.cancelled))} ${box("report_diverted", of.diverted, of.diverted_share !== null && percent(of.diverted_share))}
      ${box("report_returned", of.returned)} ${box("report_green", of.green_channel, words(of.green_reasons, careName))}
      ${box("report_vips", `${of.vips.met_in_time} / ${of.vips.came}`)}
      ${box("report_complaints", of.complaints.opened, t("report_settled", { n: of.complaints.settled }))}
      ${box("report_prospects", sum(of.prospects), words(of.prospects, needName))}
      ${box("report_needs", sum(of.needs), words(of.needs, needName))} ${box("report_opinions", sum(of.opinions), words(of.opinions, subjectName))}
      ${box("report_questions", sum(of.questions), words(of.questions, subjectName))} ${box("report_answers", of.answers.given, t("report_overdue", { n: of.answers.overdue }))}
      ${box("report_tasks", `${all("in_time")} / ${all("done") + all("missed")}`)}
      ${box("report_down", time(of.devices.reduce((total, one) => total + one.down_seconds, 0)), of.devices.map((one) => one.device).join(" "))}
      ${box("report_forecast", time(of.forecasts.mean_error_seconds), of.forecasts.in_range_share !== null && t("report_in_range", { share: percent(of.forecasts.in_range_share) }))}
    </dl>
    <${Waits} of=${of} />
    <${Hours} of=${of} />
    <${Forecasts} of=${of} />
    ${sum(of.channels) > 0 && html`<p class="faint">${words(of.channels, channelName)}</p>`}`;
}

const words = (counts, name) => Object.entries(counts).map(([word, n]) => `${name(word)} ${n}`).join(pick(["、", ", "]));

function Waits({ of }) {
  const t = useWords();
  const row = (name, waits, overtaken) => html`<tr key=${name}>
    <th scope="row">${name}</th><td>${waits.calls}</td><td>${time(waits.p50_seconds)}</td><td>${time(waits.p90_seconds)}</td><td>${time(waits.longest_seconds)}</td>
    <td>${overtaken ? `${overtaken.customers} / ${overtaken.times}` : ""}</td>
  </tr>`;
  return html`<h2>${t("report_waits")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("report_waits")}>
      <table class="table numbers">
        <thead><tr>${["class", "report_calls", "report_p50", "report_p90", "report_longest", "report_overtaken"].map((word) => html`<th key=${word} scope="col">${t(word)}</th>`)}</tr></thead>
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
  const row = (name, told) => html`<tr key=${name}>
    <th scope="row">${name}</th><td>${told.calls}</td><td>${time(told.mean_error_seconds)}</td><td>${percent(told.too_short_share)}</td><td>${percent(told.in_range_share)}</td>
  </tr>`;
  return html`<h2>${t("report_forecasts")}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("report_forecasts")}>
      <table class="table numbers">
        <thead><tr>${["report_method", "report_calls", "report_forecast", "report_too_short", "report_within"].map((word) => html`<th key=${word} scope="col">${t(word)}</th>`)}</tr></thead>
        <tbody>
          ${TICKET_CLASSES.flatMap((it) => Object.entries(of.forecasts_by[it] ?? {}).map(([method, told]) => row(`${className(it)} · ${methodName(method)}`, told)))}
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
        <thead><tr>${["report_hour", "report_arrivals", "report_called", "report_served", "report_p90"].map((word) => html`<th key=${word} scope="col">${t(word)}</th>`)}</tr></thead>
        <tbody>
          ${of.hours.map((one) => {
            const hour = `${String(one.hour).padStart(2, "0")}:00`;
            return html`<tr key=${hour}>
              <th scope="row">${hour}</th>
              <td><meter min="0" max=${most} value=${one.arrivals} aria-label="${t("report_arrivals")} ${hour}"></meter> ${one.arrivals}</td>
              <td>${one.called}</td><td>${one.served}</td><td>${time(one.p90_seconds)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
}
