// The sign-in form.

import { ByAccount, MoreNeeded, needsMore } from "./by-account.js";
import { CodeField, RecoveryCodes } from "./second-factor.js";
import { signIn } from "../live/session.js";
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, switchLanguage, useWords } from "../words/language.js";

const ASK_FOR_CODE = ["code_needed", "code_wrong", "second_factor_needed"];

/** `failure`: why somebody who came back from the identity provider is not let in yet. */
export function SignIn({ ended, failure }) {
  const [back, setBack] = useState(failure);
  const [codes, setCodes] = useState(/** @type {any} */ (null)); // of recovery, to be written down
  const show = (shown) => new Promise((resolve) => setCodes({ shown, resolve }));
  return html`<main class="sign-in">
    ${
      codes
        ? html`<${RecoveryCodes} codes=${codes.shown} onDone=${codes.resolve} />`
        : html`<${Language} />${
            needsMore(back)
              ? html`<${MoreNeeded} failure=${back} onCodes=${show} onEnd=${setBack} />`
              : html`<${PasswordForm} ended=${ended} failure=${back} show=${show} />`
          }`
    }
  </main>`;
}

function Language() {
  const t = useWords();
  return html`<button
    type="button"
    class="quiet language"
    lang=${t("other_language") === "English" ? "en" : "zh-CN"}
    onClick=${switchLanguage}
  >
    ${t("other_language")}
  </button>`;
}

function PasswordForm({ ended, failure, show }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(/** @type {any} */ (failure && { say: () => reasonOf(failure) }));
  const [firstSecret, setFirstSecret] = useState(false); // what was typed is to be changed now
  const [factor, setFactor] = useState(null); // a code is asked for; `secret` where it is set up now
  const form = useRef();
  useLayoutEffect(() => form.current.elements.staff.focus(), []);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const { staff, password, new_password: chosen, code } = form.current.elements;
    if (!staff.value.trim() || !password.value) {
      setError({ say: () => t("needs_both") });
      (staff.value.trim() ? password : staff).focus();
      return;
    }
    if (firstSecret && !chosen.value) {
      setError({ say: () => t("password_new_needed") });
      chosen.focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const more = { ...(chosen && { new_password: chosen.value }), ...(code && { code: code.value }) };
      await signIn(staff.value.trim().toLowerCase(), password.value, more, show);
    } catch (failed) {
      setError({ say: () => reasonOf(failed) });
      setBusy(false);
      if (["password_must_change", "password_is_common"].includes(failed.code)) {
        setFirstSecret(true);
        return;
      }
      if (ASK_FOR_CODE.includes(failed.code)) {
        if (failed.code !== "code_wrong") setFactor(failed.more);
        if (code) code.value = "";
        return;
      }
      if (!failed.passing) password.value = "";
      password.focus();
    }
  };

  const said = error ? error.say() : ended ? t("signed_out") : "";
  return html`<form ref=${form} onSubmit=${submit} novalidate>
    <img src="/static/icon.svg" alt="" width="56" height="56" />
    <h1>${t("brand")}</h1>
    <p class="faint">${t("tagline")}</p>
    <div role="alert" class="form-error">${said}</div>
    <label>
      ${t("staff_id")}
      <input
        name="staff"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        maxlength="64"
        required
        aria-invalid=${!!error}
      />
    </label>
    <label>
      ${t("password")}
      <input
        name="password"
        type="password"
        autocomplete="current-password"
        maxlength="256"
        required
        aria-invalid=${!!error}
      />
    </label>
    ${factor && html`<${CodeField} secret=${factor.secret} address=${factor.address} invalid=${!!error} />`}
    ${firstSecret && html`<${NewPassword} invalid=${!!error} />`}
    <button class="primary large ${busy ? "busy" : ""}" aria-busy=${busy} aria-disabled=${busy}>
      ${t("sign_in")}${busy && html`<span class="spinner" aria-hidden="true"></span>`}
    </button>
    <${ByAccount} onFailure=${(failed) => setError({ say: () => reasonOf(failed) })} />
  </form>`;
}

function NewPassword({ invalid }) {
  const t = useWords();
  const field = useRef();
  useLayoutEffect(() => field.current.focus(), []);
  return html`<label>
    ${t("password_new")}
    <input
      ref=${field}
      name="new_password"
      type="password"
      autocomplete="new-password"
      minlength="8"
      maxlength="256"
      aria-invalid=${invalid}
    />
  </label>`;
}
