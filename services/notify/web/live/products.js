// The names of products, wherever only their codes are known, for those who may see the catalogue.

import { get } from "./api.js";
import { createNames } from "./named.js";
import { may } from "./rights.js";

export const {
  use: useProducts,
  nameOf: productName,
  forget: forgetProducts,
} = createNames(async (branch) => {
  if (!may("referral.view_products", branch)) return {};
  const found = await get(`/api/referral/products?${new URLSearchParams({ branch })}`);
  return Object.fromEntries(
    found.map((/** @type {any} */ { product, terms, draft }) => {
      const { name_zh: zh, name_en: en } = terms ?? draft;
      return [product, [zh, en]];
    }),
  );
});
