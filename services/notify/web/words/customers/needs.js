// What the page says about the needs of customers, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  customer_needs: ["客户需求", "Needs"],
  needs_none: ["尚无需求。", "No need is recorded."],
  need_add: ["登记需求", "Record a need"],
  need_word: ["需求", "Need"],
  need_words: ["客户原话", "In the customer's words"],
  need_saved: ["已登记", "Recorded"],
  need_due: ["{due} 前推进", "Due {due}"],
  need_is_overdue: ["已逾期", "overdue"],
  need_owner: ["负责人：{who}", "Owner: {who}"],
  need_qualify: ["核实", "Qualify"],
  need_offer: ["提供方案", "Offer"],
  need_fulfil: ["已满足", "Fulfilled"],
  need_decline: ["客户放弃", "Declined"],
  need_unservable: ["无法满足", "Unservable"],
  need_assign: ["改期", "Another day"],
  need_offered_what: ["提供了什么", "What was offered"],
  need_until: ["到哪一天为止", "Until the end of"],
  need_reason: ["原因", "Reason"],
  need_closed_by: ["{who} 于 {at} 办结", "Closed by {who}, {at}"],
};
