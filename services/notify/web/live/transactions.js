// What the branch does for its customers, as its settings name it.

import { useCell } from "./signal.js";
import { hall } from "./floor.js";
import { useLook } from "./query.js";
import { needName } from "../words/terms.js";
import { pick } from "../words/language.js";

const NONE = {};

/** The transactions of the shown branch by their word; empty until they are known. */
export function useTransactions() {
  const { branch } = useCell(hall);
  return useLook(`/api/lobby/branches/${encodeURIComponent(branch)}`).data?.transactions ?? NONE;
}

/** The name of a transaction in the chosen language; the catalogue's where the branch does not list it. */
export const transactionName = (names, need) => (names[need] ? pick([names[need].zh, names[need].en]) : needName(need));
