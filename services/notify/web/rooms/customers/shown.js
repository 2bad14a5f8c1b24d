// What several parts of the room share: where a file is, how the value of a field is written.

import { nameOf } from "../../live/colleagues.js";
import { customerKindName, languageName, riskName, segmentName } from "../../words/terms.js";

/**
 * @param {string} customer
 * @param {string} [what] what of the file
 */
export const pathOf = (customer, what = "") => `/api/customer/customers/${encodeURIComponent(customer)}${what}`;

/** @type {Record<string, (value: string) => string>} */
const NAMES = {
  segment: segmentName,
  language: languageName,
  risk: riskName,
  kind: customerKindName,
  account_manager: nameOf,
};

/**
 * The value of a field of a file, for people.
 *
 * @param {string} field
 * @param {string | null} value
 */
export const valueName = (field, value) => (value ? (NAMES[field]?.(value) ?? value) : "–");
