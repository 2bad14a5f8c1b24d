// The hints of latent needs about the customer whose file is open (A2).

import { minds } from "./shared.js";
import { Failure, command } from "../../../live/api.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { LatentDismissal, LatentEnd } from "../../../words/enums.js";
import { said, useWords } from "../../../words/language.js";
import { named, optionsOf } from "../../../words/terms.js";
import { pathOf } from "../shown.js";

const dismissalName = named(LatentDismissal);
const endName = named(LatentEnd);
const signed = (weight) => `${weight > 0 ? "+" : ""}${weight.toFixed(2)}`;

/** A section of the open file: the hint with its reasons, to be taken up or dismissed; those before it. */
export function LatentOf({ branch, customer }) {
  const t = useWords();
  const path = pathOf(customer, "/latent");
  const { data, error, refetch } = useQuery(path, { minds });
  if (error instanceof Failure && error.status === 403) return null;
  const open = data?.hints.filter((one) => one.state === "open") ?? [];
  const ended = data?.hints.filter((one) => one.state !== "open") ?? [];
  return html`<section class="latent" aria-labelledby="latent-title">
    <h3 id="latent-title">${t("latent")}</h3>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !open.length && html`<p class="faint">${t("latent_none")}</p>`}
    ${open.map(
      (hint) => html`<${Hint}
        key=${hint.product}
        hint=${hint}
        consents=${data.consents}
        path=${`${path}/${encodeURIComponent(hint.product)}`}
        name=${`latent ${hint.product} of ${customer}`}
        acts=${may("customer.take_up_latent_need", branch)}
        refetch=${refetch}
      />`,
    )}
    ${ended.length > 0 && html`<${Before} hints=${ended} />`}
  </section>`;
}

function Hint({ hint, consents, path, name, acts, refetch }) {
  const t = useWords();
  const [dismissing, setDismissing] = useState(false);
  const takeUp = async (keys) => {
    await command(`${path}/take-up`, {}, keys);
    toast(t("latent_taken_up"));
    await refetch();
  };
  const dismiss = async ({ reason }, keys) => {
    await command(`${path}/dismiss`, { reason }, keys);
    await refetch();
  };
  return html`<div class="hint">
    <h4>${t("latent_hint", { product: said(hint.called) })}</h4>
    <p>${t("latent_of_hundred", { value: hint.of_hundred })} · ${t("latent_until", { until: hint.until })}</p>
    ${!consents && html`<p><b>${t("latent_no_consent")}</b></p>`}
    <div class="scroll" tabindex="0" role="region" aria-label=${t("latent_reason")}>
      <table class="table">
        <thead><tr><th>${t("latent_says")}</th><th>${t("latent_weight")}</th></tr></thead>
        <tbody>
          ${hint.reasons.map(
            (one, at) => html`<tr key=${at}>
              <td>${said(one.says)}</td>
              <td class="number">${signed(one.weight)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="faint small">
      ${t("latent_dated", { day: hint.model_day, method: hint.method, others: signed(hint.others) })}
    </p>
    ${
      acts &&
      html`<div class="chips">
        <${ActionButton} action=${takeUp}>${t("latent_take_up")}<//>
        <button
          type="button"
          class="secondary"
          aria-expanded=${dismissing}
          onClick=${() => setDismissing(!dismissing)}
        >
          ${t("latent_dismiss")}
        </button>
      </div>`
    }
    ${
      dismissing &&
      html`<${Form} name=${name} action=${dismiss} submit=${t("latent_dismiss")} onCancel=${() => setDismissing(false)}>
        <${Choice}
          name="reason"
          label=${t("latent_why")}
          options=${optionsOf(LatentDismissal)}
        />
      <//>`
    }
  </div>`;
}

function Before({ hints }) {
  const t = useWords();
  const ended = (one) => (one.state === "taken_up" ? t("latent_taken_up") : endName(one.state));
  return html`<details>
    <summary>${t("latent_before")} <b>${hints.length}</b></summary>
    <ul>
      ${hints.map(
        (one) => html`<li key=${`${one.product} ${one.found}`}>
          ${said(one.called)} (${one.found}): ${ended(one)}${one.dismissed && ` · ${dismissalName(one.dismissed)}`}
        </li>`,
      )}
    </ul>
  </details>`;
}
