// What the page says about visits to customers, what was promised there, and calendars, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  visits: ["拜访", "Visits"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  customer_visit_planned: ["计划拜访", "A visit was planned"],
  customer_visit_moved: ["拜访改期", "A visit was moved"],
  customer_visit_confirmed: ["客户确认拜访", "The customer confirmed a visit"],
  customer_visit_begun: ["到达拜访地点", "Arrived for a visit"],
  customer_visit_held: ["拜访完成", "A visit was held"],
  customer_visit_not_held: ["拜访未成行", "A visit was not held"],
  customer_visit_cancelled: ["拜访取消", "A visit was cancelled"],
  customer_visit_recorded: ["登记拜访记录", "A visit was recorded"],
  customer_visit_overdue: ["拜访记录逾期", "The record of a visit is late"],
  customer_visit_given: ["拜访移交", "A visit goes to another account manager"],
  promise_made: ["承诺事项", "Something was promised"],
  promise_kept: ["承诺兑现", "A promise was kept"],
  promise_overdue: ["承诺逾期", "A promise is late"],
  calendar_feed_issued: ["生成日历地址", "An address for a calendar was issued"],
  calendar_feed_revoked: ["停用日历地址", "The address of a calendar was revoked"],
};
