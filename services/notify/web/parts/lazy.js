// Parts of the page that are fetched when they are first shown, so that nobody waits for rooms they never enter.

import { Pending } from "./pending.js";
import { useConnection } from "../live/connection.js";
import { html, useEffect, useState } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

/**
 * A component that a module exports as `name`, fetched by `load` when it is first shown. Where it cannot be had, it
 * says so, and tries again when asked to and when the connection is back.
 *
 * @param {() => Promise<Record<string, any>>} load
 * @param {string} name
 */
export function lazy(load, name) {
  /** @type {Function | null} */
  let component = null;
  return function Lazy(/** @type {object} */ props) {
    const t = useWords();
    const { state } = useConnection();
    const [missing, setMissing] = useState(false);
    const [, redraw] = useState(0);
    const fetch = () => {
      setMissing(false);
      load().then(
        (found) => {
          component = found[name];
          redraw((times) => times + 1);
        },
        () => setMissing(true),
      );
    };
    useEffect(() => {
      if (!component && state !== "lost") fetch();
    }, [state]);
    if (component) return html`<${component} ...${props} />`;
    if (!missing && state !== "lost") return html`<${Pending} />`;
    return html`<div class="blank" role="alert">
      <p>${t("part_missing")}</p>
      <button type="button" onClick=${fetch}>${t("retry")}</button>
    </div>`;
  };
}
