// Incidents, raised by one tap and quietly, and those who stay without business (D12). Nothing here makes a
// sound or moves: what is confirmed is written beside the buttons.

import { Incident } from "./incident.js";
import { command } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { nameOfActor } from "../../live/colleagues.js";
import { useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { html, useState } from "../../vendor/preact-htm.js";
import {
  INCIDENT_PLACES,
  INCIDENT_KINDS,
  incidentName,
  incidentStateName,
  LOITERER_OUTCOMES,
  loitererOutcomeName,
  whereName,
} from "../../words/device-terms.js";
import { reasonOf, useWords } from "../../words/language.js";

export function Incidents({ branch }) {
  const t = useWords();
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const { data, error, refetch } = useQuery(`${path}/incidents`);
  const [open, setOpen] = useState(null);
  const knows = may("lobby.view_any_incident");
  return html`<section class="panel incidents" id="incidents" tabindex="-1" aria-label=${t("incidents")}>
    <${Raise} path=${path} refetch=${refetch} />
    ${knows && html`<${Loiterers} path=${path} refetch=${refetch} />`}
    <h2 id="incident-list">${t("incident_list")}</h2>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !data.length && html`<p class="blank small">${t("incidents_none")}</p>`}
    ${
      data?.length > 0 &&
      html`<ul class="incident-list" aria-labelledby="incident-list">
      ${data.map((one) => html`<${Row} key=${one.incident} one=${one} onOpen=${() => setOpen(one.incident)} />`)}
    </ul>`
    }
    ${
      open &&
      html`<${Incident} key=${open} id=${open} knows=${knows} refetch=${refetch} onClose=${() => setOpen(null)} />`
    }
  </section>`;
}

function Raise({ path, refetch }) {
  const t = useWords();
  const [place, setPlace] = useState("hall");
  const [done, setDone] = useState("");
  const raise = (kind) => async () => {
    await command(`${path}/incidents`, { kind, place });
    setDone(`${incidentName(kind)} · ${whereName(place)}`);
    await refetch();
  };
  return html`<h2 id="raise">${t("incident_raise")}</h2>
    <p class="faint">${t("incident_hint")}</p>
    <fieldset>
      <legend>${t("incident_place")}</legend>
      <div class="radios">
        ${INCIDENT_PLACES.map(
          (one) => html`<label key=${one} class="radio">
            <input
              type="radio"
              name="place"
              value=${one}
              checked=${place === one}
              onChange=${() => setPlace(one)}
            /> ${whereName(one)}
          </label>`,
        )}
      </div>
    </fieldset>
    <div class="choices" role="group" aria-labelledby="raise">
      ${INCIDENT_KINDS.map(
        (kind) =>
          html`<${ActionButton} key=${kind} class="secondary choice" action=${raise(kind)}>${incidentName(kind)}<//>`,
      )}
    </div>
    ${done && html`<p class="raised">✓ ${t("incident_done", { what: done })}</p>`}`;
}

function Loiterers({ path, refetch: refetchIncidents }) {
  const t = useWords();
  const { data, refetch } = useQuery(`${path}/loiterers`);
  const open = data?.loiterers.filter((one) => !one.outcome) ?? [];
  const settle = (one, outcome) => async () => {
    await command(`/api/lobby/loiterers/${encodeURIComponent(one.loiterer)}/outcome`, { outcome });
    await Promise.all([refetch(), refetchIncidents()]);
  };
  return html`<h2 id="loiterers">${t("loiterers")}</h2>
    ${
      open.length
        ? html`<ul class="incident-list" aria-labelledby="loiterers">
          ${open.map(
            (one) => html`<li key=${one.loiterer} class="incident">
              <div>
                <p>
                  <strong>${t("loiterer_for", { place: whereName(one.place), minutes: one.minutes })}</strong>${" "}
                  ${one.ticket}
                </p>
                <p class="faint">${timeOfDay(one.noticed_at)} ${one.device}</p>
              </div>
              <div class="actions">
                ${LOITERER_OUTCOMES.map(
                  (outcome) =>
                    html`<${ActionButton}
                    key=${outcome}
                    class="quiet"
                    action=${settle(one, outcome)}
                  >
                    ${loitererOutcomeName(outcome)}
                  <//>`,
                )}
              </div>
            </li>`,
          )}
        </ul>`
        : html`<p class="blank small">${t(data ? "loiterers_none" : "opening")}</p>`
    }`;
}

function Row({ one, onOpen }) {
  const t = useWords();
  const name = `${incidentName(one.kind)} · ${whereName(one.place)}`;
  return html`<li class="incident ${one.state}">
    <div>
      <p><span class="badge">${incidentStateName(one.state)}</span> <strong>${name}</strong> ${one.device}</p>
      <p class="faint">
        ${timeOfDay(one.raised_at)} · ${t("incident_by", { who: nameOfActor(one.raised_by) })}
      </p>
    </div>
    <button
      type="button"
      class="quiet"
      aria-label="${t("incident_open")}: ${name} ${timeOfDay(one.raised_at, { seconds: true })}"
      onClick=${onOpen}
    >
      ${t("incident_open")}
    </button>
  </li>`;
}
