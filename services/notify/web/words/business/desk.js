// What the page says about the need desk, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  need_desk: ["产品需求", "Need desk"],
  desk_mine: ["我提交的需求", "What I raised"],
  desk_mine_none: ["尚未提交需求。", "You have raised nothing yet."],
  desk_raise: ["提交无对应产品的需求", "Raise a need that no product serves"],
  desk_need: ["需求", "Need"],
  desk_missing: ["缺少什么", "What is missing"],
  desk_missing_none: ["未说明", "Not said"],
  desk_words: ["说明", "In words"],
  desk_raised: ["已提交给产品部门", "Raised to the product department"],
  desk_send: ["提交", "Send"],
  desk_count: ["已有 {n} 次提交", "raised {n} {n|time|times}"],
  desk_acknowledge_by: ["{day} 前确认", "to be acknowledged by {day}"],
  desk_answer_by: ["{day} 前答复", "to be answered by {day}"],
  desk_is_late: ["{step}逾期", "{step} overdue"],
  desk_answered: ["{who} 于 {at} 答复：{answer}", "Answered by {who}, {at}: {answer}"],
  desk_product: ["对应产品：{product}", "Product: {product}"],
  desk_list: ["各网点的产品需求", "Needs of all branches"],
  desk_list_none: ["没有这类需求。", "There is no such need."],
  desk_state: ["按状态筛选", "By state"],
  desk_acknowledge: ["确认", "Acknowledge"],
  desk_answer: ["答复", "Answer"],
  desk_answer_word: ["答复", "Answer"],
  desk_answer_words: ["给提交人的说明", "In words, to those who asked"],
  desk_answer_product: ["对应产品", "Product that serves it"],
  desk_answer_none: ["无", "None"],
  desk_askings: ["查看提交", "What was raised"],
  desk_saved: ["已登记", "Recorded"],
  market_note: ["市场信息", "Note about the market"],
  market_topic: ["主题", "Topic"],
  market_words: ["内容", "In words"],
  market_words_needed: ["请填写内容。", "Say what you have seen."],
  market_sent: ["已送产品部门", "Sent to the product department"],
  market_notes: ["本月市场信息", "Notes of this month"],
  market_notes_none: ["本月没有这一主题的信息。", "Nothing about this topic this month."],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  desk_need_raised: ["提交产品需求", "A need was raised to the product department"],
  desk_need_acknowledged: ["产品部门已确认", "The product department has read a need"],
  desk_need_answered: ["产品部门已答复", "The product department answered a need"],
  desk_need_overdue: ["产品部门逾期", "The product department is late with a need"],
  market_noted: ["市场信息", "A note about the market"],
};
