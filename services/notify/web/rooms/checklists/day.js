// The branch's day: how far it is, and the step to the next.

import { command } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { nameOfActor } from "../../live/colleagues.js";
import { useForgetKeys } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Dialog } from "../../parts/dialog.js";
import { Radios, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { useId } from "../../parts/ids.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import { DAY_REASONS, dayReasonName } from "../../words/terms.js";

const NEXT = { preparing: ["open"], open: ["begin-closing"], closing: ["close", "reopen"], closed: ["reopen"] };
const LIST = { open: "opening", close: "closing" };

export function Day({ day, branch, path, refetch }) {
  const t = useWords();
  const [asking, setAsking] = useState(null);
  const last = day.steps.at(-1);
  const missing = (step) => (LIST[step] ? day.lists[LIST[step]].missing : []);
  const mustAsk = (step) =>
    step === "reopen" || missing(step).length > 0 || (step === "close" && (day.served.length > 0 || day.waiting > 0));
  const go = (step, body) => async (keys) => {
    await command(`${path}/day/${step}`, body, keys);
    await refetch();
  };
  useForgetKeys(`${path}/day/`, day.steps.length);
  const button = (step, index) =>
    html`<${ActionButton}
      key=${step}
      class="${index ? "secondary" : "primary"} large"
      action=${mustAsk(step) ? async () => setAsking(step) : go(step, {})}
    >
      ${t(`step_${step}`)}
    <//>`;
  return html`<div class="day ${day.state}">
    <div>
      <p class="faint">${day.day}</p>
      <h2 class="state" aria-live="polite">${t(`day_${day.state}`)}</h2>
      ${
        last &&
        html`<p class="faint">
        ${t(`was_${last.what}`)} · ${nameOfActor(last.by)} ${timeOfDay(last.at)}
        ${
          last.reason &&
          html` · ${dayReasonName(last.reason)}${last.words && pick([`：${last.words}`, `: ${last.words}`])}`
        }
      </p>`
      }
    </div>
    ${may("lobby.open_day") && html`<div class="actions">${NEXT[day.state].map(button)}</div>`}
    ${
      asking &&
      html`<${StepDialog}
      step=${asking}
      name="day ${branch} ${day.day} ${asking}"
      day=${day}
      missing=${missing(asking)}
      go=${go}
      onClose=${() => setAsking(null)}
    />`
    }
  </div>`;
}

function StepDialog({ step, name, day, missing, go, onClose }) {
  const t = useWords();
  const served = step === "close" ? day.served : [];
  const hintId = useId();
  const needsReason = step === "reopen" || missing.length > 0 || served.length > 0;
  const names = new Map(day.lists[LIST[step]]?.items.map((item) => [item.id, item]));
  const nameOf = (id) => {
    const item = names.get(id);
    return `${item.duty} ${pick([item.zh, item.en])}${item.counter ? ` (${t("counter_n", { n: item.counter })})` : ""}`;
  };
  const send = ({ reason, words }, keys) => {
    const why = { reason, words: words || null };
    return go(step, step === "reopen" ? why : needsReason ? { override: why } : {})(keys);
  };
  const check = ({ reason, words }) => needsReason && (!reason || (reason === "other" && !words)) && "reason_needed";
  return html`<${Dialog} title=${t(`step_${step}`)} onClose=${onClose}>
    <${Form}
      name=${name}
      state=${day.steps.length}
      action=${send}
      check=${check}
      submit=${t(missing.length || served.length ? `anyway_${step}` : `step_${step}`)}
      onDone=${onClose}
      onCancel=${onClose}
    >

      ${
        missing.length > 0 &&
        html`<div>
        <p><strong>${t("must_open", { n: missing.length })}</strong></p>
        <ul class="missing-items">${missing.map((id) => html`<li key=${id}>${nameOf(id)}</li>`)}</ul>
      </div>`
      }
      ${
        served.length > 0 &&
        html`<p><strong>${t("still_served", { tickets: served.join(pick(["、", ", "])) })}</strong></p>`
      }
      ${step === "close" && day.waiting > 0 && html`<p>${t("still_waiting", { n: day.waiting })}</p>`}
      ${
        needsReason &&
        html`<${Radios}
          name="reason"
          legend=${t("override_reason")}
          options=${DAY_REASONS.map((one) => [one, dayReasonName(one)])}
        />
        <${TextField} name="words" label=${t("override_words")} rows="3" most=${1000} hint=${hintId} />
        <p class="faint" id=${hintId}>${t("override_hint")}</p>`
      }
    <//>
  <//>`;
}
