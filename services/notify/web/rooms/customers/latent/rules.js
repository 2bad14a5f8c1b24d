// The rules of hints of latent needs (A2).

import { ofBranch } from "./shared.js";
import { put } from "../../../live/api.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { NumberField, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const DAYS = ["every", "expires", "rest", "horizon"];
const LEAST = { every: 7, expires: 1, rest: 0, horizon: 7 };

/** The rules of hints of a branch, and the form in which they are set. */
export function Rules({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(`${ofBranch(branch)}/rules`);
  if (!data) return html`<${Pending} error=${error} />`;
  const save = async ({ families, ...figures }, { seen }) => {
    await put(`${ofBranch(branch)}/rules`, { ...figures, families: familiesIn(families), seen });
    toast(t("latent_saved"));
  };
  const number = (name, most) => html`<${NumberField}
    name=${name}
    label=${t(`latent_${name}`)}
    initial=${data[name]}
    least=${LEAST[name] ?? 1}
    most=${most}
    needed
    whole
  />`;
  return html`<section aria-labelledby="latent-rules-title">
    <h2 id="latent-rules-title">${t("latent_rules")}</h2>
    <p class="faint small">${versionOf(t, data)}</p>
    ${
      may("customer.change_latent_rules", branch) &&
      html`<${Form}
        name="latent rules ${branch}"
        state=${data.number}
        action=${save}
        submit=${t("latent_save")}
        seen=${`${data.of}:${data.number}`}
        reread=${refetch}
        check=${({ families }) => familiesIn(families) === null && "latent_bad_lines"}
        replaces=${true}
      >
        ${number("threshold", 99)} ${DAYS.map((one) => number(one, 365))}
        <${TextField} name="families" label=${t("latent_families")} initial=${written(data.families)} rows="4" />
      <//>`
    }
  </section>`;
}

const versionOf = (t, { number, changed_by }) =>
  number ? t("latent_rules_of", { number, by: nameOf(changed_by) }) : t("latent_rules_default");

/** Families as people write them: ``fund_gold = fund = wealth``, one a line. */
const written = (families) =>
  Object.entries(families)
    .map(([product, { family, need }]) => [product, family, need].filter(Boolean).join(" = "))
    .join("\n");

/** What was written, or null where a line is not right. */
function familiesIn(text) {
  const lines = (text ?? "").split("\n").filter((line) => line.trim());
  const read = lines.map((line) => line.split("=").map((part) => part.trim()));
  if (!read.every((parts) => (parts.length === 2 || parts.length === 3) && parts.every(isCode))) return null;
  return Object.fromEntries(read.map(([product, family, need]) => [product, { family, need: need ?? null }]));
}

const isCode = (/** @type {string} */ word) => /^[a-z0-9_]{1,64}$/.test(word);
