// The needs and segments that a branch puts first in a period (A3, Q2), in words of the catalogue.

import { put } from "../../../live/api.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Ticks } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html } from "../../../vendor/preact-htm.js";
import { Segment } from "../../../words/enums.js";
import { joined, useWords } from "../../../words/language.js";
import { needName, options, optionsOf, REMARK_NEEDS, segmentName } from "../../../words/terms.js";

const minds = (/** @type {string} */ event) => event === "market_direction_set";

/** @param {{branch: string, period: string}} props */
export function Direction({ branch, period }) {
  const t = useWords();
  const path = `/api/referral/branches/${encodeURIComponent(branch)}/direction`;
  const { data, refetch } = useQuery(`${path}?${new URLSearchParams({ period })}`, { minds });
  if (!data) return null;
  const words = joined([...data.needs.map(needName), ...data.segments.map(segmentName)]);
  const set = async ({ needs, segments }, { seen }) => {
    await put(path, { period, needs, segments, seen });
    toast(t("direction_was_set"));
  };
  return html`<section class="sheet" aria-labelledby="plan-direction">
    <h3 id="plan-direction">${t("direction")}</h3>
    <p>${words || t("direction_none")}</p>
    ${
      may("referral.set_market_direction", branch) &&
      html`<details>
        <summary>${t("direction_set")}</summary>
        <${Form}
          name="business direction ${branch} ${period}"
          action=${set}
          submit=${t("plan_set")}
          seen=${data.number}
          reread=${refetch}
          replaces
        >
          <${Ticks}
            name="needs"
            legend=${t("direction_needs")}
            initial=${data.needs}
            options=${options(REMARK_NEEDS, needName)}
          />
          <${Ticks}
            name="segments"
            legend=${t("direction_segments")}
            initial=${data.segments}
            options=${optionsOf(Segment)}
          />
        <//>
      </details>`
    }
  </section>`;
}
