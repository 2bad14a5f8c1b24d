// The complaints of a branch with their clocks, or for an account manager those of their customers (D9).

import { Case } from "./case.js";
import { Law } from "./law.js";
import { isTyped } from "../../live/drafts.js";
import { useQuery } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { Chips } from "../../parts/chips.js";
import { Pending } from "../../parts/pending.js";
import { html, useRef, useState } from "../../vendor/preact-htm.js";
import { useWords } from "../../words/language.js";

const ACTS = ["acknowledge", "extension", "holding", "settle", "repair", "about"];

/** Whether something is typed about a case: it stays in sight then. */
const isTypedAbout = (/** @type {string} */ branch, /** @type {string} */ id) =>
  ACTS.some((act) => isTyped(`customer ${branch} case ${act} ${id}`));

/** @param {{me: Me, branch: string}} props */
export function Cases({ me, branch }) {
  const all = may("customer.list_cases", branch);
  const Shown = all ? OfBranch : OfMine;
  return html`<${Shown} key=${branch} me=${me} branch=${branch} />
    ${may("customer.view_complaint_law", branch) && html`<${Law} key=${branch} branch=${branch} />`}`;
}

/** @param {{me: Me, branch: string}} props */
function OfBranch({ me, branch }) {
  const t = useWords();
  const [running, setRunning] = useState(true);
  const query = new URLSearchParams({ branch, running: String(running) });
  const read = useQuery(`/api/customer/complaints?${query}`);
  const lists = [
    [true, t("cases_running")],
    [false, t("cases_all")],
  ];
  const chips = html`<${Chips} label=${t("filter")} options=${lists} chosen=${running} onChoose=${setRunning} />`;
  return html`<${List} me=${me} branch=${branch} read=${read} title=${t("cases")} chips=${chips} />`;
}

/** @param {{me: Me, branch: string}} props */
function OfMine({ me, branch }) {
  const t = useWords();
  const read = useQuery("/api/customer/complaints/of-my-customers");
  return html`<${List} me=${me} branch=${branch} read=${read} title=${t("cases_of_mine")} />`;
}

/** @param {{me: Me, branch: string, read: any, title: string, chips?: any}} props */
function List({ me, branch, read, title, chips }) {
  const t = useWords();
  const { data, error, refetch } = read;
  const [opened, setOpened] = useState(/** @type {string | null} */ (null));
  const held = useRef(/** @type {any} */ (null)); // the case that is open; it stays while words are typed about it
  const listed = data?.find((/** @type {any} */ one) => one.case === opened);
  if (listed) held.current = listed;
  const stays = data && opened && !listed && held.current?.case === opened && isTypedAbout(branch, opened);
  const rows = stays ? [...data, held.current] : data;
  return html`<section class="cases" aria-labelledby="cases-list">
    <div class="line">
      <h2 id="cases-list">${title} ${data && html`<b>${data.length}</b>`}</h2>
      ${chips}
    </div>
    ${!data && html`<${Pending} error=${error} />`}
    ${rows && !rows.length && html`<p class="blank small">${t("cases_none")}</p>`}
    ${
      rows?.length > 0 &&
      html`<ul class="case-list" aria-labelledby="cases-list">
        ${rows.map(
          (/** @type {any} */ one) => html`<${Case}
            key=${one.case}
            case_=${one}
            me=${me}
            branch=${branch}
            open=${opened === one.case}
            onOpen=${() => setOpened(opened === one.case ? null : one.case)}
            refetch=${refetch}
          />`,
        )}
      </ul>`
    }
  </section>`;
}
