// The terms of the trade, as the staff use them: classes, needs, roles, kinds of events.

import { pick } from "./words.js";

const CLASSES = { V: ["贵宾", "VIP"], G: ["绿色通道", "Green channel"], A: ["普通", "Ordinary"] };

const CARE = {
  elderly: ["老年人", "Elderly"],
  mobility: ["行动不便", "Reduced mobility"],
  pregnant: ["孕妇", "Pregnant"],
  urgent: ["急需", "Urgent"],
};

const SEGMENTS = {
  mass: ["大众客户", "Mass"],
  affluent: ["富裕客户", "Affluent"],
  vip: ["贵宾客户", "VIP customer"],
  private: ["私行客户", "Private banking"],
};

const ROLES = {
  teller: ["柜员", "Teller"],
  lobby_manager: ["大堂经理", "Lobby manager"],
  account_manager: ["客户经理", "Account manager"],
  branch_head: ["网点负责人", "Branch head"],
  region_head: ["区域负责人", "Region head"],
  product_desk: ["产品部门", "Product desk"],
  ops: ["运维", "Operations"],
  auditor: ["审计", "Auditor"],
};

const NEEDS = {
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
  payment: ["缴费", "Bill payment"],
  mortgage: ["房贷", "Mortgage"],
  fund: ["基金", "Funds"],
  pension: ["养老金", "Pension"],
  foreign_exchange: ["外汇", "Foreign exchange"],
  exchange: ["外汇", "Foreign exchange"],
  account: ["账户业务", "Account"],
  account_opening: ["开户", "Open an account"],
  open_account: ["开户", "Open an account"],
  password: ["密码业务", "Password"],
};

const TOPICS = {
  waiting: ["等候时间", "Waiting"],
  service: ["服务态度", "Service"],
  fees: ["收费", "Fees"],
  device: ["设备", "Device"],
  other: ["其他", "Other"],
};

const OPINIONS = {
  service: ["服务", "Service"],
  waiting: ["等候时间", "Waiting"],
  environment: ["环境", "The hall"],
  device: ["设备", "Device"],
  product: ["产品", "Products"],
  procedure: ["流程", "Procedure"],
  praise: ["表扬", "Praise"],
  other: ["其他", "Other"],
};

const QUESTIONS = {
  product: ["产品", "Products"],
  procedure: ["流程", "Procedure"],
  fees: ["收费", "Fees"],
  account: ["账户", "Account"],
  digital: ["电子渠道", "Digital banking"],
  policy: ["政策规定", "Rules and policy"],
  other: ["其他", "Other"],
};

const SOURCES = {
  spoken: ["口头", "Spoken"],
  book: ["意见簿", "Opinion book"],
  box: ["意见箱", "Opinion box"],
};

const ACCEPTANCES = {
  now: ["现在接受引荐", "Accepts now"],
  card_given: ["已给名片", "Was given a card"],
  left_contact: ["留下联系方式", "Leaves contact data"],
};

const SORTS = {
  need: ["需求", "Need"],
  opinion: ["意见", "Opinion"],
  question: ["疑问", "Question"],
};

const WAYS = {
  in_person: ["当面", "In person"],
  phone: ["电话", "By phone"],
  message: ["短信", "By message"],
  letter: ["信函", "By letter"],
  notice_board: ["公示", "On the notice board"],
};

const ENTRIES = {
  remark: ["备注", "Remark"],
  important_customer: ["重要客户", "Important customer"],
  market_news: ["市场信息", "Market news"],
};

const REASONS = {
  no_time: ["目前没有时间", "No time now"],
  not_suitable: ["客户不合适", "Not suitable"],
  conflict: ["利益冲突", "Conflict of interest"],
  other: ["其他原因", "Another reason"],
};

const METHODS = {
  queue_length: ["队列长度", "Queue length"],
  last_served: ["上一位的等候", "Last served"],
  long_run_mean: ["长期平均", "Long-run mean"],
  blend: ["加权混合", "Blend"],
  learned: ["由往日等候学得", "Learned from past waits"],
  free_counter: ["有空闲柜台", "Free counter"],
};

