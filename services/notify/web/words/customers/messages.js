// What the page says about consents and messages to customers, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  communication: ["沟通", "Communication"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  consent_given: ["客户同意联系", "The customer consented"],
  consent_withdrawn: ["客户撤回同意", "The customer withdrew a consent"],
  contact_refused: ["客户拒绝联系", "The customer refused for good"],
  contact_preferences_changed: ["联系偏好变更", "The customer's wishes changed"],
  contact_rules_changed: ["联系时段变更", "Contact hours changed"],
  message_template_published: ["消息模板发布", "A template was published"],
  message_queued: ["消息待发送", "A message waits to be sent"],
  message_sent: ["消息已发送", "A message was sent"],
  message_delivered: ["消息已送达", "A message was delivered"],
  message_failed: ["消息发送失败", "A message failed"],
  message_outcome_unknown: ["消息结果未知", "The outcome of a message is unknown"],
  message_withheld: ["消息未发送", "A message was withheld"],
};
