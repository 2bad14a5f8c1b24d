// The fields of a form: words, numbers, days, and choices. What is wrong with one is said beside it.

import { useField } from "./form.js";
import { readDay, readNumber } from "./numbers.js";
import { html, useLayoutEffect, useRef, useState } from "../vendor/preact-htm.js";
import { useWords } from "../words/language.js";

let count = 0;
const useId = () => useRef(`field-${(count += 1)}`).current;

/** A label, its field, and what is wrong with it; `bare`: the label is only read aloud, as in a table. */
function Labelled({ label, bare, wrong, said, draw }) {
  const t = useWords();
  const id = useId();
  const field = draw({ "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? id : null, "aria-label": bare ? label : null });
  return html`<div class="field">
    ${bare ? field : html`<label>${label} ${field}</label>`}
    ${wrong && html`<span class="field-error" id=${id}>${t(...wrong)}</span>`} ${!wrong && said && html`<span class="faint">${said}</span>`}
  </div>`;
}

/** Words, of `rows` lines or one; `most` characters. `needed` is the key of what is said when there are none. */
export function TextField({ name, label, begins = "", rows = 0, most = 4000, needed, hint, more = {} }) {
  const flat = rows ? begins.replace(/\r\n?/g, "\n") : begins.replace(/[\r\n]+/g, " ");
  const it = useField(name, flat, (typed) => {
    const value = typed.trim();
    const n = [...value].length;
    if (n > most) return { wrong: ["too_long", { most, n }] };
    return needed && !value ? { wrong: [needed, {}] } : { value };
  });
  const draw = (aria) => {
    const all = { name, value: it.value, onInput: (event) => it.hold(event.target.value), ...more, ...aria };
    const described = [hint, aria["aria-describedby"]].filter(Boolean).join(" ") || null;
    return rows
      ? html`<textarea rows=${rows} ...${all} aria-describedby=${described}></textarea>`
      : html`<input autocomplete="off" ...${all} aria-describedby=${described} />`;
  };
  return html`<${Labelled} label=${label} wrong=${it.wrong} draw=${draw} />`;
}

/** A number, as people write it; the bounds are those of `readNumber`. Beside it stands how it was read. */
export function NumberField({ name, label, bare, begins = null, ...bounds }) {
  const t = useWords();
  const it = useField(name, begins === null ? "" : String(begins), (typed) => readNumber(typed, bounds));
  const { value } = readNumber(it.value, bounds);
  const said = value != null && String(value) !== it.value.trim() && t("read_as", { value: value.toLocaleString("en-US", { maximumFractionDigits: 6 }) });
  const draw = (aria) => html`<input
    type="text"
    name=${name}
    inputmode=${bounds.whole ? "numeric" : "decimal"}
    autocomplete="off"
    value=${it.value}
    onInput=${(event) => it.hold(event.target.value)}
    ...${aria}
  />`;
  return html`<${Labelled} label=${label} bare=${bare} wrong=${it.wrong} said=${said} draw=${draw} />`;
}

/** A day of the branch. */
export function DayField({ name, label, begins = "", ...bounds }) {
  const input = useRef();
  const it = useField(name, begins, (typed) => readInput(input.current, typed, bounds));
  const draw = (aria) =>
    html`<input ref=${input} type="date" name=${name} value=${it.value} onInput=${(event) => it.hold(event.target.value)} ...${aria} />`;
  return html`<${Labelled} label=${label} wrong=${it.wrong} draw=${draw} />`;
}

/** A browser keeps a day that is typed by half, or that no calendar has, to itself: it is not an empty field. */
const readInput = (input, typed, bounds) => (input?.validity.badInput ? { wrong: ["day_wrong", {}] } : readDay(typed, bounds));

/** Which day is shown: `onPick(day)` when a whole one has been typed or chosen, ``""`` when it was taken away. */
export function PickDay({ label, value, onPick, most }) {
  const known = useRef(most);
  if (most) known.current = most; // a browser begins its field anew when the bound changes, were it for a moment
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
  const draw = (aria) => html`<input ref=${input} type="date" max=${known.current} onInput=${change} onBlur=${leave} ...${aria} />`;
  return html`<div class="pick-day"><${Labelled} label=${label} wrong=${wrong} draw=${draw} /></div>`;
}

/** One of `options`, [value, name]. What was chosen stays chosen, also when it is not among them any more. */
export function Choice({ name, label, begins, options, bare, none }) {
  const t = useWords();
  const all = none === undefined ? options : [["", none], ...options];
  const it = useField(name, begins ?? all[0]?.[0] ?? "", (value) => (value && !all.some(([one]) => one === value) ? { wrong: ["choice_gone", {}] } : { value }));
  const last = useRef("");
  const known = all.find(([value]) => value === it.value);
  if (known) last.current = known[1];
  const draw = (aria) => html`<select name=${name} value=${it.value} onChange=${(event) => it.hold(event.target.value)} ...${aria}>
    ${all.map(([value, word]) => html`<option key=${value} value=${value}>${word}</option>`)}
    ${!known && it.value && html`<option key=${it.value} value=${it.value}>${t("not_there_now", { what: last.current })}</option>`}
  </select>`;
  return html`<${Labelled} label=${label} bare=${bare} wrong=${it.wrong} draw=${draw} />`;
}

/** One of a few, seen at once; null while none is chosen. */
export function Radios({ name, legend, hidden, begins = null, options }) {
  const it = useField(name, begins);
  return html`<fieldset>
    <legend class=${hidden ? "unseen" : ""}>${legend}</legend>
    <div class="radios">
      ${options.map(
        ([value, word]) => html`<label key=${value} class="radio"><input type="radio" name=${name} value=${value} checked=${it.value === value} onChange=${() => it.hold(value)} /> ${word}</label>`,
      )}
    </div>
  </fieldset>`;
}

/** Any of a few. */
export function Ticks({ name, legend, begins = [], options }) {
  const it = useField(name, begins);
  const toggle = (value) => it.hold(it.value.includes(value) ? it.value.filter((one) => one !== value) : [...it.value, value]);
  return html`<fieldset>
    <legend>${legend}</legend>
    <div class="radios">
      ${options.map(
        ([value, word]) => html`<label key=${value} class="radio"><input type="checkbox" checked=${it.value.includes(value)} onChange=${() => toggle(value)} /> ${word}</label>`,
      )}
    </div>
  </fieldset>`;
}
