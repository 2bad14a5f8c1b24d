// The fields of a form: words, numbers, days, and choices. What is wrong with one is said beside it.

import { useField } from "./form.js";
import { useId } from "./ids.js";
import { readDay, readNumber } from "./numbers.js";
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

/** @typedef {import("./numbers.js").Reading} Reading */
/** @typedef {import("./form.js").Wrong} Wrong */
/** @typedef {Record<string, string | null>} Aria the attributes that say aloud what a field is, and is not */

const typedIn = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;

/**
 * A label, its field, and what is wrong with it.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {boolean} [props.bare] the label is only read aloud, as in a table
 * @param {Wrong | null} [props.wrong]
 * @param {string | false} [props.said] what stands beside it where nothing is wrong
 * @param {(aria: Aria) => unknown} props.draw
 */
function Labelled({ label, bare, wrong, said, draw }) {
  const t = useWords();
  const id = useId();
  const field = draw({
    "aria-invalid": wrong ? "true" : null,
    "aria-describedby": wrong ? id : null,
    "aria-label": bare ? label : null,
  });
  return html`<div class="field">
    ${bare ? field : html`<label>${label} ${field}</label>`}
    ${wrong && html`<span class="field-error" id=${id}>${t(...wrong)}</span>`}
    ${!wrong && said && html`<span class="faint">${said}</span>`}
  </div>`;
}

/**
 * Words.
 *
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.label
 * @param {string} [props.initial]
 * @param {number | string} [props.rows] lines; 0 for a single one that does not grow
 * @param {number} [props.most] characters
 * @param {string} [props.needed] the key of what is said when there are none
 * @param {string} [props.hint] the id of what explains it
 * @param {(text: string) => Reading} [props.read] what the words mean, where they are more than words
 * @param {Record<string, unknown>} [props.more] further attributes
 */
export function TextField({ name, label, initial = "", rows = 0, most = 4000, needed, hint, read, more = {} }) {
  const flat = rows ? initial.replace(/\r\n?/g, "\n") : initial.replace(/[\r\n]+/g, " ");
  const it = useField(name, flat, (typed) => {
    const value = typed.trim();
    const n = [...value].length;
    if (n > most) return { wrong: ["too_long", { most, n }] };
    if (needed && !value) return { wrong: [needed, {}] };
    return read ? read(value) : { value };
  });
  const draw = (/** @type {Aria} */ aria) => {
    const all = {
      name,
      value: it.value,
      onInput: (/** @type {Event} */ event) => it.setValue(typedIn(event)),
      ...more,
      ...aria,
    };
    const described = [hint, aria["aria-describedby"]].filter(Boolean).join(" ") || null;
    return rows
      ? html`<textarea rows=${rows} ...${all} aria-describedby=${described}></textarea>`
      : html`<input autocomplete="off" ...${all} aria-describedby=${described} />`;
  };
  return html`<${Labelled} label=${label} wrong=${it.wrong} draw=${draw} />`;
}

/**
 * A file of the person's device: `value` is the `File`. It lies in no draft, and a reload forgets it.
 *
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.label
 * @param {string} props.accept the kinds that are offered, such as ``.csv,.xlsx``
 * @param {string} props.needed the key of what is said when there is none
 * @param {string} [props.hint] the id of what explains it
 */
export function FileField({ name, label, accept, needed, hint }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const it = useField(name, null, () => {
    const file = input.current?.files?.[0];
    return file ? { value: file } : { wrong: [needed, {}] };
  });
  const draw = (/** @type {Aria} */ aria) => {
    const described = [hint, aria["aria-describedby"]].filter(Boolean).join(" ") || null;
    return html`<input
      ref=${input}
      type="file"
      name=${name}
      accept=${accept}
      onChange=${() => it.setValue(null)}
      ...${aria}
      aria-describedby=${described}
    />`;
  };
  return html`<${Labelled} label=${label} wrong=${it.wrong} draw=${draw} />`;
}

/**
 * A number, as people write it; the bounds are those of `readNumber`. Beside it stands how it was read.
 *
 * @param {{name: string, label: string, bare?: boolean, initial?: number | null} &
 *   import("./numbers.js").NumberBounds} props
 */
export function NumberField({ name, label, bare, initial = null, ...bounds }) {
  const t = useWords();
  const it = useField(name, initial === null ? "" : String(initial), (typed) => readNumber(typed, bounds));
  const { value } = readNumber(it.value, bounds);
  const said =
    value != null &&
    String(value) !== it.value.trim() &&
    t("read_as", { value: value.toLocaleString("en-US", { maximumFractionDigits: 6 }) });
  const draw = (/** @type {Aria} */ aria) => html`<input
    type="text"
    name=${name}
    inputmode=${bounds.whole ? "numeric" : "decimal"}
    autocomplete="off"
    value=${it.value}
    onInput=${(/** @type {Event} */ event) => it.setValue(typedIn(event))}
    ...${aria}
  />`;
  return html`<${Labelled} label=${label} bare=${bare} wrong=${it.wrong} said=${said} draw=${draw} />`;
}

/**
 * A day of the branch.
 *
 * @param {{name: string, label: string, initial?: string} & import("./numbers.js").DayBounds} props
 */
