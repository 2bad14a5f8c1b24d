// Business under way: prospects, products, deals, plans, territory, and the departments (A2 to A4, Q2, R1).

import { closeDeal, openedDeal } from "./opened.js";
import { TABS } from "./tabs.js";
import { Tabs, useTabs } from "../../parts/tabs.js";
import { html, useEffect } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

/** @param {{me: Me, branch: string}} props */
export function Business({ me, branch }) {
  const t = useWords();
  const { tabs, shown, go } = useTabs(TABS, branch);
  useEffect(() => {
    const stop = openedDeal.watch((deal) => deal && go("deals"));
    return () => {
      stop();
      closeDeal();
    };
  }, []);
  const leave = (/** @type {string} */ name) => {
    closeDeal();
    go(name);
  };
  return html`<section class="panel business" id="business" tabindex="-1" aria-label=${t("business")}>
    <${Tabs} label=${t("business")} tabs=${tabs} shown=${shown} onGo=${leave} />
    ${shown && html`<${shown.show} key=${shown.name} me=${me} branch=${branch} />`}
  </section>`;
}
