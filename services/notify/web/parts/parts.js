// Small parts that the whole page is made of.

import { cell, useCell } from "../live/signal.js";
import { now } from "../live/clock.js";
import { className } from "../words/terms.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

const notes = cell([]);
let noteNumber = 0;

/** Tell the person something for a few seconds; an error stays longer. */
export function tell(text, sort = "done") {
  const note = { id: (noteNumber += 1), text, sort };
  notes.set([...notes.value.slice(-2), note]);
  setTimeout(() => dismiss(note.id), sort === "error" ? 9_000 : 4_000);
}

const dismiss = (id) => notes.set(notes.value.filter((note) => note.id !== id));

export function Notes() {
  const t = useWords();
  return html`<div class="notes" aria-live="assertive">
    ${useCell(notes).map(
      (note) => html`<div class="note ${note.sort}" key=${note.id}>
        <span>${note.text}</span>
        <button class="quiet icon" aria-label=${t("close")} onClick=${() => dismiss(note.id)}>×</button>
      </div>`,
    )}
  </div>`;
}

/** A button that does something that takes time: it shows so, and cannot be pressed twice. */
export function Doing({ does, class: kind = "", children, disabled = false, label, onDone }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const there = useRef(true);
  useEffect(() => () => (there.current = false), []);
  const press = async () => {
    if (busy || disabled) return;
    setBusy(true);
    try {
      await does();
      onDone?.();
    } catch (error) {
      tell(error.unsure ? `${reasonOf(error)} ${t("not_known_tap")}` : reasonOf(error), "error");
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
    ${children}${busy && html`<span class="spinner" aria-hidden="true"></span><span class="unseen">${t("working")}</span>`}
  </button>`;
}

/** A modal dialog: the browser keeps the focus inside and gives it back. */
export function Dialog({ title, onClose, children }) {
  const t = useWords();
  const dialog = useRef();
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    return () => before?.isConnected && before.focus();
  }, []);
  return html`<dialog
    ref=${dialog}
    aria-labelledby="dialog-title"
    onClose=${onClose}
    onClick=${(event) => event.target === dialog.current && !dialog.current.querySelector("form") && onClose()}
  >
    <div class="dialog">
      <header>
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="quiet icon" aria-label=${t("close")} onClick=${onClose}>×</button>
      </header>
      ${children}
    </div>
  </dialog>`;
}

/** The class of a ticket: colour, letter and word. */
export function ClassBadge({ of }) {
  useWords();
  return html`<span class="badge class-${of}">${className(of)}</span>`;
}

/** Something drawn anew every second with the server's time. */
export function Ticking({ draw }) {
  return draw(useCell(now));
}

/** Nobody may hold a key down, or tap twice, to do the next thing too. */
export function guardRepeats() {
  addEventListener(
    "keydown",
    (event) => {
      if (event.repeat && ["Enter", " "].includes(event.key) && event.target.closest?.("button")) event.preventDefault();
    },
    true,
  );
}
