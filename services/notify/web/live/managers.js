// The account managers of a branch, to choose from.

import { nameOf, useNames } from "./colleagues.js";
import { useQueryOnce } from "./query.js";

/**
 * The account managers of a branch, as options of a choice.
 *
 * @param {string} branch
 * @param {string} [list] the path of the list in the service whose form it is: what is chosen is known there
 * @returns {[staff: string, name: string][]}
 */
export function useManagers(branch, list = "/api/referral/account-managers") {
  const { data } = useQueryOnce(`${list}?${new URLSearchParams({ branch })}`);
  useNames();
  return (data ?? []).map((/** @type {string} */ staff) => [staff, nameOf(staff, branch)]);
}