const CHANNELS = {
  counter: ["柜台", "Counter"],
  vip_window: ["贵宾窗口", "VIP window"],
  self_service: ["自助设备", "Self-service"],
  phone_bank: ["电话银行", "Phone bank"],
};

const WHYS = {
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

const GONE = {
  left: ["客户离开", "Left"],
  too_long: ["等候太久", "The wait is too long"],
  wrong_branch: ["走错网点", "The wrong branch"],
  missing_papers: ["资料不齐", "Papers are missing"],
  done_otherwise: ["已用其他方式办理", "Done another way"],
};

const DECISIONS = {
  customer_wish: ["客户意愿", "The customer's wish"],
  needs_help: ["需要协助", "Needs help"],
  machine_busy: ["设备占用", "The machine is busy"],
  wrong_need: ["业务选错", "Another need"],
  other: ["其他原因", "Another reason"],
};

const PAUSES = {
  break: ["休息", "Break"],
  cash_handling: ["清点现金", "Handling cash"],
  training: ["培训", "Training"],
  system_down: ["系统故障", "The system is down"],
  other: ["其他原因", "Another reason"],
};

const URGENCIES = {
  info: ["信息", "Info"],
  notice: ["提示", "Notice"],
  urgent: ["紧急", "Urgent"],
  alarm: ["警报", "Alarm"],
};

const KINDS = {
  customer_arrived: ["客户到店", "A customer came in"],
  customer_recognised: ["认出客户", "The customer was recognised"],
  customer_registered: ["客户档案更新", "A customer file was opened or changed"],
  ticket_issued: ["取号", "A ticket was issued"],
  ticket_called: ["叫号", "The ticket was called"],
  ticket_recalled: ["重呼", "The ticket was called again"],
  customer_no_show: ["叫号未到", "The customer did not come"],
  service_completed: ["办理完成", "The service was completed"],
  prospect_identified: ["发现潜在优质客户", "A prospect was found"],
  settings_changed: ["设置变更", "Settings changed"],
  next_service_waited: ["等候下一项业务", "Waits for the next service"],
  vip_received: ["接待贵宾", "A VIP was received"],
  ticket_parked: ["暂存", "The ticket was parked"],
  ticket_resumed: ["恢复等候", "The ticket waits again"],
  ticket_transferred: ["转号", "The ticket was transferred"],
  ticket_sent_back: ["退回排队", "The ticket was sent to the back"],
  visit_cancelled: ["取消", "The visit was cancelled"],
  ticket_handed_over: ["窗口无人，客户待接续", "The counter was left in the middle of a ticket"],
  ticket_given_again: ["再次取号，沿用原号", "Asked again, and kept the ticket"],
  act_undone: ["撤销操作", "An act was taken back"],
  undo_last_change: ["撤销操作", "An act was taken back"],
  free_counter: ["释放柜台", "A counter was freed"],
  customer_diverted: ["分流", "The customer was sent to a machine"],
  customer_returned: ["返回柜台", "The customer came back"],
  self_service_completed: ["自助办结", "The machine served the customer"],
  triage_overridden: ["人工改派", "Triage was overridden"],
  counter_paused: ["柜台暂停", "A counter paused"],
  counter_resumed: ["柜台恢复", "A counter resumed"],
  cut_off_ended: ["设备恢复连接", "A machine was connected again"],
  slip_read_in_part: ["离线号部分可读", "A printed number could be read in part"],
  record_not_taken: ["设备记录未接收", "A record of a machine was not taken"],
  record_set_aside: ["设备搁置记录", "A machine set a record aside"],
  device_clock_wrong: ["设备时钟有误", "The clock of a device is wrong"],
  device_clock_right: ["设备时钟恢复", "The clock of a device is right again"],
  ticket_replaced: ["换用离线号", "A printed number replaced another"],
  arrival_heard_late: ["补记到店", "An arrival was heard late"],
  number_block_requested: ["设备申请号段", "A machine asked for its numbers"],
  connection_restored: ["设备恢复连接", "A machine was connected again"],
  counter_opened: ["柜台开放", "A counter opened"],
  customers_stranded: ["客户在等候，无窗口可叫", "Customers waited whom no counter could call"],
  stranding_ended: ["等候客户又可叫号", "They could be called again"],
  counter_closed: ["柜台关闭", "A counter closed"],
  preparations_began: ["营业前准备", "Preparations began"],
  branch_day_opened: ["网点开门", "The branch opened"],
  branch_not_opened: ["客户到店时尚未开门", "A customer came before the branch was opened"],
  closing_began: ["准备关门", "The branch began to close"],
  branch_day_closed: ["网点关门", "The branch closed"],
  branch_day_reopened: ["重新开门", "The branch was reopened"],
  template_changed: ["检查表更新", "A checklist was changed"],
  checklist_begun: ["开始检查", "A checklist was begun"],
  checklist_completed: ["检查完成", "A checklist was completed"],
  fixture_faulted: ["检查异常", "Something was found faulty"],
  fixture_corrected: ["异常已处理", "Something faulty was put right"],
  notice_hung: ["张贴公告", "A notice was hung"],
  notice_expired: ["公告过期", "A notice expired"],
  notice_taken_down: ["撤下公告", "A notice was taken down"],
  leaflets_stocked: ["宣传材料盘点", "Leaflets were counted"],
  leaflets_low: ["宣传材料不足", "Leaflets ran short"],
  leaflet_handed: ["递送宣传材料", "A leaflet was handed over"],
  interest_shown: ["客户感兴趣", "A customer showed interest"],
  open_day: ["办理开门", "Somebody opened the branch"],
  close_day: ["办理关门", "Somebody closed the branch"],
  reopen_day: ["办理重新开门", "Somebody reopened the branch"],
  mark_items: ["检查登记", "A checklist was ticked"],
  begin_checklist: ["开始检查", "A checklist was begun"],
  hand_leaflet: ["递送宣传材料", "A leaflet was handed over"],
  day_over: ["当日结束", "The day is over"],
  day_end_due: ["当日结束", "The day is over"],
  notice_expiry_due: ["公告到期", "A notice's last day is over"],
  branch_opened: ["网点设置", "The branch was set up"],
  credential_linked: ["卡证关联", "A card was linked to its holder"],
  credential_revoked: ["卡证停用", "A card was revoked"],
  ...ENTRIES,
  need_recorded: ["登记需求", "A need was recorded"],
  opinion_recorded: ["登记意见", "An opinion was recorded"],
  question_recorded: ["登记疑问", "A question was recorded"],
  log_entry_written: ["日志手记", "An entry in the log"],
  matter_opened: ["待答复事项", "Somebody owes an answer"],
  matter_answered: ["已拟答复", "An answer was written"],
  matter_approved: ["答复已批准", "The answer was approved"],
  matter_returned: ["答复被退回", "The answer was returned"],
  matter_closed: ["已答复客户", "The customer has the answer"],
  matter_overdue: ["逾期未答复", "The answer is overdue"],
  contact_left: ["留下联系方式", "Contact data was left"],
  day_report_filed: ["日报已提交", "The day report is there"],
  day_report_read: ["日报已阅", "The day report was read"],
  record_need: ["登记需求", "A need was recorded"],
  record_opinion: ["登记意见", "An opinion was recorded"],
  record_question: ["登记疑问", "A question was recorded"],
  complaint_raised: ["客户投诉", "A complaint was raised"],
  case_opened: ["投诉立案", "The complaint became a case"],
  case_taken_over: ["投诉已接手", "The case was taken over"],
  case_escalated: ["投诉升级", "The case was escalated"],
  case_settled: ["投诉办结", "The case was settled"],
  referral_opened: ["建立转介", "A referral was opened"],
  referral_offered: ["转介给客户经理", "The referral was offered to an account manager"],
  referral_accepted: ["转介已接受", "The referral was accepted"],
  referral_declined: ["转介被婉拒", "The referral was declined"],
  referral_expired: ["转介超时", "The referral was not answered in time"],
  referral_escalated: ["转介升级", "The referral was escalated"],
  device_placed: ["设备就位", "A device was placed"],
  device_faulted: ["设备故障", "A device is out of order"],
  device_recovered: ["设备恢复", "A device works again"],
  device_removed: ["设备移除", "A device was removed"],
  device_status: ["设备自报", "The device reported"],
  self_service_interrupted: ["自助办理中断", "Self-service was interrupted"],
  unacknowledged: ["无人确认，转报上级", "Nobody took note: passed up"],
  incident_raised: ["上报事件", "An incident was raised"],
  incident_attended: ["事件处理中", "Somebody attends to it"],
  police_called: ["已报警", "The police were called"],
  incident_closed: ["事件结束", "The incident was closed"],
  loiterer_seen: ["摄像头发现滞留", "A camera saw somebody"],
  loiterer_noticed: ["发现滞留人员", "Somebody stays without business"],
  loiterer_settled: ["滞留已处理", "Somebody saw to it"],
  silence_check_due: ["设备心跳检查", "The devices were looked at"],
  loitering_check_due: ["滞留时限", "The time at the machine was over"],
  report_fault: ["人工报修", "Somebody reported a fault"],
  clear_fault: ["人工解除故障", "Somebody cleared a fault"],
  raise_incident: ["上报事件", "Somebody raised an incident"],
  staff_enrolled: ["员工登记", "A member of staff was enrolled"],
  staff_signed_on: ["员工上岗", "A member of staff signed on"],
  staff_signed_off: ["员工离岗", "A member of staff signed off"],
  notification_acknowledged: ["消息已确认", "The message was acknowledged"],
  notification_escalated: ["消息升级", "The message was escalated"],
  task_raised: ["任务发起", "A task was raised"],
  task_taken: ["任务接单", "A task was taken"],
  task_returned: ["任务退回", "A task was returned"],
  task_done: ["任务完成", "A task was done"],
  task_missed: ["任务错过", "A task was missed"],
  task_escalated: ["任务升级", "A task was escalated"],
  task_withdrawn: ["任务撤销", "A task was withdrawn"],
  task_expiry_due: ["任务到期", "The time of a task was over"],
  hall_check_due: ["大堂巡查", "The hall was looked at"],
  floor_covered: ["大堂代管", "The floor is covered"],
  cover_ended: ["代管结束", "The floor is covered no longer"],
  change_presence: ["员工在岗变化", "Somebody came or left"],
  entry: ["本条消息", "This message"],
  call_next: ["柜员叫号", "A counter called"],
  call_ticket: ["柜员叫号", "A counter called"],
  identify_prospect: ["登记潜客", "A prospect was marked"],
  admit_customer: ["客户到店", "A customer came in"],
};

const DUTY = {
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

const WHERE = {
  hall: ["大厅", "Hall"],
  counter: ["柜台", "Counter"],
  form_desk: ["填单台", "Form desk"],
  reception: ["咨询台", "Reception desk"],
  waiting_area: ["等候区", "Waiting area"],
  brochure_stand: ["宣传架", "Brochure stand"],
  notice_board: ["公告栏", "Notice board"],
  front: ["门前", "Front"],
};

const FAULT = {
  broken: ["损坏", "Broken"],
  missing: ["缺失", "Missing"],
  empty: ["用完", "Used up"],
  dirty: ["不洁", "Dirty"],
};

const DAY_REASON = {
  being_repaired: ["正在维修", "Being repaired"],
  supplies_late: ["物资未到", "Supplies are late"],
  short_of_staff: ["人手不足", "Short of staff"],
  emergency: ["突发情况", "Emergency"],
  mistake: ["操作有误", "Done by mistake"],
  other: ["其他原因", "Another reason"],
};

const TASKS = {
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

const TASK_OUTCOMES = {
  done: ["办妥", "Done"],
  declined: ["客户谢绝", "Declined"],
  not_found: ["未找到客户", "Not found"],
  passed_on: ["已转他人", "Passed on"],
  recovered: ["自行恢复", "Came right"],
};

export const named = (list) => (word) => (list[word] ? pick(list[word]) : String(word ?? "").replaceAll("_", " "));

export const className = named(CLASSES);
export const methodName = named(METHODS);
export const careName = named(CARE);
export const segmentName = named(SEGMENTS);
export const roleName = named(ROLES);
export const needName = named(NEEDS);
export const subjectName = named({ ...TOPICS, ...QUESTIONS, ...OPINIONS });
export const sourceName = named(SOURCES);
export const acceptsName = named(ACCEPTANCES);
export const sortName = named(SORTS);
export const wayName = named(WAYS);
export const entryName = named(ENTRIES);
export const topicName = named(TOPICS);
export const reasonName = named(REASONS);
export const taskName = named(TASKS);
export const outcomeName = named(TASK_OUTCOMES);
export const urgencyName = named(URGENCIES);
export const channelName = named(CHANNELS);
export const whyName = named(WHYS);
export const gaveUpName = named(GONE);
export const overrideName = named(DECISIONS);
export const pauseName = named(PAUSES);
export const dutyName = named(DUTY);
export const placeName = named(WHERE);
export const faultName = named(FAULT);
export const dayReasonName = named(DAY_REASON);

/** The name of an event: ``foyer.lobby.ticket_issued.v1`` and ``ticket_issued`` are the same. */
export const kindName = (kind) => named(KINDS)(kind.replace(/^foyer\.\w+\./, "").replace(/\.v\d+$/, ""));

/** Who did it: ``device:K1``, ``staff:li.na``, ``system``. */
export function actorName(actor) {
  const [sort, id] = String(actor ?? "").split(":");
  if (sort === "device") return pick([`取号机 ${id}`, `Kiosk ${id}`]);
  if (sort === "staff") return pick([`员工 ${id}`, `Staff ${id}`]);
  return pick(["系统", "System"]);
}

export const HEARD_NEEDS = ["wealth", "loan", "deposit", "insurance", "card", "business", "fund", "foreign_exchange", "pension", "mortgage"];
export const OPINION_TOPICS = Object.keys(OPINIONS);
export const OPINION_SOURCES = Object.keys(SOURCES);
export const QUESTION_TOPICS = Object.keys(QUESTIONS);
export const ACCEPTS = Object.keys(ACCEPTANCES);
export const ANSWER_WAYS = Object.keys(WAYS);
export const ENTRY_KINDS = Object.keys(ENTRIES);
export const CARES = Object.keys(CARE);
export const GAVE_UP = Object.keys(GONE);
export const OVERRIDES = Object.keys(DECISIONS);
export const PAUSE_REASONS = Object.keys(PAUSES);
export const ASKED_SORTS = ["errand", "greet", "care", "help", "patrol", "repair"];
export const ASKED_ROLES = ["lobby_manager", "teller", "account_manager", "branch_head"];
export const OUTCOMES = ["done", "declined", "not_found", "passed_on"];
export const TICKET_CLASSES = ["V", "G", "A"];
export const PROSPECT_NEEDS = ["wealth", "loan", "deposit", "insurance", "card", "business"];
export const COMPLAINT_TOPICS = Object.keys(TOPICS);
export const DECLINE_REASONS = Object.keys(REASONS);
export const DUTIES = Object.keys(DUTY);
export const PLACES = Object.keys(WHERE);
export const FAULTS = Object.keys(FAULT);
export const DAY_REASONS = Object.keys(DAY_REASON);
