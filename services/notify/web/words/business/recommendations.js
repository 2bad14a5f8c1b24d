// What the page says about recommendations, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  recommendations: ["推荐", "Recommendations"],
  recommendations_open: ["未结推荐", "Open recommendations"],
  recommendations_none: ["没有未结推荐。", "No recommendation is open."],
  recommendations_of: ["该客户的推荐", "Recommendations to this customer"],
  recommendations_never: ["尚未向该客户推荐。", "Nothing was recommended to this customer yet."],
  recommend_for: ["为客户推荐", "Recommend to a customer"],
  recommend_choose: ["请选择客户", "Choose a customer"],
  recommend_nobody: ["您名下尚无客户。", "You have no customers yet."],
  recommend_propose: ["拟推荐", "Propose"],
  recommend_reason: ["推荐理由", "Reasons"],
  recommend_reason_needed: ["请至少选择一个理由。", "Choose a reason at least."],
  recommend_until: ["有效至", "Open until"],
  recommend_proposed: ["已拟推荐", "Proposed"],
  recommend_open_until: ["有效至 {day}", "open until {day}"],
  recommend_by: ["客户经理：{who}", "Account manager: {who}"],
  recommend_present: ["已介绍", "Presented"],
  recommend_recording: ["双录编号", "Reference of the recording"],
  recommend_interested: ["客户有意向", "Interested"],
  recommend_decline: ["客户谢绝", "Declined"],
  recommend_decline_reason: ["谢绝原因", "Reason"],
  recommend_bought: ["已购买", "Bought"],
  recommend_amount: ["金额（元）", "Amount (units)"],
  recommend_withdraw: ["撤回", "Take back"],
  recommend_saved: ["已登记", "Recorded"],
  holder_tasks: ["需告知的持有客户", "Holders to be told"],
  holder_task: ["{product}：{before} → {after}，{due} 前告知客户", "{product}: {before} → {after}; tell them by {due}"],
  holder_task_rule: ["适当性规则第 {n} 版", "suitability rules, version {n}"],
  holder_task_is_overdue: ["已逾期", "overdue"],
  holder_task_finish: ["已告知", "They were told"],
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
