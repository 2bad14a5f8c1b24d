// What the page says about the audit trail, break-glass and exports, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  audit: ["审计", "Audit"],
  audit_hint: ["查阅审计记录本身也会留痕。", "Reading the trail is on record itself."],
  audit_without_cause: ["无业务原由", "Without a cause"],
  audit_trail: ["全部记录", "The trail"],
  audit_glass: ["紧急查看", "Break-glass"],
  audit_day: ["日期", "Day"],
  audit_of: ["仅看{who}", "Of {who}"],
  audit_only: ["仅看{who}的记录", "Only the records of {who}"],
  audit_again: ["刷新", "Read again"],
  audit_older: ["更早的记录", "Older records"],
  audit_none: ["没有记录。", "No records."],
  audit_times: ["（{n}次）", "({n} times)"],
  audit_comma: ["、", ", "],
  audit_cause: ["原由：{what}", "cause: {what}"],
  audit_without_cause_of: ["无业务原由：{n}位客户", "without a cause: {n} customers"],
  audit_open_file: ["打开客户{who}（{id}）的档案", "Open the file of {who} ({id})"],
  audit_more: ["等{n}位", "and {n} more"],
  who_saw: ["谁看过此档案", "Accesses to this file"],
  glass_break: ["紧急查看", "Break-glass"],
  glass_warning: [
    "您不是该客户的客户经理。填写理由后可查看三十分钟，网点负责人会立即收到通知，期间的每次查看都会留痕。",
    "Not your customer: a reason lets you read for thirty minutes. The head is told at once; all is on record.",
  ],
  glass_reason: ["理由", "Reason"],
  glass_needs_reason: ["请填写理由。", "Give a reason."],
  glass_submit: ["查看三十分钟", "Read for thirty minutes"],
  glass_broken_until: ["可查看至{at}，已通知网点负责人。", "You may read until {at}; the branch head knows."],
  glass_none: ["没有紧急查看。", "Nobody broke the glass."],
  glass_in_force: ["有效至{at}", "until {at}"],
  glass_over: ["已于{at}结束", "ended at {at}"],
  glass_reads: ["查看{n}次", "read {n} times"],
  glass_reason_gone: ["（理由已随档案删除）", "(the reason was erased with the file)"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  file_opened: ["查看客户明文信息", "Personal data were read"],
  customers_exported: ["导出客户资料", "Customers were exported"],
  glass_broken: ["紧急查看档案", "A file was opened by break-glass"],
  glass_ended: ["紧急查看结束", "A break-glass ended"],
  glass_end_due: ["紧急查看时限", "The half hour was over"],
  evening_due: ["审计日终", "The evening of the audit"],
  night_due: ["到期数据检查", "The night of retention"],
  traces_due: ["删除复查", "The second look after an erasure"],
  key_destruction_due: ["封存期满", "The term of a closed file was over"],
  reads_without_cause: ["无业务原由的查看", "Readings without a cause"],
  audit_anchored: ["审计链固定", "The audit chain was anchored"],
  retention_changed: ["保存期限变更", "Terms of retention were changed"],
  customer_locked: ["客户档案封存", "A customer file was closed"],
  data_erased: ["到期数据删除", "Data past their term were erased"],
  break_glass: ["紧急查看", "Somebody broke the glass"],
  record_access: ["记录查看", "An access was put on record"],
  erase_customer: ["关闭客户档案", "Somebody closed a customer file"],
  change_retention: ["更改保存期限", "Somebody changed the terms of retention"],
};

/** @type {Record<string, string[]>} */
export const AUDITED = {
  opened: ["查看明文", "read in the clear"],
  exported: ["导出", "exported"],
  denied: ["拒绝访问", "denied"],
  reviewed: ["查阅审计", "read the trail"],
  glass_broken: ["紧急查看", "break-glass"],
};

/** @type {Record<string, string[]>} */
export const FIELDS = {
  name: ["姓名", "name"],
  phone: ["电话", "phone"],
  identity: ["证件号", "identity number"],
  credentials: ["凭证", "credentials"],
  masked_name: ["脱敏姓名", "masked name"],
  address: ["地址", "address"],
  words: ["原话", "words"],
  root_cause: ["根本原因", "root cause"],
  resolution: ["处理结果", "resolution"],
  answer: ["答复", "answer"],
  objection: ["退回理由", "objection"],
  reason: ["理由", "reason"],
  audit: ["审计记录", "audit trail"],
  observations: ["观察", "observations"],
};

/** @type {Record<string, string[]>} */
export const PURPOSES = {
  view_file: ["查看档案", "the file"],
  correct_file: ["更正档案", "correcting the file"],
  list_corrections: ["查看更正历史", "past corrections"],
  view_case: ["查看投诉", "a complaint"],
  view_enquiry: ["查看待答复事项", "an enquiry"],
  answer_enquiry: ["填写答复", "answering an enquiry"],
  approve_answer: ["审批答复", "approving an answer"],
  return_answer: ["退回答复", "returning an answer"],
  close_enquiry: ["办结事项", "closing an enquiry"],
  view_lead: ["查看潜客联系方式", "contact data of a prospect"],
  view_audit: ["查阅审计记录", "the audit trail"],
  view_file_audit: ["查阅档案访问记录", "accesses to a file"],
  list_break_glass: ["查阅紧急查看理由", "reasons of break-glass"],
  break_glass: ["紧急查看", "break-glass"],
  export_portfolio: ["导出客户列表", "export of a portfolio"],
};

/** @type {Record<string, string[]>} */
export const CAUSES = {
  portfolio: ["本人客户", "own portfolio"],
  several: ["多种", "several"],
  visit: ["到店", "in the hall"],
  case: ["投诉", "complaint"],
  enquiry: ["待答复事项", "enquiry"],
  need: ["需求", "need"],
  lead: ["潜客跟进", "prospect"],
  break_glass: ["紧急查看", "break-glass"],
  audit: ["审计", "audit"],
};
