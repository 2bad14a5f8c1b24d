// The chosen language, and the page's texts in it.

import { cell, useCell } from "../live/signal.js";
import { recall, remember } from "../live/storage.js";
import { TEXTS } from "./texts.js";

const remembered = recall("language");

/** The chosen language, "zh" or "en"; remembered on this device. */
export const language = cell(remembered === "en" ? "en" : "zh");

export function switchLanguage() {
  language.set(language.value === "zh" ? "en" : "zh");
  remember("language", language.value);
}

/** Draw the component again when the language changes, and get `t`. */
export function useWords() {
  useCell(language);
  return t;
}

/** The text of `key` in the chosen language. */
export function t(key, values = {}) {
  return pick(TEXTS[key]).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The right one of a pair [zh, en]. */
export const pick = ([zh, en]) => (language.value === "zh" ? zh : en);

/** The text of an error, in the chosen language. */
export function reasonOf(error) {
  if (error.word) return t(error.word);
  if (error.code === "key_reused") return t("key_reused"); // what was sent before is there, and this is not
  return error.titles?.[language.value] ?? error.titles?.en ?? t(error.passing ? "unreachable" : "failed");
}
