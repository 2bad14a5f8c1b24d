// The segment of a customer in their open file: why they are in it, and a head's decision (W2).

import { figure, keyName } from "./segment-figures.js";
import { ending, erase, Failure, put } from "../../live/api.js";
import { nameOf } from "../../live/colleagues.js";
import { useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, DayField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { Pending } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html } from "../../vendor/preact-htm.js";
import { MoveCause, MoveReason, Segment } from "../../words/enums.js";
import { useWords } from "../../words/language.js";
import { named, optionsOf, segmentName } from "../../words/terms.js";

const causeName = named(MoveCause);
const reasonName = named(MoveReason);

/** A section of the open file: the segment, why, and for a head the decision that holds whatever the rules say. */
export function SegmentOf({ branch, customer }) {
  const t = useWords();
  const path = `/api/customer/customers/${encodeURIComponent(customer)}/segment`;
  const { data, error, refetch } = useQueryOnce(path);
  if (error instanceof Failure && error.status === 403) return null;
  if (!data) return html`<${Pending} error=${error} />`;
  const { last, hold } = data;
  const keep = async ({ segment, reason, until }, { seen }) => {
    await put(path, { segment, reason, until: until || null, seen });
    toast(t("segments_decided"));
  };
  const lift = () => erase(ending(path, data.mark));
  return html`<section class="segment-of" aria-labelledby="segment-title">
    <h3 id="segment-title">${t("segment")}: ${segmentName(data.segment)}</h3>
    ${hold && html`<p>${held(t, hold)}</p>`}
    ${last && html`<p>${lastMove(t, last)}</p>`}
    ${!last && !hold && html`<p class="faint">${t("segments_never_moved")}</p>`}
    <dl class="figures">
      ${Object.entries(data.now).map(
        ([key, value]) => html`<div key=${key}>
          <dt>${keyName(key)}</dt>
          <dd>${figure(value)}${average(t, data.averaged, key)}</dd>
        </div>`,
      )}
    </dl>
    ${
      may("customer.hold_segment", branch) &&
      html`<${Form}
        name="segment of ${customer}"
        state=${data.segment}
        action=${keep}
        submit=${t("segments_decide")}
        seen=${data.mark}
        reread=${refetch}
        replaces=${true}
      >
        <${Choice}
          name="segment"
          label=${t("segment")}
          initial=${data.segment}
          options=${optionsOf(Segment)}
        />
        <${Choice} name="reason" label=${t("segments_reason")} options=${optionsOf(MoveReason)} />
        <${DayField} name="until" label=${t("segments_until")} />
      <//>
      ${hold && html`<${ActionButton} class="secondary" action=${lift} reread=${refetch}>${t("segments_lift")}<//>`}`
    }
  </section>`;
}

const held = (t, { segment, reason, by, until }) =>
  t(until ? "segments_held_until" : "segments_held", {
    segment: segmentName(segment),
    reason: reasonName(reason),
    by: nameOf(by),
    until,
  });

const average = (t, averaged, key) =>
  averaged ? ` (${t("segments_average", { value: figure(averaged[key] ?? 0) })})` : "";

function lastMove(t, last) {
  const figures = Object.entries(last.inputs).map(([key, value]) => `${keyName(key)} ${figure(value)}`);
  const why = [
    causeName(last.cause),
    last.reason && reasonName(last.reason),
    last.rules && t("segments_by_rule", { rules: last.rules, rule: last.rule }),
    ...figures,
  ];
  return t("segments_moved", {
    day: last.day,
    before: segmentName(last.before),
    after: segmentName(last.after),
    why: why.filter(Boolean).join("; "),
  });
}
