// The rules of segments of a branch, with their versions and dry runs (W2).

import { openFile } from "./opened.js";
import { figure, keyName } from "./segment-figures.js";
import { Failure, command } from "../../live/api.js";
import { dayAndTime } from "../../live/clock.js";
import { nameOf } from "../../live/colleagues.js";
import { useQuery, useQueryOnce } from "../../live/query.js";
import { may } from "../../live/rights.js";
import { ActionButton } from "../../parts/action-button.js";
import { Choice, DayField, NumberField, Radios, TextField } from "../../parts/fields.js";
import { Form } from "../../parts/form.js";
import { Pending } from "../../parts/pending.js";
import { toast } from "../../parts/toasts.js";
import { html, useState } from "../../vendor/preact-htm.js";
import { Segment, SegmentInput } from "../../words/enums.js";
import { useWords } from "../../words/language.js";
import { optionsOf, segmentName } from "../../words/terms.js";

const LADDER = ["mass", "affluent", "vip", "private"];
const never = () => false;

/** A tab for the head: what applies, the versions, a dry run of each, and a new version. */
export function Segments({ branch }) {
  const t = useWords();
  const head = may("customer.make_segment_rules", branch);
  const query = new URLSearchParams({ branch });
  const { data, error, refetch } = useQueryOnce(`/api/customer/segments/rules?${query}`);
  if (!data) return html`<${Pending} error=${error} />`;
  const known = [...data.own.versions, ...data.bank.versions];
  const active = known.find((one) => `${one.scope}:${one.number}` === data.active);
  return html`<div class="segments">
    <section aria-labelledby="segments-active">
      <h2 id="segments-active">${t("segments_active")}</h2>
      ${
        active
          ? html`<${Rules} rules=${active} />`
          : html`<p class="blank small">${data.active ? data.active : t("segments_without")}</p>`
      }
      ${data.round?.day && html`<p class="faint small">${roundOf(t, data.round)}</p>`}
    </section>
    ${
      head &&
      known.map(
        (one) => html`<${Version}
          key="${one.scope}:${one.number}"
          rules=${one}
          branch=${branch}
          today=${data.today}
          own=${one.scope === branch}
          activations=${(one.scope === branch ? data.own : data.bank).activations}
          mark=${data.own.mark}
          refetch=${refetch}
        />`,
      )
    }
    ${head && html`<${NewVersion} branch=${branch} latest=${data.own.versions[0]} refetch=${refetch} />`}
  </div>`;
}

const roundOf = (t, round) =>
  round.ended
    ? t("segments_round", { day: round.day, seen: round.seen, moved: round.moved, at: dayAndTime(round.ended) })
    : t("segments_rounding", { day: round.day, seen: round.seen });

function Rules({ rules }) {
  const t = useWords();
  const range = ({ at_least: low, below: high }) =>
    low !== null && high !== null
      ? t("segments_between", { low: figure(low), high: figure(high) })
      : low !== null
        ? t("segments_at_least", { low: figure(low) })
        : t("segments_below", { high: figure(high) });
  const all = (conditions) =>
    conditions.map((one) => `${keyName(one.product ? `${one.input}:${one.product}` : one.input)} ${range(one)}`);
  return html`<div>
    <p>
      <b>${t("segments_version", { scope: rules.scope, number: rules.number })}</b>${" · "}
      ${t(rules.ladder ? "segments_ladder" : "segments_at_once")}${" · "}${rules.currency}
    </p>
    <ul>
      ${rules.rules.map(
        (one) => html`<li key=${one.name}>
          <b>${segmentName(one.segment)}</b>: ${all(one.conditions).join("; ") || t("segments_everybody")}
        </li>`,
      )}
    </ul>
    <p class="faint small">${t("segments_made", { who: nameOf(rules.made_by), at: dayAndTime(rules.made_at) })}</p>
  </div>`;
}

