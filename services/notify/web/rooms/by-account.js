// Signing in by the bank's account: the button, and what may be asked for when somebody comes back.

import { CodeField } from "./second-factor.js";
import { comeBack, leaveForProvider, readProvider } from "../live/identity.js";
import { ActionButton, Busy } from "../parts/action-button.js";
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, said, useWords } from "../words/language.js";

const ASK_FOR_CODE = ["code_needed", "second_factor_needed", "code_wrong"];
const ASK_FOR_PASSWORD = ["identity_link_needed"];

/** Whether a failed return only needs something more of the person. */
export const needsMore = (failure) => [...ASK_FOR_CODE, ...ASK_FOR_PASSWORD].includes(failure?.code);

/** The button that leads to the provider, where there is one. */
export function ByAccount({ onFailure }) {
  useWords();
  const [provider, setProvider] = useState(/** @type {any} */ (null));
  useLayoutEffect(() => {
    readProvider().then(setProvider, () => {}); // the form is there in any case
  }, []);
  if (!provider?.set_up) return null;
  return html`<${ActionButton} class="large" action=${() => leaveForProvider().catch(onFailure)}>${said(provider)}<//>`;
}

/** What is asked for beside the account at the bank: a code, or once the password here. */
export function MoreNeeded({ failure, onCodes, onEnd }) {
  const t = useWords();
  const [asked, setAsked] = useState(failure); // the refusal that says what is needed
  const [problem, setProblem] = useState(failure);
  const [busy, setBusy] = useState(false);
  const form = useRef(/** @type {any} */ (null));
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const { code, password } = form.current.elements;
    setBusy(true);
    setProblem(null);
    try {
      await comeBack(code ? { factor: code.value } : { password: password.value }, onCodes);
    } catch (failed) {
      setBusy(false);
      if (failed.code === "identity_flow_ended") return onEnd(failed);
      if (needsMore(failed) && failed.code !== "code_wrong") setAsked(failed);
      if (code) code.value = "";
      setProblem(failed);
    }
  };
  const withCode = ASK_FOR_CODE.includes(asked.code);
  return html`<form ref=${form} onSubmit=${submit} novalidate>
    <img src="/static/icon.svg" alt="" width="56" height="56" />
    <h1>${t("brand")}</h1>
    <div role="alert" class="form-error">${problem && reasonOf(problem)}</div>
    ${
      withCode
        ? html`<${CodeField} secret=${asked.more.secret} address=${asked.more.address} invalid=${!!problem} />`
        : html`<${PasswordHere} invalid=${!!problem} />`
    }
    <button class="primary large ${busy ? "busy" : ""}" aria-busy=${busy} aria-disabled=${busy}>
      ${t("identity_go_on")}${busy && html`<${Busy} />`}
    </button>
    <button type="button" class="quiet" onClick=${() => onEnd(null)}>${t("identity_anew")}</button>
  </form>`;
}

function PasswordHere({ invalid }) {
  const t = useWords();
  const field = useRef(/** @type {any} */ (null));
  useLayoutEffect(() => field.current.focus(), []);
  return html`<label>
    ${t("identity_password")}
    <input
      ref=${field}
      name="password"
      type="password"
      autocomplete="current-password"
      maxlength="256"
      aria-invalid=${invalid}
    />
  </label>`;
}
