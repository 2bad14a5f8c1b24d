// The branch's day: how far it is, and the step to the next.

import { command } from "./api.js";
import { timeOfDay } from "./clock.js";
import { Dialog, Doing } from "./parts.js";
import { DAY_REASONS, dayReasonName } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "./words.js";

const NEXT = { preparing: ["open"], open: ["begin-closing"], closing: ["close", "reopen"], closed: ["reopen"] };
const LIST = { open: "opening", close: "closing" };

export function Day({ day, path, may, again }) {
  const t = useWords();
  const [asking, setAsking] = useState(null);
  const last = day.steps.at(-1);
  const missing = (step) => (LIST[step] ? day.lists[LIST[step]].missing : []);
  const mustAsk = (step) =>
    step === "reopen" || missing(step).length > 0 || (step === "close" && (day.served.length > 0 || day.waiting > 0));
  const go = (step, body) => async () => {
    await command(`${path}/day/${step}`, body);
    await again();
  };
  const button = (step, index) =>
    html`<${Doing} key=${step} class="${index ? "secondary" : "primary"} large" does=${mustAsk(step) ? async () => setAsking(step) : go(step, {})}>${t(`step_${step}`)}<//>`;
  return html`<div class="day ${day.state}">
    <div>
      <p class="faint">${day.day}</p>
      <h2 class="state" aria-live="polite">${t(`day_${day.state}`)}</h2>
      ${last &&
      html`<p class="faint">
        ${t(`was_${last.what}`)} · ${last.by === "system" ? pick(["系统", "the system"]) : last.by} ${timeOfDay(last.at)}
        ${last.reason && html` · ${dayReasonName(last.reason)}${last.words && pick([`：${last.words}`, `: ${last.words}`])}`}
      </p>`}
    </div>
    ${may.go && html`<div class="actions">${NEXT[day.state].map(button)}</div>`}
    ${asking && html`<${StepDialog} step=${asking} day=${day} missing=${missing(asking)} go=${go} onClose=${() => setAsking(null)} />`}
  </div>`;
}

function StepDialog({ step, day, missing, go, onClose }) {
  const t = useWords();
  const form = useRef();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const served = step === "close" ? day.served : [];
  const needsReason = step === "reopen" || missing.length > 0 || served.length > 0;
  const names = new Map(day.lists[LIST[step]]?.items.map((item) => [item.id, item]));
  const nameOf = (id) => {
    const item = names.get(id);
    return `${item.duty} ${pick([item.zh, item.en])}${item.counter ? ` (${t("counter_n", { n: item.counter })})` : ""}`;
  };
  const submit = async (event) => {
    event.preventDefault();
    if (busy) return;
    const why = { reason: form.current.elements.reason?.value, words: form.current.elements.words?.value.trim() || null };
    if (needsReason && (!why.reason || (why.reason === "other" && !why.words))) {
      setError(t("reason_needed"));
      return;
    }
    setBusy(true);
    try {
      await go(step, step === "reopen" ? why : needsReason ? { override: why } : {})();
      onClose();
    } catch (failure) {
      setError(reasonOf(failure));
      setBusy(false);
    }
  };
  return html`<${Dialog} title=${t(`step_${step}`)} onClose=${onClose}>
    <form ref=${form} onSubmit=${submit} novalidate>
      <div role="alert" class="form-error">${error}</div>
      ${missing.length > 0 &&
      html`<div>
        <p><strong>${t("must_open", { n: missing.length })}</strong></p>
        <ul class="missing-items">${missing.map((id) => html`<li key=${id}>${nameOf(id)}</li>`)}</ul>
      </div>`}
      ${served.length > 0 && html`<p><strong>${t("still_served", { tickets: served.join(pick(["、", ", "])) })}</strong></p>`}
      ${step === "close" && day.waiting > 0 && html`<p>${t("still_waiting", { n: day.waiting })}</p>`}
      ${needsReason &&
      html`<fieldset>
          <legend>${t("override_reason")}</legend>
          <div class="radios">
            ${DAY_REASONS.map(
              (one) => html`<label key=${one} class="radio"><input type="radio" name="reason" value=${one} /> ${dayReasonName(one)}</label>`,
            )}
          </div>
        </fieldset>
        <label>
          ${t("override_words")}
          <textarea name="words" rows="3" maxlength="1000" aria-describedby="override-hint"></textarea>
        </label>
        <p class="faint" id="override-hint">${t("override_hint")}</p>`}
      <footer>
        <button type="button" class="quiet" onClick=${onClose}>${t("cancel")}</button>
        <button class="primary ${busy ? "busy" : ""}" aria-busy=${busy} aria-disabled=${busy}>
          ${t(missing.length || served.length ? `anyway_${step}` : `step_${step}`)}${busy && html`<span class="spinner" aria-hidden="true"></span>`}
        </button>
      </footer>
    </form>
  <//>`;
}
