// What a customer said about being contacted, with its history, and what they wish. What is recorded stays.

import {
  CHANNELS,
  consentKindName,
  consentSourceName,
  consentStateName,
  contactChannelName,
  pathOf,
  PURPOSES,
  purposeName,
  SOURCES,
} from "./names.js";
import { command, get, put } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { lastChange } from "../../../live/floor.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, Radios, TextField, Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";

/** @type {Record<string, string>} */
const WAYS = { given: "/consents", withdrawn: "/consents/withdraw", refused: "/consents/refuse" };

/** @param {{branch: string, customer: string, known: any, refetch: () => Promise<void>}} props */
export function Consents({ branch, customer, known, refetch }) {
  const t = useWords();
  return html`<div class="consents">
    <h3>${t("consents")}</h3>
    ${!known.consents.length && html`<p class="faint">${t("consents_none")}</p>`}
    <ul class="consent-list" aria-label=${t("consents")}>
      ${known.consents.map(
        (/** @type {any} */ one) => html`<li key="${one.purpose} ${one.channel}" class="consent ${one.state}">
          <span>${purposeName(one.purpose)} · ${contactChannelName(one.channel)}</span>
          <b class="tag">${consentStateName(one.state)}</b>
          <span class="faint">${one.since && t("since", { at: dayAndTime(one.since) })}</span>
        </li>`,
      )}
    </ul>
    ${known.history.length > 0 && html`<${History} customer=${customer} history=${known.history} />`}
    <details>
      <summary>${t("consent_record")}</summary>
      <${Word} branch=${branch} customer=${customer} refetch=${refetch} />
    </details>
    <details>
      <summary>${t("wishes")}</summary>
      <${Wishes} branch=${branch} customer=${customer} known=${known} refetch=${refetch} />
    </details>
  </div>`;
}

/** @param {{customer: string, history: any[]}} props */
function History({ customer, history }) {
  const t = useWords();
  const [shown, setShown] = useState(/** @type {Record<string, string>} */ ({}));
  const show = (/** @type {string} */ record) => async () => {
    const { evidence } = await get(pathOf(customer, `/consents/${encodeURIComponent(record)}/evidence`));
    setShown((had) => ({ ...had, [record]: evidence ?? t("consent_evidence_gone") }));
  };
  const recorder = (/** @type {any} */ one) => (one.recorded_by === "system" ? t("gateway") : nameOf(one.recorded_by));
  return html`<details>
    <summary>${t("consent_history", { n: history.length })}</summary>
    <ol class="consent-history">
      ${history.map(
        (one) => html`<li key=${one.record} class=${one.kind}>
          <span>${dayAndTime(one.at)} <b>${consentKindName(one.kind)}</b> ·
            ${purposeName(one.purpose)} · ${contactChannelName(one.channel)} · ${consentSourceName(one.source)}</span>
          <span class="faint">${t("consent_by", { who: recorder(one) })}</span>
          ${shown[one.record] && html`<span>${t("consent_evidence")}: ${shown[one.record]}</span>`}
          ${
            one.has_evidence &&
            !shown[one.record] &&
            html`<${ActionButton} class="quiet" action=${show(one.record)}>${t("consent_evidence_show")}<//>`
          }
        </li>`,
      )}
    </ol>
  </details>`;
}

/** @param {{branch: string, customer: string, refetch: () => Promise<void>}} props */
function Word({ branch, customer, refetch }) {
  const t = useWords();
  const action = async (/** @type {any} */ { kind, evidence, ...word }, /** @type {Keys} */ keys) => {
    const content = evidence ? { ...word, evidence } : word;
    await command(pathOf(customer, WAYS[kind]), content, keys);
    toast(t("consent_done"));
    await refetch();
    lastChange.set({ event: "consent" }); // what may be done hangs on it
  };
  return html`<${Form} name="customer ${branch} consent ${customer}" action=${action} submit=${t("consent_record")}>
    <${Radios}
      name="kind"
      legend=${t("consent_what")}
      initial="given"
      options=${options(Object.keys(WAYS), consentKindName)}
    />
    <p class="faint">${t("consent_refusal_hint")}</p>
    <${Choice} name="purpose" label=${t("contact_purpose")} options=${options(PURPOSES, purposeName)} />
    <${Choice} name="channel" label=${t("contact_channel")} options=${options(CHANNELS, contactChannelName)} />
    <${Choice} name="source" label=${t("consent_source")} options=${options(SOURCES, consentSourceName)} />
    <${TextField} name="evidence" label=${t("consent_evidence")} most=${200} />
  <//>`;
}

/** @param {{branch: string, customer: string, known: any, refetch: () => Promise<void>}} props */
function Wishes({ branch, customer, known, refetch }) {
  const t = useWords();
  const action = async (
    /** @type {any} */ { begin, end, email, drop = [], ...wishes },
    /** @type {{seen?: any}} */ { seen },
  ) => {
    const hours = begin || end ? { begin, end } : null;
    const address = drop.length ? { email: null } : email ? { email } : {};
    const timezone = known.timezone;
    await put(pathOf(customer, "/contact-preferences"), { ...wishes, hours, timezone, ...address, seen });
    toast(t("consent_done"));
    lastChange.set({ event: "contact_preferences" });
  };
  const hours = known.hours ?? { begin: "", end: "" };
  return html`<${Form}
    name="customer ${branch} wishes ${customer}"
    action=${action}
    submit=${t("save")}
    seen=${known.mark}
    reread=${refetch}
    replaces=${true}
  >
    <div class="pair">
      <${TextField} name="begin" label=${t("wish_from")} initial=${hours.begin} most=${5} />
      <${TextField} name="end" label=${t("wish_to")} initial=${hours.end} most=${5} />
    </div>
    <${Ticks}
      name="channels"
      legend=${t("wish_channels")}
      initial=${known.channels}
      options=${CHANNELS.map((one) => [one, contactChannelName(one)])}
    />
    <${Choice}
      name="language"
      label=${t("wish_language")}
      initial=${known.language}
      none=${t("wish_none")}
      options=${[
        ["zh", "中文"],
        ["en", "English"],
      ]}
    />
    <${TextField} name="email" label=${t(known.has_email ? "wish_email_new" : "wish_email")} most=${254} />
    ${
      known.has_email &&
      html`<${Ticks} name="drop" legend=${t("wish_email_kept")} options=${[["yes", t("wish_email_drop")]]} />`
    }
  <//>`;
}
