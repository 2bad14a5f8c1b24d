// The registered templates of messages: drafted, then published for good (W5).

import { command, ending, put } from "../../../live/api.js";
import { useQueryOnce } from "../../../live/query.js";
import { ActionButton } from "../../../parts/action-button.js";
import { Choice, NumberField, TextField } from "../../../parts/fields.js";
import { Form, useForm } from "../../../parts/form.js";
import { Pending } from "../../../parts/pending.js";
import { toast } from "../../../parts/toasts.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";
import { options } from "../../../words/terms.js";
import { contactChannelName, PURPOSES, purposeName } from "../communication/names.js";

const PATH = "/api/customer/message-templates";
const NEW = "";
const SENDABLE = ["sms", "email"];
const NAME = /^[a-z][a-z0-9_]{2,63}$/;
const EMPTY = {
  purpose: "service",
  channel: "sms",
  zh: { subject: "", text: "" },
  en: { subject: "", text: "" },
  placeholders: [],
  signature: "",
  useful_minutes: 1440,
};

/** @param {{branch: string}} props */
export function Templates({ branch }) {
  const t = useWords();
  const { data, error, refetch } = useQueryOnce(PATH);
  const [open, setOpen] = useState(/** @type {string | null} */ (null));
  if (!data) return html`<${Pending} error=${error} />`;
  const publish = (/** @type {any} */ one) => async (/** @type {Keys} */ keys) => {
    const path = ending(`${PATH}/${encodeURIComponent(one.template)}/publish`, one.mark);
    await command(path, {}, keys);
    toast(t("templates_published"));
  };
  const stateOf = (/** @type {any} */ one) =>
    [
      one.number ? t("templates_state", { number: one.number }) : t("templates_unpublished"),
      one.draft && t("templates_draft"),
    ]
      .filter(Boolean)
      .join(" · ");
  const known = data.find((/** @type {any} */ one) => one.template === open);
  return html`<section class="rule" aria-labelledby="templates-title">
    <h2 id="templates-title">${t("templates_title")}</h2>
    ${!data.length && html`<p class="blank small">${t("templates_none")}</p>`}
    <ul>
      ${data.map(
        (/** @type {any} */ one) => html`<li key=${one.template}>
          <b>${one.template}</b> · ${stateOf(one)}${" "}
          <button
            type="button"
            class="quiet"
            aria-label="${t("templates_edit")} ${one.template}"
            aria-expanded=${open === one.template}
            onClick=${() => setOpen(open === one.template ? null : one.template)}
          >
            ${t("templates_edit")}
          </button>
          ${
            one.draft &&
            html`<${ActionButton}
              class="secondary"
              label="${t("templates_publish")} ${one.template}"
              action=${publish(one)}
              reread=${refetch}
            >
              ${t("templates_publish")}
            <//>`
          }
        </li>`,
      )}
    </ul>
    <button type="button" class="secondary" aria-expanded=${open === NEW} onClick=${() => setOpen(NEW)}>
      ${t("templates_new")}
    </button>
    ${open !== null && html`<${Draft} key=${open} branch=${branch} name=${open} known=${known} refetch=${refetch} />`}
  </section>`;
}

/** @param {{branch: string, name: string, known: any, refetch: () => Promise<void>}} props */
function Draft({ branch, name, known, refetch }) {
  const t = useWords();
  const was = known?.draft ?? known?.published ?? EMPTY;
  const keep = async (/** @type {any} */ typed, /** @type {{seen?: any}} */ { seen }) => {
    const path = `${PATH}/${encodeURIComponent(name || typed.name)}`;
    await put(path, { ...contentOf(typed, was), seen });
    toast(t("templates_kept"));
  };
  const nameWrong = (/** @type {any} */ typed) => !name && !NAME.test(typed.name) && "templates_name_wrong";
  return html`<${Form}
    name="customer ${branch} template ${name}"
    action=${keep}
    check=${nameWrong}
    submit=${t("templates_keep")}
    seen=${known?.mark ?? ""}
    reread=${refetch}
    replaces=${true}
  >
    ${!name && html`<${TextField} name="name" label=${t("templates_name")} most=${64} needed="templates_name_wrong" />`}
    <${Choice}
      name="purpose"
      label=${t("templates_purpose")}
      initial=${was.purpose}
      options=${options(PURPOSES, purposeName)}
    />
    <${Choice}
      name="channel"
      label=${t("templates_channel")}
      initial=${was.channel}
      options=${options(SENDABLE, contactChannelName)}
    />
    ${["zh", "en"].map(
      (language) => html`<div key=${language}>
        <${TextField}
          name="${language} subject"
          label=${t(`templates_${language}_subject`)}
          initial=${was[language].subject}
          most=${120}
        />
        <${TextField}
          name="${language} text"
          label=${t(`templates_${language}`, { name: "{name}" })}
          initial=${was[language].text}
          rows=${3}
          needed="templates_needs_text"
        />
      </div>`,
    )}
    <${Places} was=${was} />
    <${TextField} name="signature" label=${t("templates_signature")} initial=${was.signature} most=${20} />
    <${NumberField}
      name="useful_minutes"
      label=${t("templates_minutes")}
      initial=${was.useful_minutes}
      whole=${true}
      needed=${true}
      least=${1}
      most=${43_200}
    />
  <//>`;
}

/** How much may stand in each place that the texts have. */
function Places({ was }) {
  const t = useWords();
  const { valueOf } = useForm();
  const texts = ["zh", "en"].flatMap((language) => [
    valueOf(`${language} subject`, was[language].subject),
    valueOf(`${language} text`, was[language].text),
  ]);
  return placesIn(texts.join(" ")).map(
    (place) =>
      html`<${NumberField}
        key=${place}
        name="most ${place}"
        label=${t("templates_most", { name: place })}
        initial=${mostOf(was, place)}
        whole=${true}
        needed=${true}
        least=${1}
        most=${200}
      />`,
  );
}

/** @param {string} text */
const placesIn = (text) => [
  ...new Set([...text.matchAll(/\{([a-z][a-z0-9_]{0,31})\}/g)].map((match) => match[1] ?? "")),
];

const mostOf = (/** @type {any} */ was, /** @type {string} */ place) =>
  was.placeholders.find((/** @type {any} */ one) => one.name === place)?.most ?? 30;

/**
 * @param {any} typed
 * @param {any} was
 */
function contentOf(typed, was) {
  const wording = (/** @type {string} */ language) => ({
    subject: typed.channel === "email" ? typed[`${language} subject`] : "",
    text: typed[`${language} text`],
  });
  const [zh, en] = [wording("zh"), wording("en")];
  const places = placesIn([zh.subject, zh.text, en.subject, en.text].join(" "));
  return {
    purpose: typed.purpose,
    channel: typed.channel,
    zh,
    en,
    placeholders: places.map((name) => ({ name, most: typed[`most ${name}`] ?? mostOf(was, name) })),
    signature: typed.signature,
    useful_minutes: typed.useful_minutes,
  };
}
