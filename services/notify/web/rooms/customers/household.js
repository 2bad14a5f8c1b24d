// The household of a customer: its members, masked, and who joins or leaves it (W2).

import { openFile } from "./opened.js";
import { pathOf } from "./shown.js";
import { command, ending, erase, put, Refused } from "../../live/api.js";
import { useQueryOnce } from "../../live/query.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { t as say, useWords } from "../../words/language.js";
import { HOUSEHOLD_ROLES, householdRoleName } from "../../words/terms.js";

export function Household({ file, onDone }) {
  const t = useWords();
  const path = pathOf(file.customer, "/household");
  const { data, refetch } = useQueryOnce(path);
  const [several, setSeveral] = useState(/** @type {any[]} */ ([]));
  const changed = async () => {
    setSeveral([]);
    toast(say("customer_saved"));
    await onDone();
  };
  const join = async (other, role, seen) => {
    await put(path, { other, role, seen });
    await changed();
  };
  const look = async ({ words, role }, { seen }) => {
    const { customers } = await command("/api/customer/customers/search", { branch: file.branch, words });
    const others = customers.filter((one) => one.customer !== file.customer);
    if (others.length === 1) return join(others[0].customer, role, seen);
    setSeveral(others.map((one) => ({ ...one, role })));
    throw new Refused(others.length ? "household_which" : "customer_none_found");
  };
  const leave = async () => {
    await erase(ending(path, data.mark));
    await changed();
  };
  return html`<div>
    <ul class="customer-dates">
      ${data?.members.map(
        (one) =>
          html`<li key=${one.customer} class="line">
          <span>${householdRoleName(one.role)} ${one.masked_name}</span>
          ${
            one.customer !== file.customer &&
            html`<button type="button" class="quiet" onClick=${() => openFile(one.customer)}>
            ${t("customer_look")}
          </button>`
          }
        </li>`,
      )}
    </ul>
    ${
      file.household &&
      data &&
      html`<${ActionButton} class="secondary" action=${leave} reread=${refetch}>${t("household_leave")}<//>`
    }
    <${Form}
      name="customer household ${file.customer}"
      action=${look}
      submit=${t("household_join")}
      seen=${data?.mark}
      reread=${refetch}
    >
      <div class="form row">
        <${TextField} name="words" label=${t("household_whose")} most=${100} needed="customer_words_needed" />
        <${Choice}
          name="role"
          label=${t("household_role")}
          initial="spouse"
          options=${HOUSEHOLD_ROLES.map((one) => [one, householdRoleName(one)])}
        />
      </div>
    <//>
    <div class="chips">
      ${several.map(
        (one) =>
          html`<${ActionButton}
            key=${one.customer}
            class="chip"
            action=${() => join(one.customer, one.role, data?.mark)}
            reread=${refetch}
          >
          ${one.name ?? one.masked_name}
        <//>`,
      )}
    </div>
  </div>`;
}
