// The rules of suitability that hold: which risk each class of customers may take, and by what each family of products
// is judged (A3). A change is a new version, and takes back what is open and suits nobody any more.

import { put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, NumberField, TextField, Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import {
  familyName,
  FAMILIES,
  RISK_LEVELS,
  riskLevelName,
  toleranceName,
  TOLERANCES,
} from "../../../words/business/product-terms.js";
import { SuitabilityBasis } from "../../../words/enums.js";
import { useWords } from "../../../words/language.js";
import { named, options, optionsOf } from "../../../words/terms.js";
import { BANK, InForce } from "../../customers/rules/scope.js";

const PATH = "/api/referral/suitability";
const NUMBERS = { valid_months: 60, per_day: 50, per_year: 50 }; // the most of each: `FamilyForm` of the service
const basisName = named(SuitabilityBasis);

/** @param {{branch: string}} props */
export function Suitability({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(PATH);
  const [open, setOpen] = useState(false);
  const save = async (/** @type {any} */ typed, /** @type {{seen?: any}} */ { seen }) => {
    await put(PATH, { ...contentOf(typed), seen });
    toast(t("settings_saved"));
    setOpen(false);
  };
  return html`<section class="rule" aria-labelledby="suitability-title">
    <h2 id="suitability-title">${t("suit_rules")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${
      data &&
      html`<${InForce} of=${BANK} number=${data.number} by=${data.changed_by} at=${data.changed_at} />
        <${Matrix} matrix=${data.matrix} />
        <${Families} families=${data.families} />`
    }
    ${
      data &&
      may("referral.change_suitability_rules", branch) &&
      html`<button type="button" class="secondary" aria-expanded=${open} onClick=${() => setOpen(!open)}>
          ${t("suit_change")}
        </button>
        ${open && html`<${Change} branch=${branch} rules=${data} save=${save} reread=${refetch} />`}`
    }
  </section>`;
}

function Matrix({ matrix }) {
  const t = useWords();
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("suit_matrix")}>
    <table class="table">
      <caption>
        ${t("suit_matrix")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t("suit_tolerance")}</th>
          <th scope="col">${t("suit_up_to")}</th>
        </tr>
      </thead>
      <tbody>
        ${TOLERANCES.map(
          (one) =>
            html`<tr key=${one}>
              <th scope="row">${toleranceName(one)}</th>
              <td>${riskLevelName(matrix[one])}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function Families({ families }) {
  const t = useWords();
  const number = (/** @type {number | null} */ n) => n ?? t("suit_no_limit");
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${t("suit_families")}>
    <table class="table">
      <caption>
        ${t("suit_families")}
      </caption>
      <thead>
        <tr>
          ${["product_family", "suit_basis", ...Object.keys(NUMBERS).map((one) => `suit_${one}`), "suit_source"].map(
            (word) => html`<th key=${word} scope="col">${t(word)}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${FAMILIES.filter((one) => families[one]).map((one) => {
          const rule = families[one];
          return html`<tr key=${one}>
            <th scope="row">${familyName(one)}</th>
            <td>${basisName(rule.basis)}</td>
            ${Object.keys(NUMBERS).map((name) => html`<td key=${name}>${number(rule[name])}</td>`)}
            <td>${rule.source} ${!rule.verified && html`<span class="tag">${t("suit_unverified")}</span>`}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/**
 * @param {object} props
 * @param {string} props.branch
 * @param {any} props.rules
 * @param {(typed: any, keys: {seen?: any}) => Promise<void>} props.save
 * @param {() => Promise<void>} props.reread
 */
function Change({ branch, rules, save, reread }) {
  const t = useWords();
  const inOrder = (/** @type {any} */ typed) => {
    const levels = TOLERANCES.map((one) => RISK_LEVELS.indexOf(typed[one]));
    return levels.some((level, at) => at > 0 && level < (levels[at - 1] ?? 0)) && "suit_order";
  };
  return html`<p class="faint">${t("suit_change_hint")}</p>
    <${Form}
      name="business ${branch} suitability"
      state=${rules.number}
      action=${save}
      check=${inOrder}
      submit=${t("suit_publish")}
      seen=${`${BANK}:${rules.number}`}
      reread=${reread}
      replaces=${true}
    >
      <fieldset>
        <legend>${t("suit_matrix")}</legend>
        <div class="form row">
          ${TOLERANCES.map(
            (one) =>
              html`<${Choice}
                key=${one}
                name=${one}
                label=${toleranceName(one)}
                initial=${rules.matrix[one]}
                options=${options(RISK_LEVELS, riskLevelName)}
              />`,
          )}
        </div>
      </fieldset>
      ${FAMILIES.map((one) => html`<${FamilyFields} key=${one} family=${one} rule=${rules.families[one]} />`)}
      <${Ticks}
        name="verified"
        legend=${t("suit_verified")}
        initial=${FAMILIES.filter((one) => rules.families[one]?.verified)}
        options=${options(FAMILIES, familyName)}
      />
    <//>`;
}

function FamilyFields({ family, rule }) {
  const t = useWords();
  const label = (/** @type {string} */ word) => `${familyName(family)} ${t(word)}`;
  return html`<fieldset>
    <legend>${familyName(family)}</legend>
    <div class="form row">
      <${Choice}
        name="${family} basis"
        label=${label("suit_basis")}
        initial=${rule?.basis}
        options=${optionsOf(SuitabilityBasis)}
      />
      ${Object.entries(NUMBERS).map(
        ([name, most]) =>
          html`<${NumberField}
            key=${name}
            name="${family} ${name}"
            label=${label(`suit_${name}`)}
            initial=${rule?.[name] ?? null}
            whole=${true}
            needed=${name === "valid_months"}
            least=${1}
            most=${most}
          />`,
      )}
      <${TextField} name="${family} source" label=${label("suit_source")} initial=${rule?.source} most=${120} />
    </div>
  </fieldset>`;
}

/** @param {any} typed */
function contentOf(typed) {
  const families = FAMILIES.map((one) => [
    one,
    {
      basis: typed[`${one} basis`],
      ...Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, typed[`${one} ${name}`]])),
      source: typed[`${one} source`],
      verified: typed.verified.includes(one),
    },
  ]);
  return {
    matrix: Object.fromEntries(TOLERANCES.map((one) => [one, typed[one]])),
    families: Object.fromEntries(families),
  };
}
