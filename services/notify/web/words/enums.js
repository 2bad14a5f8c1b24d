// The words of the events, by value, in the order of LANGUAGES.
// Made by `./foyer contracts` from the enums and events in shared/contracts. Change those, and not this file.

export const LANGUAGES = ["zh", "en"];

export const EventKind = {
  acknowledgement_due: ["确认时限", "The time to acknowledge was over"],
  arrival_received_late: ["补记到店", "An arrival was received late"],
  audit_anchored: ["审计链固定", "The audit chain was anchored"],
  branch_day_closed: ["网点关门", "The branch closed"],
  branch_day_opened: ["网点开门", "The branch opened"],
  branch_day_reopened: ["重新开门", "The branch was reopened"],
  branch_not_opened: ["客户到店时尚未开门", "A customer came before the branch was opened"],
  branch_opened: ["网点设置", "The branch was set up"],
  budget_committed: ["预算占用", "Money was committed"],
  budget_released: ["预算释放", "Money is free again"],
  budget_set: ["设定预算", "A budget was set"],
  budget_spent: ["预算支出", "Money was spent"],
  business_reported: ["业务计入片区报告", "A deal is counted in a territory report"],
  calendar_feed_issued: ["生成日历地址", "An address for a calendar was issued"],
  calendar_feed_revoked: ["停用日历地址", "The address of a calendar was revoked"],
  campaign_listed: ["提交营销名单", "A campaign list was given"],
  campaign_opened: ["营销名单建立潜客", "The prospects of a campaign list were opened"],
  case_acknowledged: ["已告知收到投诉", "The complaint was acknowledged"],
  case_calendar_due: ["按公布的节假日重算投诉时限", "Deadlines of complaints are counted anew"],
  case_clock_moved: ["投诉时限调整", "A deadline moved"],
  case_clock_passed: ["投诉逾期", "A deadline has passed"],
  case_clock_warned: ["投诉时限将至", "A deadline is near"],
  case_escalated: ["投诉升级", "The case was escalated"],
  case_extended: ["延期已获批准", "More time was given"],
  case_extension_asked: ["申请延期答复", "More time was asked for"],
  case_extension_refused: ["延期未获批准", "More time was refused"],
  case_opened: ["投诉立案", "The complaint became a case"],
  case_recused: ["被投诉人回避", "The one complained about was recused"],
  case_repair_done: ["溯源整改完成", "A root cause was repaired"],
  case_repair_set: ["待溯源整改", "A root cause is to be repaired"],
  case_reported: ["已向监管报送", "The complaint was reported"],
  case_settled: ["投诉办结", "The case was settled"],
  case_taken_over: ["投诉已接手", "The case was taken over"],
  change_undone: ["撤销操作", "A change was undone"],
  checklist_begun: ["开始检查", "A checklist was begun"],
  checklist_completed: ["检查完成", "A checklist was completed"],
  checklist_marked: ["检查登记", "A checklist was ticked"],
  closing_began: ["准备关门", "The branch began to close"],
  complaint_law_changed: ["投诉法规规则更新", "The rule sets of a law were changed"],
  complaint_law_chosen: ["投诉适用法规变更", "The law on complaints was chosen"],
  complaint_raised: ["客户投诉", "A complaint was raised"],
  connection_restored: ["设备恢复连接", "A machine was connected again"],
  consent_given: ["客户同意联系", "The customer consented"],
  consent_withdrawn: ["客户撤回同意", "The customer withdrew a consent"],
  contact_due: ["联系到期", "A contact fell due"],
  contact_excuse_ended: ["暂免结束", "An excuse ended"],
  contact_excused: ["暂免联系", "A customer was excused"],
  contact_left: ["留下联系方式", "Contact data was left"],
  contact_neglected: ["长期未联系", "A customer was neglected"],
  contact_overdue: ["联系逾期", "A contact is overdue"],
  contact_preferences_changed: ["联系偏好变更", "The customer's wishes changed"],
  contact_refused: ["客户拒绝联系", "The customer refused for good"],
  contact_rules_changed: ["联系时段变更", "Contact hours changed"],
  contact_undone: ["联系记录撤销", "A contact was taken back"],
  counter_closed: ["柜台关闭", "A counter closed"],
  counter_opened: ["柜台开放", "A counter opened"],
  counter_paused: ["柜台暂停", "A counter paused"],
  counter_resumed: ["柜台恢复", "A counter resumed"],
  cover_ended: ["代管结束", "The floor is covered no longer"],
  credential_linked: ["卡证关联", "A card was linked to its holder"],
  credential_revoked: ["卡证停用", "A card was revoked"],
  customer_arrived: ["客户到店", "A customer came in"],
  customer_contacted: ["联系客户", "A contact was recorded"],
  customer_corrected: ["客户档案更正", "A customer file was corrected"],
  customer_diverted: ["分流", "The customer was sent to a machine"],
  customer_erased: ["客户信息删除", "A customer's data were erased"],
  customer_going_silent: ["客户久未往来", "A customer is going silent"],
  customer_handed_over: ["客户已交接", "A customer was handed over"],
  customer_introduced: ["介绍客户", "A customer was introduced"],
  customer_locked: ["客户档案封存", "A customer file was closed"],
  customer_no_show: ["叫号未到", "The customer did not come"],
  customer_recognised: ["认出客户", "The customer was recognised"],
  customer_registered: ["客户档案更新", "A customer file was opened or changed"],
  customer_returned: ["返回柜台", "The customer came back"],
  customer_scored: ["流失风险等级变化", "The risk of leaving has another level"],
  customer_visit_begun: ["到达拜访地点", "Arrived for a visit"],
  customer_visit_cancelled: ["拜访取消", "A visit was cancelled"],
  customer_visit_confirmed: ["客户确认拜访", "The customer confirmed a visit"],
  customer_visit_given: ["拜访移交", "A visit goes to another account manager"],
  customer_visit_held: ["拜访完成", "A visit was held"],
  customer_visit_moved: ["拜访改期", "A visit was moved"],
  customer_visit_not_held: ["拜访未成行", "A visit was not held"],
  customer_visit_overdue: ["拜访记录逾期", "The record of a visit is late"],
  customer_visit_planned: ["计划拜访", "A visit was planned"],
  customer_visit_recorded: ["登记拜访记录", "A visit was recorded"],
  customers_exported: ["导出客户资料", "Customers were exported"],
  customers_merged: ["客户档案合并", "Two customer files were merged"],
  customers_stranded: ["客户在等候，无窗口可叫", "Customers waited whom no counter could call"],
  cut_off_ended: ["设备恢复连接", "A machine was connected again"],
  data_erased: ["到期数据删除", "Data past their term were erased"],
  dates_due: ["重要日期检查", "Important dates are looked for"],
  day_end_due: ["当日结束", "The day is over"],
  day_report_filed: ["日报已提交", "The day report is there"],
  day_report_read: ["日报已阅", "The day report was read"],
  deal_cancelled: ["业务取消", "A deal was given up"],
  deal_closed: ["业务办结", "A deal is done"],
  deal_flagged: ["业务客户有新动态", "Something happened with a deal's customer"],
  deal_given: ["业务移交", "A deal goes on with another"],
  deal_opened: ["业务开立", "A deal was opened"],
  deal_promise_moved: ["业务预计办结日变更", "The promised day of a deal has moved"],
  deal_task_accepted: ["业务环节已受理", "A step of a deal was taken"],
  deal_task_blocked: ["业务环节受阻", "A step of a deal is blocked"],
  deal_task_cancelled: ["业务环节免除", "A step of a deal was left out"],
  deal_task_done: ["业务环节完成", "A step of a deal is done"],
  deal_task_offered: ["业务环节待受理", "A step of a deal can begin"],
  deal_task_overdue: ["业务环节超时", "A step of a deal is late"],
  deal_task_returned: ["业务环节退回", "A step of a deal was returned"],
  deal_task_unblocked: ["业务环节恢复", "A step of a deal goes on"],
  deal_team_joined: ["加入业务小组", "A colleague joined the team of a deal"],
  deal_team_left: ["离开业务小组", "A colleague left the team of a deal"],
  deal_template_published: ["业务模板已发布", "A template of deals was published"],
  desk_need_acknowledged: ["产品部门已确认", "The product department has read a need"],
  desk_need_answered: ["产品部门已答复", "The product department answered a need"],
  desk_need_overdue: ["产品部门逾期", "The product department is late with a need"],
  desk_need_raised: ["提交产品需求", "A need was raised to the product department"],
  device_clock_right: ["设备时钟恢复", "The clock of a device is right again"],
  device_clock_wrong: ["设备时钟有误", "The clock of a device is wrong"],
  device_event_refused: ["设备消息被拒收", "A message of a device was refused"],
  device_faulted: ["设备故障", "A device is out of order"],
  device_placed: ["设备就位", "A device was placed"],
  device_recovered: ["设备恢复", "A device works again"],
  device_removed: ["设备移除", "A device was removed"],
  device_status: ["设备自报", "The device reported"],
  due_customer_waits: ["待联系客户在厅堂", "A customer who is due waits in the hall"],
  duplicate_rejected: ["确认不是同一客户", "Two files were found to be of different customers"],
  enquiry_answered: ["已拟答复", "An answer was written"],
  enquiry_approved: ["答复已批准", "The answer was approved"],
  enquiry_closed: ["已答复客户", "The customer has the answer"],
  enquiry_opened: ["待答复事项", "Somebody owes an answer"],
  enquiry_overdue: ["逾期未答复", "The answer is overdue"],
  enquiry_returned: ["答复被退回", "The answer was returned"],
  evening_due: ["审计日终", "The evening of the audit"],
  file_opened: ["查看客户明文信息", "Personal data were read"],
  files_imported: ["客户档案批量导入", "Customer files were opened by an import"],
  fixture_corrected: ["异常已处理", "Something faulty was put right"],
  fixture_faulted: ["检查异常", "Something was found faulty"],
  floor_covered: ["大堂代管", "The floor is covered"],
  forecasts_changed: ["预计等候变更", "Expected waits changed"],
  glass_broken: ["紧急查看档案", "A file was opened by break-glass"],
  glass_end_due: ["紧急查看时限", "The half hour was over"],
  glass_ended: ["紧急查看结束", "A break-glass ended"],
  goal_reached: ["目标达成", "A goal was reached"],
  goal_set: ["设定目标", "A goal was set"],
  goal_split: ["目标移交", "A goal was split"],
  goal_unreached: ["目标暂未达成", "A goal is reached no more"],
  hall_check_due: ["大堂巡查", "The hall was looked at"],
  hand_over_accepted: ["接收交接客户", "A customer was accepted"],
  hand_over_completed: ["交接完成", "A hand-over was completed"],
  hand_over_proposed: ["提议交接客户", "Customers were proposed to another"],
  hand_over_returned: ["退回交接客户", "A customer was returned"],
  hand_over_withdrawn: ["撤回交接", "A hand-over was withdrawn"],
  heartbeat: ["设备心跳", "A device is alive"],
  holder_task_done: ["已告知持有客户", "A holder was told of a product's new risk"],
  holder_task_made: ["需告知持有客户", "A holder is to be told of a product's new risk"],
  holder_task_overdue: ["告知持有客户逾期", "A holder was not told in time"],
  holding_reply_sent: ["已告知延期原因", "A holding reply was sent"],
  holdings_changed: ["客户持有产品有变化", "A customer's holdings changed"],
  holdings_reported: ["核心系统报送持有产品", "The core system reported holdings"],
  household_changed: ["家庭成员变化", "A household changed"],
  import_finished: ["客户导入完成", "Customers were imported"],
  import_undone: ["客户导入已撤销", "An import was undone"],
  incident_attended: ["事件处理中", "Somebody attends to it"],
  incident_closed: ["事件结束", "The incident was closed"],
  incident_raised: ["上报事件", "An incident was raised"],
  interest_shown: ["客户感兴趣", "A customer showed interest"],
  key_destruction_due: ["封存期满", "The term of a closed file was over"],
  latent_model_made: ["潜在需求统计已更新", "The figures of latent needs were counted anew"],
  latent_need_ended: ["潜在需求提示已结束", "The hint of a latent need ended"],
  latent_need_found: ["发现潜在需求", "A latent need was found"],
  latent_need_taken_up: ["潜在需求已跟进", "A latent need was taken up"],
  latent_round_ended: ["潜在需求已查看完毕", "The round of latent needs ended"],
  latent_rules_changed: ["潜在需求提示规则已更改", "The rules of latent needs changed"],
  lead_followed: ["潜客已建档", "The prospect has a customer file"],
  leaflet_handed: ["递送宣传材料", "A leaflet was handed over"],
  leaflets_low: ["宣传材料不足", "Leaflets ran short"],
  leaflets_stocked: ["宣传材料盘点", "Leaflets were counted"],
  log_entry_written: ["日志手记", "An entry in the log"],
  loiterer_noticed: ["发现滞留人员", "Somebody stays without business"],
  loiterer_seen: ["摄像头发现滞留", "A camera saw somebody"],
  loiterer_settled: ["滞留已处理", "Somebody saw to it"],
  loitering_check_due: ["滞留时限", "The time at the machine was over"],
  market_direction_set: ["设定市场方向", "The direction of the market was set"],
  market_noted: ["市场信息", "A note about the market"],
  merge_undone: ["撤销档案合并", "A merge of files was undone"],
  message_delivered: ["消息已送达", "A message was delivered"],
  message_failed: ["消息发送失败", "A message failed"],
  message_outcome_unknown: ["消息结果未知", "The outcome of a message is unknown"],
  message_queued: ["消息待发送", "A message waits to be sent"],
  message_sent: ["消息已发送", "A message was sent"],
  message_template_published: ["消息模板发布", "A template was published"],
  message_withheld: ["消息未发送", "A message was withheld"],
  need_assigned: ["需求改期或转派", "A need has another owner or day"],
  need_day_moved: ["需求期限顺延", "A need has a later day"],
  need_declined: ["客户放弃需求", "A need was given up"],
  need_fulfilled: ["需求已满足", "A need was met"],
  need_offered: ["已提供方案", "Something was offered for a need"],
  need_overdue: ["需求逾期", "A need is overdue"],
  need_qualified: ["需求已核实", "A need was qualified"],
  need_recorded: ["登记需求", "A need was recorded"],
  need_stated: ["提出需求", "A need was stated"],
  need_unservable: ["需求无法满足", "A need cannot be met"],
  next_service_waited: ["等候下一项业务", "Waits for the next service"],
  next_step_set: ["下一步已定", "The next step was set"],
  night_due: ["到期数据检查", "The night of retention"],
  notice_expired: ["公告过期", "A notice expired"],
  notice_expiry_due: ["公告到期", "A notice's last day is over"],
  notice_hung: ["张贴公告", "A notice was hung"],
  notice_taken_down: ["撤下公告", "A notice was taken down"],
  notification_acknowledged: ["消息已确认", "The message was acknowledged"],
  notification_escalated: ["消息升级", "The message was escalated"],
  number_block_granted: ["发给设备号段", "A machine was given its numbers"],
  number_block_requested: ["设备申请号段", "A machine asked for its numbers"],
  offline_record_read_in_part: ["离线号部分可读", "A record of a machine was read in part"],
  opinion_recorded: ["登记意见", "An opinion was recorded"],
  password_changed: ["密码已修改", "A password was changed"],
  plan_item_added: ["新增计划事项", "An item was planned"],
  plan_item_done: ["计划事项完成", "A planned item was done"],
  plan_item_dropped: ["计划事项取消", "A planned item was dropped"],
  plan_item_moved: ["计划事项改期", "A planned item was moved"],
  plan_item_overdue: ["计划事项逾期", "A planned item is late"],
  plans_recompute_due: ["重算联系计划", "Contact plans are computed anew"],
  police_called: ["已报警", "The police were called"],
  portfolio_fits: ["客户联系时间足够", "A portfolio can be kept again"],
  portfolio_held: ["名下客户数", "The size of a portfolio"],
  portfolio_left: ["客户经理离岗", "An account manager has left"],
  portfolio_overbooked: ["客户联系超出可用时间", "A portfolio cannot be kept"],
  portfolio_unkept: ["客户逾期无人管理", "Customers without anybody, overdue"],
  portfolio_waived: ["未交接即离岗", "A leaving without a hand-over"],
  preparations_began: ["营业前准备", "Preparations began"],
  product_published: ["产品已发布", "A product was published"],
  product_rerated: ["产品风险等级调整", "A product has another risk"],
  product_withdrawn: ["产品已下架", "A product was withdrawn"],
  profile_changed: ["客户资料已更新", "A customer's profile changed"],
  promise_given: ["承诺转交", "A promise went to another person"],
  promise_kept: ["承诺兑现", "A promise was kept"],
  promise_made: ["承诺事项", "Something was promised"],
  promise_overdue: ["承诺逾期", "A promise is late"],
  prospect_forgotten: ["潜客关联已清除", "A prospect was unlinked from an erased file"],
  prospect_given: ["潜客转由他人负责", "A prospect has another account manager"],
  prospect_identified: ["发现潜在优质客户", "A prospect was found"],
  prospect_linked: ["潜客成为客户", "A prospect became a customer"],
  prospect_lost: ["潜客流失", "A prospect was lost"],
  prospect_moved: ["潜客阶段变更", "A prospect was moved"],
  prospect_opened: ["建立潜客", "A prospect was opened"],
  prospect_parked: ["潜客搁置", "A prospect was parked"],
  prospect_step_due: ["潜客下一步到期", "A prospect's next step fell due"],
  prospect_step_overdue: ["潜客下一步逾期", "A prospect's next step is overdue"],
  prospect_step_set: ["更改下一步", "Another next step was set"],
  prospect_won: ["潜客成交", "A prospect was won"],
  prospects_left: ["离岗者的潜客", "The prospects of somebody who left"],
  question_recorded: ["登记疑问", "A question was recorded"],
  reads_without_cause: ["无业务原由的查看", "Readings without a cause"],
  recommendation_bought: ["客户购买产品", "The customer bought a product"],
  recommendation_declined: ["客户谢绝推荐", "The customer declined a product"],
  recommendation_expired: ["推荐已失效", "A recommendation expired"],
  recommendation_interested: ["客户有意向", "The customer is interested"],
  recommendation_presented: ["已介绍产品", "A product was presented"],
  recommendation_proposed: ["拟推荐产品", "A product is to be recommended"],
  recommendation_withdrawn: ["推荐已撤回", "A recommendation was withdrawn"],
  record_not_taken: ["设备记录未接收", "A record of a machine was not taken"],
  record_set_aside: ["设备搁置记录", "A machine set a record aside"],
  referral_accepted: ["转介已接受", "The referral was accepted"],
  referral_closed: ["转介已办结", "The referral was closed"],
  referral_declined: ["转介被婉拒", "The referral was declined"],
  referral_escalated: ["转介升级", "The referral was escalated"],
  referral_expired: ["转介超时", "The referral was not answered in time"],
  referral_offered: ["转介给客户经理", "The referral was offered to an account manager"],
  referral_opened: ["建立转介", "A referral was opened"],
  relation_ended: ["关系解除", "A relation ended"],
  relation_recorded: ["登记关系", "A relation was recorded"],
  retention_changed: ["保存期限变更", "Terms of retention were changed"],
  rhythm_changed: ["联系节奏变更", "The rhythm was changed"],
  rights_changed: ["岗位或网点变更", "Roles or branches were changed"],
  rights_proposed: ["岗位待复核", "Roles wait for a second administrator"],
  risk_review_fell_due: ["风险等级到期复核", "A risk class is due for review"],
  risk_reviews_changed: ["风险复核间隔已更新", "The intervals of the risk reviews changed"],
  segment_changed: ["客户层级调整", "A customer moved to another segment"],
  segment_held: ["人工定级", "A head decided a segment"],
  segment_hold_ended: ["人工定级结束", "A head's decision on a segment ended"],
  segment_rules_activated: ["分层规则生效", "Segment rules were activated"],
  self_service_completed: ["自助办结", "The machine served the customer"],
  self_service_interrupted: ["自助办理中断", "Self-service was interrupted"],
  served_needs_set: ["设定擅长业务", "What an account manager serves was set"],
  service_completed: ["办理完成", "The service was completed"],
  settings_changed: ["设置变更", "Settings changed"],
  shift_end_due: ["登录到期", "The last session ended"],
  silence_check_due: ["设备心跳检查", "The devices were looked at"],
  staff_enrolled: ["员工登记", "A member of staff was enrolled"],
  staff_signed_off: ["员工离岗", "A member of staff signed off"],
  staff_signed_on: ["员工上岗", "A member of staff signed on"],
  stranding_ended: ["等候客户又可叫号", "They could be called again"],
  suitability_assessed: ["登记风险测评结果", "An assessment of suitability was recorded"],
  suitability_read: ["查看风险测评结果", "An assessment of suitability was read"],
  suitability_rules_changed: ["适当性规则变更", "The rules of suitability changed"],
  tags_changed: ["标签库已更新", "The bank's tags changed"],
  task_done: ["任务完成", "A task was done"],
  task_escalated: ["任务升级", "A task was escalated"],
  task_expiry_due: ["任务到期", "The time of a task was over"],
  task_missed: ["任务错过", "A task was missed"],
  task_raised: ["任务发起", "A task was raised"],
  task_returned: ["任务退回", "A task was returned"],
  task_taken: ["任务接单", "A task was taken"],
  task_withdrawn: ["任务撤销", "A task was withdrawn"],
  template_changed: ["检查表更新", "A checklist was changed"],
  territory_report_filed: ["片区报告生成", "A territory report was filed"],
  territory_report_read: ["片区报告已阅", "A territory report was read"],
  territory_report_revised: ["片区报告更新", "A territory report has another edition"],
  territory_report_signed: ["片区报告签署", "A territory report was signed"],
  ticket_called: ["叫号", "The ticket was called"],
  ticket_given_again: ["再次取号，沿用原号", "Asked again, and kept the ticket"],
  ticket_handed_over: ["窗口无人，客户待接续", "The counter was left in the middle of a ticket"],
  ticket_issued: ["取号", "A ticket was issued"],
  ticket_parked: ["暂存", "The ticket was parked"],
  ticket_recalled: ["重呼", "The ticket was called again"],
  ticket_replaced: ["换用离线号", "A printed number replaced another"],
  ticket_resumed: ["恢复等候", "The ticket waits again"],
  ticket_sent_back: ["退回排队", "The ticket was sent to the back"],
  ticket_transferred: ["转号", "The ticket was transferred"],
  tokens_revoked: ["登录凭证失效", "Sign-ins were revoked"],
  traces_due: ["删除复查", "The second look after an erasure"],
  triage_overridden: ["人工改派", "Triage was overridden"],
  vip_received: ["接待贵宾", "A VIP was received"],
  visit_cancelled: ["取消", "The visit was cancelled"],
  working_group_ended: ["工作小组结束", "A working group has ended"],
  working_group_formed: ["成立工作小组", "A working group was formed"],
};