export function DayField({ name, label, initial = "", ...bounds }) {
  const input = useRef();
  const it = useField(name, initial, (typed) => readInput(input.current, typed, bounds));
  const draw = (/** @type {Aria} */ aria) =>
    html`<input
      ref=${input}
      type="date"
      name=${name}
      value=${it.value}
      onInput=${(/** @type {Event} */ event) => it.setValue(typedIn(event))}
      ...${aria}
    />`;
  return html`<${Labelled} label=${label} wrong=${it.wrong} draw=${draw} />`;
}

/**
 * A browser keeps a day that is typed by half, or that no calendar has, to itself: it is not an empty field.
 *
 * @param {HTMLInputElement | null} input
 * @param {string} typed
 * @param {import("./numbers.js").DayBounds} bounds
 * @returns {Reading}
 */
const readInput = (input, typed, bounds) =>
  input?.validity.badInput ? { wrong: ["day_wrong", {}] } : readDay(typed, bounds);

/**
 * Which day is shown: `onPick(day)` when a whole one has been typed or chosen, ``""`` when it was taken away.
 *
 * @param {object} props
 * @param {string} props.label
 * @param {string} props.value
 * @param {(day: string) => void} props.onPick
 * @param {string} [props.most] the last day there is
 */
export function PickDay({ label, value, onPick, most }) {
  const known = useRef(most);
  if (most) known.current = most; // a browser initial its field anew when the bound changes, were it for a moment
  const [wrong, setWrong] = useState(null);
  const input = useRef();
  const touched = useRef(false);
  useLayoutEffect(() => {
    if (!touched.current) input.current.value = value; // from the first touch on it is the person's
  }, [value]);
  const read = () => readInput(input.current, input.current.value, { most: known.current });
  const change = () => {
    touched.current = true;
    const found = read();
    const whole = input.current.value >= "1000"; // else the year is still being typed
    setWrong(whole ? found.wrong : null);
    if (found.value) onPick(found.value);
  };
  const leave = () => {
    if (!touched.current) return;
    const found = read();
    setWrong(found.wrong ?? null);
    if (found.value !== null) return;
    touched.current = false;
    onPick("");
  };
  const draw = (/** @type {Aria} */ aria) =>
    html`<input ref=${input} type="date" max=${known.current} onInput=${change} onBlur=${leave} ...${aria} />`;
  return html`<div class="pick-day"><${Labelled} label=${label} wrong=${wrong} draw=${draw} /></div>`;
}

/**
 * One of `options`. What was chosen stays chosen, also when it is not among them any more.
 *
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.label
 * @param {string} [props.initial]
 * @param {[value: string, name: string][]} props.options
 * @param {boolean} [props.bare]
 * @param {string} [props.none] the word for choosing none
 */
export function Choice({ name, label, initial, options, bare, none }) {
  const t = useWords();
  const all = none === undefined ? options : [["", none], ...options];
  const it = useField(name, initial ?? all[0]?.[0] ?? "", (value) =>
    value && !all.some(([one]) => one === value) ? { wrong: ["choice_gone", {}] } : { value },
  );
  const last = useRef("");
  const known = all.find(([value]) => value === it.value);
  if (known) last.current = known[1];
  const choose = (/** @type {Event} */ event) => it.setValue(typedIn(event));
  const draw = (/** @type {Aria} */ aria) =>
    html`<select name=${name} value=${it.value} onChange=${choose} ...${aria}>
    ${all.map(([value, word]) => html`<option key=${value} value=${value}>${word}</option>`)}
    ${
      !known &&
      it.value &&
      html`<option key=${it.value} value=${it.value}>${t("not_there_now", { what: last.current })}</option>`
    }
  </select>`;
  return html`<${Labelled} label=${label} bare=${bare} wrong=${it.wrong} draw=${draw} />`;
}

/**
 * One of a few, seen at once; null while none is chosen.
 *
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.legend
 * @param {boolean} [props.hidden] the legend is only read aloud
 * @param {string | null} [props.initial]
 * @param {[value: string, name: string][]} props.options
 */
export function Radios({ name, legend, hidden, initial = null, options }) {
  const it = useField(name, initial);
  return html`<fieldset>
    <legend class=${hidden ? "unseen" : ""}>${legend}</legend>
    <div class="radios">
      ${options.map(
        ([value, word]) =>
          html`<label key=${value} class="radio"><input
            type="radio"
            name=${name}
            value=${value}
            checked=${it.value === value}
            onChange=${() => it.setValue(value)}
          /> ${word}</label>`,
      )}
    </div>
  </fieldset>`;
}

/**
 * Any of a few.
 *
 * @param {object} props
 * @param {string} props.name
 * @param {string} props.legend
 * @param {string[]} [props.initial]
 * @param {[value: string, name: string][]} props.options
 */
export function Ticks({ name, legend, initial = [], options }) {
  const it = useField(name, initial);
  const toggle = (/** @type {string} */ value) =>
    it.setValue(
      it.value.includes(value) ? it.value.filter((/** @type {string} */ one) => one !== value) : [...it.value, value],
    );
  return html`<fieldset>
    <legend>${legend}</legend>
    <div class="radios">
      ${options.map(
        ([value, word]) =>
          html`<label key=${value} class="radio"><input
            type="checkbox"
            checked=${it.value.includes(value)}
            onChange=${() => toggle(value)}
          /> ${word}</label>`,
      )}
    </div>
  </fieldset>`;
}
