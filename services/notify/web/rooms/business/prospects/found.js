// What one found oneself (D5): who was asked, who said no or did not answer, who has it, and how it ended.

import { dayAndTime } from "../../../live/clock.js";
import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { Pending } from "../../../parts/pending.js";
import { html } from "../../../vendor/preact-htm.js";
import { lostName, referralOutcomeName, stageName } from "../../../words/business/prospect-terms.js";
import { useWords } from "../../../words/language.js";
import { needName, reasonName } from "../../../words/terms.js";

const minds = (/** @type {string} */ event) => event.includes("prospect") || event.includes("referral");

/** @param {{branch: string}} props */
export function Found({ branch }) {
  const t = useWords();
  useNames();
  const { data, error } = useQuery(`/api/referral/finders/me?${new URLSearchParams({ branch })}`, { minds });
  if (!data) return html`<${Pending} error=${error} />`;
  return html`<section class="found-prospects" aria-labelledby="found-list">
    <h2 id="found-list">${t("found_mine")} <b>${data.found.length}</b></h2>
    <p><${Score} of=${data.finder} /></p>
    ${!data.found.length && html`<p class="blank small">${t("found_none")}</p>`}
    <ul class="found-list" aria-labelledby="found-list">
      ${data.found.map((/** @type {any} */ one) => html`<${One} key=${one.id} one=${one} />`)}
    </ul>
  </section>`;
}

/** The score of a finder: a share with its interval, or that there is too little history. */
export function Score({ of: finder }) {
  const t = useWords();
  const ended = finder.won + finder.lost;
  const { score } = finder;
  const known = t("finder_counts", { won: finder.won, ended, open: finder.open });
  if (!score) return html`${known} · ${t("finder_too_few", { n: finder.needed })}`;
  const hundred = (/** @type {number} */ share) => Math.round(share * 1000) / 10;
  return html`${known} ·
  ${t("finder_score", { mean: hundred(score.mean), low: hundred(score.low), high: hundred(score.high) })}`;
}

/** @param {{one: any}} props */
function One({ one }) {
  const t = useWords();
  const stage = one.stage ? stageName(one.stage) : one.state && t(`referral_is_${one.state}`);
  return html`<li class="found-one" aria-label=${needName(one.need)}>
    <h3>${needName(one.need)} <span class="tag">${stage}</span></h3>
    <p class="faint">
      ${dayAndTime(one.opened_at)}${one.account_manager && ` · ${nameOf(one.account_manager)}`}
    </p>
    <${Answers} of=${one} />
    ${
      one.ended_at &&
      html`<p>
        ${t("found_ended", { at: dayAndTime(one.ended_at) })}
        ${one.reason ? lostName(one.reason) : one.outcome && referralOutcomeName(one.outcome)}
      </p>`
    }
  </li>`;
}

/** Those who declined a referral, and those who did not answer. */
export function Answers({ of: one }) {
  const t = useWords();
  if (!one.declined.length && !one.expired.length) return null;
  return html`<ul class="answers">
    ${one.declined.map(
      (/** @type {any} */ each) => html`<li key=${each.staff}>
        ${t("referral_declined_by", { who: nameOf(each.staff), why: reasonName(each.reason) })}
      </li>`,
    )}
    ${one.expired.map(
      (/** @type {string} */ staff) => html`<li key=${staff}>${t("referral_expired_by", { who: nameOf(staff) })}</li>`,
    )}
  </ul>`;
}
