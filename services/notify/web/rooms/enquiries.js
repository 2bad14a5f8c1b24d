// What customers wait for an answer to: needs, opinions, questions, until they have it (D11, E3).

import { Cases } from "./cases/cases.js";
import { record } from "./recording/recording.js";
import { command } from "../live/api.js";
import { dayAndTime, now as clock } from "../live/clock.js";
import { nameOf } from "../live/colleagues.js";
import { isTyped } from "../live/drafts.js";
import { useQuery } from "../live/query.js";
import { may } from "../live/rights.js";
import { useSignal } from "../live/signal.js";
import { ActionButton } from "../parts/action-button.js";
import { Chips } from "../parts/chips.js";
import { Choice, TextField } from "../parts/fields.js";
import { Form } from "../parts/form.js";
import { toast } from "../parts/toasts.js";
import { html, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";
import { ANSWER_WAYS, enquiryName, needName, subjectName, wayName } from "../words/terms.js";

const pathOf = (enquiry, what = "") => `/api/customer/enquiries/${encodeURIComponent(enquiry.enquiry)}${what}`;
const titleOf = (enquiry) =>
  `${enquiryName(enquiry.kind)} · ${enquiry.kind === "need" ? needName(enquiry.topic) : subjectName(enquiry.topic)}`;

const minds = (event) => event.includes("enquiry") || event === "statement";
const isTyping = (enquiry) => isTyped(`enquiry_answer ${enquiry}`) || isTyped(`enquiry_return_why ${enquiry}`);

export function Enquiries({ me, branch }) {
  const t = useWords();
  const [closed, setClosed] = useState(false);
  const [opened, setOpened] = useState(null);
  const { data, error, refetch } = useQuery(
    `/api/customer/enquiries?${new URLSearchParams({ branch, closed: String(closed) })}`,
  );
  const held = useRef(null); // the enquiry that is open; it stays while words are typed about it
  const listed = data?.find((enquiry) => enquiry.enquiry === opened);
  if (listed) held.current = listed;
  const stays = data && opened && !listed && held.current?.enquiry === opened && isTyping(opened);
  const rows = stays ? [...data, held.current] : data;
  const lists = [
    [false, t("enquiries_open")],
    [true, t("enquiries_closed")],
  ];
  return html`<section class="panel enquiries" id="enquiries" tabindex="-1" aria-label=${t("enquiries")}>
    <div class="line">
      <h2 id="enquiries-list">
        ${t(closed ? "enquiries_closed" : "enquiries_open")} ${data && html`<b>${data.length}</b>`}
      </h2>
      <${Chips} label=${t("filter")} options=${lists} chosen=${closed} onChoose=${setClosed} />
    </div>
    ${!data && html`<p class="blank" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${
      rows && !rows.length && html`<p class="blank small">${t(closed ? "enquiries_none_closed" : "enquiries_none")}</p>`
    }
    ${
      rows?.length > 0 &&
      html`<ul class="enquiry-list" aria-labelledby="enquiries-list">
      ${rows.map(
        (enquiry) => html`<${Enquiry}
          key=${enquiry.enquiry}
          enquiry=${enquiry}
          me=${me}
          open=${opened === enquiry.enquiry}
          onOpen=${() => setOpened(opened === enquiry.enquiry ? null : enquiry.enquiry)}
          refetch=${refetch}
        />`,
      )}
    </ul>`
    }
    ${may("customer.list_cases", branch) && html`<${Cases} me=${me} branch=${branch} />`}
  </section>`;
}

const stateOf = (enquiry) =>
  enquiry.state === "answered" && enquiry.needs_approval ? "enquiry_to_approve" : `enquiry_${enquiry.state}`;

function Enquiry({ enquiry, me, open, onOpen, refetch }) {
  const t = useWords();
  const due = dayAndTime(enquiry.answer_by);
  const late = useSignal(clock) > Date.parse(enquiry.answer_by) && enquiry.state !== "closed";
  return html`<li class="enquiry ${late ? "late" : ""}">
    <div class="enquiry-head">
      <div>
        <h3>${titleOf(enquiry)} <span class="tag">${t(stateOf(enquiry))}</span></h3>
        <p class="faint">
          ${
            enquiry.state === "closed"
              ? t("enquiry_sent", {
                  at: dayAndTime(enquiry.sent_at),
                  who: enquiry.sent_by && nameOf(enquiry.sent_by),
                  how: wayName(enquiry.sent_through),
                })
              : html`<span class="by">${late && t("over_time")} ${t("enquiry_by", { at: due })}</span>`
          }
          ${" · "}${t("enquiry_owner", { who: enquiry.owner ? nameOf(enquiry.owner) : t("enquiry_nobody") })}
        </p>
      </div>
      <button
        type="button"
        class="secondary"
        aria-expanded=${open}
        aria-label="${t(open ? "enquiry_hide" : "enquiry_show")} ${titleOf(enquiry)}"
        onClick=${onOpen}
      >

        ${t(open ? "enquiry_hide" : "enquiry_show")}
      </button>
    </div>
    ${open && html`<${Whole} enquiry=${enquiry} me=${me} refetch=${refetch} />`}
  </li>`;
}

function Whole({ enquiry, me, refetch }) {
  const t = useWords();
  const { data, error, refetch: reread } = useQuery(pathOf(enquiry), { minds }); // every reading is on record
  const [, redraw] = useState(0);
  if (!data) return html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`;
  const act = (what) => async (body, keys) => {
    await command(pathOf(enquiry, what), body, keys);
    toast(t("enquiry_done"));
  };
  const lookAgain = () => Promise.all([refetch(), reread()]);
  const contact = [data.name, data.phone, data.address].filter(Boolean).join(" · ");
  const head = may("customer.approve_answer");
  const sendable = data.state === "approved" || (data.state === "answered" && !data.needs_approval);
  const approves = data.state === "answered" && data.needs_approval && head && data.answered_by !== me.staff;
  /** What is typed stays in sight when it is too late for it: sending it says why. */
  const text = (word, button, asked, action) =>
    (asked || isTyped(`${word} ${enquiry.enquiry}`)) &&
    html`<${Text}
      key=${word}
      enquiry=${enquiry.enquiry}
      word=${word}
      button=${button}
      state=${[data.state, data.answer, data.objection].join("\n")}
      seen=${data.mark}
      late=${!asked}
      redraw=${() => redraw((n) => n + 1)}
      action=${action}
      reread=${lookAgain}
    />`;
  return html`<div class="enquiry-body">
    <dl>
      <div><dt>${t("enquiry_words")}</dt>
      <dd>${data.words ?? html`<span class="faint">${t("enquiry_no_words")}</span>`}</dd></div>
      ${
        (contact || data.state !== "closed") &&
        html`<div><dt>${t("enquiry_contact")}</dt>
        <dd>${contact || html`<span class="faint">${t("enquiry_no_contact")}</span>`}</dd></div>`
      }
      ${data.objection && html`<div><dt>${t("enquiry_objection")}</dt><dd>${data.objection}</dd></div>`}
      ${
        data.answer &&
        html`<div><dt>${t("enquiry_answer_by", { who: nameOf(data.answered_by) })}</dt><dd>${data.answer}</dd></div>`
      }
    </dl>
    ${
      data.state === "open" &&
      !data.words &&
      !contact &&
      html`<button
        type="button"
        class="secondary"
        onClick=${() => record("statement", {}, statementOf(enquiry))}
      >
        ${t("enquiry_add_words")}
      </button>`
    }
    ${text("enquiry_answer", "enquiry_submit", data.state === "open", (answer, keys) =>
      act("/answer")({ answer }, keys),
    )}
    ${
      approves &&
      html`<${ActionButton}
        class="primary"
        action=${() => act("/approve")({ seen: data.mark })}
        reread=${lookAgain}
        >${t("enquiry_approve")}<//
      >`
    }
    ${text("enquiry_return_why", "enquiry_return", approves, (objection, keys) =>
      act("/return")({ objection, seen: keys.seen }, keys),
    )}
    ${sendable && html`<${Sending} enquiry=${enquiry.enquiry} action=${act("/sent")} reread=${lookAgain} />`}
  </div>`;
}

/** What the words of an enquiry follow: see `record`. */
const statementOf = (enquiry) => ({ record: enquiry.enquiry, kind: `${enquiry.kind}s`, word: enquiry.topic });

/** A text and the button that does something with it. */
function Text({ enquiry, word, button, state, seen, late, redraw, action, reread }) {
  const t = useWords();
  return html`<${Form}
    name="${word} ${enquiry}"
    state=${state}
    seen=${seen}
    action=${({ text }, keys) => action(text, keys)}
    reread=${reread}
    onDone=${redraw}
    onCancel=${late && redraw}
    cancel=${t("draft_discard")}
    submit=${t(button)}
  >

    <${TextField} name="text" label=${t(word)} rows="3" needed="enquiry_needs" />
  <//>`;
}

function Sending({ enquiry, action, reread }) {
  const t = useWords();
  return html`<${Form} name="sending ${enquiry}" action=${action} submit=${t("enquiry_send")} reread=${reread}>
    <${Choice} name="through" label=${t("enquiry_through")} options=${ANSWER_WAYS.map((way) => [way, wayName(way)])} />
  <//>`;
}
