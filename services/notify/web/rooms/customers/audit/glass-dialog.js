// Break-glass: a reason, and half an hour (紧急查看, Q1).

import { command } from "../../../live/api.js";
import { timeOfDay } from "../../../live/clock.js";
import { Dialog } from "../../../parts/dialog.js";
import { TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { closeFile, openFile } from "../opened.js";

/** @param {{customer: string, onClose: () => void, onBroken: () => unknown}} props */
export function GlassDialog({ customer, onClose, onBroken }) {
  const t = useWords();
  const act = async ({ reason }, keys) => {
    const path = `/api/customer/customers/${encodeURIComponent(customer)}/break-glass`;
    const { until } = await command(path, { reason }, keys);
    toast(t("glass_broken_until", { at: timeOfDay(until) }));
  };
  const done = () => {
    onClose();
    onBroken();
    closeFile(); // every part of the file is read anew
    setTimeout(() => openFile(customer));
  };
  return html`<${Dialog} title=${t("glass_break")} onClose=${onClose}>
    <p>${t("glass_warning")}</p>
    <${Form}
      name="customer glass ${customer}"
      action=${act}
      onDone=${done}
      onCancel=${onClose}
      submit=${t("glass_submit")}
    >
      <${TextField} name="reason" label=${t("glass_reason")} rows="3" most=${500} needed="glass_needs_reason" />
    <//>
  <//>`;
}