export const Accepts = {
  now: ["现在接受引荐", "Accepts now"],
  card_given: ["已给名片", "Was given a card"],
  left_contact: ["留下联系方式", "Leaves contact data"],
};

export const ActivityBand = {
  dormant: ["基本无往来", "Dormant"],
  occasional: ["偶有往来", "Occasional"],
  frequent: ["往来频繁", "Frequent"],
};

export const AdviceReason = {
  vip_card: ["贵宾卡", "A VIP's card"],
  green_channel: ["绿色通道", "Green channel"],
  counter_only: ["柜台业务", "Done at counters"],
  above_limit: ["超过自助限额", "Above the machine's limit"],
  machine_down: ["自助设备故障", "The machine is down"],
  short_line: ["柜台人少", "The line is short"],
  machine_quicker: ["自助更快", "A machine is quicker"],
  phone_can: ["电话可办", "The phone can do it"],
  wants_counter: ["客户要求柜台", "Wants a counter"],
  by_hand: ["人工安排", "By hand"],
  printed: ["离线取号", "Printed while cut off"],
};

export const AnswerWay = {
  in_person: ["当面", "In person"],
  phone: ["电话", "By phone"],
  message: ["短信", "By message"],
  letter: ["信函", "By letter"],
  notice_board: ["公示", "On the notice board"],
};

