// The team of a deal, and its working groups (A4).

import { endedOn, pathOf, purposeName } from "./shared.js";
import { command } from "../../../live/api.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, DayField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { DealTeamPurpose } from "../../../words/enums.js";
import { joined, useWords } from "../../../words/language.js";
import { optionsOf, roleName } from "../../../words/terms.js";

export function Team({ deal, branch, onDone }) {
  const t = useWords();
  const [asking, setAsking] = useState(/** @type {"member" | "group" | null} */ (null));
  const leads = deal.may_lead && deal.state === "open";
  const ask = (what, word) => html`<button
    type="button"
    class="quiet"
    aria-expanded=${asking === what}
    onClick=${() => setAsking(asking === what ? null : what)}
  >
    ${t(word)}
  </button>`;
  const remove = (staff) => async (keys) => {
    await command(pathOf(deal.deal, `/team/${encodeURIComponent(staff)}/remove`), {}, keys);
    await onDone();
  };
  const done = async () => {
    setAsking(null);
    await onDone();
  };
  return html`<section class="deal-team" aria-labelledby="deal-team">
    <h3 id="deal-team">${t("deal_team")}</h3>
    <ul>
      ${deal.team.map(
        (one) => html`<li key=${one.staff}>
          ${nameOf(one.staff)} · ${purposeName(one.purpose)}
          ${
            leads &&
            html`<${ActionButton}
              class="quiet"
              label="${t("deal_team_remove")} ${nameOf(one.staff)}"
              action=${remove(one.staff)}
            >
              ${t("deal_team_remove")}
            <//>`
          }
        </li>`,
      )}
      ${deal.groups.map(
        (one) => html`<li key=${one.id} class=${one.ended ? "faint" : ""}>
          ${t(one.ended ? "deal_group_ended" : "deal_group", {
            purpose: purposeName(one.purpose),
            who: joined(one.members.map((staff) => nameOf(staff))),
            day: one.ended ? endedOn(one, deal) : one.ends_on,
          })}
        </li>`,
      )}
    </ul>
    ${leads && html`<div class="deal-acts">${ask("member", "deal_team_add")} ${ask("group", "deal_group_form")}</div>`}
    ${asking === "member" && html`<${AddMember} deal=${deal} branch=${branch} onDone=${done} />`}
    ${asking === "group" && html`<${FormGroup} deal=${deal} onDone=${done} />`}
  </section>`;
}

function AddMember({ deal, branch, onDone }) {
  const t = useWords();
  const { data } = useQueryOnce(`/api/notify/staff?${new URLSearchParams({ branch })}`);
  const colleagues = (data ?? []).map((one) => [one.staff, `${one.name} · ${joined(one.roles.map(roleName))}`]);
  const add = ({ staff, purpose }, keys) => command(pathOf(deal.deal, "/team"), { staff, purpose }, keys);
  return html`<${Form}
    name="business deal team ${deal.deal}"
    action=${add}
    submit=${t("deal_team_add")}
    check=${({ staff }) => !staff && "deal_team_choose"}
    onDone=${onDone}
  >
    <${Choice} name="staff" label=${t("deal_team_who")} options=${colleagues} none="—" />
    <${Choice} name="purpose" label=${t("deal_purpose")} options=${optionsOf(DealTeamPurpose)} />
  <//>`;
}

/** A working group of the whole team: its purpose, and the day with which it ends. */
function FormGroup({ deal, onDone }) {
  const t = useWords();
  const members = [deal.account_manager, ...deal.team.map((one) => one.staff)];
  const form = ({ purpose, day }, keys) =>
    command(pathOf(deal.deal, "/groups"), { purpose, ends_on: day, members: [...new Set(members)] }, keys);
  return html`<${Form}
    name="business deal group ${deal.deal}"
    action=${form}
    submit=${t("deal_group_form")}
    onDone=${onDone}
  >
    <${Choice} name="purpose" label=${t("deal_purpose")} options=${optionsOf(DealTeamPurpose)} />
    <${DayField} name="day" label=${t("deal_group_day")} needed=${true} />
  <//>`;
}
