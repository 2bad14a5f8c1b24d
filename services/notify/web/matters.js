// What customers wait for an answer to: needs, opinions, questions, until they have it (D11, E3).

import { command } from "./api.js";
import { dayAndTime, now as clock } from "./clock.js";
import { useCell } from "./cell.js";
import { isTyped } from "./drafts.js";
import { Choice, TextField } from "./fields.js";
import { Form } from "./form.js";
import { useLook } from "./look.js";
import { Doing, tell } from "./parts.js";
import { record } from "./record.js";
import { has } from "./session.js";
import { ANSWER_WAYS, needName, sortName, subjectName, wayName } from "./terms.js";
import { html, useRef, useState } from "./vendor/preact-htm.js";
import { reasonOf, useWords } from "./words.js";

const pathOf = (matter, what = "") => `/api/customer/enquiries/${encodeURIComponent(matter.enquiry)}${what}`;
const nameOf = (matter) => `${sortName(matter.kind)} · ${matter.kind === "need" ? needName(matter.topic) : subjectName(matter.topic)}`;

const isTyping = (matter) => isTyped(`matter_answer ${matter}`) || isTyped(`matter_return_why ${matter}`);

export function Matters({ me, branch }) {
  const t = useWords();
  const [closed, setClosed] = useState(false);
  const [opened, setOpened] = useState(null);
  const { data, error, again } = useLook(`/api/customer/enquiries?${new URLSearchParams({ branch, closed })}`);
  const held = useRef(null); // the matter that is open; it stays while words are typed about it
  const listed = data?.find((matter) => matter.enquiry === opened);
  if (listed) held.current = listed;
  const stays = data && opened && !listed && held.current?.enquiry === opened && isTyping(opened);
  const rows = stays ? [...data, held.current] : data;
  const chip = (which, word) => html`<button type="button" class="chip" aria-pressed=${closed === which} onClick=${() => setClosed(which)}>${t(word)}</button>`;
  return html`<section class="panel matters" id="matters" tabindex="-1" aria-label=${t("matters")}>
    <div class="line">
      <h2 id="matters-list">${t(closed ? "matters_closed" : "matters_open")} ${data && html`<b>${data.length}</b>`}</h2>
      <div class="chips" role="group" aria-label=${t("filter")}>${chip(false, "matters_open")} ${chip(true, "matters_closed")}</div>
    </div>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${rows && !rows.length && html`<p class="blank small">${t(closed ? "matters_none_closed" : "matters_none")}</p>`}
    ${rows?.length > 0 &&
    html`<ul class="matter-list" aria-labelledby="matters-list">
      ${rows.map(
        (matter) => html`<${Matter}
          key=${matter.enquiry}
          matter=${matter}
          me=${me}
          open=${opened === matter.enquiry}
          onOpen=${() => setOpened(opened === matter.enquiry ? null : matter.enquiry)}
          again=${again}
        />`,
      )}
    </ul>`}
  </section>`;
}

const stateOf = (matter) => (matter.state === "answered" && matter.needs_approval ? "matter_to_approve" : `matter_${matter.state}`);

function Matter({ matter, me, open, onOpen, again }) {
  const t = useWords();
  const late = useCell(clock) > Date.parse(matter.answer_by) && matter.state !== "closed";
  return html`<li class="matter ${late ? "late" : ""}">
    <div class="matter-head">
      <div>
        <h3>${nameOf(matter)} <span class="tag">${t(stateOf(matter))}</span></h3>
        <p class="faint">
          ${matter.state === "closed"
            ? t("matter_sent", { at: dayAndTime(matter.sent_at), who: matter.sent_by, how: wayName(matter.sent_through) })
            : html`<span class="by">${late && t("over_time")} ${t("matter_by", { at: dayAndTime(matter.answer_by) })}</span>`}
          ${" · "}${t("matter_owner", { who: matter.owner ?? t("matter_nobody") })}
        </p>
      </div>
      <button type="button" class="secondary" aria-expanded=${open} aria-label="${t(open ? "matter_hide" : "matter_show")} ${nameOf(matter)}" onClick=${onOpen}>
        ${t(open ? "matter_hide" : "matter_show")}
      </button>
    </div>
    ${open && html`<${Whole} matter=${matter} me=${me} again=${again} />`}
  </li>`;
}

function Whole({ matter, me, again }) {
  const t = useWords();
  const { data, error, again: reread } = useLook(pathOf(matter));
  const [, redraw] = useState(0);
  if (!data) return html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const act = (what) => async (body, once) => {
    await command(pathOf(matter, what), body, once);
    tell(t("matter_done"));
    await Promise.all([again(), reread()]);
  };
  const contact = [data.name, data.phone, data.address].filter(Boolean).join(" · ");
  const head = has(me, "branch_head", "region_head");
  const sendable = data.state === "approved" || (data.state === "answered" && !data.needs_approval);
  const approves = data.state === "answered" && data.needs_approval && head && data.answered_by !== me.staff;
  /** What is typed stays in sight when it is too late for it: sending it says why. */
  const text = (word, button, asked, does) =>
    (asked || isTyped(`${word} ${matter.enquiry}`)) && html`<${Text} key=${word} matter=${matter.enquiry} word=${word} button=${button} state=${[data.state, data.answer, data.objection].join("\n")} late=${!asked} redraw=${() => redraw((n) => n + 1)} does=${does} />`;
  return html`<div class="matter-body">
    <dl>
      <div><dt>${t("matter_words")}</dt><dd>${data.words ?? html`<span class="faint">${t("matter_no_words")}</span>`}</dd></div>
      ${(contact || data.state !== "closed") &&
      html`<div><dt>${t("matter_contact")}</dt><dd>${contact || html`<span class="faint">${t("matter_no_contact")}</span>`}</dd></div>`}
      ${data.objection && html`<div><dt>${t("matter_objection")}</dt><dd>${data.objection}</dd></div>`}
      ${data.answer && html`<div><dt>${t("matter_answer_by", { who: data.answered_by })}</dt><dd>${data.answer}</dd></div>`}
    </dl>
    ${data.state === "open" &&
    !data.words &&
    !contact &&
    html`<button type="button" class="secondary" onClick=${() => record("statement", {}, { record: matter.enquiry, heard: `${matter.kind}s`, word: matter.topic })}>${t("matter_add_words")}</button>`}
    ${text("matter_answer", "matter_submit", data.state === "open", (answer, once) => act("/answer")({ answer }, once))}
    ${approves && html`<${Doing} class="primary" does=${() => act("/approve")()}>${t("matter_approve")}<//>`}
    ${text("matter_return_why", "matter_return", approves, (objection, once) => act("/return")({ objection }, once))}
    ${sendable && html`<${Sending} matter=${matter.enquiry} does=${act("/sent")} />`}
  </div>`;
}

/** A text and the button that does something with it. */
function Text({ matter, word, button, state, late, redraw, does }) {
  const t = useWords();
  return html`<${Form} name="${word} ${matter}" state=${state} does=${({ text }, once) => does(text, once)} onDone=${redraw} onCancel=${late && redraw} cancel=${t("draft_discard")} submit=${t(button)}>
    <${TextField} name="text" label=${t(word)} rows="3" needed="matter_needs" />
  <//>`;
}

function Sending({ matter, does }) {
  const t = useWords();
  return html`<${Form} name="sending ${matter}" does=${does} submit=${t("matter_send")}>
    <${Choice} name="through" label=${t("matter_through")} options=${ANSWER_WAYS.map((way) => [way, wayName(way)])} />
  <//>`;
}
