// The timeline of a customer: what happened in hall, cases, enquiries, visits and the rest, each line with its cause
// (W3).

import { get } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf, nameOfActor } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { ActionButton } from "../../parts/action-button.js";
import { Chips } from "../../parts/chips.js";
import { Dialog } from "../../parts/dialog.js";
import { Pending, PendingDialog } from "../../parts/pending.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import {
  FollowUp,
  LostReason,
  NotHeldReason,
  ProspectOrigin,
  ProspectStage,
  ReferralOutcome,
  RelationKind,
  TimelineGroup,
  VisitPurpose,
} from "../../words/enums.js";
import { pick, useWords } from "../../words/language.js";
import { channelName, kindName, named, needName, segmentName, subjectName, wayName } from "../../words/terms.js";

const groupName = named(TimelineGroup);
const GROUPS = ["", ...Object.keys(TimelineGroup)];

/** @param {{branch: string, customer: string}} props */
export function Timeline({ branch, customer }) {
  const t = useWords();
  const [kind, setKind] = useState("");
  const [why, setWhy] = useState(/** @type {any} */ (null));
  const path = `/api/customer/customers/${encodeURIComponent(customer)}/timeline`;
  const asked = `${path}?${new URLSearchParams(kind ? { kind } : {})}`;
  const { data, error } = useQueryOnce(asked);
  const older = useOlder(asked);
  const known = new Set(data?.lines.map((/** @type {any} */ line) => line.line));
  const lines = data ? [...data.lines, ...older.lines.filter((line) => !known.has(line.line))] : [];
  const before = older.lines.length ? older.before : data?.before;
  return html`<section class="timeline" aria-labelledby="timeline-title">
    <h2 id="timeline-title">${t("timeline")}</h2>
    <${Chips}
      label=${t("timeline_filter")}
      options=${GROUPS.map((one) => [one, one ? groupName(one) : t("all")])}
      chosen=${kind}
      onChoose=${setKind}
    />
    ${!data && html`<${Pending} error=${error} />`}
    ${data && !data.whole && html`<p class="faint">${t("timeline_masked")}</p>`}
    ${data && !lines.length && html`<p class="blank small">${t("timeline_none")}</p>`}
    ${
      lines.length > 0 &&
      html`<ol class="log">
        ${lines.map(
          (line) => html`<${Line} key=${line.line} line=${line} branch=${branch} onWhy=${() => setWhy(line)} />`,
        )}
      </ol>`
    }
    ${before && html`<${ActionButton} class="secondary" action=${() => older.more(before)}>${t("timeline_more")}<//>`}
    ${why && html`<${Causes} path=${path} line=${why} onClose=${() => setWhy(null)} />`}
  </section>`;
}

/** @typedef {{asked: string, lines: any[], before: string | null}} Older */

/**
 * The lines before the first page; they do not change any more.
 *
 * @param {string} asked
 */
function useOlder(asked) {
  const [kept, setKept] = useState(/** @type {Older} */ ({ asked, lines: [], before: null }));
  useEffect(() => setKept({ asked, lines: [], before: null }), [asked]);
  const more = async (/** @type {string} */ before) => {
    const next = await get(`${asked}&${new URLSearchParams({ before })}`);
    setKept((had) => ({
      asked,
      lines: [...(had.asked === asked ? had.lines : []), ...next.lines],
      before: next.before,
    }));
  };
  return kept.asked === asked ? { ...kept, more } : { lines: [], before: null, more };
}

/** @param {{line: any, branch: string, onWhy: () => void}} props */
function Line({ line, branch, onWhy }) {
  const t = useWords();
  const what = line.kind ? kindName(line.kind) : groupName(line.group);
  return html`<li>
    <time datetime=${line.at}>${dayAndTime(line.at)}</time>
    <div>
      <p><span class="tag">${groupName(line.group)}</span> <strong>${what}</strong> ${sayFacts(line, t)}</p>
    </div>
    <span class="faint">
      ${nameOfActor(line.actor, line.branch)} ${line.branch !== branch && line.branch}
      ${
        line.kind &&
        html`<button type="button" class="quiet" aria-label=${t("timeline_why_of", { what })} onClick=${onWhy}>
          ${t("timeline_why")}
        </button>`
      }
    </span>
  </li>`;
}

const list = (/** @type {(one: any) => string} */ name) => (/** @type {any} */ values) =>
  [values]
    .flat()
    .map(name)
    .join(pick(["、", ", "]));
const REASONS = { ...LostReason, ...NotHeldReason };
/** @type {Record<string, (value: any, t: any) => string>} */
const SAY = {
  ticket: String,
  need: needName,
  needs: list(needName),
  topic: subjectName,
  product: needName,
  channel: channelName,
  undone: list(kindName),
  segment: segmentName,
  kind: (kind) => (kind in RelationKind ? named(RelationKind)(kind) : ""),
  since: (day, t) => t("relations_since", { day }),
  ended: (day, t) => t("relations_ended", { day }),
  case_owner: (staff) => nameOf(staff),
  account_manager: (staff) => nameOf(staff),
  sent_through: wayName,
  purpose: named(VisitPurpose),
  starts_at: dayAndTime,
  follow_up: named(FollowUp),
  follow_up_on: String,
  reason: (word) => (word in REASONS ? named(REASONS)(word) : ""),
  origin: named(ProspectOrigin),
  after: (word) => (word in ProspectStage ? named(ProspectStage)(word) : ""),
  promise_owner: (staff) => nameOf(staff),
  due: (day, t) => t("visit_promise_due", { day }),
  outcome: named(ReferralOutcome),
};

/** What a line says beside its kind. */
export const sayFacts = (/** @type {any} */ line, /** @type {any} */ t) =>
  Object.entries(SAY)
    .filter(([name]) => line.facts[name] !== undefined)
    .map(([name, say]) => say(line.facts[name], t))
    .filter(Boolean)
    .join(" · ");

/** @param {{path: string, line: any, onClose: () => void}} props */
function Causes({ path, line, onClose }) {
  const t = useWords();
  const { data, error } = useQueryOnce(`${path}/${encodeURIComponent(line.line)}/causes`);
  const chain = data && [...data].reverse();
  return html`<${Dialog} title=${t("timeline_why_of", { what: kindName(line.kind) })} onClose=${onClose}>
    ${!chain && html`<${PendingDialog} error=${error} />`}
    ${
      chain &&
      html`<p class="faint">${t(chain.length ? "timeline_why_hint" : "timeline_why_none")}</p>
        <ol class="chain">
          ${chain.map(
            (/** @type {any} */ one) =>
              html`<li key=${one.id}>
                <time datetime=${one.time}>${dayAndTime(one.time)}</time>
                <strong>${kindName(one.kind)}</strong>
                <span class="faint">${nameOfActor(one.actor, one.branch)}</span>
              </li>`,
          )}
        </ol>`
    }
  <//>`;
}
