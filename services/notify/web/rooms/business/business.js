// Business under way: prospects, products, deals, plans, territory, and the departments (A2 to A4, Q2, R1).

import { TABS } from "./tabs.js";
import { may, rights } from "../../live/rights.js";
import { useSignal } from "../../live/signal.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

/** @param {{me: Me, branch: string}} props */
export function Business({ me, branch }) {
  const t = useWords();
  useSignal(rights);
  const tabs = TABS.filter((one) => one.asks.some((asked) => may(asked, branch)));
  const [tab, setTab] = useState(tabs[0]?.name);
  const shown = tabs.find((one) => one.name === tab) ?? tabs[0];
  return html`<section class="panel business" id="business" tabindex="-1" aria-label=${t("business")}>
    <div class="chips" role="group" aria-label=${t("business")}>
      ${tabs.map(
        (one) => html`<button
          key=${one.name}
          type="button"
          class="chip"
          aria-pressed=${one === shown}
          onClick=${() => setTab(one.name)}
        >
          ${t(one.name)}
        </button>`,
      )}
    </div>
    ${shown && html`<${shown.show} key=${shown.name} me=${me} branch=${branch} />`}
  </section>`;
}
