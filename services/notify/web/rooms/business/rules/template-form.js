// The form of a template of deals: its steps, who does each, after which others, and in how many working days (A4).

import { command } from "../../../live/api.js";
import { Choice, NumberField, TextField, Ticks } from "../../../parts/fields.js";
import { Form, useField, useForm } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { Department } from "../../../words/enums.js";
import { pick, useWords } from "../../../words/language.js";
import { optionsOf } from "../../../words/terms.js";

const CODE = /^[a-z0-9_]{1,32}$/;
const MOST = 30; // steps, as the service has it
const FIRST = "step_1";

/**
 * @param {object} props
 * @param {string} props.path where it is published
 * @param {string} props.branch
 * @param {string} props.scope
 * @param {any} props.known the version that counts; null for a template that is new
 * @param {() => Promise<void>} props.reread
 * @param {() => Promise<void>} props.onDone
 */
export function TemplateForm({ path, branch, scope, known, reread, onDone }) {
  const t = useWords();
  const publish = async (/** @type {any} */ typed, /** @type {Keys & {seen?: any}} */ keys) => {
    const template = known?.template ?? typed.template;
    await command(path, { ...contentOf(typed), template, over: keys.seen }, keys);
    toast(t("deal_template_published_now"));
    await onDone();
  };
  const wrong = (/** @type {any} */ typed) =>
    (!known && !CODE.test(typed.template) && "deal_template_code_wrong") ||
    (!typed.steps.length && "deal_template_empty");
  return html`<p class="faint">${t("deal_template_hint")}</p>
    <${Form}
      name="business ${branch} deal template ${scope} ${known?.template ?? ""}"
      state=${known?.number}
      action=${publish}
      check=${wrong}
      submit=${t("deal_template_publish")}
      seen=${known?.scope === scope ? known.number : 0}
      reread=${reread}
    >
      <div class="form row">
        ${
          !known &&
          html`<${TextField}
            name="template"
            label=${t("deal_template_code")}
            most=${32}
            needed="deal_template_code_wrong"
          />`
        }
        <${Names} of=${known} at="" />
      </div>
      <${StepList} initial=${known?.steps ?? []} />
    <//>`;
}

/** The name in both languages. @param {{of: any, at: string}} props */
function Names({ of, at }) {
  const t = useWords();
  return ["zh", "en"].map(
    (language) =>
      html`<${TextField}
        key=${language}
        name=${at + language}
        label=${t(`name_${language}`)}
        initial=${of?.[language]}
        most=${40}
        needed="deal_template_names"
      />`,
  );
}

/** The steps, by their codes: those of the version before keep theirs, a new one gets the next that is free. */
function StepList({ initial }) {
  const t = useWords();
  const codes = initial.length ? initial.map((/** @type {any} */ one) => one.step) : [FIRST];
  const { value: steps, setValue } = useField("steps", codes);
  const add = () => {
    let number = 1;
    while (steps.includes(`step_${number}`) || codes.includes(`step_${number}`)) number += 1;
    setValue([...steps, `step_${number}`]);
  };
  return html`${steps.map(
    (/** @type {string} */ code, /** @type {number} */ at) =>
      html`<${StepFields}
        key=${code}
        code=${code}
        number=${at + 1}
        known=${initial.find((/** @type {any} */ one) => one.step === code)}
        initial=${initial}
        others=${steps.filter((/** @type {string} */ one) => one !== code)}
        onRemove=${() => setValue(steps.filter((/** @type {string} */ one) => one !== code))}
      />`,
  )}
  ${
    steps.length < MOST &&
    html`<button type="button" class="secondary" onClick=${add}>${t("deal_template_add")}</button>`
  }`;
}

function StepFields({ code, number, known, initial, others, onRemove }) {
  const t = useWords();
  const { valueOf } = useForm();
  const nameOf = (/** @type {string} */ step) => {
    const of = initial.find((/** @type {any} */ one) => one.step === step);
    return pick(["zh", "en"].map((language) => valueOf(`${step} ${language}`, of?.[language] ?? ""))) || step;
  };
  const title = t("deal_template_step", { n: number });
  return html`<fieldset>
    <legend>${title}</legend>
    <div class="form row">
      <${Names} of=${known} at="${code} " />
      <${Choice}
        name="${code} department"
        label=${t("deal_template_department")}
        initial=${known?.department}
        options=${optionsOf(Department)}
      />
      <${NumberField}
        name="${code} days"
        label=${t("deal_template_days")}
        initial=${known?.days ?? 2}
        whole=${true}
        needed=${true}
        least=${1}
        most=${60}
      />
    </div>
    ${
      others.length > 0 &&
      html`<${Ticks}
        name="${code} after"
        legend=${t("deal_template_after")}
        initial=${known?.after ?? []}
        options=${others.map((/** @type {string} */ one) => [one, nameOf(one)])}
      />`
    }
    <button type="button" class="quiet" aria-label="${t("remove")} ${title}" onClick=${onRemove}>${t("remove")}</button>
  </fieldset>`;
}

/**
 * What is typed, as the service takes it; a step depends on none that was taken out.
 *
 * @param {any} typed
 */
const contentOf = (typed) => ({
  zh: typed.zh,
  en: typed.en,
  steps: typed.steps.map((/** @type {string} */ step) => ({
    step,
    zh: typed[`${step} zh`],
    en: typed[`${step} en`],
    department: typed[`${step} department`],
    days: typed[`${step} days`],
    after: (typed[`${step} after`] ?? []).filter((/** @type {string} */ one) => typed.steps.includes(one)),
  })),
});
