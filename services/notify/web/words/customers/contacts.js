// What the page says about the contacts with customers, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  today: ["今日联系", "Today"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  customer_contacted: ["联系客户", "A contact was recorded"],
  contact_undone: ["联系记录撤销", "A contact was taken back"],
  next_step_set: ["下一步已定", "The next step was set"],
  contact_due: ["联系到期", "A contact fell due"],
  contact_overdue: ["联系逾期", "A contact is overdue"],
  contact_neglected: ["长期未联系", "A customer was neglected"],
  contact_excused: ["暂免联系", "A customer was excused"],
  contact_excuse_ended: ["暂免结束", "An excuse ended"],
  contact_turns: ["联系日期到", "A day of the contact plan began"],
  plans_recompute_due: ["重算联系计划", "Contact plans are computed anew"],
  due_customer_waits: ["待联系客户在厅堂", "A customer who is due waits in the hall"],
  rhythm_changed: ["联系节奏变更", "The rhythm was changed"],
  portfolio_overbooked: ["客户联系超出可用时间", "A portfolio cannot be kept"],
  portfolio_fits: ["客户联系时间足够", "A portfolio can be kept again"],
  record_contact: ["登记联系", "A contact was recorded"],
  excuse_contact: ["设为暂免联系", "A customer was excused"],
  end_excuse: ["结束暂免", "An excuse was ended"],
  change_rhythm: ["变更联系节奏", "The rhythm was changed"],
};