export const BudgetLine = {
  campaigns: ["营销活动", "Campaigns"],
  events: ["客户活动", "Events for customers"],
  visits: ["拜访费用", "Visits"],
  printing: ["宣传资料", "Printed matter"],
  training: ["培训", "Training"],
  other: ["其他", "Other"],
};

export const Care = {
  elderly: ["老年人", "Elderly"],
  mobility: ["行动不便", "Reduced mobility"],
  pregnant: ["孕妇", "Pregnant"],
  urgent: ["急需", "Urgent"],
};

export const CaseClock = {
  acknowledge: ["确认收到投诉", "Acknowledgement"],
  answer: ["答复投诉人", "Answer"],
  final: ["最终答复", "Final answer"],
  tell: ["告知延期", "Word of the extension"],
  promised: ["承诺日期答复", "Answer by the promised day"],
  repair: ["溯源整改", "Repair of the root cause"],
  report: ["监管报送", "Report to the regulator"],
};

export const Channel = {
  counter: ["柜台", "Counter"],
  vip_window: ["贵宾窗口", "VIP window"],
  self_service: ["自助设备", "Self-service"],
  phone_bank: ["电话银行", "Phone bank"],
};

export const ChannelChangeReason = {
  customer_wish: ["客户意愿", "The customer's wish"],
  needs_help: ["需要协助", "Needs help"],
  machine_busy: ["设备占用", "The machine is busy"],
  wrong_need: ["业务选错", "Another need"],
  other: ["其他原因", "Another reason"],
};

export const ChecklistKind = {
  opening: ["营业前", "Before opening"],
  closing: ["营业结束后", "After closing"],
  patrol: ["营业中巡检", "Round of the hall"],
};

