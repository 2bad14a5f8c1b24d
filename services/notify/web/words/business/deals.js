// What the page says about deals and the departments' tasks, as [Chinese, English].

/** @type {Record<string, string[]>} */
export const TEXTS = {
  deals: ["业务办理", "Deals"],
  department: ["本部门任务", "My department"],
};

/** @type {Record<string, string[]>} */
export const KINDS = {
  deal_template_published: ["业务模板已发布", "A template of deals was published"],
  deal_opened: ["业务开立", "A deal was opened"],
  deal_task_offered: ["业务环节待受理", "A step of a deal can begin"],
  deal_task_accepted: ["业务环节已受理", "A step of a deal was taken"],
  deal_task_blocked: ["业务环节受阻", "A step of a deal is blocked"],
  deal_task_unblocked: ["业务环节恢复", "A step of a deal goes on"],
  deal_task_returned: ["业务环节退回", "A step of a deal was returned"],
  deal_task_done: ["业务环节完成", "A step of a deal is done"],
  deal_task_cancelled: ["业务环节免除", "A step of a deal was left out"],
  deal_task_overdue: ["业务环节超时", "A step of a deal is late"],
  deal_task_not_taken: ["业务环节无人受理", "Nobody took a step of a deal"],
  deal_task_late: ["业务环节逾期", "A step of a deal is late"],
  deal_promise_moved: ["业务预计办结日变更", "The promised day of a deal has moved"],
  deal_flagged: ["业务客户有新动态", "Something happened with a deal's customer"],
  deal_team_joined: ["加入业务小组", "A colleague joined the team of a deal"],
  deal_team_left: ["离开业务小组", "A colleague left the team of a deal"],
  working_group_formed: ["成立工作小组", "A working group was formed"],
  working_group_ended: ["工作小组到期", "A working group has ended"],
  deal_given: ["业务移交", "A deal goes on with another"],
  deal_closed: ["业务办结", "A deal is done"],
  deal_cancelled: ["业务取消", "A deal was given up"],
};
