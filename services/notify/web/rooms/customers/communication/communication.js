// How a customer may be reached (W5): may I now, what they said and wish, and what was sent to them.

import { Answer } from "./answer.js";
import { Consents } from "./consents.js";
import { Messages } from "./messages.js";
import { CHANNELS, contactChannelName, minds, pathOf, PURPOSES, purposeName } from "./names.js";
import { useQuery } from "../../../live/query.js";
import { Chips } from "../../../parts/chips.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { reasonOf, useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";

const AGAIN = 60_000; // milliseconds: hours pass, customers reply to a message, and the stream tells of neither

/** @param {{branch: string, customer: string}} props */
export function Communication({ branch, customer }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(pathOf(customer, "/consents"), { minds, every: AGAIN });
  if (!data) {
    return html`<section class="communication" aria-label=${t("communication")}>
      <h2>${t("communication")}</h2>
      <p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>
    </section>`;
  }
  return html`<section class="communication" aria-label=${t("communication")}>
    <h2>${t("communication")}</h2>
    <${MayContact} customer=${customer} />
    <${Consents} branch=${branch} customer=${customer} known=${data} refetch=${refetch} />
    <${Messages} branch=${branch} customer=${customer} known=${data} />
  </section>`;
}

/**
 * May I contact them now? Yes or no, why, and when next.
 *
 * @param {{customer: string}} props
 */
function MayContact({ customer }) {
  const t = useWords();
  const [purpose, setPurpose] = useState("service");
  const [channel, setChannel] = useState("phone");
  const asked = new URLSearchParams({ purpose, channel });
  const { data, error } = useQuery(pathOf(customer, `/may-contact?${asked}`), { minds, every: AGAIN });
  return html`<div class="may-contact" role="region" aria-label=${t("may_contact")}>
    <h3>${t("may_contact")}</h3>
    <${Chips}
      label=${t("contact_purpose")}
      options=${options(PURPOSES, purposeName)}
      chosen=${purpose}
      onChoose=${setPurpose}
    />
    <${Chips}
      label=${t("contact_channel")}
      options=${options(CHANNELS, contactChannelName)}
      chosen=${channel}
      onChoose=${setChannel}
    />
    <p class="answer ${data ? (data.allowed ? "yes" : "no") : ""}" role=${error ? "alert" : "status"}>
      ${data ? html`<${Answer} permission=${data} />` : error ? reasonOf(error) : t("opening")}
    </p>
  </div>`;
}
