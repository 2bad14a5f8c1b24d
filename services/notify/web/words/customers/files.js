// What the page says about customer files, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  customers: ["我的客户", "My customers"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  profile_changed: ["客户资料已更新", "A customer's profile changed"],
  holdings_changed: ["客户持有产品有变化", "A customer's holdings changed"],
  holdings_reported: ["核心系统报送持有产品", "The core system reported holdings"],
  risk_review_fell_due: ["风险等级到期复核", "A risk class is due for review"],
  file_opened: ["查看客户明文信息", "Personal data were read"],
};
