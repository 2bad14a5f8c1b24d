// The contacts with a customer, in their file: what is next, an excuse, a contact to record, the log (A1).

import { ContactForm, contactsPath } from "./contact-form.js";
import { ending, erase, put } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, DayField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import {
  contactStateName,
  contactWayName,
  EXCUSES,
  excuseName,
  initiativeName,
  OUTCOMES,
  outcomeName,
  stepName,
} from "../../words/customers/contact-terms.js";
import { reasonOf, useWords } from "../../words/language.js";

const excusePath = (customer) => `/api/customer/customers/${encodeURIComponent(customer)}/contact-excuse`;

/** @param {{me: Me, branch: string, customer: string}} props */
export function Contacts({ me, branch, customer }) {
  const t = useWords();
  const [doing, setDoing] = useState(null);
  const { data, error, refetch } = useQueryOnce(contactsPath(customer));
  if (!data) {
    return html`<section class="contacts" aria-label=${t("contacts")}>
      <p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>
    </section>`;
  }
  const { plan, contacts } = data;
  const keeps = may("customer.view_personal_data", branch) || plan?.account_manager === me.staff;
  const done = async () => {
    setDoing(null);
    await refetch();
  };
  const chip = (which, text) =>
    html`<button
      type="button"
      class="chip"
      aria-pressed=${doing === which}
      onClick=${() => setDoing(doing === which ? null : which)}
    >
      ${text}
    </button>`;
  const cancel = () => setDoing(null);
  const endExcuse = () => erase(ending(excusePath(customer), plan.excuse_mark));
  return html`<section class="contacts" aria-labelledby="contacts-title">
    <h2 id="contacts-title">${t("contacts")}</h2>
    ${plan && html`<${Plan} plan=${plan} />`}
    ${
      keeps &&
      html`<div class="chips" role="group" aria-label=${t("record_contact")}>
        ${OUTCOMES.map((one) => chip(one, outcomeName(one)))} ${chip("excuse", t("excuse"))}
        ${
          plan?.excuse &&
          html`<${ActionButton} class="chip" action=${endExcuse} reread=${refetch}
            >${t("end_excuse")}<//
          >`
        }
      </div>`
    }
    ${
      OUTCOMES.includes(doing) &&
      html`<${ContactForm}
        key=${doing}
        branch=${branch}
        customer=${customer}
        outcome=${doing}
        way="phone"
        onDone=${done}
        onCancel=${cancel}
      />`
    }
    ${
      doing === "excuse" &&
      html`<${ExcuseForm}
        branch=${branch}
        customer=${customer}
        plan=${plan}
        refetch=${refetch}
        onDone=${cancel}
        onCancel=${cancel}
      />`
    }
    <${Log} contacts=${contacts} />
  </section>`;
}

function Plan({ plan }) {
  const t = useWords();
  const step = plan.next_step;
  return html`<p>
    <span class="tag">${contactStateName(plan.state)}</span>
    ${step && html` ${t("next_step", { step: stepName(step.kind), due: step.due })}`}
    ${plan.provisional && html` <span class="faint">${t("provisional_day")}</span>`}
    ${plan.excuse && html` · ${t("excused_until", { why: excuseName(plan.excuse), until: plan.excused_until })}`}
    ${plan.best_hour && html` · ${t("best_hour", plan.best_hour)}`}
    ${plan.tries > 0 && html` · ${t("tries", { n: plan.tries })}`}
  </p>`;
}

function ExcuseForm({ branch, customer, plan, refetch, onDone, onCancel }) {
  const t = useWords();
  const save = async (content, { seen }) => {
    await put(excusePath(customer), { ...content, seen });
    toast(t("excuse_saved"));
  };
  return html`<${Form}
    name="customer ${branch} excuse ${customer}"
    action=${save}
    submit=${t("save")}
    seen=${plan?.excuse_mark}
    reread=${refetch}
    onDone=${onDone}
    onCancel=${onCancel}
    replaces
  >
    <div class="fields">
      <${DayField} name="until" label=${t("excuse_until")} needed />
      <${Choice} name="reason" label=${t("excuse_reason")} options=${EXCUSES.map((one) => [one, excuseName(one)])} />
    </div>
  <//>`;
}

function Log({ contacts }) {
  const t = useWords();
  if (!contacts.length) return html`<p class="blank small">${t("contacts_none")}</p>`;
  return html`<ol class="contact-log">
    ${contacts.map(
      (one) => html`<li key=${one.contact} class=${one.undone ? "undone" : ""}>
        <p>
          <time datetime=${one.at}>${dayAndTime(one.at)}</time>
          <b>${outcomeName(one.outcome)}${one.until && ` → ${one.until}`}</b>
          <span class="faint">
            ${contactWayName(one.way)} · ${initiativeName(one.initiative)} · ${nameOf(one.by)}
            ${one.undone && ` · ${t("contact_was_undone")}`}
          </span>
        </p>
        ${one.words && html`<p>${one.words}</p>`}
        ${one.has_words && !one.words && html`<p class="faint">${t("words_not_shown")}</p>`}
      </li>`,
    )}
  </ol>`;
}
