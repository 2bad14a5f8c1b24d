// The devices of the hall: what works, what does not and since when, what each one does (P2, D7, E1).

import { command } from "../live/api.js";
import { timeOfDay } from "../live/clock.js";
import { nameOfActor } from "../live/colleagues.js";
import { useForgetKeys, useQuery } from "../live/query.js";
import { may } from "../live/rights.js";
import { duration, secondsSince } from "../live/time.js";
import { ActionButton } from "../parts/action-button.js";
import { Ticking } from "../parts/ticking.js";
import { toast } from "../parts/toasts.js";
import { html } from "../vendor/preact-htm.js";
import { checkName, deviceName, stateName } from "../words/device-terms.js";
import { pick, reasonOf, useWords } from "../words/language.js";
import { needName } from "../words/terms.js";

export function Devices({ branch }) {
  const t = useWords();
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}/equipment`;
  const { data, error, refetch } = useQuery(path);
  return html`<section class="panel devices" id="devices" tabindex="-1" aria-label=${t("devices")}>
    ${
      data
        ? html`<${Board}
          data=${data}
          path=${path}
          refetch=${refetch}
        />`
        : html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`
    }
  </section>`;
}

function Board({ data, path, refetch }) {
  const t = useWords();
  const { devices } = data;
  const down = devices.filter((one) => !one.works);
  const lacking = [...new Set(devices.flatMap((one) => one.transactions))].filter((word) => !data.offered[word]);
  const ordered = [...down, ...devices.filter((one) => one.works)];
  const total = (at) => devices.reduce((sum, one) => sum + downOf(one, data, at), 0);
  return html`<div class="figures">
      <dl>
        <div><dt>${t("devices_working")}</dt><dd>${devices.length - down.length}<small> / ${devices.length}</small></dd>
        </div>
        <div><dt>${t("devices_down")}</dt><dd class=${down.length ? "wrong" : ""}>${down.length}</dd></div>
        <div><dt>${t("devices_down_today")}</dt><dd><${Ticking} draw=${(at) => duration(total(at))} /></dd></div>
      </dl>
    </div>
    ${data.resting && html`<p class="faint">${t("devices_resting")}</p>`}
    ${
      lacking.length > 0 &&
      html`<p class="lacking">${t("devices_lacking", { what: lacking.map(needName).join(pick(["、", ", "])) })}</p>`
    }
    <h2 id="all-devices" tabindex="-1">${t("devices")}</h2>
    ${
      ordered.length
        ? html`<ul class="machines" aria-labelledby="all-devices">
          ${ordered.map(
            (one) => html`<${Machine} key=${one.device} one=${one} data=${data} path=${path} refetch=${refetch} />`,
          )}
        </ul>`
        : html`<p class="blank small">${t("devices_none")}</p>`
    }`;
}

/** Seconds out of order today; those of a fault that is not over go on counting. */
function downOf(one, data, at) {
  const goesOn = one.failed ? secondsSince(data.now, at) : 0;
  return one.down_seconds + goesOn;
}

function Machine({ one, data, path, refetch }) {
  const t = useWords();
  const act = (what, done) => async () => {
    await command(`${path}/${encodeURIComponent(one.device)}/${what}`);
    await refetch();
    toast(t(done, { device: one.device }));
    requestAnimationFrame(() => document.getElementById("all-devices")?.focus());
  };
  useForgetKeys(`${path}/${encodeURIComponent(one.device)}/`, [one.works, one.state, one.by_hand, one.since]);
  const failing = Object.keys(one.checks).filter((name) => !one.checks[name]);
  return html`<li class="machine ${one.works ? "works" : "down"}">
    <div class="machine-head">
      <h3>${one.device} <span class="faint">${deviceName(one.kind)}</span></h3>
      <span class="badge">${stateName(one.state)}</span>
    </div>
    <p class="faint">
      ${t("device_since", { time: timeOfDay(one.since) })}
      ${!one.works && html` · <${Ticking} draw=${(at) => duration(secondsSince(one.since, at))} />`}
      ${one.by_hand && html` · ${t("device_by", { who: nameOfActor(one.by_hand) })}`}
      ${!one.speaks && html` · ${t("device_speaks_not")}`}
      ${one.last_seen && html` · ${t("device_last_seen", { time: timeOfDay(one.last_seen, { seconds: true }) })}`}
    </p>
    ${
      (one.transactions.length > 0 || failing.length > 0) &&
      html`<p class="does">
      ${failing.map((name) => html`<span key=${name} class="tag failing">${checkName(name)} ×</span>`)}
      ${one.transactions.map(
        (word) => html`<span key=${word} class="tag ${one.works ? "" : "lost"}">${needName(word)}</span>`,
      )}
    </p>`
    }
    <div class="machine-foot">
      <span class="faint">${t("devices_down_today")} <${Ticking} draw=${(at) => duration(downOf(one, data, at))} />
      </span>
      ${
        may("lobby.report_fault") &&
        !one.by_hand &&
        html`<${ActionButton}
        class="quiet"
        label="${t("report_fault")}: ${one.device}"
        action=${act("fault", "fault_reported")}
      >
        ${t("report_fault")}
      <//>`
      }
      ${
        may("lobby.clear_fault") &&
        one.by_hand &&
        html`<${ActionButton}
        class="secondary"
        label="${t("clear_fault")}: ${one.device}"
        action=${act("fixed", "fault_cleared")}
      >
        ${t("clear_fault")}
      <//>`
      }
    </div>
  </li>`;
}
