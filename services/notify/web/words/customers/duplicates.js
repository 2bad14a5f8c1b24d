// What the page says about duplicate customer files, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {};

/** @type {Record<string, string[]>} */
export const KINDS = {
  customers_merged: ["客户档案合并", "Two customer files were merged"],
  merge_undone: ["撤销档案合并", "A merge of files was undone"],
  duplicate_rejected: ["确认不是同一客户", "Two files were found to be of different customers"],
};
