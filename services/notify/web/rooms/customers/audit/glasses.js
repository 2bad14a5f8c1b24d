// Break-glass at a branch, with the reasons: what is in force, and what was (Q1).

import { dayAndTime, timeOfDay } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { html } from "../../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../../words/language.js";
import { openFile } from "../opened.js";

const minds = (/** @type {string} */ event) => event.includes("glass");

/** @param {{branch: string}} props */
export function Glasses({ branch }) {
  const t = useWords();
  useNames();
  const { data, error } = useQuery(`/api/customer/break-glass?${new URLSearchParams({ branch })}`, { minds });
  if (!data) return html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  if (!data.length) return html`<p class="blank small">${t("glass_none")}</p>`;
  return html`<ul class="glasses">
    ${data.map(
      (one) => html`<li key=${one.glass} class=${one.in_force ? "in-force" : ""}>
        <p>
          <strong>${nameOf(one.staff)}</strong> → <button
            type="button"
            class="quiet"
            aria-label=${t("audit_open_file", { who: one.masked_name, id: one.customer.slice(-6) })}
            onClick=${() => openFile(one.customer)}
          >
            ${one.masked_name}
          </button>
          <span class="tag">
            ${t(one.in_force ? "glass_in_force" : "glass_over", { at: timeOfDay(one.until) })}
          </span>
        </p>
        <blockquote>${one.reason ?? t("glass_reason_gone")}</blockquote>
        <p class="faint">${dayAndTime(one.at)} · ${t("glass_reads", { n: one.reads })}</p>
      </li>`,
    )}
  </ul>`;
}
