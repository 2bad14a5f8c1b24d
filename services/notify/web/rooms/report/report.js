// The day report: the figures of the day, and what the lobby manager says to them (E4).

import { Figures } from "./figures.js";
import { command, get } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { isTyped } from "../../live/drafts.js";
import { useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { PickDay, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html, useEffect, useRef, useState } from "../../vendor/preact-htm.js";
import { language, reasonOf, useWords } from "../../words/language.js";

const SECTIONS = ["service_summary", "important_customers", "market_news", "suggestions"];
const FROM_LOG = { important_customers: "important_customer", market_news: "market_news" };
const CHANGES = ["day_report_filed", "day_report_read", "branch_day_closed"]; // else it is read on demand
const changes = (event) => CHANGES.includes(event);

export function Report({ branch }) {
  const t = useWords();
  const [chosen, setChosen] = useState("");
  const base = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const { data: log } = useQuery(`${base}/log?group=hand&limit=1`, { minds: changes }); // it says which day it is there
  const written = useRef(""); // the day that somebody writes about does not pass under their hands at midnight
  const today = written.current && isTyped(draftName(branch, written.current)) ? written.current : log?.today;
  written.current = today;
  const day = chosen || today;
  return html`<section class="panel report" id="report" tabindex="-1" aria-label=${t("report")}>
    <div class="line">
      <${PickDay} key=${branch} label=${t("log_day")} value=${day ?? ""} most=${log?.today} onPick=${setChosen} />
      ${day && html`<${Ways} base=${base} day=${day} />`}
    </div>
    ${
      day
        ? html`<${Day}
      key="${branch} ${day}"
      base=${base}
      branch=${branch}
      day=${day}
    />`
        : html`<p class="blank">${t("opening")}</p>`
    }
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
      toast(reasonOf(error), "error");
    }
  };
  const link = (ending, word) =>
    html`<a
      key=${ending}
      class="way"
      href="${base}/reports/${day}.${ending}?language=${language.value}"
      onClick=${follow(ending === "html")}
    >
      ${t(word)}
    </a>`;
  return html`<p class="ways">
    ${link("html", "report_print")} ${link("csv", "report_csv")} ${link("xlsx", "report_xlsx")}
  </p>`;
}

/** The draft of what is said about a day. */
const draftName = (branch, day) => `report ${branch} ${day}`;

function Day({ base, branch, day }) {
  const t = useWords();
  const path = `${base}/reports/${day}`;
  const { data, error, refetch } = useQuery(path, { minds: changes });
  if (!data) return html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const due = may("lobby.file_report") && data.state !== "read";
  const files = due || isTyped(draftName(branch, day)); // what is typed stays in sight
  const read = async () => {
    await command(`${path}/read`);
    await refetch();
  };
  return html`<div class="report-state">
      <p><span class="tag">${t(`report_${data.state}`)}</span> <span class="faint">${stateOf(data, t)}</span></p>
      ${data.state === "open" && html`<${ActionButton} class="quiet" action=${refetch}>${t("report_refresh")}<//>`}
      ${
        may("lobby.mark_report_read") &&
        ["made", "filed"].includes(data.state) &&
        html`<${ActionButton} class="primary" action=${read}>${t("report_read_it")}<//>`
      }
    </div>
    ${
      !files &&
      SECTIONS.filter((section) => data.words[section]).map(
        (section) =>
          html`<div key=${section} class="said"><h3>${t(section)}</h3><blockquote>${data.words[section]}</blockquote>
          </div>`,
      )
    }
    ${
      files &&
      html`<${Filing}
      name=${draftName(branch, day)}
      path=${path}
      base=${base}
      day=${day}
      report=${data}
      late=${!due}
      refetch=${refetch}
    />`
    }
    <${Figures} figures=${data.figures} />`;
}

function stateOf(data, t) {
  const parts = [t("report_as_of", { at: dayAndTime(data.made_at) })];
  if (data.filed_by) parts.push(t("report_filed_by", { who: nameOf(data.filed_by), at: dayAndTime(data.filed_at) }));
  if (data.read_by) parts.push(t("report_read_by", { who: nameOf(data.read_by), at: dayAndTime(data.read_at) }));
  return parts.join(" · ");
}

function Filing({ name, path, base, day, report, late, refetch }) {
  const t = useWords();
  const [known, setKnown] = useState(null); // what was filed, or what the log of the day holds by hand
  useEffect(() => {
    if (report.filed_by) return setKnown(report.words);
    get(`${base}/log?${new URLSearchParams({ day, group: "hand", limit: "200" })}`).then(
      ({ lines }) =>
        setKnown(
          Object.fromEntries(Object.entries(FROM_LOG).map(([section, kind]) => [section, wordsOf(lines, kind)])),
        ),
      () => setKnown({}),
    );
  }, [report.filed_at]);
  const file = async (said, keys) => {
    const words = Object.fromEntries(Object.entries(said).filter(([, text]) => text));
    await command(`${path}/file`, { words }, keys);
    setKnown(words);
    toast(t("report_done"));
    await refetch();
  };
  const title = t(report.filed_by ? "report_file_again" : "report_file");
  return html`<div class="write">
    <h2>${title}</h2>
    <p class="faint" id="report-hint">${t("report_hint")}</p>
    <${Form}
      name=${name}
      action=${file}
      submit=${title}
      replaces=${true}
      disabled=${!known}
      onCancel=${late && refetch}
      cancel=${t("draft_discard")}
    >

      ${SECTIONS.map(
        (section) =>
          html`<${TextField}
          key=${section}
          name=${section}
          label=${t(section)}
          rows="2"
          initial=${known?.[section] ?? ""}
          hint="report-hint"
        />`,
      )}
    <//>
  </div>`;
}

const wordsOf = (lines, kind) =>
  lines
    .filter((line) => line.kind === kind && line.words)
    .map((line) => line.words)
    .reverse()
    .join("\n");
