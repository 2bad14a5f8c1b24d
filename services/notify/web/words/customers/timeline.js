// What the page says about the timeline of a customer, and about who belongs to whom, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  timeline: ["时间线", "Timeline"],
  timeline_filter: ["按类别筛选", "Filter by kind"],
  timeline_more: ["更早的记录", "Earlier lines"],
  timeline_none: ["暂无记录。", "There is nothing yet."],
  timeline_masked: [
    "您不是该客户的维护人，仅显示类别。",
    "You do not keep this customer: only the kind of each line is shown.",
  ],
  timeline_why: ["来由", "Why"],
  timeline_why_of: ["来由：{what}", "What led to it: {what}"],
  timeline_why_hint: ["从起因到结果。", "From its beginning to the end."],
  timeline_why_none: ["没有更早的起因。", "Nothing is known to have led to it."],
  timeline_reason: ["原因：{reason}", "reason: {reason}"],
  relations: ["关系", "Relations"],
  relations_none: ["暂无登记的关系。", "No relation is on record."],
  relations_current: ["现有关系", "Current relations"],
  relations_ended: ["已解除：{day}", "ended {day}"],
  relations_since: ["自{day}起", "since {day}"],
  relations_introduced: ["厅堂介绍", "Introduced in the hall"],
  relations_introduced_by: ["{day}由{who}介绍给{manager}", "On {day} by {who}, to {manager}"],
  relations_record: ["登记关系", "Record a relation"],
  relations_other: ["对方客户编号", "Id of the other customer"],
  relations_other_needs: ["请填写对方客户编号。", "Give the id of the other customer."],
  relations_kind: ["对方是该客户的", "The other is this customer's"],
  relations_source: ["信息来源", "Source"],
  relations_since_day: ["建立日期（可不填）", "Since (may be left out)"],
  relations_end: ["解除", "End"],
  relations_end_day: ["解除日期", "Ended on"],
  relations_done: ["关系已更新。", "The relations were updated."],
  relations_open: ["打开档案 {who}", "Open the file of {who}"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  relation_recorded: ["登记关系", "A relation was recorded"],
  relation_ended: ["关系解除", "A relation ended"],
  customer_introduced: ["介绍客户", "A customer was introduced"],
};
