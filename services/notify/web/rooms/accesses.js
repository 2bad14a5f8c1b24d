// Who was denied what, and who took a report along, in all services, for those who audit it (Q1).

import { get } from "../live/api.js";
import { dayAndTime } from "../live/clock.js";
import { nameOf } from "../live/colleagues.js";
import { rights } from "../live/rights.js";
import { useSignal } from "../live/signal.js";
import { ActionButton } from "../parts/action-button.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

const PAGE = 50;
const TOLD = { denied: "access_denied", exported: "access_exported" };

/** @typedef {{id: string, kind: "denied" | "exported", staff: string, route: string, about: string, last: string,
 *   times: number}} Record */

export function Accesses() {
  const t = useWords();
  const services = Object.keys(useSignal(rights)).sort();
  const [pages, setPages] = useState(/** @type {Record_} */ ({}));
  const [problem, setProblem] = useState(/** @type {unknown} */ (null));
  const read = async (/** @type {boolean} */ older) => {
    try {
      const found = await Promise.all(services.map((one) => page(one, older ? (pages[one] ?? []) : [])));
      setPages(Object.fromEntries(services.map((one, at) => [one, found[at]])));
      setProblem(null);
    } catch (error) {
      setProblem(error);
    }
  };
  useEffect(() => {
    read(false);
  }, [services.join(" ")]);
  const records = services.flatMap((service) => (pages[service] ?? []).map((one) => ({ service, ...one })));
  records.sort((one, other) => other.last.localeCompare(one.last));
  const routeOf = (/** @type {Record} */ one) => (one.route === "*" ? t("access_many") : one.route);
  const more = services.some((one) => (pages[one]?.length ?? 0) >= PAGE);
  return html`<section aria-label=${t("accesses")}>
    <h3>${t("accesses")}</h3>
    <p class="faint">${t("accesses_hint")}</p>
    ${problem && html`<p class="form-error" role="alert">${reasonOf(problem)}</p>`}
    <ol class="sessions">
      ${records.map(
        (one) => html`<li key="${one.service} ${one.id}">
          <span>
            <b>${nameOf(one.staff)}</b>${" "}<span class="tag">${t(TOLD[one.kind], { n: one.times })}</span>
            <small class="faint">
              ${[dayAndTime(one.last), routeOf(one), one.about].filter(Boolean).join(" · ")}
            </small>
          </span>
        </li>`,
      )}
    </ol>
    <${ActionButton} class="quiet" action=${() => read(false)}>${t("accesses_again")}<//>
    ${more && html`<${ActionButton} class="quiet" action=${() => read(true)}>${t("accesses_older")}<//>`}
  </section>`;
}

/** @typedef {{[service: string]: Record[]}} Record_ by service, what was read of it */

/**
 * What was read of a service, and one page more.
 *
 * @param {string} service
 * @param {Record[]} known
 */
async function page(service, known) {
  const last = known.at(-1);
  if (last && known.length % PAGE) return known; // there is no more
  const before = last ? `&before=${encodeURIComponent(last.id)}` : "";
  return [...known, ...(await get(`/api/${service}/accesses?limit=${PAGE}${before}`))];
}
