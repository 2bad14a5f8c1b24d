// The tabs of a room that has several parts, each for those who may see it.

import { Chips } from "./chips.js";
import { may, rights } from "../live/rights.js";
import { useSignal } from "../live/signal.js";
import { html, useState } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

/**
 * @typedef {object} Part
 * @property {string} name also the key of its title
 * @property {string[]} asks it is there for those who may ask one of these
 * @property {Function} show its component
 */

/**
 * Those of `parts` that the person may see at a branch.
 *
 * @param {Part[]} parts
 * @param {string} branch
 */
export const seen = (parts, branch) => parts.filter((one) => one.asks.some((asked) => may(asked, branch)));

/**
 * The tabs that the person may see, the one that is shown, and `go(name)` to another.
 *
 * @param {Part[]} parts
 * @param {string} branch
 */
export function useTabs(parts, branch) {
  useSignal(rights);
  const tabs = seen(parts, branch);
  const [tab, go] = useState(tabs[0]?.name);
  return { tabs, shown: tabs.find((one) => one.name === tab) ?? tabs[0], go };
}

/**
 * @param {object} props
 * @param {string} props.label
 * @param {Part[]} props.tabs
 * @param {Part | null | undefined} props.shown
 * @param {(name: string) => void} props.onGo
 */
export function Tabs({ label, tabs, shown, onGo }) {
  const t = useWords();
  const options = tabs.map((one) => [one.name, t(one.name)]);
  return html`<${Chips} label=${label} options=${options} chosen=${shown?.name} onChoose=${onGo} />`;
}
