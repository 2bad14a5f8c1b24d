// What the branch does for its customers, as its settings name it.

import { shownFloor } from "./floor.js";
import { useQuery } from "./query.js";
import { useSignal } from "./signal.js";
import { pick } from "../words/language.js";
import { needName } from "../words/terms.js";

/** @typedef {Record<string, {zh: string, en: string}>} Transactions by their word */

/** @type {Transactions} */
const NONE = {};

/**
 * The transactions of the shown branch; empty until they are known.
 *
 * @returns {Transactions}
 */
export function useTransactions() {
  const { branch } = useSignal(shownFloor);
  return useQuery(`/api/lobby/branches/${encodeURIComponent(branch ?? "")}`).data?.transactions ?? NONE;
}

/**
 * The name of a transaction in the chosen language; the catalogue's where the branch does not list it.
 *
 * @param {Transactions} names
 * @param {string} need
 */
export const transactionName = (names, need) => (names[need] ? pick([names[need].zh, names[need].en]) : needName(need));
