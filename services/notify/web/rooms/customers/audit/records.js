// Records of the audit trail as a list: when, who, what, of whom, and why (Q1).

import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { html } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { AUDITED, CAUSES, FIELDS, PURPOSES } from "../../../words/customers/audit.js";
import { named } from "../../../words/terms.js";
import { openFile } from "../opened.js";

const kindName = named(AUDITED);
const fieldName = named(FIELDS);
const purposeName = named(PURPOSES);
const causeName = named(CAUSES);

/** The kind of a cause such as ``visit/V1``, in words. */
const causeOf = (cause) => causeName(cause.split("/")[0]);

/**
 * @param {object} props
 * @param {any[]} props.records
 * @param {(staff: string) => void} [props.onStaff] shows the records of one person alone
 * @param {boolean} [props.ofOne] whether all of them are about the file that is open
 */
export function Records({ records, onStaff, ofOne = false }) {
  const t = useWords();
  useNames();
  if (!records.length) return html`<p class="blank small">${t("audit_none")}</p>`;
  return html`<ol class="audit-records">
    ${records.map(
      (one) => html`<li key="${one.branch} ${one.number}" class=${one.without_cause ? "without-cause" : ""}>
        <time datetime=${one.at}>${dayAndTime(one.at)}</time>
        <div>
          <p>
            ${
              onStaff
                ? html`<button
                    type="button"
                    class="quiet"
                    aria-label=${t("audit_only", { who: nameOf(one.staff) })}
                    onClick=${() => onStaff(one.staff)}
                  >
                    ${nameOf(one.staff)}
                  </button>`
                : html`<strong>${nameOf(one.staff)}</strong>`
            }
            ${" "}<span class="tag ${one.kind}">${kindName(one.kind)}</span>${" "}
            ${purposeName(one.purpose)}${one.times > 1 && ` ${t("audit_times", { n: one.times })}`}
          </p>
          ${!ofOne && one.customers > 0 && html`<${Named} record=${one} />`}
          <p class="faint">
            ${one.fields.map(fieldName).join(t("audit_comma"))}
            ${one.fields.length > 0 && (one.cause || one.without_cause > 0) && " · "}
            ${one.cause && t("audit_cause", { what: causeOf(one.cause) })}
            ${one.without_cause > 0 && html`<b>${t("audit_without_cause_of", { n: one.without_cause })}</b>`}
          </p>
        </div>
      </li>`,
    )}
  </ol>`;
}

function Named({ record }) {
  const t = useWords();
  const shown = record.named.slice(0, 8);
  return html`<p>
    ${shown.map(
      (one) => html`<button
        key=${one.customer}
        type="button"
        class="quiet"
        aria-label=${t("audit_open_file", { who: one.masked_name, id: one.customer.slice(-6) })}
        onClick=${() => openFile(one.customer)}
      >
        ${one.masked_name}
      </button>`,
    )}
    ${record.customers > shown.length && t("audit_more", { n: record.customers - shown.length })}
  </p>`;
}