export const CommonNeed = {
  wealth: ["理财", "Wealth"],
  loan: ["贷款", "Loan"],
  deposit: ["存款", "Deposit"],
  insurance: ["保险", "Insurance"],
  card: ["银行卡", "Card"],
  business: ["对公业务", "Business"],
  enquiry: ["咨询", "Enquiry"],
  withdrawal: ["取款", "Withdrawal"],
  transfer: ["转账", "Transfer"],
  cash: ["现金业务", "Cash"],
  cash_deposit: ["现金存款", "Cash deposit"],
  cash_withdrawal: ["现金取款", "Cash withdrawal"],
  remittance: ["汇款", "Remittance"],
  bill_payment: ["缴费", "Bill payment"],
  mortgage: ["房贷", "Mortgage"],
  fund: ["基金", "Funds"],
  pension: ["养老金", "Pension"],
  foreign_exchange: ["外汇", "Foreign exchange"],
  account: ["账户业务", "Account"],
  account_opening: ["开户", "Open an account"],
  password: ["密码业务", "Password"],
};

export const ComplaintCause = {
  service: ["服务态度及服务质量", "Attitude and quality of service"],
  facilities: ["服务设施、设备、业务系统", "Facilities, devices, systems"],
  rules: ["管理制度、业务规则与流程", "Policies, rules and processes"],
  marketing: ["营销方式和手段", "Ways of marketing"],
  disclosure: ["信息披露", "Disclosure of information"],
  fees: ["业务收费及定价", "Fees and prices"],
  returns: ["产品收益", "Returns of a product"],
  choice: ["自主选择权", "Freedom of choice"],
  contract: ["合同条款", "Terms of a contract"],
  funds: ["消费者资金安全", "Safety of the customer's money"],
  data: ["消费者信息安全", "Safety of the customer's data"],
  collection: ["债务催收方式和手段", "Ways of collecting debts"],
  other: ["其他", "Other"],
};

export const ComplaintTopic = {
  waiting: ["等候时间", "Waiting"],
  service: ["服务态度", "Service"],
  fees: ["收费", "Fees"],
  device: ["设备", "Device"],
  other: ["其他", "Other"],
};

export const Confidentiality = {
  normal: ["一般", "Normal"],
  confidential: ["保密", "Confidential"],
};

export const ConsentKind = {
  given: ["同意", "Consented"],
  withdrawn: ["撤回同意", "Withdrew"],
  refused: ["明确拒绝", "Refused for good"],
};

export const ConsentSource = {
  contract: ["合同约定", "By contract"],
  form: ["书面表单", "On a form"],
  in_person: ["当面", "In person"],
  phone: ["电话（有录音）", "By phone, recorded"],
  online: ["线上点击", "By a click"],
  import: ["批量导入", "By an import"],
  reply: ["回复短信", "By a reply"],
  unsubscribe: ["邮件退订", "By unsubscribing"],
};

export const ConsentState = {
  none: ["未同意", "Not given"],
  given: ["已同意", "Given"],
  withdrawn: ["已撤回", "Withdrawn"],
  refused: ["永久拒绝", "Refused for good"],
};

export const ContactChannel = {
  phone: ["电话", "By phone"],
  sms: ["短信", "By SMS"],
  email: ["邮件", "By e-mail"],
  letter: ["信函", "By letter"],
  in_person: ["当面", "In person"],
};

export const ContactOutcome = {
  reached: ["已联系上", "Reached"],
  not_reached: ["未联系上", "Not reached"],
  moved: ["改期", "Moved"],
};

export const ContactPurpose = {
  service: ["服务通知", "Service"],
  answer: ["答复", "Answer"],
  marketing: ["营销", "Marketing"],
};

export const ContactReason = {
  allowed: ["可以联系", "May be contacted"],
  no_consent: ["客户未同意", "The customer has not consented"],
  withdrawn: ["客户已撤回同意", "The customer withdrew the consent"],
  refused: ["客户已明确拒绝，不得再以同样方式联系", "The customer refused for good"],
  channel_not_wanted: ["客户不希望以此渠道联系", "Not a channel that they want"],
  quiet_hours: ["免打扰时段", "Quiet hours"],
  quiet_day: ["免打扰日", "A quiet day"],
  not_a_working_day: ["非工作日", "Not a working day"],
  outside_wished_hours: ["不在客户希望的时段", "Outside of the hours that they wish"],
  erased: ["客户档案已删除或已合并", "The file was erased or merged"],
  no_address: ["没有可用的号码或地址", "There is no number or address"],
  too_late: ["已过有效时间", "Too late to be of use"],
};

export const ContactState = {
  not_due: ["未到期", "Not due"],
  due: ["待联系", "Due"],
  overdue: ["已逾期", "Overdue"],
  excused: ["暂免联系", "Excused"],
};

export const ContactWay = {
  phone: ["电话", "Phone"],
  hall: ["厅堂面谈", "In the hall"],
  visit: ["上门拜访", "Visit"],
  video: ["视频", "Video"],
  message: ["消息往来", "Messages"],
};

export const CorrectionReason = {
  mistyped: ["录入错误", "Mistyped"],
  changed: ["客户信息变更", "The customer's data changed"],
  renewed: ["证件换发", "The document was renewed"],
  other: ["其他", "Other"],
};

export const CounterLeft = {
  closed: ["关闭柜台", "Closed"],
  freed: ["大堂经理释放", "Freed"],
  signed_off: ["已离岗", "Has left work"],
  not_staffed: ["岗位变动", "Roles have changed"],
};

export const CoverEnd = {
  back: ["同事已返岗", "Your colleague is back"],
  cover_left: ["您已离岗或岗位变动", "You have left, or your role has changed"],
  replaced: ["改由他人代管", "Somebody else does"],
  not_staffed: ["岗位变动", "Roles have changed"],
};

export const CredentialKind = {
  card: ["银行卡", "Card"],
  identity: ["身份证", "Identity card"],
  phone: ["手机号", "Phone number"],
  qr: ["二维码", "QR code"],
};

export const CustomerKind = {
  person: ["个人", "Person"],
  company: ["企业", "Company"],
};

export const DataClass = {
  files: ["客户档案", "Customer files"],
  complaints: ["投诉内容", "Words of complaints"],
  enquiries: ["咨询与意见内容", "Words of enquiries"],
  contacts: ["答复联系方式", "Contact data for an answer"],
  leads: ["潜客联系方式", "Contact data of prospects"],
  break_glass: ["紧急查看理由", "Reasons of break-glass"],
  audit: ["审计记录", "Audit records"],
};

export const DateKind = {
  birthday: ["生日", "Birthday"],
  wedding: ["结婚纪念日", "Wedding anniversary"],
  founded: ["成立日", "Foundation"],
  contract: ["合同到期", "A contract ends"],
  document: ["证件到期", "The identity document ends"],
  other_date: ["其他日期", "Another date"],
};

export const DealBlockReason = {
  customer: ["等待客户", "Waiting for the customer"],
  papers: ["材料缺失", "Papers are missing"],
  third_party: ["等待外部机构", "Waiting for a third party"],
  system: ["系统故障", "A system is down"],
  capacity: ["人手不足", "No capacity"],
  rule: ["规则待明确", "A rule is unclear"],
  other: ["其他原因", "Another reason"],
};

export const DealCancelReason = {
  customer: ["客户放弃", "The customer gave it up"],
  refused: ["审批未通过", "It was not approved"],
  terms: ["条件未谈妥", "No agreement on the terms"],
  elsewhere: ["客户选择他行", "The customer went to another bank"],
  mistaken: ["误开", "Opened by mistake"],
  file_closed: ["客户档案已关闭", "The customer's file was closed"],
  other: ["其他原因", "Another reason"],
};

export const DealFlagCause = {
  complaint: ["客户投诉", "A complaint"],
  hall_visit: ["客户来访厅堂", "A visit to the hall"],
  rerated: ["产品风险等级调整", "The product was rated anew"],
};

export const DealLateness = {
  not_taken: ["无人受理", "Not taken"],
  not_done: ["逾期未完成", "Not done in time"],
};

export const DealLevel = {
  department: ["部门", "The department"],
  account_manager: ["客户经理", "The account manager"],
  branch_head: ["网点负责人", "The branch head"],
  region_head: ["区域负责人", "The region head"],
};

export const DealReturnReason = {
  incomplete: ["材料不全", "Papers are incomplete"],
  wrong: ["信息有误", "The data are wrong"],
  expired: ["材料过期", "Papers have expired"],
  terms: ["方案不符合要求", "The terms do not meet the rules"],
  not_ours: ["不属本部门", "Not this department's"],
  other: ["其他原因", "Another reason"],
};

export const DealSkipReason = {
  not_needed: ["无需办理", "Not needed"],
  deal_ended: ["业务已取消", "The deal was given up"],
  done_elsewhere: ["已在别处办理", "Done elsewhere"],
  other: ["其他原因", "Another reason"],
};

export const DealState = {
  open: ["进行中", "Open"],
  closed: ["已办结", "Closed"],
  cancelled: ["已取消", "Cancelled"],
};

