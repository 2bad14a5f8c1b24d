// What the page says about the need desk, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  need_desk: ["需求台", "Need desk"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  desk_need_raised: ["提交产品需求", "A need was raised to the product department"],
  desk_need_acknowledged: ["产品部门已确认", "The product department has read a need"],
  desk_need_answered: ["产品部门已答复", "The product department answered a need"],
  desk_need_overdue: ["产品部门逾期", "The product department is late with a need"],
  market_noted: ["市场信息", "A note about the market"],
};
