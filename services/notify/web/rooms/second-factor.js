// The second factor: the field of a code, what to set up in an app, recovery codes, and the account's own section.

import { command } from "../live/api.js";
import { useQueryOnce } from "../live/query.js";
import { Busy } from "../parts/action-button.js";
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

const PATH = "/api/notify/me/second-factor";

export function CodeField({ secret, address, invalid, focus = true }) {
  const t = useWords();
  const field = useRef();
  useLayoutEffect(() => {
    if (focus) field.current.focus();
  }, []);
  return html`${
    secret &&
    html`<p class="faint">
        ${t("factor_set_up")} <code>${secret.match(/.{1,4}/g).join(" ")}</code>${" "}
        <a href=${address}>${t("factor_open")}</a>
      </p>`
  }
    <label>
      ${t("factor_code")}
      <input
        ref=${field}
        name="code"
        autocomplete="one-time-code"
        spellcheck="false"
        maxlength="64"
        aria-invalid=${invalid}
      />
    </label>`;
}

export function RecoveryCodes({ codes, onDone }) {
  const t = useWords();
  return html`<div role="status">
    <p>${t("factor_recovery")}</p>
    <ul class="sessions">
      ${codes.map((one) => html`<li key=${one}><code>${one}</code></li>`)}
    </ul>
    <button type="button" class="primary" onClick=${onDone}>${t("factor_written_down")}</button>
  </div>`;
}

/** Set up or end one's second factor, with the password and a code. */
export function SecondFactor() {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(PATH);
  const [codes, setCodes] = useState(/** @type {string[] | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const form = useRef(/** @type {any} */ (null));
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const { password, code } = form.current.elements;
    setBusy(true);
    setProblem(null);
    try {
      const content = { password: password.value, code: code.value };
      const answer = await command(data.on ? `${PATH}/end` : PATH, content);
      form.current.reset();
      setCodes(answer?.recovery_codes ?? null);
      await refetch();
    } catch (failure) {
      setProblem(() => () => reasonOf(failure));
    } finally {
      setBusy(false);
    }
  };
  if (error) return html`<p class="form-error" role="alert">${reasonOf(error)}</p>`;
  if (!data) return null;
  if (codes) return html`<${RecoveryCodes} codes=${codes} onDone=${() => setCodes(null)} />`;
  return html`<h3>${t("factor")}</h3>
    <p class="faint">${data.on ? t("factor_on", { n: data.recovery_left }) : t("factor_off")}</p>
    <form ref=${form} onSubmit=${submit} novalidate>
      <div role="alert" class="form-error">${problem?.()}</div>
      <label>
        ${t("factor_password")}
        <input name="password" type="password" autocomplete="current-password" maxlength="256" />
      </label>
      <${CodeField} secret=${data.secret} address=${data.address} invalid=${!!problem} focus=${false} />
      <footer class="form-foot">
        <button class="quiet ${busy ? "busy" : ""}" aria-busy=${busy}>
          ${t(data.on ? "factor_end" : "factor_begin")}${busy && html`<${Busy} />`}
        </button>
      </footer>
    </form>`;
}
