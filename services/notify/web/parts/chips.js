// Chips: one of a few, all of them seen, chosen by a tap.

import { html } from "../vendor/preact-htm.js";

/**
 * One of `options`. What they are for is read aloud: as `label`, or from the heading whose id is `labelledBy`.
 *
 * @param {object} props
 * @param {string} [props.label]
 * @param {string} [props.labelledBy]
 * @param {[value: any, word: unknown][]} props.options
 * @param {unknown} props.chosen
 * @param {(value: any) => void} props.onChoose
 */
export function Chips({ label, labelledBy, options, chosen, onChoose }) {
  return html`<div class="chips" role="group" aria-label=${label} aria-labelledby=${labelledBy}>
    ${options.map(
      ([value, word]) => html`<button
        key=${value}
        type="button"
        class="chip"
        aria-pressed=${value === chosen}
        onClick=${() => onChoose(value)}
      >
        ${word}
      </button>`,
    )}
  </div>`;
}
