// The account managers of a branch, to choose from.

import { nameOf, useNames } from "../../../live/colleagues.js";
import { useQueryOnce } from "../../../live/query.js";

/**
 * The account managers of a branch, as options of a choice.
 *
 * @param {string} branch
 * @returns {[staff: string, name: string][]}
 */
export function useManagers(branch) {
  const { data } = useQueryOnce(`/api/referral/account-managers?${new URLSearchParams({ branch })}`);
  useNames();
  return (data ?? []).map((/** @type {string} */ staff) => [staff, nameOf(staff, branch)]);
}
