// The chosen language, and the page's texts in it.

import { BUSINESS_TEXTS } from "./business/index.js";
import { CUSTOMER_TEXTS } from "./customers/index.js";
import { TEXTS } from "./texts.js";
import { signal, useSignal } from "../live/signal.js";
import { recall, remember } from "../live/storage.js";

/** @type {Record<string, string[]>} */
const texts = { ...TEXTS, ...CUSTOMER_TEXTS, ...BUSINESS_TEXTS };

/** The chosen language, "zh" or "en"; remembered in this browser. */
export const language = signal(recall("language") === "en" ? "en" : "zh");

export function switchLanguage() {
  language.set(language.value === "zh" ? "en" : "zh");
  remember("language", language.value);
}

/** Draw the component again when the language changes, and get `t`. */
export function useWords() {
  useSignal(language);
  return t;
}

/**
 * The text of `key` in the chosen language; ``{name}`` in it is replaced by the value of that name, ``{name|day|days}``
 * by the first of the two words where the value is one, and by the second where it is not.
 *
 * @param {string} key
 * @param {Record<string, unknown>} values
 */
export function t(key, values = {}) {
  return pick(texts[key]).replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name, one, many) =>
    one === undefined ? String(values[name] ?? "") : Number(values[name]) === 1 ? one : many,
  );
}

/**
 * The right one of a pair [zh, en].
 *
 * @param {string[]} pair
 */
export const pick = ([zh, en]) => (language.value === "zh" ? zh : en);

/**
 * What a service says in both languages, in the chosen one.
 *
 * @param {{zh: string, en: string}} told
 */
export const said = ({ zh, en }) => pick([zh, en]);

/**
 * Words one after the other, as the chosen language lists them.
 *
 * @param {string[]} words
 */
export const joined = (words) => words.join(pick(["、", ", "]));

/** The codes of refusals whose detail says what of many things is wrong. */
const DETAILED = /^(template_wrong|values_wrong|rhythm_(hole|overlap)|complaint_rules_\w+)$/;

/**
 * The text of an error, in the chosen language.
 *
 * @param {any} error a `Failure`, or another error, of which only is said that it did not work
 * @returns {string}
 */
export function reasonOf(error) {
  if (error.word) return t(error.word);
  if (error.code === "key_reused") return t("key_reused"); // what was sent before is there, and this is not
  const title = error.titles?.[language.value] ?? error.titles?.en ?? t(error.passing ? "unreachable" : "failed");
  return error.detail && DETAILED.test(error.code) ? `${title} (${error.detail})` : title;
}
