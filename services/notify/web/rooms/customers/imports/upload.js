// Sending a portfolio file: it goes in parts, so that one that is lost on the way is sent again by itself.

import { command, Failure, put, Refused } from "../../../live/api.js";
import { Choice, FileField } from "../../../parts/fields.js";
import { Form } from "../../../parts/form.js";
import { useId } from "../../../parts/ids.js";
import { html, useState } from "../../../vendor/preact-htm.js";
import { useWords } from "../../../words/language.js";

const PART = 45_000; // bytes, as the service takes them
const MOST = 24 * 1024 * 1024;
const PAUSES = [400, 1_500, 3_000];
const ENCODINGS = ["auto", "utf-8", "gb18030"];

/** @param {{branch: string, onDone: () => Promise<void>}} props */
export function Upload({ branch, onDone }) {
  const t = useWords();
  const hint = useId();
  const [round, setRound] = useState(0); // another one after each file, whose field begins empty
  const [sent, setSent] = useState(/** @type {number | null} */ (null));
  const upload = async (/** @type {{file: File, encoding: string}} */ { file, encoding }, /** @type {Keys} */ keys) => {
    if (!file.size || file.size > MOST) throw new Refused("import_size");
    const kind = await kindOf(file);
    try {
      const form = { branch, kind, size: file.size, encoding: kind === "csv" ? encoding : "auto" };
      const begun = await command("/api/customer/imports", form, keys);
      const path = `/api/customer/imports/${encodeURIComponent(begun.import)}`;
      for (let number = begun.parts; number * PART < file.size; number += 1) {
        const part = file.slice(number * PART, (number + 1) * PART);
        await sendPart(`${path}/parts/${number}`, new Uint8Array(await part.arrayBuffer()));
        setSent(Math.min(1, ((number + 1) * PART) / file.size));
      }
      await command(`${path}/check`);
      setRound((n) => n + 1);
    } finally {
      setSent(null);
      await onDone();
    }
  };
  return html`<section class="import-upload" aria-label=${t("import_upload")}>
    <h2>${t("import_upload")}</h2>
    <p class="faint" id=${hint}>${t("import_hint")}</p>
    <${Form} name="customer import ${branch}" action=${upload} submit=${t("import_send")}>
      <div class="import-fields">
        <${FileField}
          key=${round}
          name="file"
          label=${t("import_file")}
          accept=".csv,.txt,.xlsx"
          needed="import_choose"
          hint=${hint}
        />
        <${Choice}
          name="encoding"
          label=${t("import_encoding")}
          options=${ENCODINGS.map((one) => [one, t(`import_encoding_${one}`)])}
        />
      </div>
    <//>
    ${sent !== null && html`<progress max="1" value=${sent} aria-label=${t("import_is_uploading")}></progress>`}
  </section>`;
}

/**
 * A workbook is an archive, whatever its name says.
 *
 * @param {File} file
 */
async function kindOf(file) {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b ? "xlsx" : "csv";
}

/**
 * Send a part, again where the network fails: one that is there already changes nothing.
 *
 * @param {string} path
 * @param {Uint8Array} bytes
 */
async function sendPart(path, bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await put(path, { content: btoa(text) });
    } catch (error) {
      if (!(error instanceof Failure) || !error.passing || attempt >= PAUSES.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSES[attempt]));
    }
  }
}
