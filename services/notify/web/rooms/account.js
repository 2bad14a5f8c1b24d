// One's own account: the password, and the devices on which one is signed in.

import { SecondFactor } from "./second-factor.js";
import { command, erase } from "../live/api.js";
import { dayAndTime } from "../live/clock.js";
import { useQueryOnce } from "../live/query.js";
import { session } from "../live/session.js";
import { ActionButton, Busy } from "../parts/action-button.js";
import { Dialog } from "../parts/dialog.js";
import { toast } from "../parts/toasts.js";
import { html, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

/** A button in the head of the page that opens the account. */
export function AccountButton() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return html`<button type="button" class="quiet" onClick=${() => setOpen(true)}>${t("account")}</button>
    ${open && html`<${Account} onClose=${() => setOpen(false)} />`}`;
}

function Account({ onClose }) {
  const t = useWords();
  return html`<${Dialog} title=${t("account")} onClose=${onClose}>
    <${Sessions} />
    ${
      session.value.me?.has_password === false
        ? html`<p class="faint">${t("identity_account")}</p>`
        : html`<h3>${t("password_change")}</h3>
            <${PasswordForm} onDone=${onClose} />
            <${SecondFactor} />`
    }
  <//>`;
}

function Sessions() {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce("/api/notify/me/sessions");
  const end = async (id) => {
    await erase(`/api/notify/me/sessions/${id}`);
    await refetch();
  };
  return html`<h3>${t("sessions")}</h3>
    ${error && html`<p class="form-error" role="alert">${reasonOf(error)}</p>`}
    <ul class="sessions">
      ${(data ?? []).map(
        (one) =>
          html`<li key=${one.id}>
            <span>
              <b>${programOf(one.agent) || t("session_program_unknown")}</b>${" "}
              ${one.current && html`<span class="faint">${t("session_current")}</span>`}
              <small class="faint">
                ${t("session_used", { at: dayAndTime(one.used), network: one.network.replace("/32", "") })}
              </small>
            </span>
            ${!one.current && html`<${ActionButton} class="quiet" action=${() => end(one.id)}>${t("session_end")}<//>`}
          </li>`,
      )}
    </ul>`;
}

/** A form that keeps no draft: a password is written down nowhere. */
function PasswordForm({ onDone }) {
  const t = useWords();
  const form = useRef();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const { password, new_password: chosen, again } = form.current.elements;
    if (!password.value || !chosen.value) return setProblem(() => () => t("password_needs_both"));
    if (chosen.value !== again.value) return setProblem(() => () => t("password_differs"));
    setBusy(true);
    setProblem(null);
    try {
      await command("/api/notify/me/password", { password: password.value, new_password: chosen.value });
      toast(t("password_changed"));
      onDone();
    } catch (error) {
      setProblem(() => () => reasonOf(error));
      setBusy(false);
    }
  };
  const field = (name, word, autocomplete) =>
    html`<label>
      ${t(word)}
      <input
        name=${name}
        type="password"
        autocomplete=${autocomplete}
        maxlength="256"
        aria-invalid=${!!problem}
      />
    </label>`;
  return html`<form ref=${form} onSubmit=${submit} novalidate>
    <div role="alert" class="form-error">${problem?.()}</div>
    ${field("password", "password_now", "current-password")} ${field("new_password", "password_new", "new-password")}
    ${field("again", "password_again", "new-password")}
    <p class="faint">${t("password_hint")}</p>
    <footer class="form-foot">
      <button class="primary ${busy ? "busy" : ""}" aria-busy=${busy}>
        ${t("password_change")}${busy && html`<${Busy} />`}
      </button>
    </footer>
  </form>`;
}

/** The program and the system of a device, by what it says of itself: "Chrome · Windows". */
export function programOf(agent) {
  const program = PROGRAMS.find(([sign]) => agent.includes(sign))?.[1];
  const system = SYSTEMS.find(([sign]) => agent.includes(sign))?.[1];
  return [program, system].filter(Boolean).join(" · ") || agent.slice(0, 40);
}

const PROGRAMS = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
];
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iOS"],
  ["iPad", "iPadOS"],
  ["Windows", "Windows"],
  ["Mac OS", "macOS"],
  ["Linux", "Linux"],
];
