// What the page says about the needs of customers, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  customer_needs: ["客户需求", "Needs"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  need_stated: ["提出需求", "A need was stated"],
  need_qualified: ["需求已核实", "A need was qualified"],
  need_offered: ["已提供方案", "Something was offered for a need"],
  need_fulfilled: ["需求已满足", "A need was met"],
  need_declined: ["客户放弃需求", "A need was given up"],
  need_unservable: ["需求无法满足", "A need cannot be met"],
  need_assigned: ["需求改期或转派", "A need has another owner or day"],
  need_overdue: ["需求逾期", "A need is overdue"],
};
