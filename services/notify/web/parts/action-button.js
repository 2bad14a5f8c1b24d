// Buttons that do something that takes time.

import { KeysContext } from "./dialog.js";
import { toast } from "./toasts.js";
import { CONFLICT } from "../live/api.js";
import { html, useContext, useEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

/**
 * A button that does something that takes time: it shows so, and cannot be pressed twice. `action` gets the keys to
 * hand to `command`: in a dialog they are the dialog's own.
 *
 * @param {object} props
 * @param {(keys: Keys) => unknown} props.action
 * @param {string} [props.class]
 * @param {unknown} [props.children]
 * @param {boolean} [props.disabled]
 * @param {string} [props.label] read aloud in place of what the button shows
 * @param {() => unknown} [props.reread] as that of a form: reads what is shown anew
 * @param {() => void} [props.onDone]
 */
export function ActionButton({ action, class: kind = "", children, disabled = false, label, reread, onDone }) {
  const t = useWords();
  const keys = useContext(KeysContext);
  const [busy, setBusy] = useState(false);
  const there = useRef(true);
  useEffect(
    () => () => {
      there.current = false;
    },
    [],
  );
  const press = async () => {
    if (busy || disabled) return;
    setBusy(true);
    try {
      await action(keys);
      await reread?.();
      onDone?.();
    } catch (error) {
      const failure = /** @type {import("../live/api.js").Failure} */ (error);
      if (failure.status === CONFLICT) await reread?.();
      toast(failure.unsure ? `${reasonOf(failure)} ${t("not_known_tap")}` : reasonOf(failure), "error");
    } finally {
      if (there.current) setBusy(false);
    }
  };
  return html`<button
    type="button"
    class="${kind} ${busy ? "busy" : ""}"
    aria-label=${label}
    aria-busy=${busy}
    aria-disabled=${busy || disabled}
    onClick=${press}
  >
    ${children}${busy && html`<${Busy} />`}
  </button>`;
}

/** What a button shows while its action is under way. */
export function Busy() {
  const t = useWords();
  return html`<span class="spinner" aria-hidden="true"></span
    ><span class="unseen">${t("working")}</span>`;
}

/** A key that is held down presses no button again: nobody does the next thing too by mistake. */
export function ignoreKeyRepeats() {
  const ignore = (/** @type {KeyboardEvent} */ event) => {
    const button = event.target instanceof Element && event.target.closest("button");
    if (event.repeat && ["Enter", " "].includes(event.key) && button) event.preventDefault();
  };
  addEventListener("keydown", ignore, true);
}
