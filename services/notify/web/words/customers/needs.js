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

/** @type {Record<string, string[]>} */
export const KINDS = {
  need_stated: ["提出需求", "A need was stated"],
  need_qualified: ["需求已核实", "A need was qualified"],
  need_offered: ["已提供方案", "Something was offered for a need"],
  need_fulfilled: ["需求已满足", "A need was met"],
  need_declined: ["客户放弃需求", "A need was given up"],
  need_unservable: ["需求无法满足", "A need cannot be met"],
  need_day_moved: ["需求期限顺延", "A need has a later day"],
  need_assigned: ["需求改期或转派", "A need has another owner or day"],
  need_overdue: ["需求逾期", "A need is overdue"],
};
