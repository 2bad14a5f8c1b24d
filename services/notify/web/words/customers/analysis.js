// What the page says about the analysis of customers (W4), as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  analysis: ["客户分析", "Analysis"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  customer_scored: ["流失风险等级变化", "The risk of leaving changed its band"],
  customer_going_silent: ["客户久未往来", "A customer is going silent"],
};