export const DealTaskState = {
  waiting: ["等待前序", "Waiting for others"],
  offered: ["待受理", "To be taken"],
  accepted: ["办理中", "In work"],
  blocked: ["受阻", "Blocked"],
  returned: ["已退回", "Returned"],
  done: ["已完成", "Done"],
  cancelled: ["已免除", "Left out"],
};

export const DealTeamPurpose = {
  advice: ["专业支持", "Advice"],
  papers: ["材料准备", "Papers"],
  pricing: ["方案定价", "Pricing"],
  risk_view: ["风险评估", "View of the risks"],
  approval: ["审批协调", "Approval"],
  service: ["客户服务", "Service to the customer"],
  resources: ["资源协调", "Resources"],
};

export const DeclineReason = {
  no_time: ["目前没有时间", "No time now"],
  not_suitable: ["客户不合适", "Not suitable"],
  conflict: ["利益冲突", "Conflict of interest"],
  other: ["其他原因", "Another reason"],
};

export const DeclinedWhy = {
  price: ["价格", "The price"],
  elsewhere: ["已在他处办理", "Got it elsewhere"],
  not_now: ["暂不需要", "Not now"],
  misunderstood: ["需求有误", "It was misunderstood"],
  other: ["其他原因", "Another reason"],
};

export const Department = {
  back_office: ["后台运营", "Back office"],
  risk: ["风险管理", "Risk management"],
  product_desk: ["产品部门", "Product desk"],
  branch: ["网点", "Branch"],
};

export const DeskAnswer = {
  product: ["已有对应产品", "There is a product for it"],
  planned: ["已列入计划", "It is planned"],
  studied: ["正在研究", "It is being studied"],
  not_planned: ["暂不考虑", "It is not planned"],
  not_allowed: ["监管不允许", "The rules do not allow it"],
};

export const DeskMissing = {
  no_such_product: ["无此类产品", "No such product"],
  term: ["期限不合适", "The term"],
  amount: ["金额限制", "The limits of the amount"],
  risk: ["缺少低风险选择", "A choice of lower risk"],
  currency: ["币种", "The currency"],
  rate: ["利率或费率", "The rate or fee"],
  channel: ["办理渠道", "The channel"],
  speed: ["办理时效", "The speed"],
  feature: ["产品功能", "A feature"],
};

export const DeskNeedState = {
  raised: ["待确认", "Raised"],
  acknowledged: ["已确认", "Acknowledged"],
  answered: ["已答复", "Answered"],
};

export const DeskStep = {
  acknowledge: ["确认", "Acknowledgement"],
  answer: ["答复", "Answer"],
};

export const DeviceCheck = {
  paper: ["纸张", "Paper"],
  ink: ["色带", "Ink"],
  cash: ["现金", "Cash"],
  card_reader: ["读卡器", "Card reader"],
  printer: ["打印", "Printing"],
  screen: ["屏幕", "Screen"],
  network: ["网络", "Network"],
};

export const DeviceKind = {
  queue_machine: ["叫号机", "Queue machine"],
  kiosk: ["智能柜台", "Kiosk"],
  self_service: ["自助设备", "Self-service"],
  display: ["电子显示屏", "Display"],
  phone: ["客服电话", "Service phone"],
  printer: ["打印机", "Printer"],
  camera: ["摄像头", "Camera"],
  water_dispenser: ["饮水机", "Water dispenser"],
  other_device: ["其他设备", "Other device"],
};

export const DropReason = {
  not_needed: ["已无必要", "No longer needed"],
  no_budget: ["没有预算", "No budget"],
  no_time: ["没有时间", "No time"],
  other: ["其他原因", "Another reason"],
};

export const DuplicateSign = {
  same_phone: ["电话相同", "The same phone"],
  same_name: ["姓名或读音相同", "The same name, or one that sounds the same"],
  similar_name: ["姓名相近", "A similar name"],
  same_birthday: ["生日相同", "The same birthday"],
};

export const Duty = {
  P1: ["柜台与填单台", "Counters and form desks"],
  P2: ["设备与电话", "Devices and phone line"],
  P3: ["宣传材料", "Posters and leaflets"],
  P4: ["饮水、座椅、消防", "Water, seats, fire equipment"],
  P5: ["公告栏与意见簿", "Notices and opinions"],
  P6: ["环境卫生", "Cleanliness"],
  P7: ["办公用品", "Office supplies"],
  D3: ["巡视大厅", "Walking the floor"],
  D7: ["设备巡检", "Watching the devices"],
  D12: ["秩序与安全", "Order and safety"],
  E1: ["设备检查", "Devices"],
  E2: ["关闭电源", "Switching off"],
  E3: ["意见处理", "Opinions"],
  E4: ["日志与总结", "Log and summary"],
};

export const EnquiryKind = {
  need: ["需求", "Need"],
  opinion: ["意见", "Opinion"],
  question: ["疑问", "Question"],
};

export const ExcuseReason = {
  asked: ["客户要求", "The customer asked for it"],
  away: ["客户外出", "The customer is away"],
  ill: ["客户患病", "The customer is ill"],
  mourning: ["客户居丧", "The customer mourns"],
  other: ["其他原因", "Another reason"],
};

export const FileField = {
  name: ["姓名", "Name"],
  phone: ["电话", "Phone"],
  identity: ["证件号码", "Identity number"],
  kind: ["客户类型", "Kind"],
  segment: ["客户层级", "Segment"],
  account_manager: ["客户经理", "Account manager"],
  preferred_name: ["称呼", "Preferred name"],
  language: ["语言", "Language"],
  tags: ["标签", "Tags"],
  household: ["家庭", "Household"],
  risk: ["洗钱风险等级", "Money laundering risk"],
  review_due: ["风险复核期限", "Review due"],
  dates: ["重要日期", "Important dates"],
  holdings: ["持有产品", "Holdings"],
};

export const FixtureFault = {
  broken: ["损坏", "Broken"],
  missing: ["缺失", "Missing"],
  empty: ["用完", "Used up"],
  dirty: ["不洁", "Dirty"],
};

export const FixturePlace = {
  hall: ["大厅", "Hall"],
  counter: ["柜台", "Counter"],
  form_desk: ["填单台", "Form desk"],
  reception: ["咨询台", "Reception desk"],
  waiting_area: ["等候区", "Waiting area"],
  brochure_stand: ["宣传架", "Brochure stand"],
  notice_board: ["公告栏", "Notice board"],
  front: ["门前", "Front"],
};

export const FollowUp = {
  contact: ["电话联系", "A call"],
  visit: ["再次拜访", "Another visit"],
  documents: ["提供资料", "Sending documents"],
  proposal: ["提交方案", "A proposal"],
  application: ["发起申请", "An application"],
};

export const ForecastChange = {
  counter_opened: ["柜台开放", "A counter opened"],
  counter_closed: ["柜台关闭", "A counter closed"],
  counter_paused: ["柜台暂停", "A counter paused"],
  counter_resumed: ["柜台恢复", "A counter is back"],
  device_failed: ["设备故障", "A device failed"],
  device_mended: ["设备恢复", "A device is back"],
  settings_changed: ["规则调整", "The rules changed"],
};

export const ForecastMethod = {
  queue_length: ["队列长度", "Queue length"],
  last_served: ["上一位的等候", "Last served"],
  long_run_mean: ["长期平均", "Long-run mean"],
  blend: ["加权混合", "Blend"],
  learned: ["由往日等候学得", "Learned from past waits"],
  free_counter: ["有空闲柜台", "Free counter"],
};

export const GoalLevel = {
  region: ["区域", "Region"],
  branch: ["网点", "Branch"],
  manager: ["客户经理", "Account manager"],
};

export const GoalMetric = {
  contacts_held: ["有效联系", "Contacts held"],
  visits_recorded: ["拜访完成", "Visits recorded"],
  prospects_opened: ["新增潜客", "Prospects opened"],
  prospects_won: ["潜客成交", "Prospects won"],
  amount_won: ["成交金额", "Amount won"],
  deals_closed: ["业务办结", "Deals closed"],
  amount_closed: ["办结金额", "Amount of deals closed"],
  recommendations_bought: ["推荐成交", "Recommendations bought"],
  amount_bought: ["推荐成交金额", "Amount of recommendations bought"],
  needs_met: ["满足需求", "Needs met"],
};

export const HouseholdRole = {
  head: ["户主", "Head of the household"],
  spouse: ["配偶", "Spouse"],
  child: ["子女", "Child"],
  parent: ["父母", "Parent"],
  other_member: ["其他成员", "Another member"],
};

export const IncidentKind = {
  suspicious_person: ["可疑人员", "Suspicious person"],
  offender: ["不法分子", "Offender"],
  accident: ["意外事故", "Accident"],
  device_fraud: ["设备欺诈", "Fraud at a device"],
  other_incident: ["其他", "Something else"],
};

