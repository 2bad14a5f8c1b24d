// What customers wait for an answer to: needs, opinions, questions, until they have it (D11, E3).

import { record } from "./recording/recording.js";
import { command } from "../live/api.js";
import { dayAndTime, now as clock } from "../live/clock.js";
import { nameOf } from "../live/colleagues.js";
import { isTyped } from "../live/drafts.js";
import { useQuery } from "../live/query.js";
import { has } from "../live/session.js";
import { useSignal } from "../live/signal.js";
import { ActionButton } from "../parts/action-button.js";
import { Choice, TextField } from "../parts/fields.js";
import { Form } from "../parts/form.js";
import { toast } from "../parts/toasts.js";
import { html, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";
import { ANSWER_WAYS, needName, sortName, subjectName, wayName } from "../words/terms.js";

const pathOf = (matter, what = "") => `/api/customer/matters/${encodeURIComponent(matter.matter)}${what}`;
const titleOf = (matter) =>
  `${sortName(matter.sort)} · ${matter.sort === "need" ? needName(matter.topic) : subjectName(matter.topic)}`;

const isTyping = (matter) => isTyped(`matter_answer ${matter}`) || isTyped(`matter_return_why ${matter}`);

export function Matters({ me, branch }) {
  const t = useWords();
  const [closed, setClosed] = useState(false);
  const [opened, setOpened] = useState(null);
  const { data, error, refetch } = useQuery(
    `/api/customer/matters?${new URLSearchParams({ branch, closed: String(closed) })}`,
  );
  const held = useRef(null); // the matter that is open; it stays while words are typed about it
  const listed = data?.find((matter) => matter.matter === opened);
  if (listed) held.current = listed;
  const stays = data && opened && !listed && held.current?.matter === opened && isTyping(opened);
  const rows = stays ? [...data, held.current] : data;
  const chip = (which, word) =>
    html`<button
      type="button"
      class="chip"
      aria-pressed=${closed === which}
      onClick=${() => setClosed(which)}
    >
      ${t(word)}
    </button>`;
  return html`<section class="panel matters" id="matters" tabindex="-1" aria-label=${t("matters")}>
    <div class="line">
      <h2 id="matters-list">${t(closed ? "matters_closed" : "matters_open")} ${data && html`<b>${data.length}</b>`}</h2>
      <div class="chips" role="group" aria-label=${t("filter")}>
        ${chip(false, "matters_open")} ${chip(true, "matters_closed")}
      </div>
    </div>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${rows && !rows.length && html`<p class="blank small">${t(closed ? "matters_none_closed" : "matters_none")}</p>`}
    ${
      rows?.length > 0 &&
      html`<ul class="matter-list" aria-labelledby="matters-list">
      ${rows.map(
        (matter) => html`<${Matter}
          key=${matter.matter}
          matter=${matter}
          me=${me}
          open=${opened === matter.matter}
          onOpen=${() => setOpened(opened === matter.matter ? null : matter.matter)}
          refetch=${refetch}
        />`,
      )}
    </ul>`
    }
  </section>`;
}

const stateOf = (matter) =>
  matter.state === "answered" && matter.needs_approval ? "matter_to_approve" : `matter_${matter.state}`;

function Matter({ matter, me, open, onOpen, refetch }) {
  const t = useWords();
  const due = dayAndTime(matter.answer_by);
  const late = useSignal(clock) > Date.parse(matter.answer_by) && matter.state !== "closed";
  return html`<li class="matter ${late ? "late" : ""}">
    <div class="matter-head">
      <div>
        <h3>${titleOf(matter)} <span class="tag">${t(stateOf(matter))}</span></h3>
        <p class="faint">
          ${
            matter.state === "closed"
              ? t("matter_sent", {
                  at: dayAndTime(matter.sent_at),
                  who: matter.sent_by && nameOf(matter.sent_by),
                  how: wayName(matter.sent_through),
                })
              : html`<span class="by">${late && t("over_time")} ${t("matter_by", { at: due })}</span>`
          }
          ${" · "}${t("matter_owner", { who: matter.owner ? nameOf(matter.owner) : t("matter_nobody") })}
        </p>
      </div>
      <button
        type="button"
        class="secondary"
        aria-expanded=${open}
        aria-label="${t(open ? "matter_hide" : "matter_show")} ${titleOf(matter)}"
        onClick=${onOpen}
      >

        ${t(open ? "matter_hide" : "matter_show")}
      </button>
    </div>
    ${open && html`<${Whole} matter=${matter} me=${me} refetch=${refetch} />`}
  </li>`;
}

function Whole({ matter, me, refetch }) {
  const t = useWords();
  const { data, error, refetch: reread } = useQuery(pathOf(matter));
  const [, redraw] = useState(0);
  if (!data) return html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const act = (what) => async (body, keys) => {
    await command(pathOf(matter, what), body, keys);
    toast(t("matter_done"));
    await Promise.all([refetch(), reread()]);
  };
  const contact = [data.name, data.phone, data.address].filter(Boolean).join(" · ");
  const head = has(me, "branch_head", "region_head");
  const sendable = data.state === "approved" || (data.state === "answered" && !data.needs_approval);
  const approves = data.state === "answered" && data.needs_approval && head && data.answered_by !== me.staff;
  /** What is typed stays in sight when it is too late for it: sending it says why. */
  const text = (word, button, asked, action) =>
    (asked || isTyped(`${word} ${matter.matter}`)) &&
    html`<${Text}
      key=${word}
      matter=${matter.matter}
      word=${word}
      button=${button}
      state=${[data.state, data.answer, data.objection].join("\n")}
      late=${!asked}
      redraw=${() => redraw((n) => n + 1)}
      action=${action}
    />`;
  return html`<div class="matter-body">
    <dl>
      <div><dt>${t("matter_words")}</dt>
      <dd>${data.words ?? html`<span class="faint">${t("matter_no_words")}</span>`}</dd></div>
      ${
        (contact || data.state !== "closed") &&
        html`<div><dt>${t("matter_contact")}</dt>
        <dd>${contact || html`<span class="faint">${t("matter_no_contact")}</span>`}</dd></div>`
      }
      ${data.objection && html`<div><dt>${t("matter_objection")}</dt><dd>${data.objection}</dd></div>`}
      ${
        data.answer &&
        html`<div><dt>${t("matter_answer_by", { who: nameOf(data.answered_by) })}</dt><dd>${data.answer}</dd></div>`
      }
    </dl>
    ${
      data.state === "open" &&
      !data.words &&
      !contact &&
      html`<button
        type="button"
        class="secondary"
        onClick=${() => record("statement", {}, statementOf(matter))}
      >
        ${t("matter_add_words")}
      </button>`
    }
    ${text("matter_answer", "matter_submit", data.state === "open", (answer, keys) => act("/answer")({ answer }, keys))}
    ${approves && html`<${ActionButton} class="primary" action=${() => act("/approve")()}>${t("matter_approve")}<//>`}
    ${text("matter_return_why", "matter_return", approves, (objection, keys) => act("/return")({ objection }, keys))}
    ${sendable && html`<${Sending} matter=${matter.matter} action=${act("/sent")} />`}
  </div>`;
}

/** What the words of an enquiry follow: see `record`. */
const statementOf = (matter) => ({ record: matter.matter, heard: `${matter.sort}s`, word: matter.topic });

/** A text and the button that does something with it. */
function Text({ matter, word, button, state, late, redraw, action }) {
  const t = useWords();
  return html`<${Form}
    name="${word} ${matter}"
    state=${state}
    action=${({ text }, keys) => action(text, keys)}
    onDone=${redraw}
    onCancel=${late && redraw}
    cancel=${t("draft_discard")}
    submit=${t(button)}
  >

    <${TextField} name="text" label=${t(word)} rows="3" needed="matter_needs" />
  <//>`;
}

function Sending({ matter, action }) {
  const t = useWords();
  return html`<${Form} name="sending ${matter}" action=${action} submit=${t("matter_send")}>
    <${Choice} name="through" label=${t("matter_through")} options=${ANSWER_WAYS.map((way) => [way, wayName(way)])} />
  <//>`;
}
