// What the page says about complaints and their clocks (D9), as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  cases: ["客户投诉", "Complaints"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  case_recused: ["被投诉人回避", "The one complained about was recused"],
  case_acknowledged: ["已告知收到投诉", "The complaint was acknowledged"],
  case_extension_asked: ["申请延期答复", "More time was asked for"],
  case_extended: ["延期已获批准", "More time was given"],
  case_extension_refused: ["延期未获批准", "More time was refused"],
  holding_reply_sent: ["已告知延期原因", "A holding reply was sent"],
  case_clock_warned: ["投诉时限将至", "A deadline is near"],
  case_clock_passed: ["投诉逾期", "A deadline has passed"],
  case_repair_set: ["待溯源整改", "A root cause is to be repaired"],
  case_repair_done: ["溯源整改完成", "A root cause was repaired"],
  case_reported: ["已向监管报送", "The complaint was reported"],
  complaint_law_chosen: ["投诉适用法规变更", "The law on complaints was chosen"],
  complaint_law_changed: ["投诉法规规则更新", "The rule sets of a law were changed"],
};
