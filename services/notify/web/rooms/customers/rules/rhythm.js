// The rhythms of a branch or of the bank, with a dry run: whose contacts would not fit (A1).

import { BANK, InForce, Scoped } from "./scope.js";
import { command, ending, erase, put, Refused } from "../../../live/api.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { NumberField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { segmentName } from "../../../words/terms.js";

const SEGMENTS = ["private", "vip", "affluent", "mass"];
const BOUNDS = { every: [1, 730], grace: [0, 60], neglect: [1, 120] }; // as the service has them: `RhythmForm`
const NUMBERS = { slots: [1, 200], soon: [0, 90], ahead: [0, 31] };
const pathOf = (/** @type {string} */ scope, what = "") =>
  `/api/customer/branches/${encodeURIComponent(scope)}/rhythm${what}`;

/** @param {{branch: string}} props */
export function RhythmRules({ branch }) {
  const t = useWords();
  const asked = "customer.change_rhythm";
  return html`<${Scoped} branch=${branch} asked=${asked} title=${t("rhythm_title")} rules=${Rhythms} />`;
}

/** @param {{scope: string, branch: string}} props */
function Rhythms({ scope, branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(pathOf(scope));
  const [found, setFound] = useState(/** @type {any} */ (null));
  if (!data) return html`<${Pending} error=${error} />`;
  const known = (/** @type {string} */ segment) =>
    data.rhythms.find((/** @type {any} */ one) => one.segments.includes(segment));
  const send = async (/** @type {any} */ typed, /** @type {any} */ keys, /** @type {string | undefined} */ pressed) => {
    const body = contentOf(typed);
    if (pressed) {
      setFound(await command(pathOf(branch, "/check"), body, keys));
      throw new Refused("rhythm_tried"); // what is typed stays in the form
    }
    setFound(null);
    await put(pathOf(scope), { ...body, seen: keys.seen });
    toast(t("settings_saved"));
  };
  const drop = async () => {
    await erase(ending(pathOf(scope), `${data.scope}:${data.edition}`));
    toast(t("settings_saved"));
  };
  const number = (/** @type {string} */ name, /** @type {any} */ more) =>
    html`<${NumberField} name=${name} whole=${true} needed=${true} ...${more} />`;
  return html`<${InForce} of=${data.scope} number=${data.edition} by=${data.changed_by} at=${data.changed_at} />
    <${Form}
      name="customer ${branch} rhythm ${scope}"
      action=${send}
      submit=${t("save")}
      seen=${`${data.scope}:${data.edition}`}
      reread=${refetch}
      replaces=${true}
      more=${(/** @type {(word: string) => void} */ press) =>
        html`<button type="button" class="secondary" onClick=${() => press("check")}>${t("rhythm_check")}</button>`}
    >
      <div class="scroll" tabindex="0" role="region" aria-label=${t("rhythm_title")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t("segment")}</th>
              ${Object.keys(BOUNDS).map((one) => html`<th key=${one} scope="col">${t(`rhythm_${one}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${SEGMENTS.map(
              (segment) => html`<tr key=${segment}>
                <th scope="row">${segmentName(segment)}</th>
                ${Object.entries(BOUNDS).map(
                  ([name, [least, most]]) =>
                    html`<td key=${name}>
                      ${number(`${segment} ${name}`, {
                        label: `${segmentName(segment)} ${t(`rhythm_${name}`)}`,
                        bare: true,
                        initial: known(segment)[name],
                        least,
                        most,
                      })}
                    </td>`,
                )}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="form row">
        ${Object.entries(NUMBERS).map(
          ([name, [least, most]]) =>
            html`<div key=${name}>
              ${number(name, { label: t(`rhythm_${name}`), initial: data[name], least, most })}
            </div>`,
        )}
      </div>
    <//>
    ${found && html`<${Fits} found=${found} />`}
    ${
      data.scope === scope &&
      scope !== BANK &&
      html`<${ActionButton} class="secondary" action=${drop} reread=${refetch}>${t("rhythm_drop")}<//>`
    }`;
}

/** Whose contacts fit into the time there is under the rhythms that were tried. */
function Fits({ found }) {
  const t = useWords();
  const line = (/** @type {any} */ one) =>
    t(one.fits ? "rhythm_fits" : "rhythm_over", {
      who: nameOf(one.account_manager),
      demand: one.demand,
      slots: one.slots_per_week,
      stretch: one.stretch,
    });
  return html`<div role="status">
    ${!found.portfolios.length && html`<p class="blank small">${t("rhythm_nobody")}</p>`}
    <ul>
      ${found.portfolios.map((/** @type {any} */ one) => html`<li key=${one.account_manager}>${line(one)}</li>`)}
    </ul>
  </div>`;
}

/** @param {any} typed */
function contentOf(typed) {
  const rhythms = SEGMENTS.map((segment) => ({
    segments: [segment],
    ...Object.fromEntries(Object.keys(BOUNDS).map((name) => [name, typed[`${segment} ${name}`]])),
  }));
  return { rhythms, ...Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, typed[name]])) };
}
