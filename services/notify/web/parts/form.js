// A form of the page. What is typed into it lies in its draft, from where its fields are drawn: so no redraw touches
// it, whatever causes it, and it outlives a reload and a lost session. Every form of the page is one of these.

import { Busy } from "./action-button.js";
import { same } from "./changes.js";
import { toast } from "./toasts.js";
import { CONFLICT } from "../live/api.js";
import { dayAndTime } from "../live/clock.js";
import { abandonDraft, draftOf, isTyped, keepDraft, typedElsewhere } from "../live/drafts.js";
import { formKeys, isUnanswered } from "../live/keys.js";
import { useSignal } from "../live/signal.js";
import { createContext, html, useContext, useEffect, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { reasonOf, useWords } from "../words/language.js";

/** @typedef {[key: string, values: Record<string, unknown>]} Wrong a text that says what is wrong */
/** @typedef {import("./numbers.js").Reading} Reading what a field holds, or what is wrong with it */

/**
 * @typedef {object} Around the form around a field
 * @property {string} name
 * @property {Map<string, () => Reading>} fields by name: what reads each
 * @property {(field: string, value: unknown) => void} setValue
 * @property {Record<string, Wrong | undefined>} wrong by field
 */

/**
 * @typedef {object} FormProps
 * @property {string} name what it is about: ``report B001 2026-11-23``
 * @property {(values: any, keys: Keys & {doubtful: boolean, seen?: any}, pressed?: string) => unknown} action sends
 *   what the fields read, `keys` being handed to `command`; what it raises is said
 * @property {string} submit the word on its button
 * @property {unknown} [state] of what it is about; the same content sent in another state is meant anew
 * @property {(values: any) => string | false | undefined} [check] the key of the text that refuses them as a whole
 * @property {string} [cancel] the word on the button that drops what is typed, where `onCancel` is given
 * @property {() => void} [onCancel]
 * @property {() => void} [onDone]
 * @property {any} [more] stands in the foot; as a function it gets `press(word)`, which sends the form too and hands
 *   the word to `action`
 * @property {boolean} [replaces] a later one takes the place of an earlier one
 * @property {unknown} [seen] the edition of what it replaces, as it is shown: `keys.seen` is the one that was shown
 *   when it was begun, and the service refuses what is sent over another
 * @property {() => unknown} [reread] reads what is shown anew: once it was done, and when it was refused because what
 *   is shown may be another by now
 * @property {boolean} [disabled]
 * @property {string} [class]
 * @property {unknown} [children]
 */

const Within = createContext(/** @type {Around | null} */ (null));

export const Form = (/** @type {FormProps} */ props) => html`<${Kept} key=${props.name} ...${props} />`;

/** @param {FormProps} props */
function Kept(props) {
  const { name, action, submit, state, seen, check, onDone, replaces = false, disabled = false } = props;
  const t = useWords();
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const fields = useRef(/** @type {Map<string, () => Reading>} */ (new Map()));
  const busy = useRef(false);
  useSignal(typedElsewhere);
  const foundAt = useFound(name);
  /** @type {[Said, (said: Said | ((had: Said) => Said)) => void]} */
  const [{ wrong, problem }, setSaid] = useState(/** @type {Said} */ (NOTHING));
  const [, redraw] = useState(0);
  const there = useRef(true);
  useEffect(
    () => () => {
      there.current = false;
    },
    [],
  );
  const draw = () => there.current && redraw((n) => n + 1);
  useEffect(() => {
    const first = problem && form.current?.querySelector('[aria-invalid="true"]');
    if (first instanceof HTMLElement) first.focus();
  }, [problem]);

  const setValue = (/** @type {string} */ field, /** @type {unknown} */ value) => {
    const draft = draftOf(name);
    const { [field]: _, ...others } = draft.fields;
    keepDraft(name, {
      ...draft,
      seen: draft.seen ?? seen,
      fields: value === undefined ? others : { ...others, [field]: value },
    });
    setSaid((had) => ({
      problem: null,
      wrong: { ...had.wrong, [field]: undefined },
    }));
    draw();
  };
  const beginAnew = () => {
    abandonDraft(name);
    foundAt.current = null;
    setSaid(NOTHING);
    draw();
  };
  const send = async (/** @type {string | undefined} */ pressed = undefined) => {
    if (busy.current || disabled) return;
    const read = [...fields.current].map(([field, of]) => /** @type {const} */ ([field, of()]));
    const refused = read.filter(([, it]) => it.wrong);
    const values = Object.fromEntries(read.map(([field, it]) => [field, it.value]));
    const whole = refused.length ? "look_again" : check?.(values);
    if (whole) {
      setSaid({
        wrong: Object.fromEntries(refused.map(([field, it]) => [field, it.wrong])),
        problem: () => t(whole),
      });
      return;
    }
    busy.current = true;
    setSaid(NOTHING);
    const sent = draftOf(name).fields;
    const keys = formKeys({
      read: () => draftOf(name),
      write: (draft) => keepDraft(name, draft),
      state,
      seen: draftOf(name).seen ?? seen,
    });
    try {
      await action(values, keys, pressed);
      await props.reread?.();
      foundAt.current = null;
      const typedSince = Object.entries(draftOf(name).fields).filter(([field, value]) => sent[field] !== value);
      keepDraft(name, { fields: Object.fromEntries(typedSince) });
      if (keys.doubtful && !replaces) toast(t("earlier_unknown"), "error");
      onDone?.();
    } catch (error) {
      const failure = /** @type {import("../live/api.js").Failure} */ (error);
      if (failure.status === CONFLICT) await lookAgain();
      const unknown = replaces ? "not_known_replaces" : "not_known";
      const said = () => (failure.passing ? `${reasonOf(failure)} ${t(unknown)}` : reasonOf(failure));
      if (there.current) setSaid({ wrong: {}, problem: said });
    } finally {
      busy.current = false;
      draw();
    }
  };
  /** Who was overtaken has been told: what they send next is over what is shown by then. */
  const lookAgain = async () => {
    keepDraft(name, { ...draftOf(name), seen: undefined });
    await props.reread?.();
  };
  const submitted = (/** @type {Event} */ event) => {
    event.preventDefault();
    send();
  };
  const unanswered = !replaces && !busy.current && isUnanswered(draftOf(name), state);
  return html`<form
    ref=${form}
    class="kept ${props.class ?? ""}"
    onSubmit=${submitted}
    novalidate
  >
    <div role="alert" class="form-error">${problem?.()}</div>
    <${Found} at=${foundAt.current} unanswered=${unanswered} onBeginAnew=${beginAnew} />
    <${Within.Provider}
      value=${{ name, fields: fields.current, setValue, wrong }}>${props.children}<//>
    <${Foot} form=${props} submit=${submit} busy=${busy.current} send=${send} />
  </form>`;
}

/** @typedef {{wrong: Record<string, Wrong | undefined>, problem: (() => string) | null}} Said */
const NOTHING = { wrong: {}, problem: null };

/**
 * Since when what is typed has been here, if it was when the form opened. A form that opens with nothing in it begins
 * anew: what is sent from it is another command than what was sent before and not answered.
 *
 * @param {string} name
 */
function useFound(name) {
  const opened = useRef(false);
  const at = useRef(/** @type {number | null} */ (null));
  if (!opened.current) {
    opened.current = true;
    if (isTyped(name)) at.current = draftOf(name).at ?? null;
    else if (draftOf(name).sent) abandonDraft(name);
  }
  return at;
}

/**
 * What there is to say about a draft that was found, or that was sent and not answered, and how to begin anew.
 *
 * @param {{at: number | null, unanswered: boolean, onBeginAnew: () => void}} props
 */
function Found({ at, unanswered, onBeginAnew }) {
  const t = useWords();
  if (at === null && !unanswered) return null;
  const text =
    at === null
      ? t("draft_other")
      : t(unanswered ? "draft_unanswered" : "draft_found", {
          at: dayAndTime(at),
        });
  const word = unanswered ? "draft_anew" : "draft_discard";
  return html`<p class="found" role="status">
    ${text} <button type="button" class="quiet" onClick=${onBeginAnew}>${t(word)}</button>
  </p>`;
}

/** @param {{form: FormProps, submit: string, busy: boolean, send: (pressed: string) => void}} props */
function Foot({ form, submit, busy, send }) {
  const t = useWords();
  const { name, more, cancel, onCancel, disabled } = form;
  const dropped = () => {
    abandonDraft(name);
    onCancel?.();
  };
  return html`<footer class="form-foot">
    ${typeof more === "function" ? more(send) : more}
    ${onCancel && html`<button type="button" class="quiet" onClick=${dropped}>${cancel ?? t("cancel")}</button>`}
    <button
      class="primary ${busy ? "busy" : ""}"
      aria-busy=${busy}
      aria-disabled=${busy || disabled}
    >
      ${submit}${busy && html`<${Busy} />`}
    </button>
  </footer>`;
}

/** @returns {Around} */
function useAround() {
  const form = useContext(Within);
  if (!form) throw new Error("a field outside of a form");
  return form;
}

/**
 * The field `name` of the form around: `{value, setValue, wrong}`. It holds what was typed, else its initial value,
 * which may change while nobody has touched it.
 *
 * @param {string} name
 * @param {any} initial
 * @param {(value: any) => Reading} read what is typed into it means
 */
export function useField(name, initial, read = (value) => ({ value })) {
  const form = useAround();
  const value = () => valueIn(form.name, name, initial);
  const reading = () => read(value());
  useLayoutEffect(() => {
    form.fields.set(name, reading);
    return () => {
      if (form.fields.get(name) === reading) form.fields.delete(name);
    };
  });
  return {
    value: value(),
    wrong: form.wrong[name],
    setValue: (/** @type {unknown} */ typed) => form.setValue(name, same(typed, initial) ? undefined : typed),
  };
}

/**
 * @param {string} form
 * @param {string} field
 * @param {any} initial
 */
const valueIn = (form, field, initial) => draftOf(form).fields[field] ?? initial;

/** The form around, for what is more than one field: `valueOf(name, initial)` and `setValue(name, value)`. */
export function useForm() {
  const { name: form, setValue } = useAround();
  const valueOf = (/** @type {string} */ name, /** @type {any} */ initial) => valueIn(form, name, initial);
  return { valueOf, setValue };
}
