// The referrals of a branch, for its head and lobby manager (D5): with customer, answers, score of the finder and
// outcome; what nobody took is assigned here, and the needs that each account manager serves are written down.

import { Answers, Score } from "./found.js";
import { command, put } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useManagers } from "../../../live/managers.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Choice, Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pages, usePages } from "../../../parts/pages.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { referralOutcomeName } from "../../../words/business/prospect-terms.js";
import { useWords } from "../../../words/language.js";
import { needName, options, REMARK_NEEDS } from "../../../words/terms.js";
import { useCustomerNames } from "../../../live/customer-names.js";

const SHOWN = 50; // on a page
const minds = (/** @type {string} */ event) =>
  event.includes("prospect") || event.includes("referral") || event.includes("served");

/** @param {{branch: string}} props */
export function Referrals({ branch }) {
  const t = useWords();
  useNames();
  const pages = usePages(0);
  const of = new URLSearchParams({ branch, skip: String(pages.at), limit: String(SHOWN + 1) });
  const { data, error } = useQuery(`/api/referral/referrals?${of}`, { minds });
  const finders = may("referral.list_finders", branch);
  const shown = (data ?? []).slice(0, SHOWN);
  const customerName = useCustomerNames(
    branch,
    shown.map((/** @type {any} */ one) => one.customer),
  );
  return html`<div class="referrals">
    ${finders && html`<${Finders} branch=${branch} />`}
    <h2 id="referral-list">${t("referrals_list")}</h2>
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("referrals_none")}</p>`}
    <ul class="found-list" aria-labelledby="referral-list">
      ${shown.map(
        (/** @type {any} */ one) =>
          html`<${Referral} key=${one.referral} one=${one} branch=${branch} customerName=${customerName} />`,
      )}
    </ul>
    <${Pages} pages=${pages} next=${data?.length > SHOWN ? pages.at + SHOWN : null} />
    ${may("referral.set_served_needs", branch) && html`<${Served} branch=${branch} />`}
  </div>`;
}

/** @param {{one: any, branch: string, customerName: (customer: string) => string}} props */
function Referral({ one, branch, customerName }) {
  const t = useWords();
  const who = one.customer ? customerName(one.customer) : t("prospect_no_customer_yet");
  const title = `${who} · ${needName(one.need)}`;
  return html`<li class="found-one" aria-label=${title}>
    <h3>
      ${title}${" "}
      <span class="tag">${one.outcome ? referralOutcomeName(one.outcome) : t(`referral_is_${one.state}`)}</span>
    </h3>
    <p class="faint">
      ${dayAndTime(one.opened_at)} · ${t("prospect_found_by", { who: nameOf(one.found_by) })}
      ${one.account_manager && ` · ${nameOf(one.account_manager)}`}
    </p>
    <${Answers} of=${one} />
    ${
      one.state === "escalated" &&
      may("referral.assign_referral", branch) &&
      html`<${Assign} one=${one} branch=${branch} />`
    }
  </li>`;
}

/** What nobody took is given to an account manager. @param {{one: any, branch: string}} props */
function Assign({ one, branch }) {
  const t = useWords();
  const managers = useManagers(branch);
  const assign = async (/** @type {any} */ { manager }, /** @type {Keys} */ keys) => {
    const path = `/api/referral/referrals/${encodeURIComponent(one.referral)}/assign`;
    await command(path, { account_manager: manager }, keys);
    toast(t("prospect_saved"));
  };
  return html`<${Form}
    name="business ${branch} referral ${one.referral}"
    action=${assign}
    submit=${t("referral_assign")}
  >
    <${Choice} name="manager" label=${t("prospect_give_to")} options=${managers} />
  <//>`;
}

/** @param {{branch: string}} props */
function Finders({ branch }) {
  const t = useWords();
  const { data } = useQuery(`/api/referral/finders?${new URLSearchParams({ branch })}`, { minds });
  if (!data?.length) return null;
  return html`<section aria-labelledby="finder-list">
    <h2 id="finder-list">${t("finders_list")}</h2>
    <ul class="answers">
      ${data.map(
        (/** @type {any} */ one) => html`<li key=${one.staff}><b>${nameOf(one.staff)}</b> <${Score} of=${one} /></li>`,
      )}
    </ul>
    <p class="faint">${t("finders_hint")}</p>
  </section>`;
}

/** @param {{branch: string}} props */
function Served({ branch }) {
  const t = useWords();
  const managers = useManagers(branch);
  const path = `/api/referral/served-needs/${encodeURIComponent(branch)}`;
  const { data, refetch } = useQuery(path, { minds });
  if (!data) return null;
  const save =
    (/** @type {string} */ staff) =>
    async (/** @type {any} */ { needs }, /** @type {{seen?: any}} */ { seen }) => {
      await put(`${path}/${encodeURIComponent(staff)}`, { needs, seen });
      toast(t("prospect_saved"));
    };
  return html`<section class="served" aria-labelledby="served-list">
    <h2 id="served-list">${t("served_needs")}</h2>
    <p class="faint">${t("served_hint")}</p>
    ${managers.map(
      ([staff, name]) => html`<details key=${staff}>
        <summary>${name} ${(data[staff] ?? []).map(needName).join("、") || t("served_any")}</summary>
        <${Form}
          name="business ${branch} served ${staff}"
          action=${save(staff)}
          submit=${t("save")}
          seen=${data[staff] ?? []}
          reread=${refetch}
          replaces=${true}
        >
          <${Ticks}
            name="needs"
            legend=${t("served_needs")}
            initial=${data[staff] ?? []}
            options=${options(REMARK_NEEDS, needName)}
          />
        <//>
      </details>`,
    )}
  </section>`;
}
