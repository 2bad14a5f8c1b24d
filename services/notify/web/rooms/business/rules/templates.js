// The templates by which deals begin at a branch, or at all that have none of their own (A4): shown as they are, and
// published anew, whole. Deals that are open keep the version that they began with.

import { TemplateForm } from "./template-form.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Pending } from "../../../parts/pending.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { Department } from "../../../words/enums.js";
import { joined, said, useWords } from "../../../words/language.js";
import { named } from "../../../words/terms.js";
import { InForce, Scoped } from "../../customers/rules/scope.js";

const ASKED = "referral.publish_deal_template";
const NEW = "";
const departmentName = named(Department);

/** @param {{branch: string}} props */
export function DealTemplates({ branch }) {
  const t = useWords();
  return html`<${Scoped} branch=${branch} asked=${ASKED} title=${t("deal_templates")} rules=${Listed} />`;
}

/** @param {{scope: string, branch: string}} props */
function Listed({ scope, branch }) {
  const t = useWords();
  const path = `/api/referral/deal-templates?${new URLSearchParams({ branch: scope })}`;
  const { data, error, refetch } = useQueryOnce(path);
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  if (!data) return html`<${Pending} error=${error} />`;
  const publishes = may(ASKED, scope);
  const toggle = (/** @type {string} */ name) => setOpen(open === name ? null : name);
  const done = async () => {
    setOpen(null);
    await refetch();
  };
  const form = (/** @type {any} */ known) =>
    html`<${TemplateForm}
      path=${path}
      branch=${branch}
      scope=${scope}
      known=${known}
      reread=${refetch}
      onDone=${done}
    />`;
  return html`${data.map(
    (/** @type {any} */ one) =>
      html`<article key=${one.template} aria-label=${said(one)}>
        <h3>${said(one)}</h3>
        <${InForce} of=${one.scope} number=${one.number} by=${one.published_by} at=${one.published_at} />
        <${Steps} steps=${one.steps} title=${said(one)} />
        ${
          publishes &&
          html`<button
            type="button"
            class="secondary"
            aria-label="${t("deal_template_next")} ${said(one)}"
            aria-expanded=${open === one.template}
            onClick=${() => toggle(one.template)}
          >
            ${t("deal_template_next")}
          </button>`
        }
        ${open === one.template && form(one)}
      </article>`,
  )}
  ${
    publishes &&
    html`<button type="button" class="secondary" aria-expanded=${open === NEW} onClick=${() => toggle(NEW)}>
      ${t("deal_template_new")}
    </button>`
  }
  ${open === NEW && form(null)}`;
}

/** @param {{steps: any[], title: string}} props */
function Steps({ steps, title }) {
  const t = useWords();
  const nameOfStep = (/** @type {string} */ step) => said(steps.find((one) => one.step === step));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title} ${t("deal_steps")}">
    <table class="table">
      <thead>
        <tr>
          ${["deal_step", "deal_template_department", "deal_template_after", "deal_template_days"].map(
            (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${steps.map(
          (one) =>
            html`<tr key=${one.step}>
              <th scope="row">${said(one)}</th>
              <td>${departmentName(one.department)}</td>
              <td>${one.after.length ? joined(one.after.map(nameOfStep)) : t("deal_template_at_once")}</td>
              <td>${one.days}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
