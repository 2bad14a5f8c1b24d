// Lists that are read a page at a time.

import { html, useState } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

/**
 * Which page of a list is shown: `at` is where it begins, `turn` goes to another, and `reset` to the first.
 *
 * @template From
 * @param {From} first where the first page begins
 */
export function usePages(first) {
  const [starts, turn] = useState([first]);
  return { at: starts[starts.length - 1], starts, turn, reset: () => turn([first]) };
}

/**
 * The buttons that go to the page before, and to the `next` one, if there are such.
 *
 * @param {{pages: ReturnType<typeof usePages>, next: any}} props
 */
export function Pages({ pages: { starts, turn }, next }) {
  const t = useWords();
  const button = (/** @type {any[]} */ to, /** @type {string} */ word) =>
    html`<button type="button" class="secondary" onClick=${() => turn(to)}>${t(word)}</button>`;
  return html`<div class="line pages">
    ${starts.length > 1 && button(starts.slice(0, -1), "page_before")}
    ${next != null && button([...starts, next], "page_after")}
  </div>`;
}
