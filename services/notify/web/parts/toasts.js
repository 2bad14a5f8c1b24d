// Toasts: a word at the edge of the page for some seconds. Nobody is interrupted by them.

import { signal, useSignal } from "../live/signal.js";
import { html } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

/** @typedef {{id: number, text: string, kind: "done" | "error"}} Toast */

const AT_ONCE = 3;
const LASTS = { done: 4_000, error: 9_000 }; // milliseconds

const toasts = signal(/** @type {Toast[]} */ ([]));
let count = 0;

/**
 * Tell the person something for a few seconds; an error stays longer.
 *
 * @param {string} text
 * @param {"done" | "error"} kind
 */
export function toast(text, kind = "done") {
  const one = { id: (count += 1), text, kind };
  toasts.set([...toasts.value.slice(1 - AT_ONCE), one]);
  setTimeout(() => dismiss(one.id), LASTS[kind]);
}

const dismiss = (/** @type {number} */ id) => toasts.set(toasts.value.filter((one) => one.id !== id));

/** All that are to be seen; the page has one of these. */
export function Toasts() {
  const t = useWords();
  return html`<div class="toasts" role="status" aria-live="polite">
    ${useSignal(toasts).map(
      ({ id, kind, text }) =>
        html`<div class="toast ${kind}" key=${id}>
          <span>${text}</span>
          <button class="quiet icon" aria-label=${t("close")} onClick=${() => dismiss(id)}>×</button>
        </div>`,
    )}
  </div>`;
}
