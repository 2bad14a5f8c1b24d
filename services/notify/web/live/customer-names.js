// The masked names of customers of whom other services keep ids alone: asked for those that are shown, 50 at once.

import { get } from "./api.js";
import { may } from "./rights.js";
import { signal, useSignal } from "./signal.js";
import { useEffect } from "../vendor/preact-htm.js";
import { pick } from "../words/language.js";

const AT_ONCE = 50;
const names = signal(/** @type {Record<string, string>} */ ({}));
/** @type {Set<string>} */
const asked = new Set();

/**
 * Asks for the names of these customers of a branch, and gives `nameOf(customer)`: the masked name, and "a customer"
 * until it is known, or to those who may not know it.
 *
 * @param {string} branch
 * @param {(string | null | undefined)[]} customers
 * @returns {(customer: string) => string}
 */
export function useCustomerNames(branch, customers) {
  const known = useSignal(names);
  const allowed = may("customer.name_customers", branch);
  const wanted = [...new Set(customers)].filter((one) => allowed && one && !asked.has(`${branch} ${one}`));
  useEffect(() => {
    for (let first = 0; first < wanted.length; first += AT_ONCE) {
      read(branch, /** @type {string[]} */ (wanted.slice(first, first + AT_ONCE)));
    }
  }, [branch, wanted.join(" ")]);
  return (customer) => known[customer] ?? pick(["客户", "A customer"]);
}

/**
 * @param {string} branch
 * @param {string[]} customers
 */
async function read(branch, customers) {
  for (const one of customers) asked.add(`${branch} ${one}`);
  try {
    const of = new URLSearchParams([["branch", branch], ...customers.map((one) => ["customer", one])]);
    const found = await get(`/api/customer/names?${of}`);
    const named = found.map((/** @type {any} */ one) => [one.customer, one.masked_name]);
    names.set({ ...names.value, ...Object.fromEntries(named) });
  } catch {
    for (const one of customers) asked.delete(`${branch} ${one}`); // they are asked for again
  }
}

/** Forget the names, as when somebody else signs in. */
export function forgetCustomerNames() {
  asked.clear();
  names.set({});
}
