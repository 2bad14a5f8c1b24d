// What the page says about products and suitability, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  products: ["产品", "Products"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  product_published: ["产品已发布", "A product was published"],
  product_rerated: ["产品风险等级调整", "A product has another risk"],
  product_withdrawn: ["产品已下架", "A product was withdrawn"],
  suitability_rules_changed: ["适当性规则变更", "The rules of suitability changed"],
  suitability_assessed: ["登记风险测评结果", "An assessment of suitability was recorded"],
  holder_task_made: ["需告知持有客户", "A holder is to be told of a product's new risk"],
  holder_task_done: ["已告知持有客户", "A holder was told of a product's new risk"],
  holder_task_overdue: ["告知持有客户逾期", "A holder was not told in time"],
};
