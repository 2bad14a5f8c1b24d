// The names of branches, wherever only their ids are known.

import { get } from "./api.js";
import { createNames } from "./named.js";

export const {
  use: useBranches,
  nameOf: branchName,
  forget: forgetBranches,
} = createNames(async () => {
  const found = await get("/api/notify/branches");
  return Object.fromEntries(found.map((/** @type {any} */ one) => [one.branch, [one.name_zh, one.name_en]]));
});
