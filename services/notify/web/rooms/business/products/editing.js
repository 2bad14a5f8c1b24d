// Keeping the catalogue: drafting, publishing, re-rating and withdrawing a product (A3), for the product department.

import { command, put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, DayField, NumberField, TextField, Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { inHundredths } from "../../../parts/money.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  FAMILIES,
  familyName,
  missingName,
  PAPERS,
  paperName,
  RISK_LEVELS,
  riskLevelName,
  STEPS,
  stepName,
} from "../../../words/business/product-terms.js";
import { useWords } from "../../../words/language.js";
import { needName, options, REMARK_NEEDS } from "../../../words/terms.js";

const pathOf = (product, what = "") => `/api/referral/products/${encodeURIComponent(product)}${what}`;
const CODE = /^[a-z][a-z0-9_]{1,39}$/;

/** @param {{branch: string, refetch: () => Promise<void>}} props */
export function NewProduct({ branch, refetch }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  return html`<div class="product-new">
    <button type="button" class="secondary" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      ${t("product_new")}
    </button>
    ${open && html`<${TermsForm} branch=${branch} product=${null} refetch=${refetch} onDone=${() => setOpen(false)} />`}
  </div>`;
}

/** @param {{one: any, branch: string, title: string, refetch: () => Promise<void>}} props */
export function Editing({ one, branch, title, refetch }) {
  const t = useWords();
  const [doing, setDoing] = useState(null);
  const done = () => setDoing(null);
  const act =
    (what, form = {}) =>
    async (keys) => {
      await command(pathOf(one.product, what), form, keys);
      toast(t("product_saved"));
    };
  const publish = act("/publish", { seen: one.edition }); // the draft that is shown, and no other
  const toggle = (which) =>
    html`<button
      type="button"
      class="secondary"
      aria-expanded=${doing === which}
      aria-label="${t(`product_${which}`)} ${title}"
      onClick=${() => setDoing(doing === which ? null : which)}
    >
      ${t(`product_${which}`)}
    </button>`;
  return html`<div class="product-acts">
      ${
        one.draft &&
        !one.draft_outdated &&
        html`<${ActionButton}
          class="primary"
          label="${t("product_publish")} ${title}"
          action=${publish}
          reread=${refetch}
        >
          ${t("product_publish")}
        <//>`
      }
      ${toggle("edit")} ${one.terms && toggle("rerate")} ${one.terms && toggle("withdraw")}
    </div>
    ${doing === "edit" && html`<${TermsForm} branch=${branch} product=${one} refetch=${refetch} onDone=${done} />`}
    ${doing === "rerate" && html`<${RerateForm} one=${one} branch=${branch} refetch=${refetch} onDone=${done} />`}
    ${
      doing === "withdraw" &&
      html`<${ActionButton}
        class="secondary"
        label="${t("product_withdraw_sure")} ${title}"
        action=${act("/withdraw")}
        reread=${refetch}
      >
        ${t("product_withdraw_sure")}
      <//>`
    }`;
}

function RerateForm({ one, branch, refetch, onDone }) {
  const t = useWords();
  const save = async (risks, keys) => {
    await command(pathOf(one.product, "/rerate"), { ...risks, seen: keys.seen }, keys);
    toast(t("product_saved"));
  };
  const levels = options(RISK_LEVELS, riskLevelName);
  return html`<${Form}
    name="business ${branch} rerate ${one.product}"
    state=${one.number}
    action=${save}
    submit=${t("product_rerate")}
    seen=${one.edition}
    reread=${refetch}
    onDone=${onDone}
    onCancel=${onDone}
  >
    <p class="faint">${t("product_rerate_hint")}</p>
    <div class="form row">
      <${Choice}
        name="issuer_risk"
        label=${t("product_issuer_risk")}
        initial=${one.terms.issuer_risk}
        options=${levels}
      />
      <${Choice}
        name="seller_risk"
        label=${t("product_seller_risk")}
        initial=${one.terms.seller_risk}
        options=${levels}
      />
    </div>
  <//>`;
}

function TermsForm({ branch, product, refetch, onDone }) {
  const t = useWords();
  const had = product?.draft ?? product?.terms ?? {};
  const { data: raised } = useQueryOnce("/api/referral/desk/needs?state=raised");
  const { data: read } = useQueryOnce("/api/referral/desk/needs?state=acknowledged");
  const asked = [...(raised ?? []), ...(read ?? [])].map((one) => [
    one.desk_need,
    `${needName(one.need)} ${one.missing ? missingName(one.missing) : ""} ×${one.count}`,
  ]);
  const save = async ({ code, smallest, on_sale_until, ...terms }, { seen }) => {
    const given = {
      ...terms,
      seen,
      smallest_amount: inHundredths(smallest ?? 0),
      on_sale_until: on_sale_until || null,
    };
    await put(pathOf(product?.product ?? code), given);
    toast(t("product_saved"));
  };
  const wrong = ({ code }) => !product && !CODE.test(code) && "product_code_wrong";
  const levels = options(RISK_LEVELS, riskLevelName);
  const text = (name, most) =>
    html`<${TextField}
      name=${name}
      label=${t(`product_${name}`)}
      initial=${had[name] ?? ""}
      most=${most}
      needed="product_name_needed"
    />`;
  return html`<${Form}
    name="business ${branch} product ${product?.product ?? "new"}"
    state=${product?.number ?? 0}
    action=${save}
    check=${wrong}
    submit=${t("product_save_draft")}
    seen=${product?.edition ?? 0}
    reread=${refetch}
    replaces=${true}
    onDone=${onDone}
    onCancel=${onDone}
  >
    <div class="form row">
      ${
        !product && html`<${TextField} name="code" label=${t("product_code")} most=${40} needed="product_code_wrong" />`
      }
      ${text("name_zh", 60)} ${text("name_en", 60)}
      <${Choice}
        name="family"
        label=${t("product_family")}
        initial=${had.family}
        options=${options(FAMILIES, familyName)}
      />
      <${Choice} name="issuer_risk" label=${t("product_issuer_risk")} initial=${had.issuer_risk} options=${levels} />
      <${Choice} name="seller_risk" label=${t("product_seller_risk")} initial=${had.seller_risk} options=${levels} />
      <${TextField} name="currency" label=${t("product_currency")} initial=${had.currency ?? "CNY"} most=${3} />
      <${NumberField}
        name="smallest"
        label=${t("product_smallest_amount")}
        initial=${(had.smallest_amount ?? 0) / 100}
        unit="yuan"
      />
      <${DayField} name="on_sale_from" label=${t("product_from")} initial=${had.on_sale_from ?? ""} needed=${true} />
      <${DayField} name="on_sale_until" label=${t("product_until")} initial=${had.on_sale_until ?? ""} />
    </div>
    <${Ticks}
      name="needs"
      legend=${t("product_needs")}
      initial=${had.needs ?? []}
      options=${options(REMARK_NEEDS, needName)}
    />
    <${Ticks} name="steps" legend=${t("product_step")} initial=${had.steps ?? []} options=${options(STEPS, stepName)} />
    <${Ticks}
      name="papers"
      legend=${t("product_paper")}
      initial=${had.papers ?? []}
      options=${options(PAPERS, paperName)}
    />
    ${
      asked.length > 0 &&
      html`<${Ticks}
        name="answers"
        legend=${t("product_answers")}
        initial=${product?.draft?.answers ?? []}
        options=${asked}
      />`
    }
  <//>`;
}
