// Business under way: prospects, products, deals, plans, territory, and the departments (A2 to A4, Q2, R1).

import { TABS } from "./tabs.js";
import { Tabs, useTabs } from "../../parts/tabs.js";
import { html } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

/** @param {{me: Me, branch: string}} props */
export function Business({ me, branch }) {
  const t = useWords();
  const { tabs, shown, go } = useTabs(TABS, branch);
  return html`<section class="panel business" id="business" tabindex="-1" aria-label=${t("business")}>
    <${Tabs} label=${t("business")} tabs=${tabs} shown=${shown} onGo=${go} />
    ${shown && html`<${shown.show} key=${shown.name} me=${me} branch=${branch} />`}
  </section>`;
}