export const IncidentState = {
  open: ["待处理", "Open"],
  attended: ["处理中", "Attended"],
  police_called: ["已报警", "Police called"],
  closed: ["已结束", "Closed"],
};

export const Initiative = {
  bank: ["我方主动", "Ours"],
  customer: ["客户主动", "The customer's"],
};

export const Lack = {
  no_counter_open: ["没有柜台开放", "No counter is open"],
  class_not_served: ["开放柜台不受理该类客户", "No open counter serves the class"],
  need_not_served: ["开放柜台不办理该业务", "No open counter does this"],
  counter_not_open: ["指定柜台未开放", "The counter asked for is not open"],
};

export const LatentDismissal = {
  not_suitable: ["不适合该客户", "Not suitable"],
  not_interested: ["客户不感兴趣", "Not interested"],
  has_elsewhere: ["他行已持有", "Held at another bank"],
  not_now: ["时机不合适", "Not the time"],
  hint_is_wrong: ["提示有误", "The hint is wrong"],
};

export const LatentEnd = {
  dismissed: ["已忽略", "Dismissed"],
  expired: ["已过期", "Expired"],
  held: ["已持有该产品", "The customer has it now"],
  refused: ["客户拒绝营销", "The customer refuses marketing"],
};

export const LatentInput = {
  segment: ["客户分层", "Segment"],
  age_band: ["年龄段", "Age band"],
  holds: ["已持有的产品", "A product that they hold"],
  lacks: ["未持有的产品", "A product that they lack"],
};

export const LeaveReason = {
  left: ["客户离开", "Left"],
  too_long: ["等候太久", "The wait is too long"],
  wrong_branch: ["走错网点", "The wrong branch"],
  missing_papers: ["资料不齐", "Papers are missing"],
  done_otherwise: ["已用其他方式办理", "Done another way"],
};

export const LifeEvent = {
  birth: ["生育", "A birth"],
  marriage: ["结婚", "A marriage"],
  home: ["购房", "A new home"],
  job: ["工作变动", "A new job"],
  move: ["搬迁", "A move"],
  retirement: ["退休", "Retirement"],
};

export const LogEntryKind = {
  remark: ["备注", "Remark"],
  important_customer: ["重要客户", "Important customer"],
  market_news: ["市场信息", "Market news"],
};

export const LogGroup = {
  blocks: ["号段", "Number blocks"],
  branches: ["网点设置", "Settings"],
  checklists: ["检查表", "Checklists"],
  counters: ["柜台", "Counters"],
  day_reports: ["日报", "Day report"],
  days: ["营业日", "The day"],
  diversions: ["分流", "Diversions"],
  equipment: ["设备", "Devices"],
  forecasts: ["预计等候", "Expected waits"],
  incidents: ["突发事件", "Incidents"],
  leaflets: ["宣传材料", "Leaflets"],
  logbook: ["工作日志", "Lobby log"],
  loiterers: ["可疑滞留", "Loiterers"],
  notices: ["公告", "Notices"],
  records: ["登记", "Records"],
  refusals: ["拒绝", "Refusals"],
  tasks: ["任务", "Tasks"],
  tickets: ["号票", "Tickets"],
  visits: ["来访", "Visits"],
  customer: ["客户", "Customer"],
  referral: ["转介", "Referral"],
  hand: ["手记", "By hand"],
};

export const LoitererOutcome = {
  spoke: ["已询问", "Spoke with them"],
  left: ["已离开", "They left"],
  incident: ["上报事件", "Raise an incident"],
};

export const LostReason = {
  no_interest: ["无意向", "No interest"],
  elsewhere: ["选择他行", "Chose another bank"],
  price: ["价格或利率", "The price"],
  not_now: ["时机不合适", "Not now"],
  no_product: ["无合适产品", "No such product"],
  not_suitable: ["不适当", "Not suitable"],
  not_eligible: ["不符合条件", "Not eligible"],
  unreachable: ["联系不上", "Could not be reached"],
  duplicate: ["重复", "A duplicate"],
  other: ["其他原因", "Another reason"],
};

export const MarketTopic = {
  competitor: ["同业动态", "Competitors"],
  rates: ["利率行情", "Rates"],
  demand: ["客户需求动向", "What customers ask for"],
  industry: ["行业与产业", "Industry"],
  district: ["片区变化", "The district"],
  rules: ["政策法规", "Rules and policy"],
  other: ["其他", "Other"],
};

export const Marking = {
  ok: ["正常", "In order"],
  faulty: ["异常", "Not in order"],
  open: ["未检查", "Open"],
};

export const MessageFault = {
  rejected: ["网关拒绝", "The gateway rejected it"],
  not_reached: ["无法连接网关", "The gateway could not be reached"],
  not_delivered: ["未能送达", "It could not be delivered"],
  no_answer: ["网关未确认", "The gateway did not confirm"],
  interrupted: ["发送时中断", "It was interrupted while it was sent"],
  gateway_error: ["网关出错", "The gateway failed"],
};

export const MessageState = {
  queued: ["待发送", "Waits to be sent"],
  sending: ["发送中", "Being sent"],
  sent: ["已发送", "Sent"],
  delivered: ["已送达", "Delivered"],
  failed: ["发送失败", "Failed"],
  unknown: ["结果未知", "Outcome unknown"],
  withheld: ["未发送", "Withheld"],
};

export const MoveCause = {
  holdings: ["资产变化", "The holdings changed"],
  activity: ["往来变化", "The activity changed"],
  night: ["夜间重新计算", "The nightly round"],
  rules: ["新规则生效", "New rules"],
  head: ["负责人决定", "A head's decision"],
  lifted: ["负责人决定到期", "A head's decision ended"],
};

export const MoveReason = {
  household: ["按家庭整体资产", "By the assets of the household"],
  company: ["按关联企业", "By a company of theirs"],
  expected: ["预计资产转入", "Assets are expected"],
  care: ["挽留客户", "To keep the customer"],
  prudence: ["审慎考虑", "Out of prudence"],
  other: ["其他原因", "Another reason"],
};

export const NeedState = {
  stated: ["已提出", "Stated"],
  qualified: ["已核实", "Qualified"],
  offered: ["已提供方案", "Offered"],
  fulfilled: ["已满足", "Fulfilled"],
  declined: ["客户放弃", "Declined"],
  unservable: ["无法满足", "Unservable"],
};

export const NextStep = {
  call: ["电话联系", "Call"],
  message: ["发送信息", "Write"],
  meet: ["约见面谈", "Meet"],
  visit: ["上门拜访", "Visit"],
  propose: ["提交方案", "Propose"],
  decide: ["等待客户决定", "Ask for the decision"],
  papers: ["收集资料", "Collect papers"],
};

export const NoFollowUp = {
  all_done: ["事项已办结", "All is done"],
  customer_declines: ["客户不愿继续", "The customer wants none"],
  by_rhythm: ["按例行联系", "The rhythm of contacts is enough"],
  with_colleague: ["已转交同事", "A colleague has it"],
};

export const NotHeldReason = {
  customer_absent: ["客户不在", "The customer was not there"],
  customer_cancelled: ["客户取消", "The customer cancelled"],
  staff_unable: ["我行人员无法前往", "We could not come"],
  weather: ["天气或交通", "Weather or traffic"],
  not_needed: ["已无必要", "No longer needed"],
  other: ["其他原因", "Another reason"],
};

export const OpinionSource = {
  spoken: ["口头", "Spoken"],
  book: ["意见簿", "Opinion book"],
  box: ["意见箱", "Opinion box"],
};

export const OpinionTopic = {
  service: ["服务", "Service"],
  waiting: ["等候时间", "Waiting"],
  environment: ["环境", "The hall"],
  device: ["设备", "Device"],
  product: ["产品", "Products"],
  procedure: ["流程", "Procedure"],
  praise: ["表扬", "Praise"],
  other: ["其他", "Other"],
};

export const OverrideReason = {
  being_repaired: ["正在维修", "Being repaired"],
  supplies_late: ["物资未到", "Supplies are late"],
  short_of_staff: ["人手不足", "Short of staff"],
  emergency: ["突发情况", "Emergency"],
  mistake: ["操作有误", "Done by mistake"],
  other: ["其他原因", "Another reason"],
};

export const PauseReason = {
  break: ["休息", "Break"],
  cash_handling: ["清点现金", "Handling cash"],
  training: ["培训", "Training"],
  system_down: ["系统故障", "The system is down"],
  other: ["其他原因", "Another reason"],
};

export const Place = {
  hall: ["大厅", "Hall"],
  entrance: ["门口", "Entrance"],
  counters: ["柜台", "Counters"],
  self_service_area: ["自助区", "Self-service area"],
  vip_area: ["贵宾区", "VIP area"],
  outside: ["门外", "Outside"],
};

