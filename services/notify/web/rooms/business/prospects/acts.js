// What is done with a prospect: each stage asks for what it demands.

import { command } from "../../../live/api.js";
import { dayOf, now } from "../../../live/clock.js";
import { useManagers } from "../../../live/managers.js";
import { Choice, DayField, NumberField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { inHundredths } from "../../../parts/money.js";
import { toast } from "../../../parts/toasts.js";
import { html, useEffect, useRef } from "../../../vendor/preact-htm.js";
import {
  ACTIVE,
  LOST_REASONS,
  lostName,
  NEXT_STEPS,
  nextStepName,
  stageName,
} from "../../../words/business/prospect-terms.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";

const DAY = 86_400_000;
/** @type {Record<string, string>} */
const USUAL = { new: "call", contacted: "meet", met: "propose", proposed: "decide", parked: "call" };

/** @param {{initial?: string}} props */
export function NextStepField({ initial = "call" }) {
  const t = useWords();
  return html`<${Choice}
    name="next_step"
    label=${t("prospect_next_step")}
    initial=${initial}
    options=${options(NEXT_STEPS, nextStepName)}
  />`;
}

/** @param {{name?: string, label: string}} props */
export function ComingDay({ name = "next_on", label }) {
  const least = dayOf(now.value);
  const initial = dayOf(now.value + DAY);
  return html`<${DayField} name=${name} label=${label} initial=${initial} least=${least} needed=${true} />`;
}

/**
 * @param {object} props
 * @param {any} props.one the prospect
 * @param {string} props.act a stage, ``step`` or ``give``
 * @param {string} props.branch
 * @param {() => Promise<void>} props.onDone
 * @param {() => void} props.onCancel
 */
export function Act({ one, act, branch, onDone, onCancel }) {
  const t = useWords();
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const first = place.current?.querySelector("select, input");
    if (first instanceof HTMLElement) first.focus();
  }, []);
  const [path, body] = WAYS[ACTIVE.includes(act) ? "move" : act];
  const send = async (/** @type {any} */ values, /** @type {Keys} */ keys) => {
    await command(`/api/referral/prospects/${encodeURIComponent(one.prospect)}/${path}`, body(values, act, one), keys);
    toast(t("prospect_saved"));
    await onDone();
  };
  const fields = FIELDS[ACTIVE.includes(act) ? "move" : act];
  return html`<div class="prospect-act" ref=${place}>
    <${Form}
      name="business ${branch} prospect ${act} ${one.prospect}"
      state=${[one.stage, one.next_on, one.account_manager]}
      action=${send}
      submit=${act in SUBMITS ? t(SUBMITS[act]) : t("prospect_to", { stage: stageName(act) })}
      onCancel=${onCancel}
    >
      <${fields} act=${act} one=${one} branch=${branch} />
    <//>
  </div>`;
}

/** @type {Record<string, string>} */
const SUBMITS = { step: "prospect_step", give: "prospect_give" };

/** @type {Record<string, [path: string, body: (values: any, act: string, one: any) => object]>} */
const WAYS = {
  move: ["move", ({ next_step, next_on }, stage) => ({ stage, next_step, next_on })],
  step: ["next-step", ({ next_step, next_on }) => ({ next_step, next_on })],
  parked: ["park", ({ next_step, until }) => ({ next_step, until })],
  won: ["win", ({ amount }) => (amount ? { amount: inHundredths(amount), currency: "CNY" } : {})],
  lost: ["lose", ({ reason }) => ({ reason })],
  give: ["give", ({ manager }) => ({ account_manager: manager })],
};

/** @type {Record<string, Function>} */
const FIELDS = {
  move: StepFields,
  step: StepFields,
  parked: ParkFields,
  won: WonFields,
  lost: LostFields,
  give: GiveFields,
};

/** @param {{act: string, one: any}} props */
function StepFields({ act, one }) {
  const t = useWords();
  return html`<${NextStepField} initial=${act === "step" ? one.next_step : USUAL[act]} />
    <${ComingDay} label=${t("prospect_next_on")} />`;
}

function ParkFields() {
  const t = useWords();
  return html`<${ComingDay} name="until" label=${t("prospect_until")} /><${NextStepField} />`;
}

/** @param {{one: any}} props */
function WonFields({ one }) {
  const t = useWords();
  return html`${!one.customer && html`<p class="faint">${t("prospect_link_first")}</p>`}
    <${NumberField} name="amount" label=${t("prospect_amount")} unit="yuan" least=${0} />`;
}

function LostFields() {
  const t = useWords();
  return html`<${Choice}
    name="reason"
    label=${t("prospect_lost_because")}
    options=${options(LOST_REASONS, lostName)}
  />`;
}

/** @param {{one: any, branch: string}} props */
function GiveFields({ one, branch }) {
  const t = useWords();
  const managers = useManagers(branch).filter(([staff]) => staff !== one.account_manager);
  return html`<${Choice} name="manager" label=${t("prospect_give_to")} options=${managers} />`;
}
