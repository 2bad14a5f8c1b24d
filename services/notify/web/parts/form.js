// A form of the page. What is typed into it lies in its draft, from where its fields are drawn: so no redraw touches
// it, whoever causes it, and it outlives a reload and a lost session. Every form of the page is one of these.

import { draftOf, emptyDraft, isTyped, keepDraft } from "../live/drafts.js";
import { dayAndTime } from "../live/clock.js";
import { tell } from "./parts.js";
import { createContext, html, useContext, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

const Within = createContext(null);

/**
 * The form `name`, which is also what it is about: ``report B001 2026-11-23``. `does(values, once)` sends what its
 * fields read, `once` being handed to `command`; what it raises is said. `check(values)` gives the key of the words
 * that refuse them as a whole. `replaces`: a later one takes the place of an earlier one. `more` stands in the foot;
 * as a function it gets `press(word)`, which sends the form too and hands the word to `does`. `state`: of what it is
 * about; the same content sent in another state is meant anew.
 */
export const Form = (props) => html`<${Kept} key=${props.name} ...${props} />`;

function Kept({ name, state, does, check, submit, cancel, onCancel, onDone, more, replaces = false, disabled = false, class: kind = "", children }) {
  const t = useWords();
  const form = useRef();
  const fields = useRef(new Map()); // by name: a function that reads what it holds
  const busy = useRef(false);
  const found = useRef(isTyped(name) ? draftOf(name).at : null); // since when it has been here
  const [{ wrong, problem }, setSaid] = useState({ wrong: {}, problem: null });
  const [, redraw] = useState(0);
  const there = useRef(true);
  useEffect(() => () => (there.current = false), []);
  const draw = () => there.current && redraw((n) => n + 1);
  useEffect(() => {
    if (problem) form.current?.querySelector('[aria-invalid="true"]')?.focus();
  }, [problem]);

  const hold = (slot, value) => {
    const draft = draftOf(name);
    const { [slot]: _, ...others } = draft.fields;
    keepDraft(name, { ...draft, fields: value === undefined ? others : { ...others, [slot]: value } });
    setSaid((had) => ({ problem: null, wrong: { ...had.wrong, [slot]: undefined } }));
    draw();
  };
  const discard = () => {
    emptyDraft(name);
    found.current = null;
    setSaid({ wrong: {}, problem: null });
    draw();
  };
  const send = async (pressed) => {
    if (busy.current || disabled) return;
    const read = [...fields.current].map(([slot, of]) => [slot, of()]);
    const refused = read.filter(([, it]) => it.wrong);
    const values = Object.fromEntries(read.map(([slot, it]) => [slot, it.value]));
    const whole = refused.length ? "look_again" : check?.(values);
    if (whole) return setSaid({ wrong: Object.fromEntries(refused.map(([slot, it]) => [slot, it.wrong])), problem: () => t(whole) });
    busy.current = true;
    setSaid({ wrong: {}, problem: null });
    const sent = draftOf(name).fields;
    const once = onceFor(name, state);
    try {
      await does(values, once, pressed);
      found.current = null;
      const typedSince = Object.entries(draftOf(name).fields).filter(([slot, value]) => sent[slot] !== value);
      keepDraft(name, { fields: Object.fromEntries(typedSince) });
      if (once.doubtful && !replaces) tell(t("earlier_unknown"), "error");
      onDone?.();
    } catch (error) {
      if (there.current) setSaid({ wrong: {}, problem: () => (error.passing ? `${reasonOf(error)} ${t(replaces ? "not_known_replaces" : "not_known")}` : reasonOf(error)) });
    } finally {
      busy.current = false;
      draw();
    }
  };
  const shown = { name, fields: fields.current, hold, wrong };
  const submitted = (event) => {
    event.preventDefault();
    send();
  };
  return html`<form ref=${form} class="kept ${kind}" onSubmit=${submitted} novalidate>
    <div role="alert" class="form-error">${problem?.()}</div>
    ${found.current &&
    html`<p class="found" role="status">
      ${t("draft_found", { at: dayAndTime(found.current) })} <button type="button" class="quiet" onClick=${discard}>${t("draft_discard")}</button>
    </p>`}
    <${Within.Provider} value=${shown}>${children}<//>
    <footer class="form-foot">
      ${typeof more === "function" ? more(send) : more}
      ${onCancel &&
      html`<button
        type="button"
        class="quiet"
        onClick=${() => {
          emptyDraft(name);
          onCancel();
        }}
      >
        ${cancel ?? t("cancel")}
      </button>`}
      <button class="primary ${busy.current ? "busy" : ""}" aria-busy=${busy.current} aria-disabled=${busy.current || disabled}>
        ${submit}${busy.current && html`<span class="spinner" aria-hidden="true"></span><span class="unseen">${t("working")}</span>`}
      </button>
    </footer>
  </form>`;
}

/**
 * The field `name` of the form around: `{value, hold, wrong}`. It holds what was typed, else what it `begins` with,
 * which may change while nobody has touched it. `read` gives `{value}`, or `{wrong: [key of the words, values]}`.
 */
export function useField(name, begins, read = (value) => ({ value })) {
  const form = useContext(Within);
  const held = () => heldBy(form.name, name, begins);
  const of = () => read(held());
  useLayoutEffect(() => {
    form.fields.set(name, of);
    return () => form.fields.get(name) === of && form.fields.delete(name);
  });
  return {
    value: held(),
    wrong: form.wrong[name],
    hold: (value) => form.hold(name, same(value, begins) ? undefined : value),
  };
}

const heldBy = (form, name, begins) => draftOf(form).fields[name] ?? begins;

/** The form around, for what is more than one field: `held(name, begins)` and `hold(name, value)`. */
export function useForm() {
  const { name: form, hold } = useContext(Within);
  return { held: (name, begins) => heldBy(form, name, begins), hold };
}

/** What is another `now` than it `was`, at every level: so that a form sends nothing that nobody touched. */
export function changes(now, was) {
  const isTable = (it) => typeof it === "object" && it !== null && !Array.isArray(it);
  const differ = Object.entries(now).filter(([name, it]) => !same(it, was[name]));
  return Object.fromEntries(differ.map(([name, it]) => [name, isTable(it) && isTable(was[name]) ? changes(it, was[name]) : it]));
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Under which Idempotency-Key the content of a form is sent; it lies with the draft until the answer is there. */
function onceFor(name, state) {
  const once = {
    doubtful: false, // whether another content was sent before, of which nobody knows what became
    begin(print) {
      const { sent } = draftOf(name);
      const same = sent?.state === state; // else what became of it has been seen
      const again = same && sent?.print === print;
      const now = again ? sent : { print, state, key: crypto.randomUUID(), doubtful: same && !!sent };
      once.doubtful = now.doubtful;
      keepDraft(name, { ...draftOf(name), sent: now });
      return { key: now.key, sentBefore: again };
    },
    lose() {}, // it is in the draft since it was begun
    settle() {
      keepDraft(name, { ...draftOf(name), sent: once.doubtful ? { state, doubtful: true } : undefined });
    },
  };
  return once;
}
