// Modal dialogs.

import { useId } from "./ids.js";
import { pageKeys } from "../live/api.js";
import { tapKeys } from "../live/keys.js";
import { createContext, html, useLayoutEffect, useRef } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

/** The Idempotency-Keys of what is tapped here: the page's, or in a dialog its own. */
export const KeysContext = createContext(/** @type {Keys} */ (pageKeys));

/**
 * A modal dialog: the browser keeps the focus inside and gives it back. What is tapped in it and not answered keeps
 * its key as long as it is open.
 *
 * @param {{title: string, onClose: () => void, children?: unknown}} props
 */
export function Dialog({ title, onClose, children }) {
  const t = useWords();
  const titleId = useId();
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const keys = useRef(/** @type {Keys | null} */ (null));
  keys.current ??= tapKeys({ lasts: Infinity });
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => before instanceof HTMLElement && before.isConnected && before.focus();
  }, []);
  const clicked = (/** @type {Event} */ event) => {
    const beside = event.target === dialog.current;
    if (beside && !dialog.current?.querySelector("form")) onClose();
  };
  return html`<dialog ref=${dialog} aria-labelledby=${titleId} onClose=${onClose} onClick=${clicked}>
    <div class="dialog">
      <header>
        <h2 id=${titleId}>${title}</h2>
        <button type="button" class="quiet icon" aria-label=${t("close")} onClick=${onClose}>×</button>
      </header>
      <${KeysContext.Provider} value=${keys.current}>${children}<//>
    </div>
  </dialog>`;
}
