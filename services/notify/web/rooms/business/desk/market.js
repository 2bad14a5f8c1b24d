// Notes about the market (E4, A3): sent by lobby managers and account managers, read by the product department.

import { command } from "../../../live/api.js";
import { branchName, useBranches } from "../../../live/branches.js";
import { dayAndTime, monthOf, now } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQuery } from "../../../live/query.js";
import { may } from "../../../live/rights.js";
import { Chips } from "../../../parts/chips.js";
import { Choice, TextField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { Pages, usePages } from "../../../parts/pages.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { marketTopicName, TOPICS } from "../../../words/business/product-terms.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";

const SHOWN = 50; // on a page
const minds = (event) => event === "market_noted";

/** @param {{branch: string}} props */
export function MarketNote({ branch }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const send = async (values, keys) => {
    await command(`/api/referral/desk/notes?${new URLSearchParams({ branch })}`, values, keys);
    toast(t("market_sent"));
    setOpen(false);
  };
  return html`<section aria-label=${t("market_note")}>
    <button type="button" class="secondary" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      ${t("market_note")}
    </button>
    ${
      open &&
      html`<${Form}
        name="business ${branch} market note"
        action=${send}
        submit=${t("desk_send")}
        onCancel=${() => setOpen(false)}
      >
        <${Choice}
          name="topic"
          label=${t("market_topic")}
          options=${options(TOPICS, marketTopicName)}
        />
        <${TextField} name="words" label=${t("market_words")} rows="3" most=${2000} needed="market_words_needed" />
      <//>`
    }
  </section>`;
}

/** The number of notes about each topic; the notes themselves for who may read their words. */
export function MarketNotes({ branch }) {
  const t = useWords();
  useBranches();
  const [topic, setTopic] = useState(TOPICS[0] ?? "");
  const month = monthOf(now.value);
  const { data: counts } = useQuery(`/api/referral/desk/notes/counts?month=${month}`, { minds });
  const counted = TOPICS.map((one) => [one, `${marketTopicName(one)} ${counts?.[one] ?? 0}`]);
  const reads = may("referral.list_market_notes", branch);
  return html`<section aria-labelledby="market-notes">
    <h2 id="market-notes">${t("market_notes")}</h2>
    ${
      reads
        ? html`<${Chips} label=${t("market_topic")} options=${counted} chosen=${topic} onChoose=${setTopic} />
            <${Notes} key=${topic} month=${month} topic=${topic} />`
        : html`<ul aria-labelledby="market-notes">
            ${counted.map(([one, said]) => html`<li key=${one}>${said}</li>`)}
          </ul>`
    }
  </section>`;
}

function Notes({ month, topic }) {
  const t = useWords();
  useBranches();
  const pages = usePages(0);
  const of = new URLSearchParams({ month, topic, skip: String(pages.at), limit: String(SHOWN + 1) });
  const { data, error } = useQuery(`/api/referral/desk/notes?${of}`, { minds });
  return html`${!data && html`<${Pending} error=${error} />`}
    ${data && !data.length && html`<p class="blank small">${t("market_notes_none")}</p>`}
    <ul class="desk-list" aria-labelledby="market-notes">
      ${data?.slice(0, SHOWN).map(
        (one) =>
          html`<li key=${one.note}>
            <p class="faint">
              ${branchName(one.branch)} · ${nameOf(one.noted_by, one.branch)} · ${dayAndTime(one.noted_at)}
            </p>
            <p>${one.words}</p>
          </li>`,
      )}
    </ul>
    <${Pages} pages=${pages} next=${data?.length > SHOWN ? pages.at + SHOWN : null} />`;
}