export const PlanItemKind = {
  campaign: ["营销活动", "Campaign"],
  customer_event: ["客户活动", "Event for customers"],
  portfolio_review: ["客户梳理", "Review of the portfolio"],
  prospect_list: ["潜客名单跟进", "Work through a list of prospects"],
  market_study: ["市场调研", "Market study"],
  training: ["产品培训", "Product training"],
  meeting: ["工作会议", "Meeting"],
  report: ["报告", "Report"],
};

export const ProductFamily = {
  wealth: ["理财产品", "Wealth product"],
  fund: ["公募基金", "Public fund"],
  private_fund: ["私募基金", "Private fund"],
  trust: ["信托产品", "Trust product"],
  insurance: ["保险产品", "Insurance"],
  structured_deposit: ["结构性存款", "Structured deposit"],
  precious_metal: ["贵金属", "Precious metal"],
  deposit: ["存款", "Deposit"],
  loan: ["贷款", "Loan"],
  card: ["银行卡", "Card"],
  service: ["其他服务", "Another service"],
};

export const ProductPaper = {
  identity: ["身份证件", "Identity document"],
  card: ["银行卡", "Bank card"],
  risk_disclosure: ["风险揭示书", "Disclosure of risks"],
  prospectus: ["产品说明书", "Prospectus"],
  contract: ["产品合同", "Contract"],
  income: ["收入证明", "Proof of income"],
  property: ["房产证明", "Proof of property"],
  licence: ["营业执照", "Business licence"],
  tax_statement: ["税收居民身份声明", "Statement of tax residence"],
};

export const ProductState = {
  draft: ["草稿", "Draft"],
  on_sale: ["在售", "On sale"],
  not_yet: ["尚未开售", "Not on sale yet"],
  over: ["已过销售期", "Its sale is over"],
  withdrawn: ["已下架", "Withdrawn"],
};

export const ProductStep = {
  explain: ["产品说明", "The product is explained"],
  disclose: ["风险揭示", "The risks are disclosed"],
  record: ["双录", "Sound and picture are recorded"],
  confirm: ["客户确认", "The customer confirms"],
  sign: ["签署合同", "The contract is signed"],
  check: ["资格审核", "The conditions are checked"],
  reflect: ["冷静期", "A time to reflect"],
};

export const PromiseBasis = {
  history: ["历史办理时长", "Past deals"],
  mixed: ["部分依据历史办理时长", "Past deals, in part"],
  plan: ["模板时限（历史数据不足）", "The template: too little history"],
};

export const PromiseMove = {
  step_done: ["环节已完成", "A step was done"],
  step_late: ["环节逾期", "A step is late"],
  step_returned: ["环节被退回", "A step was returned"],
  step_left_out: ["环节已免除", "A step was left out"],
};

export const ProspectOrigin = {
  hall: ["厅堂", "The hall"],
  colleague: ["同事转介", "A colleague"],
  latent_need: ["潜在需求", "A latent need"],
  campaign: ["营销名单", "A campaign list"],
  life_event: ["人生事件", "A life event"],
};

export const ProspectStage = {
  new: ["新建", "New"],
  contacted: ["已联系", "Contacted"],
  met: ["已面谈", "Met"],
  proposed: ["方案", "Proposed"],
  won: ["成交", "Won"],
  lost: ["流失", "Lost"],
  parked: ["搁置", "Parked"],
};

export const QuestionTopic = {
  product: ["产品", "Products"],
  procedure: ["流程", "Procedure"],
  fees: ["收费", "Fees"],
  account: ["账户", "Account"],
  digital: ["电子渠道", "Digital banking"],
  policy: ["政策规定", "Rules and policy"],
  other: ["其他", "Other"],
};

export const RecommendationDecline = {
  not_now: ["暂不需要", "Not now"],
  terms: ["条件不合适", "The terms"],
  risk: ["顾虑风险", "The risk"],
  term_too_long: ["期限过长", "The term is too long"],
  elsewhere: ["已在他处办理", "Got it elsewhere"],
  other: ["其他原因", "Another reason"],
};

export const RecommendationReason = {
  stated_need: ["客户提出的需求", "A need that the customer stated"],
  latent_need: ["同类客户多已持有", "Customers of that kind have it"],
  maturity: ["资金到期", "Money falls due"],
  idle_money: ["闲置资金", "Money lies idle"],
  life_event: ["人生大事", "An event of life"],
  spread: ["分散风险", "To spread the risk"],
  campaign: ["活动名单", "A campaign"],
  asked: ["客户主动询问", "The customer asked for it"],
  better_terms: ["条件更优", "Better terms"],
};

export const RecommendationState = {
  proposed: ["已拟推荐", "Proposed"],
  presented: ["已向客户介绍", "Presented"],
  interested: ["客户有意向", "The customer is interested"],
  declined: ["客户谢绝", "Declined"],
  bought: ["已购买", "Bought"],
  withdrawn: ["已撤回", "Withdrawn"],
  expired: ["已失效", "Expired"],
};

export const RecommendationWithdrawal = {
  rerated: ["产品风险等级调整", "The product has another risk"],
  not_suitable: ["与客户风险承受能力不匹配", "It does not suit the customer any more"],
  product_withdrawn: ["产品已下架", "The product was withdrawn"],
  changed_mind: ["客户经理撤回", "The account manager took it back"],
  customer_gone: ["客户档案已关闭", "The customer's file is closed"],
};

export const RecordFault = {
  malformed: ["内容无法读取", "Unreadable"],
  bad_card: ["卡号有误", "No card number"],
  bad_identity: ["证件号码有误", "No identity number"],
  bad_phone: ["电话号码有误", "No phone number"],
  bad_code: ["二维码无效", "No readable code"],
  missing_id: ["缺少事件编号", "Without an id"],
  unknown_type: ["事件类型未知", "Of an unknown type"],
  id_reused: ["事件编号重复", "An id that was used"],
  number_used: ["号码已被占用", "The number is used"],
  beyond_block: ["超出号段", "Beyond its block"],
  not_your_series: ["非本机号段", "Of another machine's series"],
  unencodable: ["含无法编码的字符", "Characters that cannot be encoded"],
  too_large: ["内容过大", "Too large"],
  corrupted: ["存储损坏", "Damaged in its memory"],
};

export const ReferralOutcome = {
  won: ["成交", "Won"],
  lost: ["未成交", "Lost"],
};

export const RelationKind = {
  spouse: ["配偶", "Spouse"],
  child: ["子女", "Child"],
  parent: ["父母", "Parent"],
  sibling: ["兄弟姐妹", "Sibling"],
  employer: ["任职单位", "Employer"],
  employee: ["员工", "Employee"],
  legal_representative: ["法定代表人", "Legal representative"],
  represented: ["所代表企业", "Company represented"],
  beneficial_owner: ["受益所有人", "Beneficial owner"],
  owned: ["所持企业", "Company owned"],
  guarantor: ["担保人", "Guarantor"],
  guaranteed: ["被担保人", "Guaranteed party"],
  introducer: ["介绍人", "Introducer"],
  introduced: ["被介绍人", "Introduced customer"],
};

export const RelationSource = {
  customer: ["客户告知", "Told by the customer"],
  document: ["证明文件", "A document"],
  registry: ["工商登记", "A public registry"],
  staff: ["员工了解", "Known to staff"],
};

export const ReportMetric = {
  prospects_lost: ["潜客流失", "Prospects lost"],
  referrals_accepted: ["接受转介", "Referrals accepted"],
  recommendations_proposed: ["拟定推荐", "Recommendations proposed"],
  recommendations_declined: ["推荐被谢绝", "Recommendations declined"],
  deals_opened: ["新开业务", "Deals opened"],
  deals_cancelled: ["业务取消", "Deals given up"],
  needs_stated: ["提出需求", "Needs stated"],
  needs_unservable: ["无法满足的需求", "Needs that could not be met"],
};

export const ReportSection = {
  service_summary: ["服务小结", "The day's service"],
  important_customers: ["重要客户", "Important customers"],
  market_news: ["市场信息", "Market news"],
  suggestions: ["建议", "Suggestions"],
};

export const ReturnReason = {
  full: ["名下客户已满", "The portfolio is full"],
  conflict_of_interest: ["与客户有利益关系", "A conflict of interest"],
  language: ["语言不通", "The language"],
  unsuited: ["业务不匹配", "The business does not suit"],
  unprepared: ["交接材料不全", "The hand-over is not prepared"],
  receiver_left: ["接收人已离岗", "The receiver has left"],
};

export const RevisionCause = {
  late_facts: ["迟到的事实", "Late facts"],
  undone: ["事项被撤销", "Something was undone"],
  period_ended: ["期间结束", "The period has ended"],
};

export const RiskBand = {
  stable: ["稳定", "Stable"],
  watch: ["需关注", "To be watched"],
  high: ["流失风险高", "High risk of leaving"],
};

