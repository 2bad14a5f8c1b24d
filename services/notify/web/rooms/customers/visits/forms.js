// The forms of visits: when and why, what was seen and promised, and what follows (W1).

import { command } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { Choice, DayField, NumberField, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { Confidentiality, FollowUp, NoFollowUp, VisitPlace, VisitPurpose } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { optionsOf } from "../../../words/terms.js";

const ASKS = ["hour_doubled", "visit_overlaps"];

/**
 * What the last refusal asks about, and a way to send that remembers it.
 *
 * @returns {[string[], (send: () => Promise<unknown>) => Promise<unknown>]}
 */
export function useAskedAgain() {
  const [asked, setAsked] = useState(/** @type {string[]} */ ([]));
  const ask = async (/** @type {() => Promise<unknown>} */ send) => {
    try {
      return await send();
    } catch (error) {
      const { code } = /** @type {import("../../../live/api.js").Failure} */ (error);
      if (ASKS.includes(code)) setAsked((had) => [...new Set([...had, code])]);
      throw error;
    }
  };
  return [asked, ask];
}

/** The time of a form as the service takes it. */
export const timeOf = (/** @type {any} */ { day, time, minutes, which, overlap }) => ({
  start: `${day}T${time}`,
  minutes,
  ...(which && { which: Number(which) }),
  ...(overlap && { despite_overlap: overlap === "yes" }),
});

/** @param {{start?: string, minutes?: number, asked: string[]}} props */
export function TimeFields({ start = "", minutes = 60, asked }) {
  const t = useWords();
  return html`<${DayField} name="day" label=${t("visit_day")} initial=${start.slice(0, 10)} needed=${true} />
    <${TextField}
      name="time"
      label=${t("visit_time")}
      initial=${start.slice(11)}
      needed="visit_needs_time"
      more=${{ type: "time" }}
    />
    <${NumberField}
      name="minutes"
      label=${t("visit_minutes")}
      initial=${minutes}
      whole=${true}
      least=${15}
      most=${720}
    />
    ${
      asked.includes("hour_doubled") &&
      html`<${Choice}
        name="which"
        label=${t("visit_which")}
        options=${[
          ["0", t("visit_which_first")],
          ["1", t("visit_which_second")],
        ]}
      />`
    }
    ${
      asked.includes("visit_overlaps") &&
      html`<${Choice}
        name="overlap"
        label=${t("visit_overlap")}
        options=${[
          ["no", t("visit_overlap_no")],
          ["yes", t("visit_overlap_yes")],
        ]}
      />`
    }`;
}

/** @param {{branch: string, customer?: string, onDone: () => unknown}} props */
export function PlanForm({ branch, customer, onDone }) {
  const t = useWords();
  const [asked, ask] = useAskedAgain();
  const plan = async (/** @type {any} */ given, /** @type {Keys} */ keys) => {
    const { purpose, place, confidentiality } = given;
    const texts = { address: given.address || null, attendees: given.attendees || null, goal: given.goal || null };
    const path = `/api/customer/customers/${encodeURIComponent(customer ?? given.customer)}/visits`;
    await ask(() => command(path, { ...timeOf(given), purpose, place, confidentiality, ...texts }, keys));
    toast(t("visit_planned"));
    await onDone();
  };
  return html`<${Form} name="visit_plan ${customer ?? branch}" action=${plan} submit=${t("visit_plan")}>
    ${
      !customer &&
      html`<${TextField} name="customer" label=${t("visit_customer")} most="64" needed="visit_needs_customer" />`
    }
    <${TimeFields} asked=${asked} />
    <${Choice} name="purpose" label=${t("visit_purpose")} options=${optionsOf(VisitPurpose)} />
    <${Choice} name="place" label=${t("visit_place")} options=${optionsOf(VisitPlace)} />
    <${TextField} name="address" label=${t("visit_address")} most="200" />
    <${TextField} name="attendees" label=${t("visit_attendees")} most="200" />
    <${TextField} name="goal" label=${t("visit_goal")} rows="2" />
    <${Choice} name="confidentiality" label=${t("visit_confidentiality")} options=${optionsOf(Confidentiality)} />
  <//>`;
}

const NEXT = "next:";
const NONE = "none:";

/** What follows, or why nothing does, as the service takes it. */
export const nextStepOf = (/** @type {any} */ { next, follow_up_on }) =>
  next.startsWith(NEXT)
    ? { follow_up: next.slice(NEXT.length), follow_up_on }
    : { none_because: next.slice(NONE.length) };

/** @param {any} values */
export const lacksDay = ({ next, follow_up_on }) => next.startsWith(NEXT) && !follow_up_on && "visit_needs_day";

/** The choice of what follows, with its day. */
export function FollowUpFields() {
  const t = useWords();
  const follows = optionsOf(FollowUp).map(([value, word]) => [NEXT + value, word]);
  const none = optionsOf(NoFollowUp).map(([value, word]) => [NONE + value, t("visit_none_because", { why: word })]);
  return html`<${Choice} name="next" label=${t("visit_next")} options=${[...follows, ...none]} />
    <${DayField} name="follow_up_on" label=${t("visit_next_day")} />`;
}

const MOST_PROMISES = 10;

/** @param {{visit: any, branch: string, action: Function, reread: () => unknown}} props */
export function RecordForm({ visit, branch, action, reread }) {
  const t = useWords();
  const [count, setCount] = useState(0);
  const { data: staff } = useQueryOnce(`/api/notify/staff?${new URLSearchParams({ branch })}`);
  const people = (staff ?? []).map((/** @type {any} */ one) => [one.staff, one.name]);
  const rows = [...Array(count).keys()];
  const send = (/** @type {any} */ given, /** @type {Keys} */ keys) => {
    const promises = rows.map((n) => ({
      what: given[`what_${n}`],
      owner: given[`owner_${n}`],
      due: given[`due_${n}`],
    }));
    return action({ observations: given.observations, ...nextStepOf(given), promises }, keys);
  };
  return html`<${Form}
    name="visit_record ${visit.visit}"
    action=${send}
    check=${lacksDay}
    submit=${t("visit_record")}
    reread=${reread}
  >
    <${TextField}
      name="observations"
      label=${t("visit_observations")}
      rows="4"
      needed="visit_needs_observations"
    />
    ${rows.map(
      (n) =>
        html`<fieldset key=${n}>
          <legend>${t("visit_promise_n", { n: n + 1 })}</legend>
          <${TextField} name="what_${n}" label=${t("visit_promise_what")} most="200" needed="visit_needs_promise" />
          <${Choice} name="owner_${n}" label=${t("visit_promise_owner")} initial=${visit.staff} options=${people} />
          <${DayField} name="due_${n}" label=${t("visit_promise_day")} needed=${true} />
        </fieldset>`,
    )}
    ${
      count < MOST_PROMISES &&
      html`<button type="button" class="secondary" onClick=${() => setCount(count + 1)}>
        ${t("visit_promise_add")}
      </button>`
    }
    <${FollowUpFields} />
  <//>`;
}
