// Receiving a customer by hand (D1, D2): ask the need, see what triage advises, give a number.

import { command, get } from "./api.js";
import { look } from "./hall.js";
import { Dialog, Doing, tell } from "./parts.js";
import { careName, CARES, channelName } from "./terms.js";
import { transactionName, useTransactions } from "./transactions.js";
import { html, useEffect, useState } from "./vendor/preact-htm.js";
import { pick, useWords } from "./words.js";

/** The dialog in which somebody is taken in; `branch` is theirs. */
export function Reception({ branch, onClose }) {
  const t = useWords();
  const names = useTransactions();
  const [need, setNeed] = useState("enquiry");
  const [amount, setAmount] = useState("");
  const [care, setCare] = useState([]);
  const advice = useAdvice(branch, need, amount, care);
  const diverts = advice && ["self_service", "phone_bank"].includes(advice.channel);
  const base = `/api/lobby/branches/${encodeURIComponent(branch)}`;
  const take = (wantsCounter) => async () => {
    const body = { need, care, wants_counter: wantsCounter, ...(amount && { amount: Number(amount) }) };
    const visit = await command(`${base}/visits`, body);
    tell(t("taken_in", { ticket: visit.ticket, channel: channelName(visit.channel) }));
    await look();
  };
  const toggle = (word) => setCare(care.includes(word) ? care.filter((it) => it !== word) : [...care, word]);
  const words = [...new Set(["enquiry", ...Object.keys(names)])];
  return html`<${Dialog} title=${t("reception")} onClose=${onClose}>
    <div class="form">
      <label>${t("need")}
        <select value=${need} onChange=${(event) => setNeed(event.target.value)}>
          ${words.map((word) => html`<option key=${word} value=${word}>${transactionName(names, word)}</option>`)}
        </select>
      </label>
      <label>${t("amount")}
        <input inputmode="numeric" pattern="[0-9]*" maxlength="12" value=${amount} onInput=${(event) => setAmount(event.target.value.replace(/\D/g, ""))} />
      </label>
      <fieldset>
        <legend>${t("green_channel_for")}</legend>
        <div class="radios">
          ${CARES.map((word) => html`<label key=${word} class="radio"><input type="checkbox" checked=${care.includes(word)} onChange=${() => toggle(word)} /> ${careName(word)}</label>`)}
        </div>
      </fieldset>
      <div class="advice" aria-live="polite">${advice && html`<${Advice} advice=${advice} />`}</div>
      <footer>
        ${diverts && html`<${Doing} class="secondary" does=${take(true)} onDone=${onClose}>${t("counter_all_the_same")}<//>`}
        <${Doing} class="primary" does=${take(false)} onDone=${onClose}>${t(diverts ? "give_slip" : "give_number")}<//>
      </footer>
    </div>
  <//>`;
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
    const timer = setTimeout(() => get(path).then((advice) => ended || setGiven({ path, advice }), () => {}), 150);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [path]);
  return given?.path === path ? given.advice : null;
}
