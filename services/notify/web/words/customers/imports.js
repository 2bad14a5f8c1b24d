// What the page says about imports of portfolios, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  imports: ["批量导入", "Imports"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  import_finished: ["客户导入完成", "Customers were imported"],
  import_undone: ["客户导入已撤销", "An import was undone"],
};
