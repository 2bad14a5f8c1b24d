// Recording a contact with a customer: the one form for it, in today's list and in the file (A1).

import { command } from "../../live/api.js";
import { Choice, DayField, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { CONTACT_WAYS, INITIATIVES, contactWayName, initiativeName } from "../../words/customers/contact-terms.js";
import { useWords } from "../../words/language.js";

export const contactsPath = (customer) => `/api/customer/customers/${encodeURIComponent(customer)}/contacts`;

/** An attempt: one tap, without a form. */
export async function notReached(customer, t) {
  await command(contactsPath(customer), { way: "phone", outcome: "not_reached" });
  toast(t("contact_saved"));
}

/**
 * @param {object} props
 * @param {string} props.branch
 * @param {string} props.customer
 * @param {string} props.outcome
 * @param {string} props.way the one that is chosen at first
 * @param {Function} props.onDone
 * @param {Function} [props.onCancel]
 */
export function ContactForm({ branch, customer, outcome, way, onDone, onCancel }) {
  const t = useWords();
  const save = async ({ words, until, ...given }, keys) => {
    const content = { ...given, outcome, ...(words ? { words } : {}), ...(until ? { until } : {}) };
    await command(contactsPath(customer), content, keys);
    toast(t("contact_saved"));
    await onDone();
  };
  return html`<${Form}
    name="customer ${branch} contact ${outcome} ${customer}"
    action=${save}
    submit=${t("save")}
    onCancel=${onCancel}
  >
    <div class="fields">
      ${outcome === "moved" && html`<${DayField} name="until" label=${t("moved_until")} needed />`}
      <${Choice}
        name="way"
        label=${t("contact_way")}
        initial=${way}
        options=${CONTACT_WAYS.map((one) => [one, contactWayName(one)])}
      />
      <${Choice}
        name="initiative"
        label=${t("contact_initiative")}
        initial=${way === "hall" ? "customer" : "bank"}
        options=${INITIATIVES.map((one) => [one, initiativeName(one)])}
      />
    </div>
    <${TextField} name="words" label=${t("contact_words")} rows="2" />
  <//>`;
}
