// The hours and days in which a branch, or the bank, contacts customers (W5).

import { InForce, Scoped } from "./scope.js";
import { put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { TextField, Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { readDay } from "../../../parts/numbers.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";
import { PURPOSES, purposeName } from "../communication/names.js";

const TIME = /^(([01]?\d|2[0-3]):[0-5]\d|24:00)$/;
const pathOf = (/** @type {string} */ scope) => `/api/customer/branches/${encodeURIComponent(scope)}/contact-rules`;

/** @param {{branch: string}} props */
export function Hours({ branch }) {
  const t = useWords();
  const asked = "customer.change_contact_rules";
  return html`<${Scoped} branch=${branch} asked=${asked} title=${t("hours_title")} rules=${Rules} />`;
}

/** @param {{scope: string, branch: string}} props */
function Rules({ scope, branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(pathOf(scope));
  if (!data) return html`<${Pending} error=${error} />`;
  const save = async (/** @type {any} */ typed, /** @type {{seen?: any}} */ { seen }) => {
    await put(pathOf(scope), { ...contentOf(typed), seen });
    toast(t("settings_saved"));
    await refetch();
  };
  const inOrder = (/** @type {any} */ typed) =>
    PURPOSES.some((one) => typed[`${one} begin`] >= typed[`${one} end`]) && "hours_order";
  return html`<${InForce} of=${data.of} number=${data.number} by=${data.changed_by} at=${data.changed_at} />
    <${Form}
      name="customer ${branch} hours ${scope}"
      action=${save}
      check=${inOrder}
      submit=${t("save")}
      seen=${`${data.of}:${data.number}`}
      reread=${refetch}
      replaces=${true}
    >
      ${PURPOSES.map(
        (purpose) => html`<fieldset key=${purpose}>
          <legend>${purposeName(purpose)}</legend>
          <div class="form row">
            ${["begin", "end"].map(
              (end) =>
                html`<${TextField}
                  key=${end}
                  name="${purpose} ${end}"
                  label=${t(`hours_${end}`)}
                  initial=${data.hours[purpose][end]}
                  read=${readTime}
                />`,
            )}
          </div>
        </fieldset>`,
      )}
      <${Ticks}
        name="working_days_only"
        legend=${t("hours_working_days")}
        initial=${data.working_days_only}
        options=${options(PURPOSES, purposeName)}
      />
      <${TextField}
        name="quiet_days"
        label=${t("hours_quiet")}
        initial=${data.quiet_days.join("\n")}
        rows=${3}
        read=${readDays}
      />
    <//>`;
}

/** What people type, without full width and invisible marks. */
const plain = (/** @type {string} */ typed) =>
  typed
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim();

/**
 * A time of the day, as people write it: ``9：00`` too.
 *
 * @param {string} typed
 * @returns {import("../../../parts/numbers.js").Reading}
 */
function readTime(typed) {
  const time = plain(typed);
  return TIME.test(time) ? { value: time.padStart(5, "0") } : { wrong: ["hours_wrong", {}] };
}

/**
 * Days, one a line.
 *
 * @param {string} typed
 * @returns {import("../../../parts/numbers.js").Reading}
 */
function readDays(typed) {
  const words = plain(typed)
    .split(/[\s,;、]+/u)
    .filter(Boolean);
  const wrong = words.find((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day) || readDay(day).wrong);
  return wrong ? { wrong: ["hours_day_wrong", { day: wrong }] } : { value: words };
}

/** @param {any} typed */
function contentOf(typed) {
  const hours = PURPOSES.map((one) => [one, { begin: typed[`${one} begin`], end: typed[`${one} end`] }]);
  return {
    hours: Object.fromEntries(hours),
    working_days_only: typed.working_days_only,
    quiet_days: typed.quiet_days,
  };
}
