// Why was I told this? The chain of what happened, from its beginning to the message.

import { get } from "../../live/api.js";
import { timeOfDay } from "../../live/clock.js";
import { Dialog } from "../../parts/parts.js";
import { actorName, kindName } from "../../words/terms.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { pick, reasonOf, useWords } from "../../words/language.js";

export function Why({ entry, onClose }) {
  const t = useWords();
  const [{ chain, error }, setAnswer] = useState({});
  useEffect(() => {
    get(`/api/notify/entries/${encodeURIComponent(entry.id)}/why`).then(
      (answer) => setAnswer({ chain: [...answer.chain].reverse() }),
      (failure) => setAnswer({ error: failure }),
    );
  }, [entry.id]);
  return html`<${Dialog} title=${t("why_title")} onClose=${onClose}>
    <blockquote>${pick([entry.text.zh, entry.text.en])}</blockquote>
    ${error && html`<p role="alert" class="form-error">${reasonOf(error)}</p>`}
    ${!chain && !error && html`<p class="faint" aria-busy="true">${t("opening")}</p>`}
    ${chain && html`<p class="faint">${t(chain.length ? "why_hint" : "why_empty")}</p>`}
    ${chain &&
    html`<ol class="chain">
      ${chain.map(
        (link) => html`<li key=${link.id}>
          <time datetime=${link.time}>${timeOfDay(link.time, { seconds: true, branch: link.branch })}</time>
          <strong>${kindName(link.kind)}</strong>
          <span class="faint">${actorName(link.actor)}</span>
        </li>`,
      )}
    </ol>`}
  <//>`;
}
