// What the page says about customer files, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  customers: ["我的客户", "My customers"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {};
