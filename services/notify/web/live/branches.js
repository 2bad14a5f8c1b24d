// The names of branches, wherever only their ids are known.

import { get } from "./api.js";
import { createNames, together } from "./named.js";

const AT_ONCE = 100; // as many as the service answers

const names = createNames(
  together(AT_ONCE, async (ids) => {
    const found = await get(`/api/notify/branches?${new URLSearchParams(ids.map((id) => ["branch", id]))}`);
    return Object.fromEntries(found.map((/** @type {any} */ one) => [one.branch, [one.name_zh, one.name_en]]));
  }),
);

export const useBranches = names.use;
export const forgetBranches = names.forget;
export const branchName = (/** @type {string} */ id) => names.nameOf(id, id);