function Version({ rules, branch, today, own, activations, mark, refetch }) {
  const t = useWords();
  const id = `${rules.scope}:${rules.number}`;
  const title = t("segments_version", { scope: rules.scope, number: rules.number });
  const [tried, setTried] = useState(false);
  const path = `/api/customer/segments/trials/${id}?${new URLSearchParams({ branch })}`;
  const begin = async (keys) => {
    await command(path, {}, keys);
    setTried(true);
  };
  const activate = async ({ from_day }, keys) => {
    const query = new URLSearchParams({ branch });
    const at = `/api/customer/segments/rules/${rules.number}/activate?${query}`;
    await command(at, { from_day, seen: keys.seen }, keys);
    toast(t("segments_activated", { day: from_day }));
  };
  const days = activations.filter((one) => one.number === rules.number).map((one) => one.from_day);
  return html`<section class="version" aria-label=${title}>
    <${Rules} rules=${rules} />
    ${days.length > 0 && html`<p class="small">${t("segments_from", { days: days.join(", ") })}</p>`}
    <div class="line">
      <${ActionButton} class="secondary" action=${begin} label="${t("segments_try")} ${title}">
        ${t("segments_try")}
      <//>
      <button
        type="button"
        class="secondary"
        aria-label="${t("segments_tried")} ${title}"
        onClick=${() => setTried(!tried)}
      >
        ${t("segments_tried")}
      </button>
    </div>
    ${tried && html`<${Trial} path=${path} />`}
    ${
      own &&
      html`<${Form}
        name="activate ${id}"
        action=${activate}
        submit=${t("segments_activate")}
        seen=${mark}
        reread=${refetch}
      >
        <${DayField} name="from_day" label=${t("segments_from_day")} initial=${today} needed=${true} />
      <//>`
    }
  </section>`;
}

/** What a dry run found so far; it is read again while it is under way. */
function Trial({ path }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(path, { minds: never, every: 3000 });
  if (error instanceof Failure && error.status === 404) {
    return html`<p class="blank small">${t("segments_untried")}</p>`;
  }
  if (!data) return html`<${Pending} error=${error} />`;
  const loads = Object.entries(data.loads).sort(([one], [other]) => one.localeCompare(other));
  return html`<div class="trial" aria-live="polite">
    <p>
      ${t(data.ended ? "segments_found" : "segments_finding", { seen: data.seen, up: data.up, down: data.down })}
      ${!data.ended && html`<button type="button" class="quiet" onClick=${refetch}>${t("segments_reread")}</button>`}
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label=${t("segments_loads")}>
      <table class="table">
        <thead>
          <tr>
            <th>${t("segments_manager")}</th><th>${t("segments_customers")}</th><th>${t("segments_up")}</th>
            <th>${t("segments_down")}</th><th>${t("segments_weekly")}</th>
          </tr>
        </thead>
        <tbody>
          ${loads.map(
            ([who, load]) => html`<tr key=${who}>
              <td>${who ? nameOf(who) : t("segments_nobody")}</td>
              <td>${load.customers}</td><td>${load.up}</td><td>${load.down}</td>
              <td>${load.before.toFixed(1)} → ${load.after.toFixed(1)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <ul class="moves">
      ${data.moves.map(
        (one) => html`<li key=${one.customer}>
          <button type="button" class="quiet" onClick=${() => openFile(one.customer)}>
            ${one.masked_name} ${one.customer}
          </button>
          ${" "}${segmentName(one.before)} → ${segmentName(one.after)}
        </li>`,
      )}
    </ul>
  </div>`;
}

/** A new version: a ladder by one figure, or one segment for all. Rules of several figures come over HTTP. */
function NewVersion({ branch, latest, refetch }) {
  const t = useWords();
  const make = async (values, keys) => {
    const { scheme, input, product, ladder, currency, segment } = values;
    const rules =
      scheme === "one"
        ? [{ name: segmentName(segment), segment, conditions: [] }]
        : byBounds(
            LADDER.slice(1).map((one) => [one, values[one]]),
            { input, product: product || null },
          );
    const body = { rules, ladder: ladder === "ladder", currency };
    await command(`/api/customer/segments/rules?${new URLSearchParams({ branch })}`, body, keys);
    toast(t("segments_kept"));
    await refetch();
  };
  return html`<section aria-labelledby="segments-new">
    <h2 id="segments-new">${t("segments_new")}</h2>
    <${Form} name="segment rules ${branch}" state=${latest?.number} action=${make} submit=${t("segments_make")}>
      <${Radios}
        name="scheme"
        legend=${t("segments_scheme")}
        initial="ladder"
        options=${[
          ["ladder", t("segments_by_figure")],
          ["one", t("segments_one")],
        ]}
      />
      <${Choice} name="input" label=${t("segments_figure")} options=${optionsOf(SegmentInput)} />
      <${TextField} name="product" label=${t("segments_product")} most=${64} />
      ${LADDER.slice(1).map(
        (one) =>
          html`<${NumberField}
            key=${one}
            name=${one}
            label=${t("segments_begins", { segment: segmentName(one) })}
            whole=${true}
            least=${1}
          />`,
      )}
      <${Choice} name="segment" label=${t("segments_for_all")} options=${optionsOf(Segment)} />
      <${Radios}
        name="ladder"
        legend=${t("segments_moves")}
        initial="ladder"
        options=${[
          ["ladder", t("segments_ladder")],
          ["at_once", t("segments_at_once")],
        ]}
      />
      <${TextField} name="currency" label=${t("segments_currency")} initial="CNY" most=${3} />
    <//>
  </section>`;
}

/** Rules whose ranges follow each other: a segment without a bound has no rule. */
function byBounds(bounds, figureOf) {
  const kept = [["mass", null], ...bounds.filter(([, bound]) => bound !== null && bound !== undefined)];
  return kept.map(([segment, low], place) => ({
    name: segment,
    segment,
    conditions: [{ ...figureOf, at_least: low, below: kept[place + 1]?.[1] ?? null }].filter(
      (one) => one.at_least !== null || one.below !== null,
    ),
  }));
}
