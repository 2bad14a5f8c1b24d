// How to reach a prospect who left contact data: asked for when somebody follows up, and kept nowhere (D5).

import { get } from "../../live/api.js";
import { Dialog } from "../../parts/parts.js";
import { needName } from "../../words/terms.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../words/language.js";

const FIELDS = ["name", "phone", "address"];

export function Lead({ entry, onClose }) {
  const t = useWords();
  const [{ lead, error }, setAnswer] = useState({});
  useEffect(() => {
    get(`/api/customer/leads/${encodeURIComponent(entry.facts.visit)}`).then(
      (found) => setAnswer({ lead: found }),
      (failure) => setAnswer({ error: failure }),
    );
  }, [entry.id]);
  return html`<${Dialog} title="${t("contact_title")} ${lead ? needName(lead.need) : ""}" onClose=${onClose}>
    ${error && html`<p role="alert" class="form-error">${reasonOf(error)}</p>`}
    ${!lead && !error && html`<p class="faint" aria-busy="true">${t("opening")}</p>`}
    ${lead &&
    html`<div class="facts"><dl>
      ${FIELDS.filter((name) => lead[name]).map((name) => html`<div key=${name}><dt>${t(`said_${name}`)}</dt><dd>${lead[name]}</dd></div>`)}
    </dl></div>`}
  <//>`;
}
