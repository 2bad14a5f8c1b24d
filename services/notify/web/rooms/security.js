// The record of security, for those who audit it: sign-ins, passwords, rights (Q1).

import { Accesses } from "./accesses.js";
import { get } from "../live/api.js";
import { dayAndTime } from "../live/clock.js";
import { nameOf, useNames } from "../live/colleagues.js";
import { useQueryOnce } from "../live/query.js";
import { ActionButton } from "../parts/action-button.js";
import { html, useState } from "../vendor/preact-htm.js";
import { SecurityKind } from "../words/enums.js";
import { pick, reasonOf, useWords } from "../words/language.js";
import { named, roleName } from "../words/terms.js";

const PAGE = 50;
const PATH = "/api/notify/security/records";
const kindName = named(SecurityKind);

export function Security() {
  const t = useWords();
  useNames();
  const { data, error, refetch } = useQueryOnce(`${PATH}?limit=${PAGE}`);
  const [older, setOlder] = useState(/** @type {any[]} */ ([]));
  const records = [...(data ?? []), ...older];
  const again = async () => {
    setOlder([]);
    await refetch();
  };
  const more = async () => {
    const before = encodeURIComponent(records[records.length - 1].at);
    setOlder([...older, ...(await get(`${PATH}?limit=${PAGE}&before=${before}`))]);
  };
  return html`<section id="security" tabindex="-1">
    <h2>${t("security")}</h2>
    <p class="faint">${t("security_hint")}</p>
    ${error && html`<p class="form-error" role="alert">${reasonOf(error)}</p>`}
    <${ActionButton} class="quiet" action=${again}>${t("security_again")}<//>
    <ol class="sessions">
      ${records.map((one) => html`<${Record} key="${one.at} ${one.staff} ${one.kind}" record=${one} />`)}
    </ol>
    ${records.length >= PAGE && html`<${ActionButton} class="quiet" action=${more}>${t("security_older")}<//>`}
    <${Accesses} />
  </section>`;
}

function Record({ record }) {
  const t = useWords();
  const comma = pick(["、", ", "]);
  const whom = record.staff ? nameOf(record.staff) : t("security_nobody");
  const by = record.by === "identity" ? t("identity_provider") : record.by && nameOf(record.by);
  const details = [
    by && t("security_by", { who: by }),
    record.network.replace("/32", ""),
    record.roles.map(roleName).join(comma),
    record.branches.join(comma),
  ];
  return html`<li>
    <span>
      <b>${whom}</b>${" "}<span class="tag">${kindName(record.kind)}</span>
      <small class="faint">${[dayAndTime(record.at), ...details].filter(Boolean).join(" · ")}</small>
    </span>
  </li>`;
}
