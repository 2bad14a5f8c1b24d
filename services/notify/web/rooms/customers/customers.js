// The customers of an account manager: the list of today, files, visits, and what else is owed (A1, W1 to W5, Q1).

import { closeFile, opened } from "./opened.js";
import { TABS } from "./tabs.js";
import { useSignal } from "../../live/signal.js";
import { lazy } from "../../parts/lazy.js";
import { Tabs, useTabs } from "../../parts/tabs.js";
import { html } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

const Sections = lazy(() => import("./sections.js"), "Sections");

/** @param {{me: Me, branch: string}} props */
export function Customers({ me, branch }) {
  const t = useWords();
  const { tabs, shown, go } = useTabs(TABS, branch);
  const customer = useSignal(opened);
  const leave = (/** @type {string} */ name) => {
    closeFile();
    go(name);
  };
  return html`<section class="panel customers" id="customers" tabindex="-1" aria-label=${t("customers")}>
    <${Tabs} label=${t("customers")} tabs=${tabs} shown=${customer ? null : shown} onGo=${leave} />
    ${
      customer
        ? html`<${Sections} me=${me} branch=${branch} customer=${customer} />`
        : shown && html`<${shown.show} key=${shown.name} me=${me} branch=${branch} />`
    }
  </section>`;
}
