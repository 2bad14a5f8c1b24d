// Receiving a customer by hand (D1, D2): ask the need, see what triage advises, give a number.

import { command, get } from "../../live/api.js";
import { readFloor } from "../../live/floor.js";
import { transactionName, useTransactions } from "../../live/transactions.js";
import { Dialog } from "../../parts/dialog.js";
import { Choice, NumberField, Ticks } from "../../parts/fields.js";
import { Form, useForm } from "../../parts/form.js";
import { readNumber } from "../../parts/numbers.js";
import { toast } from "../../parts/toasts.js";
import { html, useEffect, useState } from "../../vendor/preact-htm.js";
import { pick, useWords } from "../../words/language.js";
import { careName, CARES, channelName } from "../../words/terms.js";

const AMOUNT = { whole: true, most: 1_000_000_000_000, unit: "yuan" };

/** The dialog in which somebody is taken in; `branch` is theirs. */
export function Reception({ branch, onClose }) {
  const t = useWords();
  const [diverts, setDiverts] = useState(false);
  const take = async ({ amount, ...what }, keys, pressed) => {
    const body = { ...what, wants_counter: pressed === "counter", ...(amount !== null && { amount }) };
    const visit = await command(`/api/lobby/branches/${encodeURIComponent(branch)}/visits`, body, keys);
    toast(t("taken_in", { ticket: visit.ticket, channel: channelName(visit.channel) }));
    await readFloor();
  };
  const more = (press) =>
    diverts &&
    html`<button
      type="button"
      class="secondary"
      onClick=${() => press("counter")}
    >
      ${t("counter_all_the_same")}
    </button>`;
  return html`<${Dialog} title=${t("reception")} onClose=${onClose}>
    <${Form}
      name="reception ${branch}"
      action=${take}
      submit=${t(diverts ? "give_slip" : "give_number")}
      more=${more}
      onDone=${onClose}
      class="form"
    >

      <${Need} branch=${branch} onDiverts=${setDiverts} />
    <//>
  <//>`;
}

/** What somebody came for, and what triage says to it. */
function Need({ branch, onDiverts }) {
  const t = useWords();
  const names = useTransactions();
  const { valueOf } = useForm();
  const need = valueOf("need", "enquiry");
  const care = valueOf("care", []);
  const amount = readNumber(valueOf("amount", ""), AMOUNT).value;
  const advice = useAdvice(branch, need, amount, care);
  const diverts = !!advice && ["self_service", "phone_bank"].includes(advice.channel);
  useEffect(() => onDiverts(diverts), [diverts]);
  const words = [...new Set(["enquiry", ...Object.keys(names)])];
  return html`<${Choice}
    name="need"
    label=${t("need")}
    initial="enquiry"
    options=${words.map((word) => [word, transactionName(names, word)])}
  />
    <${NumberField} name="amount" label=${t("amount")} ...${AMOUNT} />
    <${Ticks} name="care" legend=${t("green_channel_for")} options=${CARES.map((word) => [word, careName(word)])} />
    <div class="advice" aria-live="polite">${advice && html`<${Advice} advice=${advice} />`}</div>`;
}

function Advice({ advice }) {
  const t = useWords();
  const papers = [...advice.documents, ...advice.forms].map((paper) => pick([paper.zh, paper.en]));
  return html`<p><strong>${channelName(advice.channel)}</strong> ${pick([advice.zh, advice.en])}</p>
    ${papers.length > 0 && html`<p class="faint">${t("papers")}: ${papers.join(pick(["、", ", "]))}</p>`}`;
}

/** What triage says to this; null until it has said so. */
function useAdvice(branch, need, amount, care) {
  const [given, setGiven] = useState(null);
  const query = new URLSearchParams({ need, ...(amount && { amount }) });
  for (const word of care) query.append("care", word);
  const path = `/api/lobby/branches/${encodeURIComponent(branch)}/advice?${query}`;
  useEffect(() => {
    let ended = false;
    const timer = setTimeout(
      () =>
        get(path).then(
          (advice) => ended || setGiven({ path, advice }),
          () => {},
        ),
      150,
    );
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [path]);
  return given?.path === path ? given.advice : null;
}
