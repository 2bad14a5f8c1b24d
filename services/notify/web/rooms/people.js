// The people of the bank, for administrators: who has which roles where, first secrets, and roles that wait for a
// second administrator (Q1).

import { command } from "../live/api.js";
import { useQueryOnce } from "../live/query.js";
import { ActionButton } from "../parts/action-button.js";
import { Dialog } from "../parts/dialog.js";
import { Choice, TextField, Ticks } from "../parts/fields.js";
import { Form } from "../parts/form.js";
import { Pending } from "../parts/pending.js";
import { toast } from "../parts/toasts.js";
import { html, useRef, useState } from "../vendor/preact-htm.js";
import { Role, WaiverReason } from "../words/enums.js";
import { pick, useWords } from "../words/language.js";
import { optionsOf, roleName } from "../words/terms.js";

const PATH = "/api/notify/staff";
const SECRET = "secret";
const FACTOR = "factor";

/**
 * @typedef {{staff: string, name: string, roles: string[], branches: string[], proposed: string[],
 *   proposed_by: string, one_time: boolean}} Person
 */

/** @param {{me: Me}} props */
export function People({ me }) {
  const t = useWords();
  const [branch, setBranch] = useState(/** @type {string | null} */ (null));
  const [asked, setAsked] = useState(/** @type {Person | "new" | null} */ (null));
  const powerful = useQueryOnce(`${PATH}/enrolled`);
  const again = () => powerful.refetch();
  return html`<section class="panel" id="people" tabindex="-1" aria-label=${t("people")}>
    <h2>${t("people")}</h2>
    <p class="faint">${t("people_hint")}</p>
    <button type="button" class="primary" onClick=${() => setAsked("new")}>${t("people_enrol")}</button>
    <h3>${t("people_powerful")}</h3>
    ${!powerful.data && html`<${Pending} error=${powerful.error} />`}
    <${Listed} me=${me} people=${powerful.data ?? []} onAsk=${setAsked} onDone=${again} />
    <h3>${t("people_of_branch")}</h3>
    <${Form}
      name="people branch"
      action=${(/** @type {any} */ typed) => setBranch(typed.branch)}
      submit=${t("people_show")}
      replaces=${true}
    >
      <${TextField} name="branch" label=${t("branch")} most=${32} needed="people_branch_needed" />
    <//>
    ${branch && html`<${OfBranch} key=${branch} me=${me} branch=${branch} onAsk=${setAsked} />`}
    ${
      asked &&
      html`<${PersonDialog}
        person=${asked === "new" ? null : asked}
        onClose=${() => setAsked(null)}
        onDone=${again}
      />`
    }
  </section>`;
}

/** @param {{me: Me, branch: string, onAsk: (person: Person) => void}} props */
function OfBranch({ me, branch, onAsk }) {
  const { data, error, refetch } = useQueryOnce(`${PATH}/enrolled?branch=${encodeURIComponent(branch)}`);
  return html`${!data && html`<${Pending} error=${error} />`}
    <${Listed} me=${me} people=${data ?? []} onAsk=${onAsk} onDone=${refetch} />`;
}

/** @param {{me: Me, people: Person[], onAsk: (person: Person) => void, onDone: () => unknown}} props */
function Listed({ me, people, onAsk, onDone }) {
  const t = useWords();
  const comma = pick(["、", ", "]);
  const agree = async (/** @type {Person} */ one, /** @type {Keys} */ keys) => {
    await command(PATH, { ...plain(one), roles: [...one.roles, ...one.proposed] }, keys);
    toast(t("people_saved"));
    await onDone();
  };
  return html`<ul class="sessions">
    ${people.map((one) => {
      const proposed = one.proposed.map(roleName).join(comma);
      const roles = one.roles.map(roleName).join(comma) || t("people_left");
      const waits = t("people_proposed", { roles: proposed, who: one.proposed_by });
      return html`<li key=${one.staff}>
        <span>
          <b>${one.name}</b>${" "}<span class="faint">${one.staff}</span>
          <small class="faint">
            ${[roles, one.branches.join(comma)].filter(Boolean).join(" · ")}
            ${one.one_time && html` · ${t("people_one_time")}`}
          </small>
          ${proposed && html`<small class="tag">${waits}</small>`}
        </span>
        ${
          proposed &&
          one.proposed_by !== me.staff &&
          html`<${ActionButton} class="primary" action=${(/** @type {Keys} */ keys) => agree(one, keys)}>
            ${t("people_agree", { name: one.name })}
          <//>`
        }
        <button type="button" class="quiet" onClick=${() => onAsk(one)}>
          ${t("people_change", { name: one.name })}
        </button>
      </li>`;
    })}
  </ul>`;
}

const plain = (/** @type {Person} */ { staff, name, branches }) => ({ staff, name, branches });

/**
 * Somebody new, or a change. A first secret is made here, sent, and shown once: nobody types one.
 *
 * @param {{person: Person | null, onClose: () => void, onDone: () => unknown}} props
 */
function PersonDialog({ person, onClose, onDone }) {
  const t = useWords();
  const secret = useRef(firstSecret());
  const [given, setGiven] = useState(false);
  const save = async (/** @type {any} */ typed, /** @type {Keys} */ keys) => {
    const anew = !person || typed.more.includes(SECRET);
    const content = {
      staff: person?.staff ?? typed.staff,
      name: typed.name,
      roles: typed.roles,
      branches: typed.branches.split(/[\s,，、]+/).filter(Boolean),
      ...(anew && { password: secret.current, one_time: true }),
      ...(typed.more?.includes(FACTOR) && { ends_second_factor: true }),
      ...(typed.leaves_because && { leaves_because: typed.leaves_because }),
    };
    await command(PATH, content, keys);
    toast(t("people_saved"));
    await onDone();
    if (anew) setGiven(true);
    else onClose();
  };
  const roles = [...(person?.roles ?? []), ...(person?.proposed ?? [])];
  return html`<${Dialog} title=${person?.name ?? t("people_enrol")} onClose=${onClose}>
    ${
      given
        ? html`<p role="status">${t("people_secret")} <code>${secret.current}</code></p>
          <p class="faint">${t("people_secret_hint")}</p>`
        : html`<${Form} name="people ${person?.staff ?? ""}" action=${save} submit=${t("save")} replaces=${!!person}>
          ${
            !person &&
            html`<${TextField} name="staff" label=${t("staff_id")} most=${64} needed="people_staff_needed" />`
          }
          <${TextField}
            name="name"
            label=${t("people_name")}
            initial=${person?.name ?? ""}
            most=${64}
            needed="people_name_needed"
          />
          <${Ticks} name="roles" legend=${t("people_roles")} initial=${roles} options=${optionsOf(Role)} />
          <${TextField} name="branches" label=${t("people_branches")} initial=${person?.branches.join(", ") ?? ""} />
          ${
            person &&
            html`<${Ticks}
              name="more"
              legend=${t("people_more")}
              options=${[
                [SECRET, t("people_new_secret")],
                [FACTOR, t("people_end_factor")],
              ]}
            />
            <${Choice}
              name="leaves_because"
              label=${t("people_leaves_because")}
              options=${optionsOf(WaiverReason)}
              none="—"
            />`
          }
        <//>`
    }
  <//>`;
}

/** A secret of 96 bits that nobody mistypes: without 0, 1, l and o. */
function firstSecret() {
  const letters = "23456789abcdefghijkmnpqrstuvwxyz";
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return [...bytes]
    .map((one) => letters[one % letters.length])
    .join("")
    .replace(/(.{5})(?=.)/g, "$1-");
}
