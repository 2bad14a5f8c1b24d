// What the page says about the audit trail, break-glass and exports, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  audit: ["审计", "Audit"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  file_opened: ["查看客户明文信息", "Personal data were read"],
  customers_exported: ["导出客户资料", "Customers were exported"],
  glass_broken: ["紧急查看档案", "A file was opened by break-glass"],
  glass_ended: ["紧急查看结束", "A break-glass ended"],
  reads_without_cause: ["无业务原由的查看", "Readings without a cause"],
  audit_anchored: ["审计链固定", "The audit chain was anchored"],
  retention_changed: ["保存期限变更", "Terms of retention were changed"],
  customer_locked: ["客户档案封存", "A customer file was closed"],
  data_erased: ["到期数据删除", "Data past their term were erased"],
};
