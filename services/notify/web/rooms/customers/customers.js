// The customers of an account manager: the list of today, files, visits, and what else is owed (A1, W1 to W5, Q1).

import { closeFile, opened } from "./opened.js";
import { seen, TABS } from "./tabs.js";
import { rights } from "../../live/rights.js";
import { useSignal } from "../../live/signal.js";
import { lazy } from "../../parts/lazy.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

const Sections = lazy(() => import("./sections.js"), "Sections");

/** @param {{me: Me, branch: string}} props */
export function Customers({ me, branch }) {
  const t = useWords();
  useSignal(rights);
  const tabs = seen(TABS, branch);
  const [tab, setTab] = useState(tabs[0]?.name);
  const customer = useSignal(opened);
  const shown = tabs.find((one) => one.name === tab) ?? tabs[0];
  const go = (/** @type {string} */ name) => {
    closeFile();
    setTab(name);
  };
  return html`<section class="panel customers" id="customers" tabindex="-1" aria-label=${t("customers")}>
    <div class="chips" role="group" aria-label=${t("customers")}>
      ${tabs.map(
        (one) => html`<button
          key=${one.name}
          type="button"
          class="chip"
          aria-pressed=${!customer && one === shown}
          onClick=${() => go(one.name)}
        >
          ${t(one.name)}
        </button>`,
      )}
    </div>
    ${
      customer
        ? html`<${Sections} me=${me} branch=${branch} customer=${customer} />`
        : shown && html`<${shown.show} key=${shown.name} me=${me} branch=${branch} />`
    }
  </section>`;
}
