// The masked names of customers in lists that know them by their ids alone.

import { get } from "../../../live/api.js";
import { signal, useSignal } from "../../../live/signal.js";
import { useEffect } from "../../../vendor/preact-htm.js";

const AT_ONCE = 50;

/** @type {Signal<Record<string, string>>} */
const names = signal({});

/**
 * The masked names of customers of a branch, by id; more of them are drawn when they are known.
 *
 * @param {string} branch
 * @param {string[]} customers
 * @returns {Record<string, string>}
 */
export function useCustomerNames(branch, customers) {
  useSignal(names);
  const missing = [...new Set(customers)].filter((id) => id && !(id in names.value)).sort();
  useEffect(() => {
    for (let first = 0; first < missing.length; first += AT_ONCE) read(branch, missing.slice(first, first + AT_ONCE));
  }, [branch, missing.join()]);
  return names.value;
}

/**
 * @param {string} branch
 * @param {string[]} customers
 */
async function read(branch, customers) {
  const query = new URLSearchParams({ branch });
  for (const one of customers) query.append("customer", one);
  try {
    const found = await get(`/api/customer/names?${query}`);
    const more = found.map((/** @type {any} */ one) => [one.customer, one.masked_name]);
    names.set({ ...names.value, ...Object.fromEntries(more) });
  } catch {
    // they are shown without names
  }
}
