// One's own calendar: the address at which another program reads one's visits, with masked names (Q2).

import { command, erase } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const PATH = "/api/customer/calendar";

/** The state of the address, and the address itself while it is new: it is shown once. */
export function Calendar() {
  const t = useWords();
  const { data, refetch } = useQueryOnce(PATH);
  const [address, setAddress] = useState("");
  const issue = async (/** @type {Keys} */ keys) => {
    const { path } = await command(PATH, {}, keys);
    setAddress(new URL(path, location.href).href);
    await refetch();
  };
  const revoke = async () => {
    await erase(PATH);
    setAddress("");
    toast(t("calendar_revoked"));
    await refetch();
  };
  if (!data) return null;
  return html`<details class="calendar">
    <summary>${t("calendar")}</summary>
    <p class="faint">${t("calendar_hint")}</p>
    ${data.active && html`<p>${t("calendar_active", { at: dayAndTime(data.issued_at) })}</p>`}
    ${
      address &&
      html`<label>
        ${t("calendar_address")}
        <output>${address}</output>
      </label>`
    }
    <div class="actions">
      <${ActionButton} class="secondary" action=${issue}>${t(data.active ? "calendar_renew" : "calendar_issue")}<//>
      ${data.active && html`<${ActionButton} class="secondary" action=${revoke}>${t("calendar_revoke")}<//>`}
    </div>
  </details>`;
}
