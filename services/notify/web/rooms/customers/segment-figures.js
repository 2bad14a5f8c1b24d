// Figures that rules of segments look at, and their names (W2).

import { SegmentInput } from "../../words/enums.js";
import { named } from "../../words/terms.js";

const inputName = named(SegmentInput);

/** @param {number} number */
export const figure = (number) => number.toLocaleString("en");

/** The figure that a key stands for, such as ``product_balance:fund``. */
export const keyName = (/** @type {string} */ key) => {
  const [input, product] = key.split(":");
  return product ? `${inputName(input)} ${product}` : inputName(input);
};
