// The lobby log: what happened on a day, line by line, and what the staff wrote into it (D11, E4).

import { record } from "./recording/recording.js";
import { command, get } from "../live/api.js";
import { timeOfDay } from "../live/clock.js";
import { nameOfActor } from "../live/colleagues.js";
import { isTyped } from "../live/drafts.js";
import { useQuery } from "../live/query.js";
import { may } from "../live/rights.js";
import { duration } from "../live/time.js";
import { ActionButton } from "../parts/action-button.js";
import { Chips } from "../parts/chips.js";
import { PickDay, Radios, TextField } from "../parts/fields.js";
import { Form } from "../parts/form.js";
import { toast } from "../parts/toasts.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { deviceName, incidentName } from "../words/device-terms.js";
import { pick, reasonOf, useWords } from "../words/language.js";
import {
  careName,
  channelName,
  enquiryName,
  ENTRY_KINDS,
  entryName,
  kindName,
  needName,
  subjectName,
  taskName,
  wayName,
} from "../words/terms.js";

const GROUPS = ["", "hand", "records", "customer"];

export function Logbook({ branch }) {
  const t = useWords();
  const [day, setDay] = useState("");
  const [group, setGroup] = useState("");
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}/log`;
  const asked = new URLSearchParams({ ...(day && { day }), ...(group && { group }) });
  const { data, error, refetch } = useQuery(`${path}?${asked}`);
  const older = useOlder(`${path}?${asked}`);
  const writes = may("lobby.write_log_entry") || isTyped(`log ${branch}`); // what is typed stays in sight
  const lines = data
    ? [...data.lines, ...older.lines.filter((line) => !data.lines.some((one) => one.id === line.id))]
    : [];
  const before = older.lines.length ? older.before : data?.before;
  return html`<section class="panel logbook" id="logbook" tabindex="-1" aria-label=${t("logbook")}>
    ${writes && html`<${Write} branch=${branch} path=${path} refetch=${refetch} />`}
    <div class="line">
      <${PickDay}
        key=${branch}
        label=${t("log_day")}
        value=${day || data?.day || ""}
        most=${data?.today}
        onPick=${setDay}
      />
      <${Chips}
        label=${t("log_filter")}
        options=${GROUPS.map((one) => [one, t(one ? `log_${one}` : "all")])}
        chosen=${group}
        onChoose=${setGroup}
      />
    </div>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !lines.length && html`<p class="blank small">${t("log_empty")}</p>`}
    ${
      lines.length > 0 &&
      html`<ol class="log">${lines.map((line) => html`<${Line} key=${line.id} line=${line} branch=${branch} />`)}</ol>`
    }
    ${before && html`<${ActionButton} class="secondary" action=${() => older.more(before)}>${t("log_older")}<//>`}
  </section>`;
}

/** @typedef {{path: string, lines: any[], before: string | null}} Older */

/** Lines before those that are kept true; they do not change any more. */
function useOlder(path) {
  const [kept, setKept] = useState(/** @type {Older} */ ({ path, lines: [], before: null }));
  useEffect(() => setKept({ path, lines: [], before: null }), [path]);
  const more = async (before) => {
    const next = await get(`${path}&${new URLSearchParams({ before })}`);
    setKept((had) => ({ path, lines: [...(had.path === path ? had.lines : []), ...next.lines], before: next.before }));
  };
  return kept.path === path ? { ...kept, more } : { lines: [], before: null, more };
}

function Line({ line, branch }) {
  const t = useWords();
  const said = sayFacts(line, t);
  return html`<li class=${line.by_hand ? "by-hand" : ""}>
    <time datetime=${line.at}>${timeOfDay(line.at, { branch })}</time>
    <div>
      <p><strong>${kindName(line.kind)}</strong> ${said}</p>
      ${line.by_hand && html`<blockquote>${line.words ?? t("log_sealed")}</blockquote>`}
    </div>
    <span class="faint">${nameOfActor(line.actor, branch)}</span>
  </li>`;
}

const KIND_NAMES = { tasks: taskName, equipment: deviceName, incidents: incidentName, customer: enquiryName };
const list = (name) => (values) =>
  [values]
    .flat()
    .map(name)
    .join(pick(["、", ", "]));
/** @type {Record<string, (value: any, t: any, group: string) => string>} */
const SAY = {
  ticket: String,
  masked_name: String,
  need: needName,
  kind: (kind, t, group) => KIND_NAMES[group]?.(kind),
  topic: subjectName,
  channel: channelName,
  care: list(careName),
  counter: (counter, t) => t("counter_n", { n: counter }),
  to_counter: (counter, t) => `→ ${t("counter_n", { n: counter })}`,
  waited_seconds: (seconds, t) => `${t("waited")} ${duration(seconds)}`,
  undone: (names) => list(kindName)(names),
  printed: String,
  device: (device, t, group) => (group === "visits" || group === "tickets" ? "" : device), // there it is who tells
  sent_through: wayName,
};

/** What a line says beside its name: what staff look for first. */
function sayFacts(line, t) {
  return Object.entries(SAY)
    .filter(([name]) => line.facts[name] !== undefined)
    .map(([name, say]) => say(line.facts[name], t, line.group))
    .filter(Boolean)
    .join(" · ");
}

function Write({ branch, path, refetch }) {
  const t = useWords();
  const write = async (entry, keys) => {
    await command(path, entry, keys);
    toast(t("log_written"));
    await refetch();
  };
  const more = html`<p class="faint" id="log-hint">${t("log_hint")}</p>
    <button type="button" class="secondary" onClick=${() => record("remark", {})}>${t("remark_title")}</button>`;
  return html`<div class="write">
    <h2>${t("log_write")}</h2>
    <${Form} name="log ${branch}" action=${write} submit=${t("log_write")} more=${more}>
      <${Radios}
        name="kind"
        legend=${t("log_kind")}
        hidden=${true}
        initial=${ENTRY_KINDS[0]}
        options=${ENTRY_KINDS.map((one) => [one, entryName(one)])}
      />
      <${TextField} name="words" label=${t("log_words")} rows="2" needed="log_needs" hint="log-hint" />
    <//>
  </div>`;
}
