// What the page says about recommendations, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  recommendations: ["推荐", "Recommendations"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  recommendation_proposed: ["拟推荐产品", "A product is to be recommended"],
  recommendation_presented: ["已介绍产品", "A product was presented"],
  recommendation_interested: ["客户有意向", "The customer is interested"],
  recommendation_declined: ["客户谢绝推荐", "The customer declined a product"],
  recommendation_bought: ["客户购买产品", "The customer bought a product"],
  recommendation_withdrawn: ["推荐已撤回", "A recommendation was withdrawn"],
  recommendation_expired: ["推荐已失效", "A recommendation expired"],
};
