// Proposing customers to another account manager (W2): a whole portfolio, those without anybody, or the open file.

import { command } from "../../../live/api.js";
import { useManagers } from "../../../live/managers.js";
import { may } from "../../../live/rights.js";
import { Choice, DayField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const MANAGERS = "/api/customer/handovers/managers";
const HEAD = "customer.list_all_handovers"; // what the head of a branch may ask, and no account manager
const NOBODY = "-"; // no staff id is one dash alone

/** @param {{me: Me, branch: string, onDone: () => Promise<void>}} props */
export function Propose({ me, branch, onDone }) {
  const t = useWords();
  const managers = useManagers(branch, MANAGERS);
  const head = may(HEAD, branch);
  const propose = async (/** @type {any} */ { giver, receiver, day }, /** @type {Keys} */ keys) => {
    const from = head ? giver : me.staff;
    await command(
      "/api/customer/handovers",
      { branch, giver: from === NOBODY ? null : from, receiver, ...(day && { effective_on: day }) },
      keys,
    );
    toast(t("handover_sent"));
    await onDone();
  };
  const givers = [...managers, [NOBODY, t("handover_nobody")]];
  const receivers = managers.filter(([staff]) => head || staff !== me.staff);
  return html`<section class="handover-propose" aria-label=${t("handover_propose")}>
    <h2>${t("handover_propose")}</h2>
    <p class="faint">${t("handover_hint")}</p>
    <${Form}
      name="customer handover ${branch}"
      action=${propose}
      submit=${t("handover_send")}
      check=${({ receiver }) => !receiver && "handover_choose"}
    >
      <div class="handover-fields">
        ${head && html`<${Choice} name="giver" label=${t("handover_giver")} options=${givers} />`}
        <${Choice} name="receiver" label=${t("handover_receiver")} options=${receivers} none="—" />
        <${DayField} name="day" label=${t("handover_day")} />
      </div>
    <//>
  </section>`;
}

/** @param {{me: Me, branch: string, customer: string}} props */
export function ProposeOne({ me, branch, customer }) {
  const t = useWords();
  const managers = useManagers(branch, MANAGERS).filter(([staff]) => staff !== me.staff);
  const propose = async (/** @type {any} */ { receiver }, /** @type {Keys} */ keys) => {
    await command("/api/customer/handovers", { branch, receiver, customers: [customer] }, keys);
    toast(t("handover_sent"));
  };
  return html`<section class="handover-propose" aria-label=${t("handover_propose")}>
    <h2>${t("handover_propose")}</h2>
    <${Form}
      name="customer handover one ${customer}"
      action=${propose}
      submit=${t("handover_send")}
      check=${({ receiver }) => !receiver && "handover_choose"}
    >
      <${Choice} name="receiver" label=${t("handover_receiver")} options=${managers} none="—" />
    <//>
  </section>`;
}
