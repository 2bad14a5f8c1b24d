// Messages to a customer: sending one by a template, with a preview, and the states of what was sent.

import { Answer } from "./answer.js";
import { contactChannelName, messageStateName, minds, pathOf, purposeName } from "./names.js";
import { command, get } from "../../../live/api.js";
import { dayAndTime } from "../../../live/clock.js";
import { nameOf } from "../../../live/colleagues.js";
import { useQuery, useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, TextField } from "../../../parts/fields.js";
import { Form, useForm } from "../../../parts/form.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { language, reasonOf, useWords } from "../../../words/language.js";

const AGAIN = 4_000; // milliseconds: the stream tells the page nothing of what becomes of a message
const PLACE = "place_"; // before the name of a placeholder, in the names of fields

/** @param {{branch: string, customer: string, known: any}} props */
export function Messages({ branch, customer, known }) {
  const t = useWords();
  const { data, error, refetch } = useQuery(pathOf(customer, "/messages"), { minds, every: AGAIN });
  const templates = useQueryOnce("/api/customer/message-templates");
  const published = templates.data?.filter((/** @type {any} */ one) => one.published);
  return html`<div class="messages">
    <h3>${t("messages")}</h3>
    ${!data && html`<p class="faint" role=${error ? "alert" : null}>${error ? reasonOf(error) : t("opening")}</p>`}
    ${data && !data.length && html`<p class="faint">${t("messages_none")}</p>`}
    <ul class="message-list" aria-label=${t("messages")}>
      ${data?.map(
        (/** @type {any} */ one) => html`<${Message} key=${one.message} customer=${customer} message=${one} />`,
      )}
    </ul>
    ${
      published?.length > 0 &&
      html`<details>
        <summary>${t("message_send")}</summary>
        <${Sending} branch=${branch} customer=${customer} known=${known} templates=${published} refetch=${refetch} />
      </details>`
    }
  </div>`;
}

/** @param {{customer: string, message: any}} props */
function Message({ customer, message }) {
  const t = useWords();
  const [text, setText] = useState(/** @type {any} */ (null));
  const show = async () =>
    setText(await get(pathOf(customer, `/messages/${encodeURIComponent(message.message)}/text`)));
  const waits = message.state === "queued" && message.not_before > message.queued_at;
  return html`<li class="message ${message.state}">
    <div>
      <b class="tag">${messageStateName(message.state)}</b>
      ${contactChannelName(message.channel)} · ${purposeName(message.purpose)} · ${message.template}
      ${message[language.value] && html`<span class="why">${message[language.value]}</span>`}
      ${waits && html`<span class="why">${t("contact_next", { at: dayAndTime(message.not_before) })}</span>`}
    </div>
    <span class="faint">${dayAndTime(message.changed_at)} · ${nameOf(message.queued_by)}</span>
    ${text && html`<blockquote>${text.subject && html`<b>${text.subject}</b><br />`}${text.text}</blockquote>`}
    ${!text && html`<${ActionButton} class="quiet" action=${show}>${t("message_show")}<//>`}
  </li>`;
}

/** @param {{branch: string, customer: string, known: any, templates: any[], refetch: () => Promise<void>}} props */
function Sending({ branch, customer, known, templates, refetch }) {
  const t = useWords();
  const action = async (/** @type {any} */ read, /** @type {Keys} */ keys) => {
    await command(pathOf(customer, "/messages"), contentOf(read, templates), keys);
    toast(t("message_queued_done"));
    await refetch();
  };
  return html`<${Form} name="customer ${branch} message ${customer}" action=${action} submit=${t("message_send")}>
    <${Content} customer=${customer} templates=${templates} wished=${known.language || "zh"} />
  <//>`;
}

/**
 * What the fields of the form say, as it is sent: only the placeholders of the chosen template.
 *
 * @param {Record<string, string>} read
 * @param {any[]} templates
 */
function contentOf(read, templates) {
  const chosen = templates.find((one) => one.template === read.template);
  const names = chosen?.published.placeholders.map((/** @type {any} */ one) => one.name) ?? [];
  const values = Object.fromEntries(names.map((/** @type {string} */ name) => [name, read[PLACE + name] ?? ""]));
  return { template: read.template, language: read.language, values };
}

/** @param {{customer: string, templates: any[], wished: string}} props */
function Content({ customer, templates, wished }) {
  const t = useWords();
  const { valueOf } = useForm();
  const [preview, setPreview] = useState(/** @type {any} */ (null));
  const template = valueOf("template", templates[0].template);
  const chosen = templates.find((one) => one.template === template) ?? templates[0];
  const places = chosen.published.placeholders;
  const typed = () => {
    const values = places.map((/** @type {any} */ one) => [PLACE + one.name, valueOf(PLACE + one.name, "").trim()]);
    return { template, language: valueOf("language", wished), ...Object.fromEntries(values) };
  };
  const look = async () => {
    setPreview({
      of: JSON.stringify(typed()),
      ...(await command(pathOf(customer, "/messages/preview"), contentOf(typed(), templates))),
    });
  };
  const shown = preview?.of === JSON.stringify(typed()) ? preview : null;
  return html`<${Choice}
      name="template"
      label=${t("message_template")}
      options=${templates.map((one) => [
        one.template,
        `${one.template} · ${contactChannelName(one.published.channel)} · ${purposeName(one.published.purpose)}`,
      ])}
    />
    <${Choice}
      name="language"
      label=${t("wish_language")}
      initial=${wished}
      options=${[
        ["zh", "中文"],
        ["en", "English"],
      ]}
    />
    ${places.map(
      (/** @type {any} */ one) => html`<${TextField}
        key=${one.name}
        name="${PLACE}${one.name}"
        label=${t("message_place", { name: one.name })}
        most=${one.most}
        needed="message_needs"
      />`,
    )}
    <${ActionButton} class="secondary" action=${look}>${t("message_preview")}<//>
    ${
      shown &&
      html`<div class="preview" role="status">
        <blockquote>${shown.subject && html`<b>${shown.subject}</b><br />`}${shown.text}</blockquote>
        <p class="answer ${shown.permission.allowed ? "yes" : "no"}"><${Answer} permission=${shown.permission} /></p>
      </div>`
    }`;
}