export const RiskClass = {
  low: ["低风险", "Low risk"],
  medium: ["中风险", "Medium risk"],
  high: ["高风险", "High risk"],
};

export const RiskFactor = {
  rhythm: ["以往往来", "History so far"],
  silence: ["沉默时间", "Silence"],
  falling_balances: ["资产下降", "Falling balances"],
  maturing: ["产品到期", "Maturing products"],
  open_complaint: ["未结投诉", "Open complaint"],
};

export const RiskLevel = {
  R1: ["R1 低风险", "R1, low risk"],
  R2: ["R2 中低风险", "R2, rather low risk"],
  R3: ["R3 中风险", "R3, medium risk"],
  R4: ["R4 中高风险", "R4, rather high risk"],
  R5: ["R5 高风险", "R5, high risk"],
};

export const RiskTolerance = {
  C1: ["C1 保守型", "C1, cautious"],
  C2: ["C2 稳健型", "C2, prudent"],
  C3: ["C3 平衡型", "C3, balanced"],
  C4: ["C4 成长型", "C4, growth"],
  C5: ["C5 进取型", "C5, venturesome"],
};

export const Role = {
  teller: ["柜员", "Teller"],
  lobby_manager: ["大堂经理", "Lobby manager"],
  account_manager: ["客户经理", "Account manager"],
  branch_head: ["网点负责人", "Branch head"],
  region_head: ["区域负责人", "Region head"],
  product_desk: ["产品部门", "Product desk"],
  back_office: ["后台运营", "Back office"],
  risk_office: ["风险管理", "Risk management"],
  ops: ["运维", "Operations"],
  administrator: ["人员管理员", "Administrator"],
  auditor: ["审计", "Auditor"],
};

export const SecurityKind = {
  signed_in: ["登录", "Signed in"],
  signed_out: ["退出", "Signed out"],
  sign_ins_refused: ["多次登录失败", "Sign-ins were refused"],
  password_changed: ["修改密码", "Changed their password"],
  password_set: ["被设置初始密码", "Was given a first password"],
  second_factor_set: ["启用动态验证码", "Set up a second factor"],
  second_factor_ended: ["停用动态验证码", "Ended the second factor"],
  recovery_code_used: ["使用恢复码", "Used a recovery code"],
  rights_changed: ["岗位或网点变更", "Got other roles or branches"],
  rights_proposed: ["岗位待复核", "Is to get roles, once a second administrator agrees"],
  account_connected: ["关联统一账号", "Connected the account at the bank"],
  signed_out_by_provider: ["由统一认证退出", "Was signed out by the bank's sign-in"],
};

export const Segment = {
  mass: ["大众客户", "Mass"],
  affluent: ["富裕客户", "Affluent"],
  vip: ["贵宾客户", "VIP customer"],
  private: ["私行客户", "Private banking"],
};

export const SegmentInput = {
  total_balance: ["资产总额", "Total balance"],
  product_balance: ["单项产品余额", "Balance of a product"],
  products: ["持有产品数", "Products held"],
  activity: ["往来频度", "Activity"],
};

export const SettingsPart = {
  rules: ["叫号规则", "Rules of calling"],
  counters: ["柜台", "Counters"],
  transactions: ["业务目录", "Transactions"],
  floor_tasks: ["现场任务规则", "Floor task rules"],
};

export const SpokenLanguage = {
  mandarin: ["普通话", "Mandarin"],
  cantonese: ["粤语", "Cantonese"],
  minnan: ["闽南语", "Minnan"],
  wu: ["吴语", "Wu"],
  uyghur: ["维吾尔语", "Uyghur"],
  tibetan: ["藏语", "Tibetan"],
  mongolian: ["蒙古语", "Mongolian"],
  korean: ["朝鲜语", "Korean"],
  english: ["英语", "English"],
  sign: ["手语", "Sign language"],
  other_language: ["其他语言", "Another language"],
};

export const StepKind = {
  contact: ["例行联系", "Contact"],
  promised: ["约定联系", "Promised contact"],
  visit: ["拜访", "Visit"],
  need: ["需求处理", "Need"],
  date: ["重要日期", "Important date"],
};

export const SuitabilityBasis = {
  order_7: ["金融机构产品适当性管理办法", "Suitability Order 7/2025"],
  other_rules: ["其他监管规定", "Other rules"],
  outside: ["不适用适当性评估", "Outside of suitability"],
};

export const TaskGone = {
  called: ["已叫号", "Called"],
  served: ["已办结", "Served"],
  left: ["客户已离开", "The customer left"],
  removed: ["设备已移除", "The device was removed"],
  not_needed: ["无需处理", "Not needed"],
  day_over: ["营业结束", "The day is over"],
};

export const TaskKind = {
  greet: ["迎接引导", "Greet"],
  host: ["接待贵宾", "Welcome a VIP"],
  lounge: ["贵宾室奉茶", "Lounge: tea and papers"],
  care: ["送水递报", "Water and papers"],
  help: ["协助填单", "Help with forms"],
  patrol: ["巡视大堂", "Round of the hall"],
  repair: ["故障处理", "Repair"],
  farewell: ["送别贵宾", "See a VIP off"],
  attend: ["安抚投诉客户", "Attend to a complaint"],
  errand: ["其他任务", "Errand"],
};

export const TaskOutcome = {
  done: ["办妥", "Done"],
  declined: ["客户谢绝", "Declined"],
  not_found: ["未找到客户", "Not found"],
  passed_on: ["已转他人", "Passed on"],
  recovered: ["自行恢复", "Came right"],
};

export const TicketClass = {
  A: ["普通", "Ordinary"],
  G: ["绿色通道", "Green channel"],
  V: ["贵宾", "VIP"],
};

export const TimelineGroup = {
  hall: ["厅堂来访", "In the hall"],
  case: ["投诉", "Complaint"],
  enquiry: ["待答复事项", "Enquiry"],
  need: ["需求", "Need"],
  visit: ["上门拜访", "Visit"],
  contact: ["联系", "Contact"],
  message: ["消息与授权", "Messages and consents"],
  referral: ["转介", "Referral"],
  business: ["业务", "Business"],
  relation: ["关系", "Relation"],
  file: ["档案", "File"],
};

export const Trouble = {
  offline: ["离线", "Offline"],
  power_off: ["已关机", "Power off"],
  no_device: ["未连接", "Not connected"],
  hardware_error: ["硬件故障", "Hardware error"],
  user_error: ["使用受阻", "Blocked by a user"],
  check_failed: ["耗材或部件异常", "A part or supply fails"],
  silent: ["无响应", "Silent"],
  by_hand: ["已报修", "Reported by staff"],
};

export const UndoneStep = {
  ticket_called: ["叫号", "The call"],
  customer_no_show: ["未到", "The no-show"],
  service_completed: ["办理完成", "The completion"],
  next_service_waited: ["转办下一项", "The next service"],
  ticket_sent_back: ["退回排队", "The sending back"],
  ticket_transferred: ["转号", "The transfer"],
  ticket_parked: ["暂存", "The parking"],
  ticket_resumed: ["恢复等候", "The return from parking"],
  visit_cancelled: ["取消", "The cancellation"],
  triage_overridden: ["改派渠道", "The change of channel"],
  customer_diverted: ["分流", "The diversion"],
  customer_returned: ["返回柜台", "The return to the counters"],
  self_service_completed: ["自助办结", "The service at a machine"],
};

export const UnservableWhy = {
  no_product: ["无此产品", "No such product"],
  not_suitable: ["不适当", "Not suitable for the customer"],
  not_eligible: ["不符合条件", "The customer is not eligible"],
  not_here: ["本网点不办理", "Not served here"],
  other: ["其他原因", "Another reason"],
};

export const Urgency = {
  info: ["信息", "Info"],
  notice: ["提示", "Notice"],
  urgent: ["紧急", "Urgent"],
  alarm: ["警报", "Alarm"],
};

export const VisitPlace = {
  office: ["客户单位", "The customer's office"],
  home: ["客户家中", "The customer's home"],
  branch: ["本行网点", "The branch"],
  online: ["线上", "Online"],
  elsewhere: ["其他地点", "Elsewhere"],
};

export const VisitPurpose = {
  care: ["关系维护", "Keeping touch"],
  needs: ["了解需求", "Finding needs"],
  proposal: ["方案洽谈", "Presenting a proposal"],
  signing: ["签约办理", "Signing"],
  review: ["资产检视", "Review of holdings"],
  complaint: ["投诉跟进", "After a complaint"],
  inspection: ["贷后检查", "Inspection after a loan"],
  introduction: ["首次拜访", "First visit"],
};

export const WaiverReason = {
  ill: ["生病", "Illness"],
  died: ["去世", "Death"],
  dismissed: ["被解聘", "Dismissal"],
  suspended: ["停职调查", "Suspension"],
  moved: ["紧急调动", "An urgent move"],
};
